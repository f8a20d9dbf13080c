"""What is learned is also learned as it is said in the south of Iwate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.guide import Guide
from bot.model import Session
from bot.understanding.danger import Grade
from bot.understanding.dialect import in_iwate


@pytest.mark.parametrize(
    ("standard", "there"),
    [
        ("死にたい", "死にでえ"),
        ("隣の子が毎晩泣いている。", "隣の子が毎晩泣いでら。"),
        ("母が帰ってこない", "母が帰ってこねえ"),
        ("どうしたらいいでしょうか", "なじょしだらいいだべが"),
        ("I have no money", "I have no money"),
    ],
)
def test_as_it_is_said_there(standard: str, there: str) -> None:
    assert in_iwate(standard) == there


@given(st.text(max_size=60))
def test_any_text_has_its_dialect(text: str) -> None:
    assert not text.isascii() or in_iwate(text) == text
    assert bool(in_iwate(text)) or not text.replace("を", "")


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("あの世さ行ぎでえ", "crisis/life"),
        ("隣のわらしこが毎晩泣いでら。叩がれでるんでねべか", "crisis/child-abuse"),
        ("かかあが いねぐなった", "crisis/emergency"),
        ("さっきから みづがらね", "crisis/emergency"),
        ("三日なんも食ってね。灯油もねえ", "crisis/emergency"),
    ],
)
def test_a_danger_in_dialect(guide: Guide, text: str, situation: str) -> None:
    turn = guide.hear(Session("ichinoseki"), text, "1")
    assert situation in turn.session.danger


@pytest.mark.parametrize(
    "text", ["おっかあが わがらなぐなって", "草取りやんだぐなった。手伝ってけるどごねべが"]
)
def test_a_worry_in_dialect_is_no_danger(guide: Guide, text: str) -> None:
    assert guide.danger.assess(guide.ear.listen(text)).grade is not Grade.CRISIS
