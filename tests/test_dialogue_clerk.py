"""What a very good clerk does: keeps the subject, asks back, helps to call, gives people their data.

DESIGN.md の使い手それぞれの会話の例です。
"""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi
from botapi.dialogue import verify_dialog
from scene import file_bytes, live_in, resident_and_room, rows, staff_room

from bot.conversation.guide import Guide
from bot.model import Session, Topic
from bot.ownership import remembered

WORRY = "母が通帳をすぐなくす"
CRISIS = "もう死にたいです"


async def test_an_old_man_keeps_the_subject(api: BotApi, telegram: Any) -> None:
    """かなで短く聞いても、何の話かを覚えている。"""
    api.user("ひろし")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("ひろし", "says", "/start ichinoseki"),
                ("ひろし", "hears", "一関市ですね"),
                ("ひろし", "says", WORRY),
                ("ひろし", "hears", "0191-23-6020"),
                ("ひろし", "says", "でんわばんごうは？"),
                ("ひろし", "hears", "0191-23-6020"),
                ("ひろし", "says", "どようび も やってますか"),
                ("ひろし", "hears", "まだ", "0191-23-6020"),
                ("ひろし", "says", "一関じゃなくて花泉"),
                ("ひろし", "hears", "花泉支部のこと", "権利擁護支援の充実", "0191-82-4002"),
                ("ひろし", "says", "FAXは？"),
                ("ひろし", "hears", "FAX：0191-82-4002"),
                ("ひろし", "presses", "電話での言い方"),
                ("ひろし", "hears", "もしもし", "0191-82-4002"),
            ],
        )


async def test_the_subject_survives_a_restart(api: BotApi, telegram: Any) -> None:
    hanako = api.user("花子")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        await hanako.say(WORRY)
        answer = await hanako.hears()
    async with telegram():
        await hanako.say("電話番号は？")
        assert "048-597-2100" in (await hanako.hears()).text
        for row in answer.keyboard:
            assert len(row) <= 3
            for button in row:
                if "url" in button:
                    assert button["url"].startswith("https://www.google.com/maps/")
                    continue
                await hanako.press(button["text"], on=answer)
                heard = await hanako.hears()
                assert "今は使えません" not in heard.text
                if "保存" in button["text"]:
                    contact = (await hanako.hears()).raw["contact"]
                    assert contact["phone_number"] == "+81485972100"
                    assert "TEL;TYPE=WORK,VOICE:048-597-2100" in contact["vcard"]


async def test_a_mother_finds_the_answer_wrong(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """「ちがう」は次の候補、聞き返し、職員の順。二度は聞かない。"""
    hanako, _, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        await hanako.say(WORRY)
        await hanako.hears()
        await hanako.press("ちがう")
        following = await hanako.hears()
        assert "この中にありますか" in following.text
        await hanako.press(following.buttons[0][0], on=following)
        card = await hanako.hears()
        assert not any("ちがう" in row for row in card.buttons)
        await hanako.press("どれでもない", on=following)
        clarifying = await hanako.hears()
        assert "どのことですか" in clarifying.text
        assert all(len(row) <= 3 for row in clarifying.buttons)
        await hanako.press("お金・食べもの", on=clarifying)
        narrowed = await hanako.hears()
        await hanako.press("どれでもない", on=narrowed)
        assert "もう一度だけ書いてください" in (await hanako.hears()).text
        await hanako.say("母の通帳が見つかりません")
        assert "職員からの返事を" in (await hanako.hears()).text
        await hanako.press("はい、返事がほしい")
        assert "職員に渡しました" in (await hanako.hears()).text
        assert "母の通帳が見つかりません" in (await group.hears()).text
    assert "wrong" in {question["verdict"] for question in rows(tmp_path, "questions")}


async def test_a_crisis_stays_safe_until_it_is_over(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    hanako, _, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        await hanako.say(CRISIS)
        assert "0120" in (await hanako.hears()).text
        await hanako.say("宇宙人と文通したいです")
        still = await hanako.hears()
        assert "人ではありません" in still.text
        assert "0120" in still.text
        await group.silence()
        await hanako.press("落ち着いた・ほかのことを聞く", on=still)
        assert "わかりました" in (await hanako.hears()).text
        await hanako.say(WORRY)
        assert "権利擁護" in (await hanako.hears()).text
    assert all(question["text"] is None for question in rows(tmp_path, "questions"))
    assert "文通".encode() not in file_bytes(tmp_path)


async def test_without_typing(api: BotApi, telegram: Any) -> None:
    """手がふるえる人も、ボタンだけで電話番号まで行ける。"""
    api.user("ひろし")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("ひろし", "says", "/menu"),
                ("ひろし", "hears", "お住まいの市"),
                ("ひろし", "presses", "鴻巣市"),
                ("ひろし", "hears", "鴻巣市の案内です"),
                ("ひろし", "presses", "お金・食べもの"),
                ("ひろし", "hears", "「お金・食べもの」"),
                ("ひろし", "presses", "お金や書類の管理が心配"),
                ("ひろし", "hears", "048-597-2100"),
                ("ひろし", "says", "最初から"),
                ("ひろし", "hears", "鴻巣市の案内です"),
                ("ひろし", "presses", "今、危ない・こわい"),
                ("ひろし", "hears", "どんなことですか"),
            ],
        )


