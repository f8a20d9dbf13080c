"""The conversation in a terminal, by words and by numbers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import build_guide
from bot.channels.terminal import Conversation, render
from bot.conversation.guide import Guide
from bot.model import Card, Choice, Choices, Reply, Session, Text, Topic

WORRY = "日常生活自立支援事業"
COMMANDS = ("/start", "/help", "/area", "/offices", "/plan", "/activities", "/language")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def small_guide(small_folder: Path, small_data: Path) -> Guide:
    return build_guide(small_folder, small_data / "cache")


@pytest.fixture
def conversation(small_guide: Guide) -> Conversation:
    return Conversation(small_guide, Session(), now)


def number_of(label: str, shown: str) -> str:
    [line] = [line for line in shown.split("\n") if line.strip().endswith(f". {label}")]
    return line.strip().split(".")[0]


def test_a_reply_is_told_block_by_block_with_numbered_choices() -> None:
    card = Card("支援", ("何をする",), (("電話", "048-597-2100"),), "出典：計画")
    choices = Choices(
        ((Choice("はい", "a"), Choice("いいえ", "b")), (Choice("どれでもない", "c"),))
    )
    assert render(Reply((Text("こちらが"), card), choices)) == (
        "こちらが\n\n■ 支援\n何をする\n電話：048-597-2100\n（出典：計画）\n\n"
        "  1. はい\n  2. いいえ\n  3. どれでもない"
    )
    assert render(Reply((Text("こちらが"),))) == "こちらが"


def test_a_worry_waits_for_the_city_and_is_then_answered(conversation: Conversation) -> None:
    conversation.start()
    asked = conversation.answer(WORRY)
    assert "どちらの市" in asked
    answered = conversation.answer(number_of("鴻巣市", asked))
    assert "048-597-2100" in answered
    assert conversation.session.council == "konosu"
    assert conversation.session.pending is None


def test_numbers_lead_from_the_city_to_the_district(conversation: Conversation) -> None:
    shown = conversation.start()
    assert "児玉町" in (districts := conversation.answer(number_of("本庄市", shown)))
    assert "0495-73-1237" in conversation.answer(number_of("児玉町", districts))
    topic = Topic("honjo", "honjo/kodama")
    assert conversation.session == Session("honjo", "honjo/kodama", topic=topic)


def test_every_command_says_something(conversation: Conversation) -> None:
    for council in (None, "honjo", "konosu"):
        conversation.session = Session(council)
        for command in COMMANDS:
            assert conversation.answer(f" {command} ").strip()


def test_every_number_of_every_page_leads_on(small_guide: Guide) -> None:
    for command in COMMANDS:
        for council in (None, "honjo"):
            first = Conversation(small_guide, Session(council), now)
            first.answer(command)
            for number in range(1, len(first._choices) + 1):
                walk = Conversation(small_guide, Session(council), now)
                walk.answer(command)
                assert walk.answer(str(number)).strip()
                if walk._choices:
                    assert walk.answer("1").strip()


def test_the_language_is_kept(conversation: Conversation) -> None:
    shown = conversation.answer("/language")
    conversation.answer(number_of("English", shown))
    assert "Just write what troubles you" in conversation.answer("/help")


def test_a_number_that_was_not_offered_chooses_nothing(conversation: Conversation) -> None:
    conversation.start()
    for typed in ("0", "99"):
        assert "今えらべるものはありません" in conversation.answer(typed)
    for typed in ("-1", "1.0", "²", "9" * 5000):
        assert conversation.answer(typed).strip()
    assert conversation.session.council is None


def test_numbers_keep_their_meaning_until_the_next_list(conversation: Conversation) -> None:
    shown = conversation.start()
    conversation.answer("99")
    conversation.answer(number_of("鴻巣市", shown))
    assert conversation.session.council == "konosu"


def test_what_only_telegram_can_do_is_said_so(guide: Guide) -> None:
    conversation = Conversation(guide, Session("konosu"), now)
    themes = conversation.answer("/activities")
    listed = conversation.answer(number_of("ボランティアを始める", themes))
    news = conversation.answer(number_of("この見出しのお知らせを受け取る", listed))
    assert "この画面ではできません" in news


def test_nothing_is_kept(conversation: Conversation) -> None:
    shown = conversation.start()
    conversation.answer(number_of("鴻巣市", shown))
    assert "保存していません" in conversation.answer("/mydata")
    assert "忘れました" in conversation.answer("/forget")
    assert conversation.session == Session()


def test_a_contact_is_shown_to_be_read(small_guide: Guide) -> None:
    conversation = Conversation(small_guide, Session("konosu"), now)
    answered = conversation.answer(WORRY)
    kept = conversation.answer(number_of("連絡先を保存", answered))
    assert "☎ 048-597-2100" in kept
    assert "VCARD" not in kept
    [map_] = [line for line in answered.split("\n") if "地図 https" in line]
    assert "https://www.google.com/maps" in conversation.answer(map_.strip().split(".")[0])


def test_a_full_width_number_chooses_too(conversation: Conversation) -> None:
    shown = conversation.start()
    typed = number_of("鴻巣市", shown).translate(str.maketrans("123456789", "１２３４５６７８９"))
    conversation.answer(typed)
    assert conversation.session.council == "konosu"


@settings(max_examples=150, deadline=None)
@given(
    typed=st.lists(
        st.one_of(
            st.text(st.characters(), max_size=30),
            st.sampled_from(
                [*COMMANDS, "1", "2", "3", "4", WORRY, "死にたい", "ありがとう", "川崎市"]
            ),
        ),
        max_size=6,
    ),
    council=st.sampled_from([None, "konosu", "honjo"]),
)
def test_whatever_is_typed_something_is_said(
    small_guide: Guide, typed: list[str], council: str | None
) -> None:
    conversation = Conversation(small_guide, Session(council), now)
    conversation.start()
    for line in typed:
        assert conversation.answer(line).strip()
        assert conversation.session.council in (None, "konosu", "honjo")
