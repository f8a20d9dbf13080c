"""Whatever comes, everybody is answered, nothing wrong is done, and Telegram has nothing to refuse."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from botapi import BotApi
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene import ask_staff, rows

from bot.app import serving
from bot.conversation.guide import Guide
from bot.settings import Settings
from faults.residents import ASKED, PHONE

CORPUS = (
    "あ" * 4096,
    "😀" * 2049,
    "a" * 4097,
    "\ud83d",
    "\udc00\ud800 家賃が払えません",
    "\0",
    "家賃が\0払えません",
    "\u202e家賃が払えません\u202c",
    "مرحبا بالعالم",
    "\u200b\u200c\u200d\ufeff",
    "<b>太い",
    "</b></i><script>alert(1)</script>",
    '<a href="tg://user?id=1">押して</a>',
    "&lt;&amp;&#0;&#x110000;",
    "%s %d {text} {0} ${x} \\x00",
    "'; DROP TABLE questions; --",
    "/",
    "/start " + "x" * 5000,
    "/start konosu konosu",
    "/unknown@other_bot",
    "@test_bot",
    "\n" * 4000 + "家賃",
    "a\u0301" * 2000,
    "🏳️‍🌈👩‍👩‍👧‍👦" * 200,
    "𠮷野家の家賃",
    "NaN",
    "null",
    "[" * 5000,
    "01234567890123456789",
)
FORGED = (
    "",
    ":",
    "::::",
    "council",
    "council:atlantis",
    "council:konosu:honjo",
    "area:honjo/honbu",
    "entry:nobody:konosu/10",
    "entry:konosu/10",
    "none:",
    "none:x",
    "staff:yes:",
    "staff:maybe:x",
    "staff:yes:" + "0" * 12,
    "language:xx",
    "claim:1",
    "close:1",
    "answer:1",
    "propose:1",
    "claim:" + "9" * 4000,
    "あ" * 100,
    "<b>",
    "\ud800",
    "\0",
    "entry:\0:\0",
)
TEXT = st.text(st.characters(), min_size=1, max_size=200)
NAME = st.one_of(
    st.text(min_size=1, max_size=64), st.sampled_from(["<b>", "&", "\u202e", "\ud800"])
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
FEW = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@asynccontextmanager
async def bot(
    guide: Guide, folder: Path, staff: dict[str, str] | None = None
) -> AsyncIterator[BotApi]:
    """A new bot; whatever it calls that Telegram would refuse fails the test."""
    (folder / "madoguchi.db").unlink(missing_ok=True)
    async with BotApi() as api:
        tanaka = api.user("職員 田中")
        group = api.group("職員", [tanaka])
        settings = Settings(
            _env_file=None,
            telegram_bot_token=api.token,
            telegram_base_url=api.base_url,
            data_dir=folder,
            staff_chats={"konosu": group.id},
        )
        async with serving(guide, settings, limited=False):
            yield api
        assert api.refused == []


async def everybody_is_answered(
    guide: Guide, folder: Path, texts: Sequence[str], names: Sequence[str]
) -> None:
    async with bot(guide, folder) as api:
        residents = []
        for number, text in enumerate(texts):
            name = names[number % len(names)] if names else "花子"
            resident = api.user(name or "x", last_name=f"{number}")
            residents.append(resident)
            content: dict[str, Any] = {"text": text}
            if text.startswith("/"):
                length = len(text.split()[0])
                content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
            await resident.send(content)
        for text, resident in zip(texts, residents, strict=True):
            assert (await resident.hears(20)).text.strip(), ascii(text)
    assert all(row["state"] == "done" for row in rows(folder, "inbox"))


async def test_every_message_of_the_corpus_is_answered(guide: Guide, tmp_path: Path) -> None:
    names = ("<b>花子</b>", "&amp;", "\u202e", "\ud800", "x" * 64, "\0")
    await everybody_is_answered(guide, tmp_path, CORPUS, names)


@FEW
@given(texts=st.lists(TEXT, min_size=10, max_size=25), names=st.lists(NAME, max_size=5))
def test_any_message_is_answered(
    guide: Guide, tmp_path: Path, texts: list[str], names: list[str]
) -> None:
    asyncio.run(everybody_is_answered(guide, tmp_path, texts, names))


async def pressed(guide: Guide, folder: Path, forged: Sequence[str]) -> None:
    """A stranger presses buttons that were never there; the resident's ticket stays as it was."""
    async with bot(guide, folder) as api:
        hanako, taro = api.user("花子"), api.user("太郎")
        await ask_staff(hanako, api.groups["職員"])
        await asyncio.sleep(0.5)
        before = rows(folder, "tickets"), rows(folder, "links")
        await taro.say("/start")
        greeting = await taro.hears()
        for data in forged:
            press = await taro.press_data(data, on=greeting, forged=True)
            await press.answered(20)
        await taro.say(ASKED)
        async with asyncio.timeout(20):
            while PHONE not in (await taro.hears()).text:
                pass
        await hanako.silence(0.1)
        await api.groups["職員"].silence(0.1)
        assert (rows(folder, "tickets"), rows(folder, "links")) == before
        assert api.unanswered == []


