"""Japanese in Latin letters is read; English stays English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.romaji import in_kana


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kodomo no tabemono nai", "こども の たべもの ない"),
        ("yachin ga haraenai", "やちん が はらえない"),
        ("shinitai", "しにたい"),
        ("otto ga kowai", "おっと が こわい"),
        ("minna shigoto nai desu", "みんな しごと ない です"),
        ("konnichiwa", "こんにちわ"),
    ],
)
def test_japanese_sounds_become_kana(typed: str, meant: str) -> None:
    assert in_kana(typed) == meant


@pytest.mark.parametrize(
    "english",
    [
        "take me home",
        "no money",
        "i am so sad",
        "are you ok",
        "banana",
        "no one to care",
        "do we have a zoo",
        "i cannot pay the rent",
        "data",
        "",
    ],
)
def test_english_stays(english: str) -> None:
    assert in_kana(english) == english


@given(st.text(max_size=60))
def test_whatever_is_no_plain_latin_stays(text: str) -> None:
    if not text.isascii():
        assert in_kana(text) == text
    else:
        in_kana(text)
