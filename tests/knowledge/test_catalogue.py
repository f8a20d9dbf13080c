"""The project's own knowledge against what the councils' documents say, digit for digit.

The tables here were taken from the documents by hand and not from the knowledge folder.
"""

import ast
import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import small

from bot.conversation.cards import (
    contact_lines,
    entry_card,
    hotline_line,
    office_card,
    spoken_date,
)
from bot.conversation.wording import Wording
from bot.knowledge.load import load
from bot.knowledge.reader import read
from bot.model import LANGUAGES, Card, Hotline, Knowledge, Phrase
from bot.settings import PROJECT

ENTRIES = [
    *(f"honjo/{name}" for name in ("plan", "plan-documents", "evaluation", "city-plan")),
    *(f"honjo/{name}" for name in ("watch-over", "salon", "comprehensive-support")),
    *(f"konosu/{name}" for name in ("plan", "progress")),
    *(f"konosu/{number:02}" for number in range(1, 25)),
    *(f"chiba/{name}" for name in ("plan", "progress")),
    *(f"chiba/{number:02}" for number in range(1, 22)),
    *(f"ichinoseki/{name}" for name in ("plan", "progress")),
    *(f"ichinoseki/1-{number}" for number in range(1, 5)),
    *(f"ichinoseki/2-{number}" for number in range(1, 6)),
    *(f"ichinoseki/3-{number}" for number in range(1, 6)),
]
CRISES = [f"crisis/{kind}" for kind in ("emergency", "life", "child-abuse", "dv", "adult-abuse")]

# id: postal code, address, telephone, FAX, e-mail, URL
OFFICES = {
    "honjo/honsho": (
        *("367-0052", "埼玉県本庄市銀座1-1-1", "0495-24-2755", "0495-21-5516"),
        *("", "https://www.honjo-shakyo.or.jp/"),
    ),
    "honjo/kodama": (
        *("367-0217", "埼玉県本庄市児玉町八幡山368", "0495-73-1237", "0495-72-7555"),
        *("", ""),
    ),
    "konosu/shakyo": (
        *("365-0062", "鴻巣市箕田4211番地1", "048-597-2100", "048-597-2102"),
        *("", "https://konosu-syakyo.or.jp/"),
    ),
    "konosu/city-welfare": (
        *("365-8601", "鴻巣市中央1番1号", "048-541-1321", "048-541-1328"),
        *("", "https://www.city.konosu.saitama.jp/soshiki/8.html"),
    ),
    "chiba/shakyo": (
        *("260-0844", "千葉市中央区千葉寺町1208-2", "043-209-8884", "043-312-2442"),
        *("", "http://www.chiba-shakyo.jp/"),
    ),
    "ichinoseki/honbu": (
        *("021-0877", "一関市城内1-36 一関市総合福祉センター", "0191-23-6020", "0191-23-6024"),
        *("info@ichinoseki-shakyo.com", "https://www.ichinoseki-shakyo.com"),
    ),
    "ichinoseki/ichinoseki": (
        *("021-0877", "一関市城内1-36", "0191-23-6020", "0191-23-6024"),
        *("", ""),
    ),
    "ichinoseki/hanaizumi": (
        *("029-3103", "一関市花泉町老松字水沢193-1", "0191-82-4002", "0191-82-4002"),
        *("", ""),
    ),
    "ichinoseki/daito": (
        *("029-0521", "一関市大東町渋民字大洞地55-8", "0191-71-1177", "0191-71-1181"),
        *("", ""),
    ),
    "ichinoseki/senmaya": (
        *("029-0903", "一関市千厩町千厩字町浦97-1", "0191-53-2885", "0191-53-2881"),
        *("", ""),
    ),
    "ichinoseki/higashiyama": (
        *("029-0302", "一関市東山町長坂字西本町139-1", "0191-47-3238", "0191-47-3236"),
        *("", ""),
    ),
    "ichinoseki/murone": (
        *("029-1201", "一関市室根町折壁字八幡沖116", "0191-64-3983", "0191-64-3984"),
        *("", ""),
    ),
    "ichinoseki/kawasaki": (
        *("029-0202", "一関市川崎町薄衣字諏訪前137", "0191-43-4323", "0191-34-4040"),
        *("", ""),
    ),
    "ichinoseki/fujisawa": (
        *("029-3405", "一関市藤沢町藤沢字町裏55", "0191-63-5122", "0191-48-3047"),
        *("", ""),
    ),
}
# Not to be shown until staff have confirmed them.
DOUBTFUL = {("ichinoseki/kawasaki", "fax"), ("honjo/honsho", "hours")}

