"""A volunteer looks for something to take part in, in Telegram, against the real application.

ボランティアや団体の人が、市と見出しから活動をさがす会話の例です。
"""

from typing import Any

import pytest
from botapi import BotApi
from botapi.dialogue import verify_dialog

from bot.conversation import activities
from bot.conversation.guide import Guide

KONOSU = "048-597-2100"
NEAR = "地区でしぼる"
NEWS = "この見出しのお知らせを受け取る"


async def test_from_a_city_and_a_heading_to_how_to_take_part(api: BotApi, telegram: Any) -> None:
    """市をえらび、見出しをえらび、活動をえらぶと、参加のしかたと電話番号が届く。"""
    api.user("ボラ子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("ボラ子", "says", "/activities"),
                ("ボラ子", "hears", "お住まいの市"),
                ("ボラ子", "presses", "鴻巣市"),
                ("ボラ子", "hears", "鴻巣市社協の活動です", "どんなことに興味がありますか"),
                ("ボラ子", "presses", "見守り・助け合い"),
                ("ボラ子", "hears", "「見守り・助け合い」の活動です", "1/1ページ"),
                ("ボラ子", "presses", "住民参加による見守り・支え合い等の推進"),
                (
                    "ボラ子",
                    "hears",
                    "住民参加による見守り・支え合い等の推進",
                    "参加するには：",
                    KONOSU,
                    "出典",
                ),
                # 見出しに戻って、ほかの見出しを見る。
                ("ボラ子", "presses", "見出しにもどる"),
                ("ボラ子", "hears", "鴻巣市社協の活動です"),
                ("ボラ子", "presses", "食事・食べ物"),
                ("ボラ子", "hears", "「食事・食べ物」の活動です"),
            ],
        )
    assert api.unanswered == []


async def test_a_volunteer_who_has_a_city_is_not_asked_again(api: BotApi, telegram: Any) -> None:
    """市をえらんである人には、すぐに見出しが出る。"""
    api.user("ボラ子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("ボラ子", "says", "/start chiba"),
                ("ボラ子", "hears", "千葉市ですね"),
                ("ボラ子", "says", "/activities"),
                ("ボラ子", "hears", "千葉市社協の活動です"),
                ("ボラ子", "presses", "散歩・健康づくり"),
                ("ボラ子", "hears", "「散歩・健康づくり」の活動です"),
            ],
        )


async def test_a_heading_with_nothing_under_it(api: BotApi, telegram: Any) -> None:
    """その市の計画にない見出しなら、そう伝えて、電話番号と戻るボタンを出す。"""
    api.user("ボラ子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("ボラ子", "says", "/start honjo"),
                ("ボラ子", "hears", "本庄市ですね"),
                ("ボラ子", "says", "/activities"),
                ("ボラ子", "hears", "本庄市社協の活動です"),
                ("ボラ子", "presses", "災害・防災"),
                (
                    "ボラ子",
                    "hears",
                    "「災害・防災」の活動は、本庄市社協の計画にはありません",
                    "0495-24-2755",
                ),
                ("ボラ子", "presses", "見出しにもどる"),
                ("ボラ子", "hears", "本庄市社協の活動です"),
                ("ボラ子", "presses", "サロン・居場所"),
                ("ボラ子", "hears", "「サロン・居場所」の活動です"),
            ],
        )


