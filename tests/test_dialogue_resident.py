"""A resident's conversations in Telegram, against the real application."""

from typing import Any

from botapi import BotApi
from botapi.dialogue import verify_dialog


async def test_from_a_worry_to_a_number_and_from_an_unmatched_question_to_an_answer(
    api: BotApi, telegram: Any
) -> None:
    api.user("花子")
    tanaka = api.user("職員 田中")
    group = api.group("鴻巣市社協 相談係", [tanaka])
    async with telegram({"konosu": group.id}):
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start"),
                ("花子", "hears", "お住まいの市"),
                ("花子", "presses", "鴻巣市"),
                ("花子", "hears", "鴻巣市ですね"),
                ("花子", "says", "母が通帳をすぐなくす"),
                ("花子", "hears", "権利擁護体制の充実", "048-597-2100", "出典"),
                ("花子", "says", "ぬいぐるみの供養をしてくれる人はいますか"),
                ("花子", "hears", "どれがいちばん近いですか"),
                ("花子", "presses", "どれでもない"),
                ("花子", "hears", "職員からの返事を、ここで受け取りますか"),
                ("花子", "presses", "はい、返事がほしい"),
                ("花子", "hears", "職員に渡しました"),
                ("鴻巣市社協 相談係", "hears", "ぬいぐるみの供養", "未対応"),
                ("職員 田中", "presses in", "鴻巣市社協 相談係", "担当する"),
                ("鴻巣市社協 相談係", "sees", "対応中"),
                ("職員 田中", "replies to", "ぬいぐるみの供養", "市内のお寺を一緒にさがせます。"),
                ("花子", "hears", "鴻巣市社協の職員から返事", "市内のお寺を一緒にさがせます。"),
                ("鴻巣市社協 相談係", "hears", "住民に届けました"),
                ("鴻巣市社協 相談係", "sees", "返事ずみ"),
            ],
        )
