"""Staff in their council's Telegram group, against the real application.

職員がグループで質問を受け取り、担当し、返事をし、教えに行くまでの会話の例です。
"""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from botapi import BotApi, User
from botapi.dialogue import verify_dialog
from faults.postgresql import free_port
from scene import (
    ANSWER,
    NO,
    NOBODYS,
    ROOM,
    YES,
    ask_in_vain,
    ask_staff,
    leave_with_staff,
    live_in,
    other_room,
    resident_and_room,
    rows,
    staff_room,
)

from bot.model import Outcome, Question
from bot.store.roster import Role
from bot.store.store import Store


async def test_from_a_question_to_its_answer(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """住民が返事を望むと一度だけ投稿され、担当した職員の返信が住民に届き、つながりは消える。"""
    hanako, _, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        await ask_in_vain(hanako)
        # 返事がほしいと言うまでは、投稿されない。
        await group.silence()
        await verify_dialog(
            api,
            [
                ("花子", "presses", YES),
                ("花子", "hears", "職員に渡しました", "この画面に届きます"),
                (ROOM, "hears", "#1 鴻巣市社協", "未対応", NOBODYS, "返事を待っています"),
                # もう一度押しても、投稿は増えない。
                ("花子", "presses", YES),
                ("花子", "hears", "職員に渡しました"),
                (ROOM, "hears nothing"),
                ("職員 田中", "presses in", ROOM, "担当する"),
                (ROOM, "sees", "職員 田中さんが対応中"),
            ],
        )
        assert len(rows(tmp_path, "links")) == 1
        await verify_dialog(
            api,
            [
                ("職員 田中", "replies to", NOBODYS, ANSWER),
                ("花子", "hears", "鴻巣市社協の職員から返事", ANSWER),
                (ROOM, "hears", "住民に届けました"),
                (ROOM, "sees", "職員 田中さんが返事ずみ", f"お返事：{ANSWER}"),
                ("職員 田中", "replies to", "返事ずみ", "もう一言"),
                (ROOM, "hears", "もう終わっています"),
                ("花子", "hears nothing"),
                ("花子", "presses", YES),
                ("花子", "hears", "この質問はもう終わっています"),
            ],
        )
        assert rows(tmp_path, "links") == []
    assert api.unanswered == []


async def test_nothing_says_who_asked(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """質問の記録にも投稿にも、住民の名前・番号・書かれた電話番号は残らない。"""
    hanako = api.user("花子", last_name="鴻巣山", username="hanako_k")
    tanaka, group = staff_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group, f"{NOBODYS}。連絡は090-1234-5678へ")
        assert "［電話］" in post.text
        await tanaka.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text
        await group.sees("返事ずみ")
    recorded = json.dumps([rows(tmp_path, "questions"), rows(tmp_path, "tickets")], default=str)
    posted = "\n".join(message.text for message in group.messages if message.post.by_bot)
    for secret in (str(hanako.id), "花子", "鴻巣山", "hanako_k", "1234-5678", "090-1234"):
        assert secret not in recorded
        assert json.dumps(secret)[1:-1] not in recorded
        assert secret not in posted
    assert rows(tmp_path, "links") == []


async def test_a_resident_who_wants_no_reply(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """返事を望まない質問は投稿されず、職員の返信も住民には届かない。終了はできる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        for question in (NOBODYS, "ペンギンのダンス大会を開きたい"):
            await ask_in_vain(hanako, question)
            await hanako.press(NO)
            assert "返事は届きません" in (await hanako.hears()).text
        await group.silence()
        assert rows(tmp_path, "links") == []
        await tanaka.say_in(group, "/unanswered")
        first, second = await group.hears(), await group.hears()
        assert "返事は希望されていません" in first.text
        assert first.buttons == second.buttons == [["担当する", "終了する"]]
        assert "待っている質問は2件です" in (await group.hears()).text
        press = await tanaka.press_in(group, "担当する", on=first)
        assert "住民には届きません" in (await press.answered())["text"]
        await tanaka.say_in(group, ANSWER, reply_to=first)
        assert "住民には届きません" in (await group.hears()).text
        await tanaka.press_in(group, "終了する", on=second)
        await group.sees("職員 田中さんが終了")
        await hanako.silence()


async def test_a_resident_who_changes_their_mind(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """「はい」のあとで「いいえ」を押せば、つながりは消え、返事は届かない。もう一度「はい」もできる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        offer = await ask_in_vain(hanako)
        await hanako.press(YES, on=offer)
        await hanako.hears()
        post = await group.hears()
        await hanako.press(NO, on=offer)
        assert "返事は届きません" in (await hanako.hears()).text
        assert "返事は希望されていません" in (await post.edited()).text
        assert rows(tmp_path, "links") == []
        await hanako.press(YES, on=offer)
        assert "職員に渡しました" in (await hanako.hears()).text
        await group.sees("返事を待っています")
        await group.silence()
        await tanaka.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text


async def test_nobody_else_can_take_a_wish_back(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """ほかの人が「いいえ」のボタンを作って押しても、花子の返事の約束は消えない。"""
    jiro = api.user("次郎")
    hanako, _, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        offer = await ask_in_vain(hanako)
        await hanako.press(YES, on=offer)
        await hanako.hears()
        await live_in(jiro, "鴻巣市")
        for button in offer.keyboard[0]:
            await jiro.press_data(button["callback_data"], forged=True)
            await jiro.hears()
        [link] = rows(tmp_path, "links")
        assert link["chat"] == str(hanako.id)


async def test_two_members_claim_at_the_same_time(api: BotApi, telegram: Any) -> None:
    """二人が同時に「担当する」を押しても、担当は一人だけ。もう一人には名前が出る。"""
    suzuki = api.user("職員 鈴木")
    hanako, tanaka, group = resident_and_room(api, suzuki)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        presses = await asyncio.gather(
            *(member.press_in(group, "担当する", on=post) for member in (tanaka, suzuki))
        )
        answers = [(await press.answered())["text"] for press in presses]
        [winner, loser] = (tanaka, suzuki) if "担当になりました" in answers[0] else (suzuki, tanaka)
        assert sorted("担当になりました" in answer for answer in answers) == [False, True]
        assert any(f"{winner.name}さんが対応中です" in answer for answer in answers)
        await group.sees(f"{winner.name}さんが対応中")
        # 担当していない人の返信や終了は、名前を示して断る。
        await loser.say_in(group, "わたしが答えます", reply_to=post)
        assert f"{winner.name}さんが対応中です" in (await group.hears()).text
        await hanako.silence()
        press = await loser.press_in(group, "終了する", on=post)
        assert f"{winner.name}さんが対応中です" in (await press.answered())["text"]
        await winner.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text


async def test_answering_without_claiming_first(api: BotApi, telegram: Any) -> None:
    """「担当する」を押さずに返信しても届く。写真だけの返信には、文字で書くよう伝える。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        press = await tanaka.press_in(group, "返事のしかた", on=post)
        assert "「返信」して書いてください" in (await press.answered())["text"]
        photo = {
            "photo": [
                api.world.store("photos", "p.jpg", b"\xff\xd8\xff").raw | {"width": 1, "height": 1}
            ]
        }
        await tanaka.send(photo, to=group, reply_to=post)
        assert "文字で書いてください" in (await group.hears()).text
        await hanako.silence()
        await tanaka.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text


async def test_what_staff_say_among_themselves_goes_nowhere(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """グループでの職員どうしの話には答えず、残さず、住民にも送らない。"""
    suzuki = api.user("職員 鈴木")
    hanako, tanaka, group = resident_and_room(api, suzuki)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        said = await tanaka.say_in(group, "母が通帳をすぐなくすんだけど")
        await suzuki.say_in(group, "それは大変", reply_to=said)
        await tanaka.send_photo(caption="昼ごはん", to=group)
        await tanaka.say_in(group, "/start")
        await api.delivered()
        await group.silence()
        await hanako.silence()
        # 返信を書きなおしても、二度は届かない。
        answer = await tanaka.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text
        await tanaka.edit(answer, "市の天文台に聞けます。")
        await hanako.silence()
    assert len(rows(tmp_path, "questions")) == 1


def _work(folder: Path) -> list[tuple[Any, ...]]:
    """What has been done with each question: its state, by whom, and the answer."""
    columns = ("id", "state", "wants_reply", "staff", "answer", "ended_at")
    return [tuple(ticket[name] for name in columns) for ticket in rows(folder, "tickets")]


@pytest.mark.parametrize("data", ["claim:1", "answer:1", "close:1", "propose:1"])
async def test_nobody_outside_the_room_can_work_on_a_question(
    api: BotApi, telegram: Any, tmp_path: Path, data: str
) -> None:
    """職員でない人が、一対一の画面や、ほかの市の職員のグループから、ボタンを偽って押しても何も起きない。"""
    hanako, _, group = resident_and_room(api)
    sato, honjo = other_room(api)
    taro = api.user("太郎")
    strangers = api.group("町内会", [taro])
    async with telegram({"konosu": group.id, "honjo": honjo.id}):
        await ask_staff(hanako, group)
        before = _work(tmp_path)

        await taro.say("/start")
        press = await taro.press_data(data, on=await taro.hears(), forged=True)
        assert "職員のチャットでだけ" in (await press.answered())["text"]

        await sato.say_in(honjo, "/unanswered")
        listing = await honjo.hears()
        assert "待っている質問はありません" in listing.text
        press = await sato.press_data(data, on=listing, forged=True)
        assert "この質問は見つかりません" in (await press.answered())["text"]
        await honjo.silence()

        await taro.say_in(strangers, "/start")
        press = await taro.press_data(data, on=await strangers.hears(), forged=True)
        assert "職員のチャットでだけ" in (await press.answered())["text"]

        await group.silence()
        assert _work(tmp_path) == before


async def test_nobody_outside_the_room_can_answer_or_list(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """ほかのグループや一対一の画面では、返信も /unanswered もできない。"""
    hanako, _, group = resident_and_room(api)
    sato, honjo = other_room(api)
    taro = api.user("太郎")
    strangers = api.group("町内会", [taro])
    async with telegram({"konosu": group.id, "honjo": honjo.id}):
        await ask_staff(hanako, group)
        before = _work(tmp_path)
        await taro.say("/unanswered")
        assert "職員のチャットでだけ" in (await taro.hears()).text
        await taro.say_in(strangers, "/unanswered")
        assert "職員のチャットでだけ" in (await strangers.hears()).text
        # 投稿の番号が同じ投稿に、ほかの市の職員が返信しても、鴻巣市の質問の返事にはならない。
        for _ in range(len(group.messages) + 1):
            await sato.say_in(honjo, "/unanswered")
            listing = await honjo.hears()
            await sato.say_in(honjo, "わたしの返事", reply_to=listing)
        await taro.say_in(strangers, "わたしの返事", reply_to=strangers.messages[-1])
        await api.delivered()
        await hanako.silence()
        assert _work(tmp_path) == before


@pytest.mark.parametrize(
    "data",
    [
        "claim:",
        "claim:x",
        "claim:999",
        "close:" + "9" * 50,
        "propose:1:2",
    ],
)
async def test_a_garbled_button_in_the_room(api: BotApi, telegram: Any, data: str) -> None:
    """職員のグループで、でたらめなボタンが押されても、止まらず、見つからないと伝える。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await ask_staff(hanako, group)
        press = await tanaka.press_data(data, on=group.messages[-1], forged=True)
        assert "見つかりません" in (await press.answered())["text"]
        press = await tanaka.press_in(group, "担当する")
        assert "担当になりました" in (await press.answered())["text"]


async def test_waiting_questions_that_ask_the_same_stand_together(
    api: BotApi, telegram: Any
) -> None:
    """/unanswered は、同じことを聞いている質問を一行にまとめ、ちがう質問は分ける。"""
    tanaka, group = staff_room(api)
    same = (NOBODYS, "宇宙人と文通がしたいな")
    async with telegram({"konosu": group.id}):
        for number, question in enumerate((same[0], "ペンギンのダンス大会を開きたい", same[1])):
            resident = api.user(f"住民{number}")
            await ask_staff(resident, group, question)
        await tanaka.say_in(group, "/unanswered")
        listing = await group.hears()
        assert "待っている質問は3件です" in listing.text
        assert f"#1・#3 {same[0]}（未対応）" in listing.text
        assert "#2 ペンギンのダンス大会を開きたい（未対応）" in listing.text
        await tanaka.press_in(group, "終了する", on=group.messages[1])
        await group.sees("返事をしないで終えますか")
        await tanaka.press_in(group, "返事をしないで終える", on=group.messages[1])
        await group.sees("職員 田中さんが終了")
        await tanaka.say_in(group, "/unanswered@test_bot")
        assert "待っている質問は2件です" in (await group.hears()).text


async def test_closing_without_an_answer(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """待つ人がいれば一度聞きかえす。終えると住民に一言届き、もう返事も担当もできず、つながりも消える。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        await tanaka.press_in(group, "終了する", on=post)
        asked = await post.edited()
        assert "返事をしないで終えますか" in asked.text
        assert asked.buttons == [["返事をしないで終える", "やめる"]]
        await tanaka.press_in(group, "やめる", on=asked)
        again = await asked.edited()
        assert (again.text, again.buttons) == (post.text, post.buttons)
        await hanako.silence()
        await tanaka.press_in(group, "終了する", on=again)
        press = await tanaka.press_in(group, "返事をしないで終える", on=await again.edited())
        assert "住民に伝えます" in (await press.answered())["text"]
        closed = await group.sees("職員 田中さんが終了")
        assert closed.buttons == [["言い方として提案", "もう一度開く"]]
        assert "待っています" not in closed.text
        told = (await hanako.hears()).text
        assert f"ご質問「{NOBODYS}」は、職員がここでの返事をせずに終えました" in told
        assert "048-597-2100" in told
        assert rows(tmp_path, "links") == []
        press = await tanaka.press_data("claim:1", on=post, forged=True)
        assert "もう終わっています" in (await press.answered())["text"]
        await tanaka.say_in(group, "やっぱり答えます", reply_to=post)
        assert "もう終わっています" in (await group.hears()).text
        await hanako.silence()


async def test_a_resident_who_has_blocked_the_bot(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """住民がこの窓口を止めていれば、届かなかったと職員に伝える。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        await hanako.block()
        await tanaka.say_in(group, ANSWER, reply_to=post)
        assert "住民に届きませんでした" in (await group.hears()).text
        await group.sees("返事ずみ")
        assert rows(tmp_path, "links") == []
        await tanaka.say_in(group, "/unanswered")
        assert "待っている質問はありません" in (await group.hears()).text
    assert [refusal.code for refusal in api.refused] == [403]
    api.refused.clear()


@pytest.mark.parametrize(
    "fault", [{"status": 502}, {"retry_after": 1}, {"reset": "before"}], ids=lambda f: next(iter(f))
)
async def test_an_answer_that_telegram_did_not_take(
    api: BotApi, telegram: Any, fault: dict[str, Any]
) -> None:
    """Telegramの不調で届かなかった返事は、ひとりでもう一度送られ、届いてから職員に伝わる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        api.fail_next("sendMessage", **fault)
        await tanaka.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text
        assert "住民に届けました" in (await group.hears()).text
        await hanako.silence()


@pytest.mark.parametrize("forgot", [False, True])
async def test_an_answer_that_may_not_have_arrived(
    api: BotApi, telegram: Any, tmp_path: Path, forgot: bool
) -> None:
    """届いたかどうか分からない返事の質問は、ひとりでに未対応に戻り、もう一度返事ができる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        # 二度とも届くが、Telegram からの返事はとぎれる。
        api.fail_next("sendMessage", reset="after", times=2, latency=0.5)
        await tanaka.say_in(group, ANSWER, reply_to=post)
        await group.sees("返事ずみ")
        if forgot:
            await hanako.say("/forget")
        assert "未対応」に戻しました" in (await group.hears(10)).text
        shown = await group.sees("（未対応）")
        assert f"お返事：{ANSWER}" in shown.text
        assert ("返事を待っています" in shown.text) is not forgot
        (ticket,) = rows(tmp_path, "tickets")
        assert (ticket["state"], ticket["staff"]) == ("open", None)
        links = [str(hanako.id)] if not forgot else []
        assert [link["chat"] for link in rows(tmp_path, "links")] == links
        if forgot:
            return
        await tanaka.say_in(group, "さきほどの返事は届きましたか。", reply_to=post)
        assert "住民に届けました" in (await group.hears()).text
        first, second, again = [await hanako.hears() for _ in range(3)]
        assert ANSWER in first.text
        assert first.text == second.text
        assert "さきほどの返事" in again.text
        assert rows(tmp_path, "links") == []


async def test_a_deleted_post_comes_back(api: BotApi, telegram: Any) -> None:
    """投稿が消されていても、次に動きがあれば新しく投稿され、そこに返信できる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        press = await tanaka.press_in(group, "担当する", on=post)
        api.world.delete(post.post)
        await press.answered()
        again = await group.hears()
        assert "職員 田中さんが対応中" in again.text
        await tanaka.say_in(group, ANSWER, reply_to=again)
        assert ANSWER in (await hanako.hears()).text
    assert [refusal.method for refusal in api.refused] == ["editMessageText"]
    api.refused.clear()


async def test_a_council_without_a_room(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """職員のグループがない市でも住民は困らず、質問は記録に残って、グループができたら出てくる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram():
        await live_in(hanako, "鴻巣市")
        await leave_with_staff(hanako)
    async with telegram({"konosu": group.id}):
        await tanaka.say_in(group, "/unanswered")
        post = await group.hears()
        assert "返事を待っています" in post.text
        await tanaka.say_in(group, ANSWER, reply_to=post)
        assert ANSWER in (await hanako.hears()).text


async def test_a_member_with_a_very_long_name(api: BotApi, telegram: Any) -> None:
    hanako = api.user("花子")
    tanaka = api.user("田" * 64, last_name="中" * 64)
    group = api.group(ROOM, [tanaka])
    async with telegram({"konosu": group.id}):
        await tanaka.press_in(group, "担当する", on=await ask_staff(hanako, group))
        assert "田" * 64 in (await group.sees("対応中")).text


async def _join_desk(staff: User, folder: Path) -> None:
    """A place at the desk of 鴻巣 for a member of staff, whom the bot can write to alone."""
    await staff.say("/start")
    await staff.hears()
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'madoguchi.db'}")
    async with store.begin() as work:
        await work.staff.add(staff.name, Role.STAFF, ("konosu",), staff.id, datetime.now(UTC))
    await store.close()


async def test_teaching_leads_to_the_desk(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """答えた質問の「言い方として提案」を押すと、その職員にだけ、相談デスクの入り口が届く。"""
    sato = api.user("佐藤")
    hanako, tanaka, group = resident_and_room(api, sato)
    place = f"127.0.0.1:{free_port()}"
    async with telegram({"konosu": group.id}, desk_listen=place, desk_url=f"http://{place}"):
        await _join_desk(tanaka, tmp_path)
        post = await ask_staff(hanako, group)
        await tanaka.say_in(group, ANSWER, reply_to=post)
        await group.sees("返事ずみ")
        press = await tanaka.press_in(group, "言い方として提案")
        told = (await press.answered())["text"]
        assert "#1 を開いて「この質問から教える」" in told
        assert "key=" not in told
        assert f"http://{place}/desk/enter?key=" in (await tanaka.hears()).text
        press = await sato.press_in(group, "言い方として提案")
        assert f"番号 {sato.id}" in (await press.answered())["text"]


async def test_a_link_to_the_desk_comes_alone(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """/desk と書いた職員にだけ、個別に入り口が届く。加わっていない人と、ほかの所では届かない。"""
    sato = api.user("佐藤")
    tanaka, group = staff_room(api, sato)
    place = f"127.0.0.1:{free_port()}"
    async with telegram({"konosu": group.id}, desk_listen=place, desk_url=f"http://{place}"):
        await _join_desk(tanaka, tmp_path)
        await tanaka.say_in(group, "/desk")
        link = (await tanaka.hears()).text
        assert f"http://{place}/desk/enter?key=" in link
        told = (await group.hears()).text
        assert "個別に送りました" in told
        assert "key=" not in told
        await sato.say("/start")
        await sato.hears()
        await sato.say_in(group, "/desk")
        assert f"番号 {sato.id}" in (await sato.hears()).text
        told = (await group.hears()).text
        assert "加わっていません" in told
        assert str(sato.id) not in told
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            key = link.partition("key=")[2].strip()
            url = f"http://{place}/desk/enter"
            headers = {"Origin": f"http://{place}"}
            async with client.post(url, data={"key": key}, headers=headers) as answer:
                assert "受信箱" in await answer.text()


async def test_forty_unanswered_questions_and_no_time(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """四十の質問は長く待つものから十組ずつ出て、同じ質問は一行にまとまり、終えると次が出る。"""
    tanaka, group = staff_room(api)
    worries = [NOBODYS] * 12 + _OTHERS.split()
    async with telegram({"konosu": group.id}):
        store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'madoguchi.db'}")
        begun = datetime.now(UTC) - timedelta(hours=1)
        for number, worry in enumerate(worries):
            at, ref = begun + timedelta(minutes=number), f"q{number}"
            async with store.begin() as work:
                await work.log(
                    Question(
                        ref, at, "telegram", "konosu", "ja", Outcome.UNMATCHED, False, worry, ()
                    )
                )
                await work.open_ticket(ref, "konosu", at)
        await store.close()
        await tanaka.say_in(group, "/unanswered")
        first = await group.hears()
        assert NOBODYS in first.text
        posts = 1
        while "待っている質問" not in (listed := (await group.hears()).text):
            posts += 1
        assert posts <= 10
        assert "待っている質問は40件です" in listed
        assert "#1・#2・#3・#4・#5 ほか同じ質問7件" in listed
        assert "ほかに" in listed
        assert len(listed) < 1500
        await group.silence()
        await tanaka.say_in(group, ANSWER, reply_to=first)
        await group.sees("返事ずみ")
        assert "住民には届きません" in (await group.hears()).text
        await tanaka.say_in(group, "/unanswered")
        assert "#2" in (await group.hears()).text
        assert "待っている質問は39件です" in (await group.hears()).text


_OTHERS = """
切手の値段を知りたい 渡り鳥の名前は？ 古い時計を直せますか 将棋の相手がほしい 庭の井戸を埋めたい
駅前の銅像は誰ですか 花火大会の日程は？ 相撲の切符を買いたい 電気自動車の充電はどこで 富士山に登りたい
昔の写真を焼き増ししたい 方言を研究しています 星座早見盤を借りたい ピアノの調律を頼みたい 蜂の巣を取ってほしい
英語の家庭教師は 落語を聞きたい 自転車の空気入れはありますか 温泉の入浴料は 蔵の古文書を読んでほしい
金魚の飼い方を教えて 結婚式場を探しています 陶芸の窯を使いたい 梅干しの作り方 流星群はいつ見えますか
バイオリンを売りたい 凧あげできる広場は 屋根に雪が積もった
"""
