"""A resident's conversations in Telegram, against the real application.

住民との会話の例です。「says」は住民が書いたこと、「hears」は次に届いた返事に含まれることばです。
"""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi
from botapi.dialogue import verify_dialog
from scene import (
    NOBODYS,
    OFFER,
    ROOM,
    YES,
    ask_in_vain,
    ask_staff,
    file_bytes,
    leave_with_staff,
    live_in,
    resident_and_room,
    rows,
)

from bot.conversation.guide import Guide
from bot.knowledge.labelled import labelled
from bot.model import Session

PRIVACY = "お名前や電話番号は書かなくて大丈夫です"
WORRY = "母が通帳をすぐなくす"
KONOSU = "048-597-2100"


async def test_from_a_worry_to_a_number(api: BotApi, telegram: Any) -> None:
    """市をえらび、困りごとを書くと、取組・窓口・電話番号・出典が届く。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start"),
                (
                    "花子",
                    "hears",
                    "まどぐち",
                    PRIVACY,
                    "お名前をつけずに職員が読むことがあります",
                    "お住まいの市",
                ),
                ("花子", "presses", "鴻巣市"),
                ("花子", "hears", "鴻巣市ですね"),
                ("花子", "says", WORRY),
                ("花子", "hears", "権利擁護体制の充実", KONOSU, "出典", "時点"),
                ("花子", "hears nothing"),
            ],
        )
    assert api.unanswered == []


async def test_a_link_on_a_poster_names_the_council(api: BotApi, telegram: Any) -> None:
    """ポスターのリンク t.me/…?start=konosu から来た人には、市をたずねない。"""
    for name in ("花子", "太郎", "次郎"):
        api.user(name)
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start konosu"),
                ("花子", "hears", PRIVACY, "鴻巣市ですね"),
                ("花子", "says", WORRY),
                ("花子", "hears", KONOSU),
                # 支部のある市では、地区もすぐにえらべる。
                ("太郎", "says", "/start ichinoseki"),
                ("太郎", "hears", "一関市ですね", "お住まいの地区"),
                ("太郎", "presses", "花泉"),
                ("太郎", "hears", "近くの窓口は「花泉支部」です"),
                # 知らない名前のリンクなら、ふつうに市をたずねる。
                ("次郎", "says", "/start atlantis"),
                ("次郎", "hears", PRIVACY, "お住まいの市"),
            ],
        )


async def test_a_question_before_the_city_need_not_be_written_again(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """市を言わずに質問した人は、ボタンで市をえらぶだけで答えが届く。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", WORRY),
                ("花子", "hears", "どちらの市", "もう一度書かなくて大丈夫"),
                # お礼やあいさつをはさんでも、質問は待っている。
                ("花子", "says", "こんにちは"),
                ("花子", "hears", "こんにちは"),
                ("花子", "presses", "鴻巣市"),
                ("花子", "hears", "権利擁護体制の充実", KONOSU),
                ("花子", "says", "家賃が払えません"),
                ("花子", "hears", KONOSU),
            ],
        )
    assert [session["pending"] for session in rows(tmp_path, "sessions")] == [None]
    # 答えたあとは、質問のことばはファイルのどこにも残らない。
    assert WORRY.encode() not in file_bytes(tmp_path)


async def test_a_new_question_takes_the_place_of_the_waiting_one(
    api: BotApi, telegram: Any
) -> None:
    """市のボタンを押さずに次の質問をしても、その質問はきちんと扱われ、職員にも渡せる。"""
    hanako = api.user("花子")
    async with telegram():
        await hanako.say(WORRY)
        assert "どちらの市" in (await hanako.hears()).text
        await leave_with_staff(hanako, f"鴻巣で{NOBODYS}")
        await hanako.press("一関市")
        assert "一関市ですね" in (await hanako.hears()).text


