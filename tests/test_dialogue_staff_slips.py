"""Slips and second thoughts of staff in their council's Telegram group, against the real application.

職員がまちがえたとき、迷ったとき、代わるときの会話の例です。
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi
from scene import (
    ANSWER,
    NOBODYS,
    YES,
    ask_in_vain,
    ask_staff,
    live_in,
    resident_and_room,
    rows,
    staff_room,
)

from bot.conversation import review
from bot.conversation.guide import Guide
from bot.conversation.wording import Wording
from bot.model import Text, Ticket, TicketState
from bot.settings import PROJECT


async def test_a_reply_to_no_question_is_not_swallowed(api: BotApi, telegram: Any) -> None:
    """📩 でない投稿への返信は、住民に届いていないと言う。職員どうしの返信には何も言わない。"""
    suzuki = api.user("職員 鈴木")
    hanako, tanaka, group = resident_and_room(api, suzuki)
    async with telegram({"konosu": group.id}):
        await tanaka.say_in(group, ANSWER, reply_to=await ask_staff(hanako, group))
        assert ANSWER in (await hanako.hears()).text
        receipt = await group.hears()
        assert "住民に届けました" in receipt.text
        said = await tanaka.say_in(group, "すみません、番号がちがいました", reply_to=receipt)
        told = (await group.hears()).text
        assert "これは住民に届いていません" in told
        assert "📩 の投稿への「返信」" in told
        await suzuki.say_in(group, "あらら", reply_to=said)
        await tanaka.say_in(group, "/unanswered")
        await tanaka.say_in(group, "ありがとう", reply_to=await group.hears())
        assert "これは住民に届いていません" in (await group.hears()).text
        await group.silence()
        await hanako.silence()


async def test_an_answered_question_is_opened_again(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """返事ずみの投稿は待っているとは言わず、もう一度開ける。行き先はもうないと、はっきり言う。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        offer = await ask_in_vain(hanako)
        await hanako.press(YES, on=offer)
        await hanako.hears()
        post = await group.hears()
        await tanaka.say_in(group, ANSWER, reply_to=post)
        await hanako.hears()
        answered = await group.sees("返事ずみ")
        assert answered.buttons == [["言い方として提案", "もう一度開く"]]
        assert "待っています" not in answered.text
        assert "「返信」すると" not in answered.text
        await group.hears()
        press = await tanaka.press_in(group, "もう一度開く", on=answered)
        assert "返事は届きません" in (await press.answered())["text"]
        opened = await group.sees("（未対応）")
        assert "行き先を消しました" in opened.text
        assert opened.buttons == [["担当する", "終了する"]]
        # 住民がもう一度「はい」を押せば、ふたたび届く。
        await hanako.press(YES, on=offer)
        assert "職員に渡しました" in (await hanako.hears()).text
        await group.sees("住民が返事を待っています")
        await tanaka.say_in(group, "正しくは県立科学館です。", reply_to=post)
        assert "県立科学館" in (await hanako.hears()).text
        assert "住民に届けました" in (await group.hears()).text
    assert rows(tmp_path, "tickets")[0]["answer"] == "正しくは県立科学館です。"


@pytest.mark.parametrize(
    ("code", "offer", "yes", "said", "waits"),
    [
        ("en", "their reply here?", "Yes, please", "without a reply here", "英語の質問です"),
        (
            "vi",
            "返事（へんじ）を ここで もらいますか",
            "はい、返事（へんじ）が ほしいです",
            "返事（へんじ）は",
            "やさしい日本語の質問",
        ),
    ],
)
async def test_another_language(
    api: BotApi, telegram: Any, code: str, offer: str, yes: str, said: str, waits: str
) -> None:
    """ほかのことばの質問はそう言い、返事なしで終えたことも、そのことばで届く。"""
    bao = api.user("Bao", language_code=code)
    tanaka, group = staff_room(api)
    async with telegram({"konosu": group.id}):
        await bao.say("/start konosu")
        await bao.hears()
        await bao.press(yes, on=await ask_in_vain(bao, offer=offer))
        await bao.hears()
        post = await group.hears()
        assert waits in post.text
        assert "訳されません" in post.text
        await tanaka.press_in(group, "終了する", on=post)
        await tanaka.press_in(group, "返事をしないで終える", on=await post.edited())
        told = (await bao.hears()).text
        assert said in told
        assert "048-597-2100" in told
        assert "訳されません" not in (await group.sees("さんが終了")).text


