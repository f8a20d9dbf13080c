"""Replies as Telegram messages: within its limits, in HTML it can read, and with nothing lost."""

import re

from botapi.markup import parse_html, utf16_length
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.rendering import LONGEST, Message, keyboard, length, messages, post
from bot.model import Card, Choice, Choices, Reply, Text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MARKUP = st.sampled_from(["<b>", "</i>", "&amp;", "&", "&#60;", "<", ">", "\n", "\n\n", "😀", '"'])
LONG = st.builds(
    lambda piece, end, times: (piece + end) * times,
    st.one_of(TEXT, MARKUP),
    st.one_of(TEXT, MARKUP),
    st.sampled_from([1, 2, 40, 400, 2500]),
)
WORDS = st.one_of(TEXT, MARKUP, LONG)
CARD = st.builds(
    Card,
    WORDS,
    st.lists(WORDS, max_size=3).map(tuple),
    st.lists(st.tuples(TEXT, WORDS), max_size=3).map(tuple),
    st.one_of(st.just(""), WORDS),
)
CHOICE = st.builds(Choice, st.text(min_size=1), st.just("a:b"))
CHOICES = st.lists(st.lists(CHOICE, min_size=1, max_size=3).map(tuple), max_size=3).map(
    lambda rows: Choices(tuple(rows))
)
REPLY = st.builds(Reply, st.lists(st.one_of(WORDS.map(Text), CARD), max_size=5).map(tuple), CHOICES)


def read(sent: list[Message]) -> list[str]:
    """The texts as Telegram reads them."""
    return [parse_html(message.html)[0] for message in sent]


def written(reply: Reply) -> str:
    told = []
    for part in reply.parts:
        if isinstance(part, Text):
            told.append(part.text)
        else:
            told += [part.title, *part.body, *(f"{k}：{v}" for k, v in part.lines), part.footer]
    return "".join(told)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=300, deadline=None)
@given(reply=REPLY)
def test_any_reply_is_within_the_limits_and_whole(reply: Reply) -> None:
    sent = messages(reply)
    texts = read(sent)
    for message, text in zip(sent, texts, strict=True):
        assert utf16_length(message.html) == length(message.html) <= LONGEST
        assert 0 < utf16_length(text) <= 4096
        assert text.strip()
    assert bare("".join(texts)) == bare(written(reply))
    assert [message.keyboard is not None for message in sent[:-1]] == [False] * len(sent[:-1])
    if sent:
        assert (sent[-1].keyboard is None) == (not reply.choices.rows)


@settings(max_examples=100, deadline=None)
@given(reply=REPLY)
def test_no_message_could_have_held_the_next_paragraph_too(reply: Reply) -> None:
    sent = messages(reply)
    if len(sent) > 1:
        assert length(sent[0].html) + length(sent[1].html) > LONGEST - len("\n\n")


def test_a_card_is_told_with_its_title_bold_and_its_source_in_italics() -> None:
    card = Card(
        "支援 <新>", ("何をする",), (("電話", "048-597-2100"), ("FAX", "048-597-2102")), "出典"
    )
    [message] = messages(Reply((Text("はい & いいえ"), card)))
    assert message.html == (
        "はい &amp; いいえ\n\n<b>支援 &lt;新&gt;</b>\n何をする\n\n"
        "電話：048-597-2100\nFAX：048-597-2102\n\n<i>出典</i>"
    )
    assert message.keyboard is None


def test_it_is_split_between_paragraphs_and_the_buttons_stand_under_the_last() -> None:
    choices = Choices(((Choice("はい", "yes:1"), Choice("いいえ", "no:1")),))
    parts = tuple(Text(letter * 1500) for letter in "abcd")
    first, second = messages(Reply(parts, choices))
    assert first.html == "a" * 1500 + "\n\n" + "b" * 1500
    assert second.html == "c" * 1500 + "\n\n" + "d" * 1500
    assert first.keyboard is None
    assert second.keyboard is not None


def test_a_long_paragraph_is_split_between_lines() -> None:
    lines = [f"{number}：" + "あ" * 100 for number in range(100)]
    texts = read(messages(Reply((Text("\n".join(lines)),))))
    assert "\n".join(texts).split("\n") == lines


def test_a_long_line_is_split_inside_no_letter_and_no_tag() -> None:
    reply = Reply((Card("<" * 5000, footer="😀" * 5000),))
    texts = read(messages(reply))
    assert bare("".join(texts)) == "<" * 5000 + "😀" * 5000


def test_nothing_is_sent_for_nothing() -> None:
    assert messages(Reply(())) == []
    assert messages(Reply((Text(""), Text(" \n "), Card("")))) == []


def test_length_counts_as_telegram_does() -> None:
    assert length("あa") == 2
    assert length("😀") == 2


def test_buttons_are_rows_with_short_labels() -> None:
    assert keyboard(Choices(())) is None
    made = keyboard(
        Choices(((Choice("あ" * 100, "a:1"),), (Choice("b", "b:1"), Choice("c", "c:1"))))
    )
    assert made is not None
    [[long], [b, c]] = made.inline_keyboard
    assert long.text == "あ" * 59 + "…"
    assert [button.callback_data for button in (long, b, c)] == ["a:1", "b:1", "c:1"]


def test_a_post_is_one_message_always_with_its_buttons() -> None:
    choices = Choices(((Choice("担当する", "claim:1"),),))
    message = post(Reply((Text("a" * 3000), Text("b" * 3000)), choices))
    assert message.html == "a" * 3000
    assert message.keyboard is not None