async def test_what_waits_for_a_city_is_kept_without_numbers(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """市を待つあいだも、書かれた電話番号は保存しない。"""
    hanako = api.user("花子")
    async with telegram():
        await hanako.say(f"{WORRY}。折り返しは090-1234-5678へ")
        await hanako.hears()
        await api.delivered()
        [session] = rows(tmp_path, "sessions")
        assert session["pending"] is not None
        assert "1234" not in session["pending"]


async def test_one_of_a_few_suggestions(api: BotApi, telegram: Any, guide: Guide) -> None:
    """一つに決められないときは、近いものからえらべる。どれでもなければ職員に聞ける。"""
    hanako = api.user("花子")
    unclear = next(
        item.q
        for item in labelled(Path(__file__).parent / "questions" / "unseen.yaml")
        if item.council == "konosu"
        and "どれがいちばん近い" in str(guide.hear(Session("konosu"), item.q, "-").reply.parts)
    )
    async with telegram():
        await live_in(hanako, "鴻巣市")
        await hanako.say(unclear)
        suggestions = await hanako.hears()
        assert "どれがいちばん近いですか" in suggestions.text
        assert KONOSU in suggestions.text
        labels = [label for row in suggestions.buttons for label in row]
        assert labels[-1] == "どれでもない"
        await hanako.press(labels[0], on=suggestions)
        card = await hanako.hears()
        assert KONOSU in card.text
        # 一つだけ聞き返してから、職員に渡す。
        await hanako.press("どれでもない", on=suggestions)
        question = await hanako.hears()
        assert "いちばん近いのは、どのことですか" in question.text
        await hanako.press("どれでもない", on=question)
        assert OFFER in (await hanako.hears()).text


async def test_the_branch_of_the_area_stands_on_the_card(api: BotApi, telegram: Any) -> None:
    """一関市では、えらんだ地区の支部の電話番号が返事に載る。地区はあとから変えられる。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start"),
                ("花子", "hears"),
                ("花子", "presses", "一関市"),
                ("花子", "hears", "一関市ですね", "お住まいの地区"),
                ("花子", "presses", "千厩"),
                ("花子", "hears", "近くの窓口は「千厩支部」です", "0191-53-2885"),
                ("花子", "says", WORRY),
                ("花子", "hears", "権利擁護支援の充実", "千厩支部", "0191-53-2885"),
                # ほかの地区の人のために聞くときは、質問の地区が優先する。
                ("花子", "says", f"花泉の{WORRY}"),
                ("花子", "hears", "花泉支部", "0191-82-4002"),
                # 引っ越したら、/area でえらびなおす。
                ("花子", "says", "/area"),
                ("花子", "hears", "お住まいの市"),
                ("花子", "presses", "一関市"),
                ("花子", "hears", "お住まいの地区"),
                ("花子", "presses", "室根"),
                ("花子", "hears", "近くの窓口は「室根支部」です"),
                ("花子", "says", WORRY),
                ("花子", "hears", "0191-64-3983"),
                # 地名だけを書いてもよい。
                ("花子", "says", "大東"),
                ("花子", "hears", "大東支部のこととして", "権利擁護支援の充実", "0191-71-1177"),
                ("花子", "presses", "地区をえらばない"),
                ("花子", "hears", "一関市ですね"),
                ("花子", "says", WORRY),
                ("花子", "hears", "0191-23-6020"),
            ],
        )


async def test_another_of_our_cities_named_in_the_question(api: BotApi, telegram: Any) -> None:
    """本庄市をえらんだ人が鴻巣市のことを聞けば、鴻巣市のこととして答える。次からは本庄市に戻る。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start honjo"),
                ("花子", "hears", "本庄市ですね"),
                ("花子", "says", f"鴻巣の{WORRY}"),
                ("花子", "hears", "鴻巣市のこととしてお答えします", "権利擁護体制の充実", KONOSU),
                ("花子", "says", WORRY),
                ("花子", "hears", "本庄市", "0495-"),
            ],
        )


