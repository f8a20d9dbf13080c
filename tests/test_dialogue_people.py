"""Each kind of person that the counter is for, in each language they may speak.

DESIGN.md の使い手ひとりひとりの会話の例です。左が本人のことば、右が返事にあるはずのことば。
"""

from typing import Any

import pytest
from botapi import BotApi
from botapi.dialogue import verify_dialog
from scene import ask_staff, staff_room

KONOSU, HANAIZUMI = "048-597-2100", "0191-82-4002"
Said = tuple[tuple[str, str, tuple[str, ...]], ...]

OLD_MAN: dict[str, Said] = {
    "ja": (
        ("says", "/start ichinoseki", ("一関市ですね", "お住まいの地区")),
        ("presses", "花泉", ("花泉支部", HANAIZUMI)),
        ("says", "つうちょうをなくしてこまってる", ("電話", HANAIZUMI)),
        ("says", "でんわばんごうは？", (HANAIZUMI,)),
        ("presses", "電話での言い方", ("もしもし", HANAIZUMI)),
    ),
    "vi": (
        ("says", "/start ichinoseki", ("一関市", "住（す）んでいる ところ")),
        ("presses", "花泉（はないずみ）", ("花泉支部（はないずみしぶ）", HANAIZUMI)),
        ("says", "つうちょう を なくして こまる", ("電話（でんわ）", HANAIZUMI)),
        ("presses", "でんわの ことば", ("もしもし", HANAIZUMI)),
    ),
    "en": (
        ("says", "/start ichinoseki", ("Choose your district",)),
        ("presses", "Hanaizumi 花泉", ("Hanaizumi Branch", HANAIZUMI)),
        ("says", "My father keeps losing his bank book", ("Phone", HANAIZUMI)),
        ("presses", "Phone script", ("Moshimoshi", "easy Japanese", HANAIZUMI)),
    ),
}
MOTHER: dict[str, Said] = {
    "ja": (
        ("says", "家賃が払えません", ("どちらの市",)),
        ("presses", "鴻巣市", (KONOSU, "出典")),
        ("says", "土曜もやってる？", ("まだ確かめられていません", KONOSU)),
        ("presses", "電話での言い方", ("もしもし", KONOSU)),
    ),
    "vi": (
        ("says", "やちん が はらえません", ("どの 市（し）",)),
        ("presses", "鴻巣市（こうのすし）", ("お金", KONOSU)),
        ("presses", "でんわの ことば", ("もしもし", KONOSU)),
    ),
    "en": (
        ("says", "I can't pay my rent this month", ("Which city",)),
        ("presses", "Konosu 鴻巣市", ("safety net", KONOSU)),
        ("says", "phone number?", (KONOSU,)),
    ),
}
VOLUNTEER: dict[str, Said] = {
    "ja": (
        ("says", "/start konosu", ("鴻巣市ですね",)),
        ("says", "土曜日に子ども食堂を手伝いたい", (KONOSU,)),
        ("says", "/activities", ("どんなことに興味がありますか",)),
        ("presses", "ボランティアを始める", ("1/1ページ",)),
        ("presses", "ボランティア活動の推進と支援", ("参加するには", KONOSU)),
        ("presses", "参加したい", ("参加したい", KONOSU)),
    ),
    "vi": (
        ("says", "/activities", ("どこに 住（す）んで",)),
        ("presses", "鴻巣市（こうのすし）", ("何（なに）を したいですか",)),
        ("presses", "ごはん・食（た）べもの", ("えらんでください",)),
    ),
    "en": (
        ("says", "/start konosu", ("Konosu", "write what troubles you")),
        ("says", "I have a free Saturday and want to volunteer", ("To take part", KONOSU)),
        ("says", "I want to join", ("take part", KONOSU)),
    ),
}
ORGANISATION: dict[str, Said] = {
    "ja": (
        ("says", "/start chiba", ("千葉市ですね",)),
        ("says", "会社でボランティア活動を考えています", ("企業等との連携・協働", "043-209-8884")),
        ("says", "参加したい", ("に「参加したいのですが」と連絡して", "043-209-8884")),
    ),
    "en": (
        ("says", "/start chiba", ("Chiba",)),
        ("says", "Our company would like to do something for the community", ("043-209-8884",)),
    ),
}
SATURDAY: dict[str, Said] = {
    "ja": (
        ("says", "/start chiba", ("千葉市ですね", "/activities")),
        ("says", "土曜日が空いているのでボランティアをしたい", ("参加するには", "043-209-8884")),
        ("presses", "電話での言い方", ("『ボランティアをしたい』の件で", "043-209-8884")),
        ("presses", "ちがう", ("この中にありますか",)),
        ("presses", "どれでもない", ("どのこと",)),
        ("presses", "ほかの活動を見る", ("千葉市社協の活動です",)),
    ),
    "vi": (
        ("says", "/start chiba", ("/activities",)),
        ("says", "ボランティアを したい", ("いっしょに したい とき", "043-209-8884")),
        ("presses", "ほかの 活動（かつどう）", ("何（なに）を したいですか",)),
    ),
    "en": (
        ("says", "/start chiba", ("/activities",)),
        ("says", "I am free on Saturday and want to volunteer", ("To take part: ",)),
        ("presses", "See activities", ("Chiba City Council of Social Welfare",)),
    ),
}
ROOM: dict[str, Said] = {
    "ja": (
        ("says", "/start konosu", ("鴻巣市ですね",)),
        ("says", "会社の会議室を地域に貸したい", ("見つかりませんでした", KONOSU)),
        ("presses", "ほかの活動を見る", ("鴻巣市社協の活動です",)),
        ("presses", "企業・法人", ("企業・法人",)),
    ),
}
STRANGER: dict[str, Said] = {
    "ja": (
        ("says", "/start", ("こんにちは", "お住まいの市")),
        ("presses", "English", ("I will answer in English", "Which city do you live in?")),
        ("presses", "Konosu 鴻巣市", ("write what troubles you",)),
        ("says", "/offices", ("Phone: ", "Address: 〒365-0062 4211-1 Mida, Konosu")),
    ),
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param(language, said, id=f"{who}-{language}")
        for who, spoken in (
            ("old-man", OLD_MAN),
            ("mother", MOTHER),
            ("volunteer", VOLUNTEER),
            ("organisation", ORGANISATION),
            ("saturday", SATURDAY),
            ("room", ROOM),
            ("stranger", STRANGER),
        )
        for language, said in spoken.items()
    ],
)
async def test_a_resident(api: BotApi, telegram: Any, language: str, said: Said) -> None:
    api.user("花子", language_code=language)
    async with telegram():
        await verify_dialog(
            api,
            [
                turn
                for verb, words, heard in said
                for turn in (("花子", verb, words), ("花子", "hears", *heard))
            ],
        )
    assert api.unanswered == []


