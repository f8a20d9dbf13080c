"""Entries found by their own text: what they share with the question, by word, letter and topic."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.guide import Guide
from bot.model import Entry, EntryKind, Phrase, Source
from bot.understanding.index import Finder, Found, Index, chances
from bot.understanding.indexing import indexed
from bot.understanding.japanese import Japanese
from bot.understanding.topics import Topics

FAQ = (
    ("garbage", "粗大ごみの出し方を知りたい。", "粗大ごみ受付センターへ電話で申し込んでください。"),
    ("register", "住民票の写しはどこで取れますか。", "市民課と各支所で交付します。"),
    (
        "dog",
        "飼い犬の登録はどうすればよいですか。",
        "生涯に一度の登録と毎年の狂犬病予防注射が必要です。",
    ),
    ("tax", "市民税の納付書をなくしました。", "納付書を再発行します。納税課へ連絡してください。"),
    (
        "library",
        "図書館の開館時間を教えてください。",
        "午前9時から午後8時までです。月曜日は休館です。",
    ),
    (
        "nursery",
        "保育所の入所の申込みについて。",
        "入所を希望する月の前月10日までに申し込んでください。",
    ),
)


def entries(faq: Sequence[tuple[str, str, str]] = FAQ, council: str = "midori") -> list[Entry]:
    return [
        Entry(
            f"{council}/{id_}",
            council,
            EntryKind.FAQ,
            Phrase(question),
            Phrase(answer),
            f"{council}/office",
            Source("faq.csv"),
            "2026",
        )
        for id_, question, answer in faq
    ]


@pytest.fixture(scope="module")
def japanese(guide: Guide) -> Japanese:
    return guide.ear.japanese


@pytest.fixture(scope="module")
def finder(japanese: Japanese, topics: Topics) -> Finder:
    return Finder(topics, {"midori": indexed(entries(), japanese, topics)})


def ids(found: Sequence[Found]) -> list[str]:
    return [one.entry.split("/")[1] for one in found]


@pytest.mark.parametrize(
    ("question", "id_"),
    [
        ("粗大ごみを出したい", "garbage"),
        ("大きなゴミの捨て方", "garbage"),
        ("じゅうみんひょうがほしい", "register"),
        ("犬を飼い始めたら登録がいりますか", "dog"),
        ("市民税の用紙を失くした", "tax"),
        ("としょかんはなんじにあきますか", "library"),
        ("保育園に入りたい", "nursery"),
    ],
)
def test_the_entry_that_answers_is_first(
    finder: Finder, japanese: Japanese, question: str, id_: str
) -> None:
    assert ids(finder.find(japanese.analyse(question), "midori"))[:1] == [id_]


@pytest.mark.parametrize(
    "question", ["", "。。。", "カレーの隠し味", "野球の試合の結果", "😭", "xyz"]
)
def test_nothing_is_found_where_nothing_is_about_it(
    finder: Finder, japanese: Japanese, question: str
) -> None:
    assert finder.find(japanese.analyse(question), "midori") == ()


def test_every_entry_is_found_by_its_own_name(finder: Finder, japanese: Japanese) -> None:
    for id_, question, _ in FAQ:
        first, *_ = finder.find(japanese.analyse(question), "midori")
        assert ids([first]) == [id_]
        assert first.score > 2


def test_a_known_wording_finds_what_no_word_could(japanese: Japanese, topics: Topics) -> None:
    asked = japanese.analyse("ぽちの鑑札")
    told = [
        replace(entry, questions=("ポチの鑑札をもらうには",)) if entry.id.endswith("tax") else entry
        for entry in entries()
    ]
    before = indexed(entries(), japanese, topics).find(asked, topics)
    after = indexed(told, japanese, topics).find(asked, topics)
    assert ids(before)[:1] != ["tax"]
    assert ids(after)[:1] == ["tax"]
    assert len(set(ids(after))) == len(after)


def test_each_council_has_its_own(japanese: Japanese, topics: Topics) -> None:
    finder = Finder(
        topics,
        {
            "midori": indexed(entries(FAQ[:3]), japanese, topics),
            "aoi": indexed(entries(FAQ[3:], "aoi"), japanese, topics),
        },
    )
    asked = japanese.analyse("図書館の開館時間")
    assert [one.entry for one in finder.find(asked, "aoi")][:1] == ["aoi/library"]
    assert finder.find(asked, "midori") == ()
    assert finder.find(asked, "konosu") == ()
    assert [one.entry for one in finder.find(asked, None)][:1] == ["aoi/library"]


def test_an_index_of_one_entry_and_of_odd_texts(japanese: Japanese, topics: Topics) -> None:
    for name in ("。", "A", "図書館"):
        [entry] = entries(FAQ[:1])
        index = indexed([replace(entry, name=Phrase(name))], japanese, topics)
        for asked in ("図書館", "。", "粗大ごみ受付センター"):
            assert len(index.find(japanese.analyse(asked), topics)) <= 1


def test_reading_can_be_watched(japanese: Japanese, topics: Topics) -> None:
    seen: list[str] = []

    def watch(inside: Sequence[Entry]):  # type: ignore[no-untyped-def]
        for entry in inside:
            seen.append(entry.id)
            yield entry

    indexed(entries(), japanese, topics, watch)
    assert seen == [entry.id for entry in entries()]


def test_chances_are_shares_in_the_order_of_the_scores(finder: Finder, japanese: Japanese) -> None:
    found = finder.find(japanese.analyse("住民票の写しの手数料と納付書"), "midori")
    made = chances(found)
    assert list(made) == [one.entry for one in found]
    assert list(made.values()) == sorted(made.values(), reverse=True)
    assert all(0 < chance < 1 for chance in made.values())
    assert chances(()) == {}


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=60))
def test_whatever_is_asked_scores_are_finite_and_ordered(
    guide: Guide, finder: Finder, text: str
) -> None:
    found = finder.find(guide.ear.japanese.analyse(text), "midori")
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert np.isfinite(scores).all()
    assert all(score < 5 for score in scores)


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(len(FAQ))))
def test_the_order_of_the_table_changes_nothing(
    guide: Guide, topics: Topics, finder: Finder, order: list[int]
) -> None:
    japanese = guide.ear.japanese
    mixed: Index = indexed(entries([FAQ[n] for n in order]), japanese, topics)
    asked = japanese.analyse("ごみの出し方と住民票の取り方、保育所の申込み")
    before = finder.indexes["midori"].find(asked, topics)
    after = mixed.find(asked, topics)
    assert {one.entry: round(one.score, 2) for one in before} == {
        one.entry: round(one.score, 2) for one in after
    }