async def test_cities_that_are_not_ours_are_kindly_refused(api: BotApi, telegram: Any) -> None:
    """川崎市（神奈川県）は一関市の川崎支部ではない。平泉町も一関市ではない。"""
    hanako = api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start ichinoseki"),
                ("花子", "hears", "一関市ですね"),
                ("花子", "says", "川崎市に住んでいます。家賃が払えません"),
                ("花子", "hears", "川崎市", "分かりません", "ご案内できるのは", "一関市"),
                ("花子", "says", f"平泉町の{WORRY}"),
                ("花子", "hears", "平泉町", "分かりません", "ご案内できるのは"),
            ],
        )
    refusals = [message.text for message in hanako.messages if "分かりません" in message.text]
    assert not any("0191-" in text for text in refusals)


async def test_a_doubtful_fax_number_is_never_shown(api: BotApi, telegram: Any) -> None:
    """川崎支部のFAX 0191-34-4040 は出典に疑いがあるので、どこからたどっても出さない。"""
    hanako = api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start ichinoseki"),
                ("花子", "hears", "一関市ですね"),
                ("花子", "presses", "川崎"),
                ("花子", "hears", "川崎支部", "0191-43-4323"),
                ("花子", "says", "川崎支部のFAX番号を教えて"),
                ("花子", "hears", "川崎支部", "0191-43-4323"),
                ("花子", "says", WORRY),
                ("花子", "hears", "川崎支部", "0191-43-4323"),
                ("花子", "says", "/offices"),
                ("花子", "sees", "藤沢支部", "0191-63-5122"),
            ],
        )
    everything = "\n".join(message.text for message in hanako.messages)
    assert "FAX：0191-53-2881" in everything
    assert "34-4040" not in everything


async def test_in_a_crisis_help_comes_first_and_nothing_is_kept(
    api: BotApi, telegram: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """命に関わることばには、全国と県の電話、社協の番号。ことばはどこにも残さず、職員にも渡さない。"""
    hanako, tanaka = api.user("花子"), api.user("職員 田中")
    group = api.group("一関市社協 相談係", [tanaka])
    async with telegram({"ichinoseki": group.id}):
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start ichinoseki"),
                ("花子", "hears", "一関市ですね"),
                ("花子", "presses", "千厩"),
                ("花子", "hears", "千厩支部"),
                ("花子", "says", "もう死にたいです。あじさい荘の二階にいます"),
                (
                    "花子",
                    "hears",
                    "話してくださって、ありがとうございます",
                    "0120-279-338",
                    "盛岡いのちの電話",
                    "019-654-7575",
                    "千厩支部（電話 0191-53-2885）",
                    "保存していません",
                ),
                ("花子", "hears nothing"),
                ("職員 田中", "says in", "一関市社協 相談係", "/unanswered"),
                ("一関市社協 相談係", "hears", "待っている質問はありません"),
                ("一関市社協 相談係", "hears nothing"),
            ],
        )
        assert hanako.messages[-1].buttons == [["落ち着いた・ほかのことを聞く"]]
    [question] = rows(tmp_path, "questions")
    assert question["outcome"] == "crisis"
    assert question["text"] is None
    assert question["candidates"] == "[]"
    assert rows(tmp_path, "tickets") == rows(tmp_path, "links") == []
    for words in ("死にたい", "あじさい荘"):
        assert words.encode() not in file_bytes(tmp_path)
        # JSON in the database may hold the words escaped.
        assert words.encode("unicode_escape") not in file_bytes(tmp_path)
        assert words not in "".join(capfd.readouterr())