async def test_no_forged_button_does_anything(guide: Guide, tmp_path: Path) -> None:
    await pressed(guide, tmp_path, FORGED)


VERBS = "council area entry none staff claim answer close propose language theme".split()


@FEW
@given(
    forged=st.lists(
        st.builds(
            lambda verb, rest: ":".join((verb, *rest)),
            st.sampled_from(VERBS),
            st.lists(
                st.sampled_from(["1", "yes", "konosu", "konosu/10", "", "0"]) | TEXT, max_size=3
            ),
        ),
        min_size=5,
        max_size=15,
    )
)
def test_no_button_at_all_that_was_not_offered_does_anything(
    guide: Guide, tmp_path: Path, forged: list[str]
) -> None:
    asyncio.run(pressed(guide, tmp_path, forged))


async def fuzzed(guide: Guide, folder: Path, spoilt: Sequence[tuple[str, Any]]) -> None:
    """Updates with one part of a real one spoilt; then somebody asks, and is answered."""
    async with bot(guide, folder) as api:
        hanako = api.user("花子")
        chat = {"id": hanako.id, "type": "private", "first_name": "花子"}
        await hanako.say("/start")
        await hanako.hears()
        message = {"message_id": 9, "date": 1, "chat": chat, "from": hanako.raw, "text": "家賃"}
        query = {
            "id": "1",
            "from": hanako.raw,
            "chat_instance": "1",
            "message": message,
            "data": "council:konosu",
        }
        for path, value in spoilt:
            for update in ({"message": message}, {"callback_query": query}):
                copied = json.loads(json.dumps(update))
                inner = copied[next(iter(copied))]
                inner[path] = value
                api.push_raw(copied)
                api.push_raw({path: value})
        sane = api.user("太郎")
        await sane.say(ASKED)
        assert PHONE in (await sane.hears(20)).text
        # What fails is tried three times before it is set aside.
        async with asyncio.timeout(60):
            while any(row["state"] == "waiting" for row in rows(folder, "inbox")):
                await asyncio.sleep(0.1)
        await api.delivered(20)
        # The made-up buttons were never pressed, and the made-up messages never written.
        made_up = ("query is too old", "chat not found", "chat_id", "bot was blocked")
        api.refused = [r for r in api.refused if not any(w in r.description for w in made_up)]


PARTS = (
    "from",
    "text",
    "date",
    "message_id",
    "data",
    "message",
    "id",
    "entities",
    "reply_to_message",
)


async def test_a_spoilt_update_harms_nobody(guide: Guide, tmp_path: Path) -> None:
    values: list[Any] = [None, 0, "", [{}], 2**70, {"id": "x"}]
    await fuzzed(guide, tmp_path, [(part, value) for part in PARTS for value in values])


@FEW
@given(spoilt=st.lists(st.tuples(st.sampled_from(PARTS), JSON), min_size=3, max_size=10))
def test_any_spoilt_update_harms_nobody(
    guide: Guide, tmp_path: Path, spoilt: list[tuple[str, Any]]
) -> None:
    asyncio.run(fuzzed(guide, tmp_path, spoilt))
