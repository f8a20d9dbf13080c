"""Other hands change how a question is typed, and little else."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.conversation.guide import Guide
from bot.understanding.hands import in_kana, mistyped

TEXTS = st.text(alphabet="あいかきさしたつなに母通帳が、。abc ー", max_size=60)


def test_kanji_are_read_aloud(guide: Guide) -> None:
    assert in_kana("母が通帳をなくす", guide.ear.japanese) == "ははがつうちょうをなくす"
    assert in_kana("家賃が払えない help", guide.ear.japanese) == "やちんがはらえない help"


@given(TEXTS, st.integers(0, 1000))
def test_slips_are_few_and_the_same_each_time(text: str, seed: int) -> None:
    typed = mistyped(text, seed)
    assert typed == mistyped(text, seed)
    assert OSA.distance(text, typed) <= 1 + len(text) // 15


def test_slips_happen() -> None:
    text = "母が通帳をすぐなくしてしまいます"
    assert sum(mistyped(text, seed) != text for seed in range(50)) > 40