async def test_a_crisis_before_the_city_is_known(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """市が分からなくても、すぐに電話番号を出す。前に待っていた質問も消す。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", WORRY),
                ("花子", "hears", "どちらの市"),
                ("花子", "says", "もう死にたいです"),
                ("花子", "hears", "0120-279-338", "保存していません"),
                ("花子", "presses", "一関市"),
                ("花子", "hears", "一関市ですね"),
            ],
        )
    assert [row["outcome"] for row in rows(tmp_path, "questions")] == ["crisis"]


async def test_a_crisis_names_the_line_of_the_prefecture(api: BotApi, telegram: Any) -> None:
    """子どもへの暴力：全国の189につづいて、埼玉県の虐待通報ダイヤル。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start konosu"),
                ("花子", "hears", "鴻巣市ですね"),
                ("花子", "says", "隣の家の子が毎晩たたかれて泣いています"),
                ("花子", "hears", "189", "埼玉県虐待通報ダイヤル", "#7171", KONOSU),
            ],
        )


async def test_small_talk(api: BotApi, telegram: Any, tmp_path: Path) -> None:
    """あいさつやお礼には、ひとことで返す。ことばは残さない。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "こんにちは"),
                ("花子", "hears", "こんにちは"),
                ("花子", "presses", "鴻巣市"),
                ("花子", "hears", "鴻巣市ですね"),
                ("花子", "says", "ありがとう"),
                ("花子", "hears", "どういたしまして"),
                ("花子", "hears nothing"),
            ],
        )
    assert {row["text"] for row in rows(tmp_path, "questions")} == {None}


async def test_a_message_put_right_is_answered_anew(api: BotApi, telegram: Any) -> None:
    """送ったことばを書きなおすと、書きなおした内容で答える。"""
    hanako = api.user("花子")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        written = await hanako.say("こんにちは")
        await hanako.hears()
        await hanako.edit(written, WORRY)
        reply = await hanako.hears()
        assert reply.text.startswith("書きなおした内容でお答えします。")
        assert KONOSU in reply.text


async def test_what_is_not_written_in_words(api: BotApi, telegram: Any) -> None:
    """スタンプ・写真・声・ファイル・連絡先は読めない。位置情報は使わず、ボタンでえらんでもらう。"""
    hanako = api.user("花子")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        for send in (
            hanako.send_sticker,
            hanako.send_photo,
            hanako.send_voice,
            hanako.send_document,
            hanako.send_contact,
        ):
            await send()
            assert "文字で書いてください" in (await hanako.hears()).text
        await hanako.send_location(39.0, 141.1)
        told = await hanako.hears()
        assert "位置情報は保存していません" in told.text
        assert "一関市" in str(told.buttons)
        # 写真にことばが添えてあれば、それを質問として読む。
        await hanako.send_photo(caption=WORRY)
        assert KONOSU in (await hanako.hears()).text
        await hanako.silence()


async def test_the_longest_message(api: BotApi, telegram: Any) -> None:
    """Telegramで一度に送れる4,096文字の話にも答え、職員にもボタンつきで渡る。"""
    hanako, _, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        await hanako.say((f"{WORRY}。" * 400)[:4096])
        reply = await hanako.hears()
        assert "長いお話をありがとうございます" in reply.text
        assert KONOSU in reply.text
        await leave_with_staff(hanako, (f"{NOBODYS}。" * 400)[:4096])
        post = await group.hears()
        assert NOBODYS in post.text
        assert "返事を待っています" in post.text
        assert post.buttons == [["担当する", "返事のしかた", "終了する"]]


async def test_in_a_group_only_the_way_to_a_private_chat(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    """ほかの人にも見えるグループでは答えず、呼ばれたときだけ一対一の画面へ案内する。"""
    hanako, taro = api.user("花子"), api.user("太郎")
    group = api.group("町内会", [hanako, taro])
    async with telegram():
        await hanako.say_in(group, WORRY)
        said = await taro.say_in(group, "@hanako2 それは社協かも")
        await hanako.say_in(group, "そうします", reply_to=said)
        await hanako.say_in(group, "/weather@other_bot")
        await api.delivered()
        await group.silence()
        for words in ("/start", "/offices@test_bot", f"@test_bot {WORRY}"):
            await hanako.say_in(group, words)
            reply = await group.hears()
            assert "一対一の画面でお使いください" in reply.text
            assert reply.keyboard[0][0]["url"] == "https://t.me/test_bot"
        await taro.say_in(group, WORRY, reply_to=reply)
        assert "一対一" in (await group.hears()).text
    assert rows(tmp_path, "questions") == []


async def test_buttons_still_work_after_a_restart(api: BotApi, telegram: Any) -> None:
    """止めて動かしなおしても、前の画面のボタンはすべて使え、質問も市も覚えている。"""
    taro = api.user("太郎")
    hanako, tanaka, group = resident_and_room(api)
    chats = {"konosu": group.id}
    async with telegram(chats):
        await hanako.say(WORRY)
        await hanako.hears()
        await live_in(taro, "鴻巣市")
        offer = await ask_in_vain(taro)
    async with telegram(chats):
        await hanako.press("鴻巣市")
        assert KONOSU in (await hanako.hears()).text
        await taro.press(YES, on=offer)
        assert "職員に渡しました" in (await taro.hears()).text
        assert NOBODYS in (await group.hears()).text
    async with telegram(chats):
        await tanaka.press_in(group, "担当する")
        await group.sees("対応中")
        await tanaka.say_in(group, "天文台に聞けます", reply_to=group.messages[-1])
        assert "天文台に聞けます" in (await taro.hears()).text


async def test_a_button_pressed_while_the_bot_was_away(api: BotApi, telegram: Any) -> None:
    """止まっているあいだに押されたボタンにも、動きだしてから答える。"""
    hanako = api.user("花子")
    async with telegram():
        await hanako.say("/start")
        await hanako.hears()
    press = await hanako.press("鴻巣市")
    press.expire()
    async with telegram():
        assert "鴻巣市ですね" in (await hanako.hears()).text
    # Telegram takes no answer to a button that was pressed long ago.
    assert [refusal.method for refusal in api.refused] == ["answerCallbackQuery"]
    api.refused.clear()


@pytest.mark.parametrize(
    "data",
    [
        "garbage",
        ":",
        "::::",
        "council:",
        "council:atlantis",
        "area:ichinoseki/atlantis",
        "entry:x",
        "entry:x:konosu/999",
        "entry:x:konosu/10:more",
        "none:000000000000",
        "staff:yes:000000000000",
        "staff:maybe:000000000000",
        "theme:konosu:salon:x",
        "theme:konosu:atlantis:1",
        "language:klingon",
        "office:';DROP TABLE questions;--",
        "あ" * 21,
    ],
)
async def test_a_forged_button_gets_a_friendly_reply(api: BotApi, telegram: Any, data: str) -> None:
    """でたらめなボタンにも、止まらず、やさしく返事をする。"""
    hanako = api.user("花子")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        press = await hanako.press_data(data, forged=True)
        reply = await hanako.hears()
        assert "もう一度" in reply.text or "新しく書いていただければ" in reply.text
        await press.answered()
        await hanako.say(WORRY)
        assert KONOSU in (await hanako.hears()).text


async def test_a_far_page_is_the_last_one(api: BotApi, telegram: Any) -> None:
    hanako = api.user("花子")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        await hanako.press_data("theme:konosu:salon:" + "9" * 40, forged=True)
        assert "サロン・居場所" in (await hanako.hears()).text


async def test_the_language_can_be_changed(api: BotApi, telegram: Any) -> None:
    """/language で、やさしい日本語と英語にかえられ、次の返事からそのことばになる。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start konosu"),
                ("花子", "hears", "鴻巣市ですね"),
                ("花子", "says", "/language"),
                ("花子", "hears", "ことばをえらんでください"),
                ("花子", "presses", "やさしい日本語"),
                ("花子", "hears", "やさしい 日本語"),
                ("花子", "says", WORRY),
                ("花子", "hears", "ここで 相談（そうだん）できます", "電話（でんわ）", KONOSU),
                ("花子", "says", "/language"),
                ("花子", "hears", "ことばを えらんでください"),
                ("花子", "presses", "English"),
                ("花子", "hears", "I will answer in English"),
                ("花子", "says", WORRY),
                ("花子", "hears", "This should help", "Phone", KONOSU, "Source"),
                ("花子", "says", "/help"),
                ("花子", "hears", "If life is in danger"),
            ],
        )