async def test_a_member_of_staff_with_many_unanswered_questions(api: BotApi, telegram: Any) -> None:
    """同じことをたずねる質問は一行にまとまり、返信した人の名前が残り、住民に届く。"""
    tanaka, group = staff_room(api)
    residents = [api.user(f"住民{number}") for number in range(4)]
    async with telegram({"konosu": group.id}):
        for resident in residents:
            await ask_staff(resident, group)
        await tanaka.say_in(group, "/unanswered")
        listed = (await group.hears()).text
        assert "#1・#2・#3・#4" in listed
        await verify_dialog(
            api,
            [
                ("職員 田中", "replies to", "#1 鴻巣市社協", "明日の10時に窓口へどうぞ。"),
                ("住民0", "hears", "鴻巣市社協の職員から返事", "明日の10時"),
            ],
        )


async def test_one_who_writes_kana_is_answered_so_on_every_way(api: BotApi, telegram: Any) -> None:
    """かなで書く人には、ボタンにも、短いことばにも、はじめからおわりまで、やさしい日本語で返す。"""
    api.user("花子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("花子", "says", "やちんが はらえません こまっています"),
                ("花子", "hears", "どの 市（し）の ことですか"),
                ("花子", "says", "いちのせきです"),
                ("花子", "hears", "ここで 相談（そうだん）できます", "0191-23-6020"),
                ("花子", "says", "電話は？"),
                ("花子", "hears", "電話（でんわ）：0191-23-6020"),
                ("花子", "presses", "でんわの ことば"),
                ("花子", "hears", "電話（でんわ）で こう 言（い）ってください"),
                ("花子", "says", "おかね かかりますか"),
                ("花子", "hears", "お金（おかね）が いるか どうかは"),
                ("花子", "says", "7"),
                ("花子", "hears", "その 番号（ばんごう）で えらべる ものは"),
                ("花子", "says", "しにたい"),
                ("花子", "hears", "電話（でんわ）で 人（ひと）に 話（はな）してください"),
                ("花子", "says", "うん"),
                ("花子", "hears", "人（ひと）では ありません"),
                ("花子", "says", "電話できない"),
                ("花子", "hears", "その 人（ひと）に 電話（でんわ）を たのんでください"),
                ("花子", "presses", "おちついた・ほかの ことを 聞（き）く"),
                ("花子", "hears", "ほかの ことも 聞（き）けます"),
            ],
        )
    assert api.unanswered == []
