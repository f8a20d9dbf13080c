"""One spelling for whatever hand typed it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.japanese import Analysis, Japanese, normalise

ANY = st.text(st.characters())
SURROGATES = st.text(st.characters(categories=["Cs", "Cc", "Cf", "Co", "Cn", "Mn", "So", "Lo"]))
# Letters whose forms change again when something between them is taken away.
TANGLED = st.text(
    st.sampled_from("ｶﾞﾊﾟか゛゜\u3099\u0301aÅᾳßİ〜ーー。 \u3000\u200d\ufe0f😀!！w笑っ\x00\u00ad")
)


@pytest.fixture(scope="module")
def japanese() -> Japanese:
    return Japanese("core", {"母": ["母", "おふくろ", "mother"], "通帳": ["通帳", "つうちょう"]})


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(ANY, SURROGATES, TANGLED))
def test_normalise_is_idempotent_and_never_raises(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode()
    assert once == once.strip()
    assert "\n" not in once
    assert "  " not in once
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "So"} for c in once)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(ANY, SURROGATES, TANGLED))
def test_analyse_never_raises(japanese: Japanese, text: str) -> None:
    read = japanese.analyse(text)
    assert isinstance(read, Analysis)
    assert read.kana_only in (True, False)
    assert all(read.words)


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("ﾂｳﾁｮｳ ｶﾞ ﾅｲ", "ツウチョウガナイ"),
        ("Ｍｙ　ＭＯＴＨＥＲ", "my mother"),
        ("たすけてーーー", "たすけてー"),
        ("えっっっ！！！", "えっ!"),
        ("こまった😭😭", "こまった"),
        ("つうちょうを なくしました", "つうちょうをなくしました"),
        ("母が、 通帳を", "母が、通帳を"),
        ("母が\n通帳を", "母が通帳を"),
        ("help\nme", "help me"),
        ("お〜い", "おーい"),
        ("①番", "1番"),
        ("か\u3099", "が"),
        ("か゛", "が"),
        ("か\u200d\u3099", "が"),
        ("\u200bあ\u200d\ufeff", "あ"),
        ("\ud83dあ\udc00", "あ"),
        ("😭", ""),
        (" \u3000\t\n", ""),
    ],
)
def test_ways_of_typing_are_gone(typed: str, spelled: str) -> None:
    assert normalise(typed) == spelled


def test_one_word_however_it_is_written(japanese: Japanese) -> None:
    written = [japanese.analyse(text).words for text in ("はんこ", "判子", "ハンコ")]
    assert written[0] == written[1] == written[2]


def test_the_reading_is_the_same_in_kana_and_kanji(japanese: Japanese) -> None:
    assert japanese.analyse("通帳").reading == "つうちょう"
    assert japanese.analyse("ツウチョウ").reading == "つうちょう"


def test_ideas_are_found_as_written_and_as_read(japanese: Japanese) -> None:
    assert set(japanese.analyse("おふくろの通帳").ideas) == {"母", "通帳"}
    assert "通帳" in japanese.analyse("ツウチョウ").ideas
    assert japanese.analyse("My mother").ideas == ("母",)
    assert japanese.analyse("smothered").ideas == ()


def test_only_the_first_two_thousand_letters_are_read(japanese: Japanese) -> None:
    assert len(japanese.analyse("通帳。" * 5000).text) <= 2000


def test_particles_and_light_words_carry_nothing(japanese: Japanese) -> None:
    assert japanese.analyse("それはどこにありますか").words == ()
    assert japanese.analyse("what is the").words == ()


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(ANY, SURROGATES, TANGLED, st.text("あいう。!?、 \n")))
def test_a_message_is_the_sum_of_its_sentences(japanese: Japanese, text: str) -> None:
    whole, sentences = japanese.read(text)
    assert whole.text == japanese.analyse(text).text
    assert len(sentences) != 1
    for sentence in sentences:
        assert sentence.text in whole.text
        assert set(sentence.words) <= set(whole.words)


def test_the_last_sentence_of_a_long_letter_is_read(japanese: Japanese) -> None:
    whole, sentences = japanese.read("きょうもいい天気でした。" * 400 + "おふくろの通帳がない。")
    assert len(whole.text) == 2000
    assert "母" in sentences[-1].ideas