async def test_another_member_takes_over(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """担当した人がいないとき、ほかの人は一度たしかめてから代われる。"""
    suzuki = api.user("職員 鈴木")
    hanako, tanaka, group = resident_and_room(api, suzuki)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        await tanaka.press_in(group, "担当する", on=post)
        claimed = await post.edited()
        assert claimed.buttons == [["返事のしかた", "終了する"], ["代わりに対応する"]]
        await suzuki.say_in(group, ANSWER, reply_to=post)
        assert "「代わりに対応する」を押してください" in (await group.hears()).text
        await suzuki.press_in(group, "代わりに対応する", on=claimed)
        asked = await claimed.edited()
        assert "職員 田中さんが対応中です。代わりに対応しますか" in asked.text
        assert asked.buttons == [["代わる", "やめる"]]
        await suzuki.press_in(group, "やめる", on=asked)
        claimed = await asked.edited()
        assert rows(tmp_path, "tickets")[0]["staff"] == str(tanaka.id)
        await suzuki.press_in(group, "代わりに対応する", on=claimed)
        press = await suzuki.press_in(group, "代わる", on=await claimed.edited())
        assert "担当になりました" in (await press.answered())["text"]
        await group.sees("職員 鈴木さんが対応中")
        await tanaka.say_in(group, ANSWER, reply_to=post)
        assert "職員 鈴木さんが対応中です" in (await group.hears()).text
        await suzuki.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text
        await group.sees("職員 鈴木さんが返事ずみ")
        press = await tanaka.press_data("instead:1", on=post, forged=True)
        assert "もう終わっています" in (await press.answered())["text"]


@pytest.mark.parametrize(
    "over",
    [
        "終了",
        "終了しました",
        "終了。",
        "終わりました。",
        " 閉鎖しました",
        "閉所",
        "閉じました",
        "中止",
        "解除 。",
    ],
)
async def test_a_disaster_is_over_in_any_words(
    api: BotApi, telegram: Any, tmp_path: Path, over: str
) -> None:
    """終わったという言い方は、お知らせにならずに、お知らせを終える。"""
    tanaka, group = staff_room(api)
    async with telegram({"konosu": group.id}):
        await tanaka.say_in(group, "/disaster 場所：市民会館 16時に受付を終了")
        preview = await group.hears()
        assert "まだ出していません" in preview.text
        assert "16時に受付を終了" in preview.text
        assert rows(tmp_path, "notices") == []
        await tanaka.press_in(group, "出す", on=preview)
        assert (await group.sees("知らせはじめました")).buttons == []
        [notice] = rows(tmp_path, "notices")
        assert notice["words"] == "場所：市民会館 16時に受付を終了"
        await tanaka.say_in(group, f"/disaster {over}")
        assert "お知らせを終わりました" in (await group.hears()).text
        assert rows(tmp_path, "notices") == []


async def test_a_disaster_is_not_announced(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """「やめる」なら出ない。出す前に書きなおした文や、ほかの人がつくったボタンでも出ない。"""
    taro = api.user("太郎")
    tanaka, group = staff_room(api)
    async with telegram({"konosu": group.id}):
        await tanaka.say_in(group, "/disaster 練習です")
        await tanaka.press_in(group, "やめる", on=await group.hears())
        assert (await group.sees("出しませんでした")).buttons == []
        written = await tanaka.say_in(group, "/disaster 場所：市民会館")
        preview = await group.hears()
        await tanaka.edit(written, "/disaster 場所：公民館")
        preview.post.raw["reply_to_message"]["text"] = "/disaster 場所：公民館"
        await tanaka.press_in(group, "出す", on=preview)
        await group.sees("書きなおされた")
        await taro.say("/start")
        press = await taro.press_data("announce:yes", on=await taro.hears(), forged=True)
        assert "職員のチャットでだけ" in (await press.answered())["text"]
        await group.silence()
    assert rows(tmp_path, "notices") == []


async def test_commands_say_what_is_wrong(api: BotApi, telegram: Any) -> None:
    """/help はできることを、/news はちがっていた見出しと、だれも希望していないことを言う。"""
    tanaka, group = staff_room(api)
    async with telegram({"konosu": group.id}):
        await tanaka.say_in(group, "/help")
        told = (await group.hears()).text
        for command in ("/unanswered", "/desk", "/disaster", "/news"):
            assert command in told
        await tanaka.say_in(group, "/news しょくじ 土曜に料理の会があります")
        told = (await group.hears()).text
        assert "「しょくじ」という見出しはありません" in told
        assert "食事・食べ物" in told
        await tanaka.say_in(group, "/news 食事・食べ物　土曜に料理の会があります")
        assert "希望している人は、まだいません" in (await group.hears()).text
        await tanaka.say_in(group, "/news")
        assert "の形で書いてください" in (await group.hears()).text


async def test_the_list_says_who_waits_and_where(api: BotApi, telegram: Any) -> None:
    """/unanswered は、待ち時間と、待つ住民がいるかと、投稿へのリンクを言う。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        await tanaka.say_in(group, "/unanswered")
        listed = (await group.hears()).text
        assert f"#1 {NOBODYS}（未対応）\n　0分待ち・返事を待つ住民がいます" in listed
        assert f"https://t.me/c/{str(group.id).removeprefix('-100')}/{post.id}" in listed
        assert "/desk" not in listed


def _ticket(**more: Any) -> Ticket:
    asked = datetime(2026, 11, 22, tzinfo=UTC)
    text = "ぬいぐるみの供養をしてくれる人はいますか"
    ticket = Ticket(12, "q", "konosu", TicketState.OPEN, asked, text, (), wants_reply=True)
    return replace(ticket, **more)


def test_a_long_wait_in_the_list(guide: Guide) -> None:
    say = Wording(guide.knowledge.texts, "ja")
    waiting = [[_ticket(wants_reply=False, post=(-42, 7))]]
    now = waiting[0][0].opened_at + timedelta(days=3)
    [_, lines, desk] = review.listing(waiting, say, now, desk=True).parts
    assert "3日待ち・返事の希望なし" in str(lines)
    # 小さなグループの投稿には、リンクがない。
    assert "t.me" not in str(lines)
    assert "/desk" in str(desk)


def test_only_what_is_near_is_called_near(guide: Guide) -> None:
    say = Wording(guide.knowledge.texts, "ja")
    near = _ticket(candidates=(("konosu/10", 0.3), ("konosu/13", 0.002)))
    shown = str(review.post(guide.knowledge, near, say).parts)
    assert guide.knowledge.entries["konosu/10"].name.ja in shown
    assert guide.knowledge.entries["konosu/13"].name.ja not in shown
    far = str(review.post(guide.knowledge, _ticket(candidates=(("konosu/13", 0.002),)), say).parts)
    assert "近い項目はありません" in far


def test_the_post_in_the_handbook_is_real(guide: Guide) -> None:
    text = (PROJECT / "docs/staff.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```text\n(📩.*?)```", text, re.DOTALL)
    real = review.post(guide.knowledge, _ticket(), Wording(guide.knowledge.texts, "ja"))
    words = "\n\n".join(part.text for part in real.parts if isinstance(part, Text))
    buttons = "".join(f"［{choice.label}］" for choice in real.choices.flat)
    assert shown.strip() == f"{words}\n\n{buttons}"