HOTLINES = {
    *("110", "119", "188", "189", "#7119", "#7171", "#8000", "#8008", "#8891", "#9110"),
    *("0120-189-783", "043-277-8820", "043-277-8821", "043-252-1152"),
    *("0120-80-7171", "048-762-7533", "048-824-4199", "048-833-7911", "03-6810-1636"),
    *("019-656-1774", "043-242-9939", "019-605-9000", "0120-279-889", "0120-8891-77"),
    *("0120-31-8341", "0120-783-556", "0120-061-338", "019-654-7575", "0120-279-338"),
    *("0570-064-556", "0120-0-78310", "0120-99-7777"),
}
NEVER_SHOWN = {"0570-783-189", "0570-0-55210", "0120-738-556", "0570-046-556", "0570-0-78310"}

PLANS = {
    "honjo": (
        "ふくしの杜ほんじょうプラン21（第2期本庄市地域福祉計画・第2期本庄市地域福祉活動計画）",
        "",
        "",
    ),
    "konosu": (
        *("第4次鴻巣市地域福祉計画・鴻巣市社会福祉協議会地域福祉活動計画", "2024-04", "2029-03"),
    ),
    "chiba": ("第7次地域福祉活動計画 千葉市社協行動プラン", "2022-04", "2027-03"),
    "ichinoseki": ("第3次一関市地域福祉活動計画", "2026-04", "2031-03"),
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(small.KNOWLEDGE)


def wordings(knowledge: Knowledge) -> list[Wording]:
    return [Wording(knowledge.texts, language) for language in LANGUAGES]


def cards(knowledge: Knowledge) -> Iterator[Card]:
    for say in wordings(knowledge):
        for office in knowledge.offices.values():
            yield office_card(knowledge, office, say)
        for entry in knowledge.entries.values():
            for office in knowledge.offices_of(entry.council):
                yield entry_card(knowledge, entry, office, say)


def shown(knowledge: Knowledge) -> Iterator[str]:
    """Every text a resident may read: cards, hotlines, sentences, advice, and all they are made of."""
    for card in cards(knowledge):
        yield "\n".join((card.title, *card.body, *map(" ".join, card.lines), card.footer))
    for say in wordings(knowledge):
        yield from (hotline_line(line, say) for line in knowledge.hotlines.values())
    parts = (knowledge.texts, knowledge.needs, knowledge.situations, knowledge.themes)
    for part in parts:
        yield from phrases(part.values())
    yield from phrases(knowledge.entries.values())
    yield from phrases(knowledge.councils.values())


def phrases(value: Any) -> Iterator[str]:
    if isinstance(value, Hotline):
        value = dataclasses.replace(value, never_show=())
    if isinstance(value, Phrase):
        yield from (value.ja, value.easy, value.en)
    elif isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            if one.name not in ("questions", "kinds"):
                yield from phrases(getattr(value, one.name))
    elif isinstance(value, Iterable):
        for one in value.values() if isinstance(value, dict) else value:
            yield from phrases(one)


def test_every_entry_office_and_crisis_of_the_catalogue_is_there(knowledge: Knowledge) -> None:
    assert len(ENTRIES) == 72
    assert len(OFFICES) == 14
    assert set(knowledge.entries) == set(ENTRIES)
    assert set(knowledge.offices) == set(OFFICES)
    assert set(knowledge.situations) == set(CRISES)


@pytest.mark.parametrize("id_", OFFICES)
def test_an_office_is_reached_as_its_document_says(knowledge: Knowledge, id_: str) -> None:
    office = knowledge.offices[id_]
    found = (office.postal_code, office.address, office.phone, office.fax, office.email, office.url)
    assert found == OFFICES[id_]
    assert office.source.document
    assert office.verified


def test_what_is_doubtful_is_kept_and_not_shown(knowledge: Knowledge) -> None:
    doubtful = {(o.id, name) for o in knowledge.offices.values() for name in o.doubtful}
    assert doubtful == DOUBTFUL
    for id_, name in DOUBTFUL:
        office = knowledge.offices[id_]
        assert getattr(office, name)
        for say in wordings(knowledge):
            values = [value for _, value in contact_lines(office, say)]
            assert getattr(office, name) not in values
            assert office.phone in values
    assert not any("0191-34-4040" in text for text in shown(knowledge))


@pytest.mark.parametrize("id_", PLANS)
def test_a_plan_has_its_official_name_and_years(knowledge: Knowledge, id_: str) -> None:
    plan = knowledge.councils[id_].plan
    assert plan is not None
    assert (plan.name, plan.start, plan.end) == PLANS[id_]


def test_every_card_names_its_office_number_and_source(knowledge: Knowledge) -> None:
    for card in cards(knowledge):
        values = [value for _, value in card.lines]
        assert {row[2] for row in OFFICES.values()} & set(values), card
        assert card.footer
        assert card.title


def test_every_card_says_when_it_was_verified(knowledge: Knowledge) -> None:
    for say in wordings(knowledge):
        for office in knowledge.offices.values():
            footer = office_card(knowledge, office, say).footer
            assert spoken_date(office.verified, say) in footer
        for entry in knowledge.entries.values():
            office = knowledge.offices[entry.office]
            footer = entry_card(knowledge, entry, office, say).footer
            assert spoken_date(entry.verified, say) in footer
        for line in knowledge.hotlines.values():
            if line.verified:
                assert spoken_date(line.verified[:7], say) in hotline_line(line, say)


def test_every_entry_is_told_in_three_languages(knowledge: Knowledge) -> None:
    for entry in knowledge.entries.values():
        assert entry.summary.ja, entry.id
        assert entry.summary.easy, entry.id
        assert re.search("[A-Za-z]{3}", entry.summary.en), entry.id
        assert not re.search("[\u3040-\u30ff]", entry.summary.en), entry.id
        assert entry.source.document == entry.council or entry.source.document.startswith("http")
        assert entry.source.at, entry.id
        assert entry.needs, entry.id


def test_every_need_danger_and_hotline_is_told_in_three_languages(knowledge: Knowledge) -> None:
    told = [
        *((need.id, need.name) for need in knowledge.needs.values()),
        *((need.id, need.reply) for need in knowledge.needs.values() if need.reply.ja),
        *((s.id, s.name) for s in knowledge.situations.values()),
        *((s.id, s.advice) for s in knowledge.situations.values()),
        *((line.id, line.name) for line in knowledge.hotlines.values()),
        *((line.id, line.hours) for line in knowledge.hotlines.values() if line.hours.ja),
        *((line.id, line.cost) for line in knowledge.hotlines.values() if line.cost.ja),
        *((line.id, line.note) for line in knowledge.hotlines.values() if line.note.ja),
        *((theme.id, theme.name) for theme in knowledge.themes.values()),
    ]
    assert [id_ for id_, phrase in told if not (phrase.ja and phrase.easy and phrase.en)] == []


def test_every_need_has_at_least_fifteen_utterances(knowledge: Knowledge) -> None:
    few = {n.id: len(set(n.questions)) for n in knowledge.needs.values()}
    assert {id_: count for id_, count in few.items() if count < 15} == {}


def test_every_need_of_ours_is_met_somewhere(knowledge: Knowledge) -> None:
    met = {need for e in knowledge.entries.values() for need in (*e.needs, *e.also)}
    ours = {need.id for need in knowledge.needs.values() if need.kind == "need"}
    assert ours - met == set()


def test_hotlines_have_only_numbers_that_a_public_page_confirms(knowledge: Knowledge) -> None:
    lines = knowledge.hotlines.values()
    numbers = {number for line in lines for number in (line.number, *line.alternatives)}
    assert numbers <= HOTLINES
    assert all(line.source.document for line in lines)


def test_numbers_that_must_never_be_shown_stand_nowhere(knowledge: Knowledge) -> None:
    kept = {number for line in knowledge.hotlines.values() for number in line.never_show}
    assert kept == NEVER_SHOWN
    digits = {re.sub(r"\D", "", number) for number in NEVER_SHOWN}
    count = 0
    for text in shown(knowledge):
        count += 1
        plain = re.sub(r"[-‐‑–—−ー()（）\s]", "", text)
        assert not [number for number in digits if number in plain], text
    assert count > 1000


def test_every_number_in_any_text_is_one_of_these(knowledge: Knowledge) -> None:
    known = HOTLINES | {number for row in OFFICES.values() for number in row[2:4]}
    pattern = re.compile(r"(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,5}(?![\d-])|#\d{4}")
    found = {number for text in shown(knowledge) for number in pattern.findall(text)}
    assert found <= known
    assert len(found) > 30


def test_residents_are_spoken_to_in_three_languages_with_the_same_places() -> None:
    items = read(small.KNOWLEDGE / "texts" / "resident.yaml").data
    assert len(items) > 50
    for item in items:
        places = {
            language: sorted(set(re.findall(r"\{(\w+)\}", item[language])))
            for language in ("ja", "easy", "en")
        }
        assert places["easy"] == places["ja"] == places["en"], item["id"]
        assert all(item[language].strip() for language in places), item["id"]
        assert not re.search("[\u3040-\u30ff]", re.sub("「.*?」", "", item["en"])) or (
            item["id"].startswith("language-")
        ), item["id"]


def test_every_sentence_the_code_says_is_there_with_the_places_it_fills(
    knowledge: Knowledge,
) -> None:
    said = 0
    for file in sorted((PROJECT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            name = node.func.attr if isinstance(node.func, ast.Attribute) else name
            if name not in ("say", "_say", "_staff", "_tell", "new"):
                continue
            text = node.args[0]
            if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
                continue
            said += 1
            where = f"{file.name}:{node.lineno} {text.value}"
            assert text.value in knowledge.texts, where
            given = {keyword.arg for keyword in node.keywords}
            for language in LANGUAGES:
                words = knowledge.texts[text.value].say(language)
                assert set(re.findall(r"\{(\w+)\}", words)) <= given, where
    assert said > 50


def test_no_two_needs_share_an_utterance(knowledge: Knowledge) -> None:
    owner: dict[str, str] = {}
    for need in knowledge.needs.values():
        for question in need.questions:
            assert owner.setdefault(question, need.id) == need.id