async def test_turning_the_pages(
    api: BotApi, telegram: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """活動が一画面に収まらないときは、ページをめくって行き来できる。"""
    # 今の計画には一画面を超える見出しがないので、一画面を二つまでにして試す。
    monkeypatch.setattr(activities, "PAGE", 2)
    bora = api.user("ボラ子")
    async with telegram():
        await bora.say("/start ichinoseki")
        await bora.hears()
        await bora.say("/activities")
        await bora.hears()
        await bora.press("ボランティアを始める")
        first = await bora.hears()
        assert "1/2ページ" in first.text
        assert [row[-1] for row in first.buttons[2:]] == [
            "次のページ",
            NEAR,
            NEWS,
            "見出しにもどる",
        ]
        await bora.press("次のページ", on=first)
        second = await bora.hears()
        assert "2/2ページ" in second.text
        assert [row[-1] for row in second.buttons[2:]] == [
            "前のページ",
            NEAR,
            NEWS,
            "見出しにもどる",
        ]
        shown = {row[0] for row in (*first.buttons[:2], *second.buttons[:2])}
        assert len(shown) == 4
        await bora.press("前のページ", on=second)
        assert (await bora.hears()).buttons == first.buttons


async def test_every_heading_of_every_city_leads_somewhere(
    api: BotApi, telegram: Any, guide: Guide
) -> None:
    """どの市のどの見出しにも返事があり、どの活動のカードにも電話番号がある。"""
    async with telegram():
        for council in guide.knowledge.councils.values():
            for theme in guide.knowledge.themes.values():
                bora = api.user(f"ボラ子 {council.id} {theme.id}")
                await bora.say(f"/start {council.id}")
                await bora.hears()
                await bora.say("/activities")
                headings = await bora.hears()
                assert sum(map(len, headings.buttons)) == len(guide.knowledge.themes)
                await bora.press(theme.name.ja, on=headings)
                page = await bora.hears()
                assert f"「{theme.name.ja}」" in page.text
                for [activity] in page.buttons:
                    if activity in (NEAR, NEWS, "見出しにもどる"):
                        continue
                    await bora.press(activity, on=page)
                    assert "電話：" in (await bora.hears()).text


async def test_looking_at_another_city_keeps_one_s_own(api: BotApi, telegram: Any) -> None:
    """ほかの市の古い画面のボタンを押しても、自分の市は変わらない。"""
    bora = api.user("ボラ子")
    async with telegram():
        await bora.say("/activities")
        cities = await bora.hears()
        await bora.press("鴻巣市", on=cities)
        assert "鴻巣市社協の活動です" in (await bora.hears()).text
        await bora.press("千葉市", on=cities)
        assert "千葉市社協の活動です" in (await bora.hears()).text
        await bora.say("/activities")
        assert "鴻巣市社協の活動です" in (await bora.hears()).text


async def test_in_other_languages(api: BotApi, telegram: Any) -> None:
    """英語とやさしい日本語でもさがせる。"""
    for name, code in (("Jane", "en"), ("Nguyen", "vi")):
        api.user(name, language_code=code)
    async with telegram():
        await verify_dialog(
            api,
            [
                ("Jane", "says", "/activities"),
                ("Jane", "hears", "Which city do you live in?"),
                ("Jane", "presses", "Konosu 鴻巣市"),
                ("Jane", "hears", "What interests you?"),
                ("Jane", "presses", "Meals and food"),
                ("Jane", "hears", "Activities: Meals and food (page 1 of 1)"),
                ("Jane", "presses", "All headings"),
                ("Jane", "hears", "What interests you?"),
                ("Nguyen", "says", "/start honjo"),
                ("Nguyen", "hears", "こまっている ことを"),
                ("Nguyen", "says", "/activities"),
                ("Nguyen", "hears", "何（なに）を したいですか"),
                ("Nguyen", "presses", "ごはん・食（た）べもの"),
                ("Nguyen", "hears", "ありません", "0495-24-2755"),
                ("Nguyen", "presses", "もどる"),
                ("Nguyen", "hears", "何（なに）を したいですか"),
            ],
        )


async def test_a_wish_to_help_in_one_s_own_words(api: BotApi, telegram: Any) -> None:
    """コマンドを知らなくても、ふだんのことばで書けばよい。"""
    api.user("ボラ子")
    async with telegram():
        await verify_dialog(
            api,
            [
                ("ボラ子", "says", "/start konosu"),
                ("ボラ子", "hears", "鴻巣市ですね"),
                ("ボラ子", "says", "ボランティアをしてみたい"),
                ("ボラ子", "hears", KONOSU),
            ],
        )


async def test_one_in_need_is_not_asked_to_help(api: BotApi, telegram: Any) -> None:
    """困っている人の答えに「参加するには」は出ない。手伝いたい人には、同じ項目でも出る。"""
    hanako, bora = api.user("花子"), api.user("ボラ子")
    async with telegram():
        for resident, worry, asked in (
            (hanako, "食べるものがありません", False),
            (bora, "余ったお米を困っている人に寄付したい", True),
        ):
            await resident.say("/start konosu")
            await resident.hears()
            await resident.say(worry)
            heard = await resident.hears()
            if "どれが" in heard.text:
                await resident.press(heard.buttons[0][0], on=heard)
                heard = await resident.hears()
            assert ("参加するには" in heard.text) is asked, heard.text
            assert any("参加したい" in row for row in heard.buttons) is asked


async def test_a_district_filters_and_names_its_own_office(api: BotApi, telegram: Any) -> None:
    """地区でしぼると、その地区の支部の電話番号が出て、参加の連絡先もそこになる。"""
    bora = api.user("ボラ子")
    async with telegram():
        await bora.say("/start ichinoseki")
        await bora.hears()
        await bora.say("/activities")
        await bora.hears()
        await bora.press("サロン・居場所")
        await bora.hears()
        await bora.press(NEAR)
        assert "どの地区の活動" in (await bora.hears()).text
        await bora.press("花泉")
        page = await bora.hears()
        assert "花泉にお住まいなら、花泉支部（電話 0191-82-4002）" in page.text
        await bora.press(page.buttons[0][0], on=page)
        assert "0191-82-4002" in (await bora.hears()).text
        await bora.press("参加したい")
        assert "花泉支部（電話 0191-82-4002）に「参加したいのですが」" in (await bora.hears()).text