async def test_the_language_of_the_phone(api: BotApi, telegram: Any) -> None:
    """電話が英語なら英語、ほかの国のことばなら、やさしい日本語で始める。"""
    for name, code in (("Jane", "en-GB"), ("Nguyen", "vi"), ("花子", "ja"), ("太郎", None)):
        api.user(name, language_code=code)
    async with telegram():
        await verify_dialog(
            api,
            [
                ("Jane", "says", "/start konosu"),
                ("Jane", "hears", "You need not give your name or number", "鴻巣市, thank you"),
                ("Jane", "says", "I lost my job and cannot pay the rent"),
                ("Jane", "hears", "Phone", KONOSU),
                ("Nguyen", "says", "/start konosu"),
                (
                    "Nguyen",
                    "hears",
                    "名前（なまえ）や 電話番号（でんわばんごう）は 書（か）かなくて いいです",
                ),
                ("Nguyen", "says", "おかね が ない。 たべもの が ない"),
                ("Nguyen", "hears", "電話（でんわ）", KONOSU),
                ("花子", "says", "/start konosu"),
                ("花子", "hears", "鴻巣市ですね"),
                ("太郎", "says", "/start konosu"),
                ("太郎", "hears", "鴻巣市ですね"),
            ],
        )


async def test_an_english_message_on_a_japanese_phone(api: BotApi, telegram: Any) -> None:
    """日本語の電話から英語で書けば、職員に渡すかどうかも、職員の返事の前置きも英語になる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        offer = await ask_in_vain(
            hanako,
            "I want to be pen pals with aliens from outer space",
            "Would you like their reply here?",
        )
        await hanako.press("Yes, please", on=offer)
        assert "I have passed it on" in (await hanako.hears()).text
        post = await group.hears()
        await tanaka.say_in(group, "Please ask the observatory.", reply_to=post)
        assert "have answered your question" in (await hanako.hears()).text
        # 日本語で書けば、日本語に戻る。
        await hanako.say(WORRY)
        assert "電話：" in (await hanako.hears()).text


async def test_the_pages_of_the_menu(api: BotApi, telegram: Any) -> None:
    """/help、/offices、/plan。市が分からないうちは、先に市をたずねる。"""
    hanako = api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "/help"),
                (
                    "花子",
                    "hears",
                    "/area",
                    "/activities",
                    "/offices",
                    "/plan",
                    "/language",
                    "119番",
                ),
                ("花子", "says", "/offices"),
                ("花子", "hears", "お住まいの市"),
                ("花子", "presses", "鴻巣市"),
                ("花子", "hears", "鴻巣市社協の窓口です", KONOSU, "福祉課", "048-541-1321"),
                ("花子", "says", "/plan"),
                ("花子", "hears", "鴻巣市社協の計画です", "第4次鴻巣市地域福祉計画", "出典"),
                ("花子", "says", "/start ichinoseki"),
                ("花子", "hears", "一関市ですね"),
                ("花子", "says", "/offices"),
                ("花子", "hears", "一関市社協の窓口です"),
                ("花子", "sees", "藤沢支部", "0191-63-5122"),
                ("花子", "says", "/plan"),
                ("花子", "sees", "一関市社協の計画です", "第3次一関市地域福祉活動計画"),
                # 知らないコマンドには、使い方を返す。
                ("花子", "says", "/nothing"),
                ("花子", "sees", "困りごとをそのまま書いてください"),
                # 職員の操作は、住民の画面では使えない。
                ("花子", "says", "/unanswered"),
                ("花子", "sees", "職員のチャットでだけ使えます"),
            ],
        )
        # 計画のほかのページは、ボタンで読める。
        plan = await hanako.sees("一関市社協の計画です")
        for row in plan.buttons:
            await hanako.press(row[0], on=plan)
            await hanako.sees("出典")


async def test_characters_of_html_arrive_as_they_were_written(api: BotApi, telegram: Any) -> None:
    """<b> や & を書いても、住民にも職員にも、書いたとおりに見える。"""
    typed = "<b>宇宙人</b> & <i>文通</i> したいです <3 &amp;"
    answer = "受付は<a>窓口</a>です & 「<b>無料</b>」<3 &lt;"
    hanako, tanaka = api.user("<花子> & co"), api.user("<i>田中</i> & 職員")
    group = api.group(ROOM, [tanaka])
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group, typed)
        assert typed in post.text
        await tanaka.press_in(group, "担当する")
        assert "<i>田中</i> & 職員さんが対応中" in (await post.edited()).text
        await tanaka.say_in(group, answer, reply_to=post)
        assert (await hanako.hears()).text.endswith(answer)
        await group.sees(answer, "返事ずみ")
        await tanaka.say_in(group, "/unanswered")
        await group.sees("待っている質問はありません")


async def test_the_longest_answer_of_staff(api: BotApi, telegram: Any) -> None:
    """職員が4,096文字の返事をしても、二通に分かれて、欠けずに届く。"""
    answer = (
        "".join(f"{number}番目の手つづきは、窓口で & 電話で。" for number in range(1, 400))[:4095]
        + "了"
    )
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        post = await ask_staff(hanako, group)
        await tanaka.say_in(group, answer, reply_to=post)
        await hanako.sees("了")
        heard: list[str] = []
        while not heard or not heard[-1].endswith("了"):
            heard.append((await hanako.hears()).text)
        assert "鴻巣市社協の職員から返事が届きました。" in heard[0]
        assert "".join("".join(heard).split()).endswith("".join(answer.split()))
        assert (await group.hears()).text == "住民に届けました。"
        # 職員の投稿にも、提案のボタンが残る。
        assert (await group.sees("返事ずみ")).buttons == [["言い方として提案", "もう一度開く"]]


async def test_a_resident_who_blocks_the_bot_does_not_stop_it(api: BotApi, telegram: Any) -> None:
    """答えるあいだに住民が窓口を止めても、ほかの人への案内は続く。"""
    hanako, taro = api.user("花子"), api.user("太郎")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        await live_in(taro, "鴻巣市")
        api.fail_next(
            "sendMessage", status=403, description="Forbidden: bot was blocked by the user"
        )
        await hanako.say(WORRY)
        await api.delivered()
        await taro.say(WORRY)
        assert KONOSU in (await taro.hears()).text
        await hanako.silence()


async def test_a_staff_room_out_of_reach_is_not_the_resident_s_trouble(
    api: BotApi, telegram: Any
) -> None:
    """職員のグループに投稿できなくても、住民には渡したと伝え、質問は /unanswered で出てくる。"""
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        group.remove_bot(tanaka)
        await leave_with_staff(hanako)
        await hanako.silence()
        group.admit_bot(tanaka)
        await tanaka.say_in(group, "/unanswered")
        assert NOBODYS in (await group.hears()).text
    assert {refusal.code for refusal in api.refused} == {403}
    api.refused.clear()


async def test_many_residents_at_once_each_get_their_own_answer(api: BotApi, telegram: Any) -> None:
    """同時に書いても、返事がほかの人に行くことはない。"""
    konosu = [api.user(f"鴻巣の{n}") for n in range(5)]
    honjo = [api.user(f"本庄の{n}") for n in range(5)]
    async with telegram():
        await asyncio.gather(
            *(one.say("/start konosu") for one in konosu),
            *(one.say("/start honjo") for one in honjo),
        )
        for one in (*konosu, *honjo):
            await one.hears()
        await asyncio.gather(*(one.say(WORRY) for one in (*konosu, *honjo)))
        for one in konosu:
            assert KONOSU in (await one.hears()).text
        for one in honjo:
            assert "0495-" in (await one.hears()).text
