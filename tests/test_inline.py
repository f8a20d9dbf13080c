"""Sharing a card into another chat, in the language of the one who shares."""

from functools import partial
from typing import Any

import pytest
from botapi import BotApi

_PHONE = "048-597-2100"


@pytest.mark.parametrize(
    ("language", "worry", "told"),
    [
        ("ja", "母が通帳をすぐなくす", f"電話：{_PHONE}"),
        ("vi", "つうちょう を なくして こまる", f"電話（でんわ）：{_PHONE}"),
        ("en", "My father keeps losing his bank book", f"Phone: {_PHONE}"),
    ],
)
async def test_a_card_for_the_family(
    api: BotApi, telegram: Any, language: str, worry: str, told: str
) -> None:
    """家族のグループに送るカードは、送る人のことばで、窓口と電話番号が入っている。"""
    hanako = api.user("花子", language_code=language)
    async with telegram():
        await hanako.say("/start konosu")
        await hanako.hears()
        for typed in (worry, ""):
            asked = await hanako.ask_inline(typed)
            answer = await asked.changed.until(partial(getattr, asked, "answer"), 5)
            assert answer is not None
            card = answer["results"][0]
            assert card["title"]
            assert told in card["input_message_content"]["message_text"]
