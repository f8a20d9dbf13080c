"""What no source tells is said so, with the office that can be asked."""

from dataclasses import replace
from datetime import time

import pytest

from bot.channels.terminal import render
from bot.conversation import followups
from bot.conversation.aside_words import Aside
from bot.conversation.guide import Guide
from bot.model import Opening, Outcome, Schedule, Session, Topic

KONOSU = "048-597-2100"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("お金かかる？", "お金がかかるかどうかは"),
        ("予約いりますか", "予約がいるかどうかは"),
        ("何を持っていけばいい", "何を持っていけばよいかは"),
        ("本人じゃなくてもいい？", "だれが相談できるか"),
        ("名前言わなきゃだめ？", "名前を言わずに"),
        ("子どもを連れて行ってもいい？", "一緒に行ってよいか"),
        ("英語は通じますか", "ほかのことばで"),
        ("車がない", "鴻巣市箕田4211"),
    ],
)
def test_what_no_source_tells(guide: Guide, asked: str, told: str) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    turn = guide.hear(answered.session, asked, "2")
    assert turn.session.topic == answered.session.topic
    said = render(turn.reply)
    assert told in said
    assert "分かりません" in said
    assert KONOSU in said


def test_what_was_understood_is_said_back_where_it_is_certain(guide: Guide) -> None:
    certain = guide.hear(Session("konosu"), "一人暮らしでさびしい。話し相手がほしい", "1")
    assert "「さびしい・話し相手がほしい」ですね。" in render(certain.reply)
    assert "ですね。" not in render(guide.hear(Session("konosu"), "夢がない", "1").reply)


def test_other_ways_than_a_call(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    assert "FAX：048-597-2102" in render(guide.hear(answered.session, "電話は苦手です", "2").reply)


def test_not_this_leads_to_what_comes_next(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    turn = guide.hear(answered.session, "ちがう", "2")
    assert turn.reply.choices.flat
    assert "ちがいましたか" in render(turn.reply)


def test_in_english(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "I can't pay my rent", "1")
    for asked in ("Is it free?", "Do I need an appointment?", "Can I bring my child?"):
        said = render(guide.hear(answered.session, asked, "2").reply)
        assert "cannot tell you" in said
        assert KONOSU in said


def test_both_days_of_the_weekend(guide: Guide) -> None:
    knowledge, id_ = guide.knowledge, "konosu/shakyo"
    on_saturdays = Schedule((Opening(frozenset({5}), time(9), time(12)),))
    office = replace(knowledge.offices[id_], schedule=on_saturdays, doubtful={})
    open_ = replace(knowledge, offices={**knowledge.offices, id_: office})
    session = Session("konosu", topic=Topic("konosu", id_))
    turn = followups.answer(open_, session, Aside.WEEKEND, guide.wording(session))
    assert "土曜日もあいています（9:00〜12:00）。\n日曜日は休みです。" in render(turn.reply)


@pytest.mark.parametrize(
    "first", ["お金がない", "車がない", "車がないので買い物に行けない", "電話をなくした"]
)
def test_the_first_message_is_a_worry(guide: Guide, first: str) -> None:
    assert guide.hear(Session("konosu"), first, "1").outcome is not Outcome.SMALLTALK
