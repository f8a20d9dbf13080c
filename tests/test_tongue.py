"""The language of a conversation is steady: chosen, or heard in what was clearly written in it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.guide import Guide
from bot.conversation.tongue import heard, spoken_to
from bot.counter import Chat, Counter
from bot.model import Language, Session, Text, Turn
from bot.store.store import Store


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I can't pay my rent"),
        ("en", "Hello"),
        ("easy", "やちん が はらえません"),
        ("easy", "でんわは なんじから やつてますか"),
        ("easy", "つうちょうをなくしてこまってる"),
        ("easy", "ﾂｳﾁｮｳ ｦ ﾅｸｼﾏｼﾀ"),
        ("easy", "でんわばんごうは？"),
        ("easy", "ひざがいたくてかいものにいけねえ"),
        ("ja", "家賃が払えません"),
        ("ja", "母が通帳をすぐなくしてしまって困っています"),
    ],
)
def test_what_is_clearly_written(language: Language, text: str) -> None:
    assert heard(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "はい",
        "うん、そう",
        "電話番号は？",
        "土曜もやってる？",
        "3",
        "090-1234-5678",
        "LINE",
        "OK",
        "/privacy",
        "https://www.example.jp/page",
        "しにたい",
        "こうのす",
        "どうもありがとうございます",
        "ありがとうございました。",
        "どうしたらいいですか",
        "どこにありますか",
        "ボランティアセンター",
        "",
    ],
)
def test_what_tells_nothing(text: str) -> None:
    assert heard(text) is None


def test_what_was_chosen_rules() -> None:
    for language in ("ja", "easy", "en"):
        chosen = Session(language=language, chosen=True)
        for text in ("I can't pay my rent", "やちん が はらえません", "家賃が払えません"):
            assert spoken_to(chosen, text) == chosen


def words(turn: Turn) -> str:
    return "\n".join(part.text for part in turn.reply.parts if isinstance(part, Text))


def test_who_writes_kana_is_answered_so_until_the_end(guide: Guide) -> None:
    turn = guide.hear(Session("ichinoseki"), "つうちょう を なくして こまる", "1")
    for text in ("電話番号は？", "はい", "しにたい", "はい"):
        turn = guide.hear(turn.session, text, "2")
        assert turn.session.language == "easy"
    assert "電話（でんわ）" in words(turn)
    after = guide.choose(turn.session, "calm", "3")
    assert after is not None
    assert after.session.language == "easy"


def test_who_writes_english_is_answered_so_until_japanese_is_written(guide: Guide) -> None:
    turn = guide.hear(Session("chiba"), "I want to die", "1")
    safe = guide.choose(turn.session, "calm", "2")
    assert safe is not None
    assert "I understand" in words(safe)
    turn = guide.hear(safe.session, "家賃が払えなくて困っています", "3")
    assert turn.session.language == "ja"


def test_a_language_that_was_chosen_is_kept(guide: Guide) -> None:
    chosen = guide.choose(Session("chiba"), "language:ja", "1")
    assert chosen is not None
    turn = guide.hear(chosen.session, "やちん が はらえません", "2")
    assert turn.session.language == "ja"


async def test_a_choice_outlasts_the_conversation(guide: Guide, store: Store) -> None:
    times = [datetime(2026, 11, 26, tzinfo=UTC)]
    counter = Counter(guide, store, lambda: times[-1])
    chosen, other = Chat("telegram", "1"), Chat("telegram", "2")
    await counter.choose(chosen, "language:ja")
    await counter.hear(other, "やちん が はらえません")
    times.append(times[-1] + timedelta(days=3))
    assert (await counter.known(chosen)).chosen
    assert (await counter.known(other)).language == "easy"
    await counter.hear(chosen, "やちん が はらえません")
    await counter.hear(other, "家賃が払えなくて困っています")
    assert (await counter.known(chosen)).language == "ja"
    assert (await counter.known(other)).language == "ja"
