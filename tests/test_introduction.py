"""What is set up in Telegram, and what is printed."""

from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi
from click.testing import CliRunner
from scene import staff_room

from bot.channels.telegram.introduction import introduce
from bot.channels.telegram.transport import AiohttpRequest, Api
from bot.cli import main
from bot.conversation.guide import Guide
from bot.poster import link


async def test_commands_and_descriptions_in_each_language(api: BotApi, guide: Guide) -> None:
    _, group = staff_room(api)
    request = AiohttpRequest()
    await request.initialize()
    try:
        here = Api(request, api.token, api.base_url)
        await introduce(here, guide.knowledge.texts, [group.id])
        for code, words in (("ja", "ボタンでえらぶ"), ("en", "Choose with buttons")):
            asked = {"scope": {"type": "all_private_chats"}, "language_code": code}
            commands = await here.call("getMyCommands", asked)
            assert commands[0] == {"command": "menu", "description": words}
            assert {"privacy", "mydata", "forget", "stop"} <= {c["command"] for c in commands}
        staff = await here.call("getMyCommands", {"scope": {"type": "chat", "chat_id": group.id}})
        assert [one["command"] for one in staff] == ["unanswered", "disaster", "news"]
        described = await here.call("getMyDescription", {"language_code": "en"})
        assert "119" in described["description"]
    finally:
        await request.shutdown()


def test_posters(tmp_path: Path, guide: Guide) -> None:
    done = CliRunner().invoke(main, ["poster", "--bot", "madoguchi_bot", "--into", str(tmp_path)])
    assert done.exit_code == 0, done.output
    for office in guide.knowledge.offices.values():
        name = office.id.replace("/", "_")
        page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert f"https://t.me/madoguchi_bot?start={name}" in page
        assert office.phone in page
        assert (tmp_path / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")
    for language, as_of in (("ja", "年3月時点"), ("easy", "年3月"), ("en", "as of")):
        listed = (tmp_path / f"ichinoseki-offices-{language}.html").read_text(encoding="utf-8")
        assert listed.count(as_of) == len(guide.knowledge.offices_of("ichinoseki"))
        for office in guide.knowledge.offices_of("ichinoseki"):
            assert office.phone in listed
            assert office.name.say(language) in listed  # type: ignore[arg-type]
        # 疑わしい番号は、紙にも出さない。
        assert "0191-34-4040" not in listed


@pytest.mark.parametrize("name", ["x", "a b c d", "https://t.me/x"])
def test_a_bot_needs_a_name(tmp_path: Path, name: str) -> None:
    done = CliRunner().invoke(main, ["poster", "--bot", name, "--into", str(tmp_path)])
    assert done.exit_code != 0
    assert "ユーザー名" in done.output
    assert list(tmp_path.iterdir()) == []


async def test_each_poster_opens_its_own_place(api: BotApi, telegram: Any, guide: Guide) -> None:
    """ポスターのリンクは、その市か、その窓口をえらんだ画面を開く。"""
    knowledge = guide.knowledge
    async with telegram():
        for council in knowledge.councils.values():
            hanako = api.user(council.city)
            await hanako.say(f"/start {link('test_bot', council.id).partition('=')[2]}")
            assert f"{council.place.ja}ですね" in (await hanako.hears()).text
            for office in knowledge.offices_of(council.id):
                payload = link("test_bot", council.id, office).partition("=")[2]
                assert len(payload) <= 64
                await hanako.say(f"/start {payload}")
                opened = (await hanako.hears()).text
                assert f"近くの窓口は「{office.name.ja}」です" in opened
                assert office.phone in opened
