"""A place typed by itself answers 「どちらの市のことでしょうか」; a place named in a question is kept."""

import pytest

from bot.conversation.guide import Guide
from bot.model import Outcome, Session

WORRY = "家賃が払えません"


@pytest.mark.parametrize(
    ("council", "typed"),
    [
        ("ichinoseki", "いちのせき"),
        ("ichinoseki", "一ノ関"),
        ("ichinoseki", "いちのせきし です"),
        ("ichinoseki", "一関の"),
        ("ichinoseki", "いちのせきだべ"),
        ("ichinoseki", "いちのせぎ"),
        ("ichinoseki", "はい、一関市に住んでます"),
        ("ichinoseki", "花泉だよ"),
        ("ichinoseki", "いちのせきの はないずみです"),
        ("ichinoseki", "一関市花泉です"),
        ("chiba", "千葉しです"),
        ("chiba", "ちば"),
        ("chiba", "I live in Chiba"),
        ("honjo", "ほんじょう"),
        ("honjo", "ほんじょ"),
        ("honjo", "本庄の方"),
        ("konosu", "こうのすだ"),
        ("konosu", "鴻の巣"),
        ("konosu", "鴻巣です。"),
    ],
)
def test_the_city_is_typed(guide: Guide, council: str, typed: str) -> None:
    asked = guide.hear(Session(), WORRY, "1")
    turn = guide.hear(asked.session, typed, "2")
    assert turn.session.council == turn.council == council
    assert turn.session.pending is None
    assert turn.outcome is Outcome.ANSWERED
    assert not turn.care


@pytest.mark.parametrize("typed", ["ありがとう", "母の介護に疲れました", "いちばん困っている"])
def test_what_is_no_place_is_no_answer(guide: Guide, typed: str) -> None:
    asked = guide.hear(Session(), WORRY, "1")
    assert guide.hear(asked.session, typed, "2").session.council is None


@pytest.mark.parametrize(
    "named", ["はないずみの ゴミの日は", "花泉の図書館は何時まで", "花泉で家賃が払えません"]
)
def test_the_place_of_a_question_is_kept(guide: Guide, named: str) -> None:
    turn = guide.hear(Session(), named, "1")
    assert (turn.session.council, turn.session.office) == ("ichinoseki", "ichinoseki/hanaizumi")
    after = guide.hear(turn.session, "母が通帳をなくして困っています", "2")
    assert after.office == "ichinoseki/hanaizumi"


def test_another_place_in_a_question_does_not_move_the_resident(guide: Guide) -> None:
    home = Session("ichinoseki", "ichinoseki/senmaya")
    for named in ("花泉の母が通帳をなくします", "鴻巣の母が通帳をなくします"):
        session = guide.hear(home, named, "1").session
        assert (session.council, session.office) == (home.council, home.office)


def test_who_told_the_district_is_not_to_choose_it_again(guide: Guide) -> None:
    asked = "社協の電話番号を教えてください"
    open_ = guide.hear(Session("ichinoseki"), asked, "1").reply.choices.flat
    assert len(open_) > 3
    told = guide.hear(Session("ichinoseki", "ichinoseki/hanaizumi"), asked, "1").reply.choices.flat
    assert [choice.label for choice in told] == ["ほかの窓口"]
    led = guide.choose(Session("ichinoseki", "ichinoseki/hanaizumi"), told[0].token, "2")
    assert led is not None