async def test_places(api: BotApi, telegram: Any) -> None:
    """郵便番号、位置、窓口のリンク。分からないときは分からないと言う。"""
    hiroshi = api.user("ひろし")
    async with telegram():
        await hiroshi.say("〒029-3103")
        assert "花泉支部" in (await hiroshi.hears()).text
        await hiroshi.press("市・地区をかえる")
        assert "お住まいの市" in (await hiroshi.hears()).text
        await hiroshi.say("100-0001")
        assert "分かりません" in (await hiroshi.hears()).text
        await hiroshi.send_location(38.9, 141.1)
        assert "まだ確かめられていない" in (await hiroshi.hears()).text
        await hiroshi.say("/start ichinoseki_hanaizumi")
        assert "花泉支部" in (await hiroshi.hears()).text


async def test_privacy_in_one_s_own_hands(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    hanako, _, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        await hanako.say("/activities")
        await hanako.hears()
        await hanako.press("食事・食べ物")
        await hanako.hears()
        await hanako.press("この見出しのお知らせを受け取る")
        await hanako.hears()
        await hanako.say("/privacy")
        assert "90日" in (await hanako.hears()).text
        await hanako.say("/mydata")
        assert "ファイルにしました" in (await hanako.hears()).text
        data = (await hanako.hears()).file.decode()
        assert "鴻巣市" in data
        assert "食事・食べ物" in data
        await hanako.say("/forget")
        assert "消しました" in (await hanako.hears()).text
    assert rows(tmp_path, "sessions") == []
    assert rows(tmp_path, "subscriptions") == []
    assert rows(tmp_path, "links") == []


def test_all_that_a_session_remembers_is_in_one_s_data(guide: Guide) -> None:
    held: dict[str, Any] = {
        "council": "konosu",
        "office": "konosu/shakyo",
        "language": "en",
        "pending": "a question",
        "topic": Topic("konosu", "konosu/shakyo", need="lonely"),
        "danger": ("crisis/life",),
        "lines": ("police-9110",),
        "to_staff": True,
        "told": "notice-1",
        "chosen": True,
        "writes": True,
        "elsewhere": "足立区",
    }
    assert held.keys() == {one.name for one in fields(Session)}
    say = guide.wording(Session())
    nothing = remembered(guide.knowledge, Session(), say)
    for name, value in held.items():
        told = remembered(guide.knowledge, replace(Session(), **{name: value}), say)
        assert told != nothing, name


async def test_volunteers_join_and_hear_news(api: BotApi, telegram: Any) -> None:
    bora = api.user("ボラ子")
    tanaka, group = staff_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(bora, "鴻巣市")
        await bora.say("/activities")
        await bora.hears()
        await bora.press("食事・食べ物")
        page = await bora.hears()
        await bora.press(page.buttons[0][0], on=page)
        await bora.hears()
        await bora.press("参加したい")
        assert "048-597-2100" in (await bora.hears()).text
        await bora.press("社協に知らせて、返事をもらう")
        assert "職員に渡しました" in (await bora.hears()).text
        assert "参加したい人がいます" in (await group.hears()).text
        await bora.press("この見出しのお知らせを受け取る", on=page)
        assert "/stop" in (await bora.hears()).text
        await tanaka.say_in(group, "/news 食事・食べ物 土曜に料理の会があります")
        assert "1人に送ります" in (await group.hears()).text
        assert "土曜に料理の会があります" in (await bora.hears()).text
        await tanaka.say_in(group, "/disaster 場所：市民会館 必要なもの：長ぐつ")
        await tanaka.press_in(group, "出す", on=await group.hears())
        await group.sees("知らせはじめました")
        await bora.say(WORRY)
        assert "必要なもの：長ぐつ" in (await bora.hears()).text.split("\n\n")[0]
        # From then on it still comes first, in a line, with a button that shows it again.
        await bora.say("電話番号は？")
        again = await bora.hears()
        assert again.text.startswith("【災害ボランティアセンター】鴻巣市社協")
        assert "長ぐつ" not in again.text
        await bora.press("災害のお知らせを読む", on=again)
        assert "必要なもの：長ぐつ" in (await bora.hears()).text
        await tanaka.say_in(group, "/disaster 終了")
        await group.hears()
        await bora.press("災害のお知らせを読む", on=again)
        assert "終わりました" in (await bora.hears()).text
        await bora.say("/activities")
        assert "災害ボランティアセンター】" not in (await bora.hears()).text
        await bora.say("/stop")
        assert "やめました" in (await bora.hears()).text
        await tanaka.say_in(group, "/news 食事・食べ物 もう一度")
        assert "希望している人は、まだいません" in (await group.hears()).text
        await bora.silence()


@pytest.mark.parametrize(
    ("code", "phrase"), [("ja", "電話"), ("en", "Phone"), ("vi", "電話（でんわ）")]
)
async def test_a_card_for_the_family(api: BotApi, telegram: Any, code: str, phrase: str) -> None:
    hanako = api.user("花子", language_code=code)
    async with telegram():
        await hanako.say("/start konosu")
        await hanako.hears()
        query = await hanako.ask_inline(WORRY)
        await query.changed.until(lambda: query.answer, 5)
        assert query.answer is not None
        [first, *_] = query.answer["results"]
        assert phrase in first["input_message_content"]["message_text"]
        assert "048-597-2100" in first["input_message_content"]["message_text"]


@pytest.mark.parametrize(
    ("code", "again", "calm"),
    [("en", "phone number?", "another question"), ("vi", "でんわばんごうは？", "だいじょうぶです")],
)
async def test_in_other_languages(
    api: BotApi, telegram: Any, code: str, again: str, calm: str
) -> None:
    jane = api.user("Jane", language_code=code)
    async with telegram():
        await jane.say("/start konosu")
        await jane.hears()
        await jane.say(WORRY)
        await jane.hears()
        await jane.say(again)
        assert "048-597-2100" in (await jane.hears()).text
        await jane.say("I want to die")
        await jane.hears()
        await jane.say(calm)
        assert "048-597-2100" not in (await jane.hears()).text
