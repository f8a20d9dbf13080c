"""Every number, mail address and URL in a reply stands in the knowledge, over all our questions."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from bot.channels.terminal import readable, render
from bot.conversation.calling import map_link
from bot.conversation.guide import Guide
from bot.knowledge.labelled import Labelled, labelled
from bot.model import Knowledge, Language, Session, Turn
from bot.settings import PROJECT

_DASHES = str.maketrans(dict.fromkeys("‐‑–—−ー", "-"))
_PHONE = re.compile(
    r"(?<![\d〒-])(?:(?:\+81[- ]?\d{1,4}|0\d{1,4})[-( ]?\d{1,4}[-) ]?\d{3,5}|#\d{4})(?![\d-])"
)
_SHORT = re.compile(r"(?<![\d#.:/〒-])1\d\d(?=番|へ|に ?電話|[.(])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[^\s）)、。」]+")


def plainly(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES)


def questions() -> list[Labelled]:
    files = sorted((PROJECT / "tests" / "questions").glob("*.yaml"))
    return [item for file in files for item in labelled(file)]


def digits(number: str) -> str:
    return re.sub(r"[^\d#]", "", number)


def known_numbers(knowledge: Knowledge) -> set[str]:
    """What may be called: offices by what is not doubtful, hotlines by all but what is banned.

    Postal codes look like numbers where no 〒 stands before them, as on a contact card.
    """
    offices = knowledge.offices.values()
    lines = knowledge.hotlines.values()
    numbers = {office.shown(name) for office in offices for name in ("phone", "fax", "postal_code")}
    numbers |= {number for line in lines for number in (line.number, *line.alternatives)}
    return {digits(number) for number in numbers if number}


def known_addresses(knowledge: Knowledge) -> tuple[set[str], set[str]]:
    """Mail addresses and URLs, from offices, plans, notes of hotlines and the replies of needs."""
    mails, urls = set(), set()
    for office in knowledge.offices.values():
        mails.add(office.shown("email"))
        urls.add(office.shown("url"))
    plans = [council.plan for council in knowledge.councils.values()]
    for plan in filter(None, plans):
        urls |= {reading.url for reading in plan.read}
    for line in knowledge.hotlines.values():
        for note in (line.note.ja, line.note.easy, line.note.en):
            urls |= set(_URL.findall(note))
    for entry in knowledge.entries.values():
        urls |= {url for detail in entry.details.ja for url in _URL.findall(detail)}
        urls |= set(_URL.findall(entry.source.document))
    for office in knowledge.offices.values():
        urls |= set(_URL.findall(office.source.document))
    urls |= {readable(map_link(office)) for office in knowledge.offices.values()}
    return mails - {""}, urls - {""}


def turns(guide: Guide, asked: list[Labelled], language: Language) -> Iterator[tuple[str, Turn]]:
    """The reply to each question, and those to every button under it, once for each council."""
    pressed: set[tuple[str | None, str]] = set()
    for item in asked:
        turn = guide.hear(Session(item.council, language=language, chosen=True), item.q, "q")
        yield item.q, turn
        for choice in turn.reply.choices.flat:
            button = (turn.session.council, choice.token)
            if button not in pressed:
                pressed.add(button)
                chosen = guide.choose(turn.session, choice.token, "q")
                if chosen is not None:
                    yield f"{item.q} → {choice.label}", chosen


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_no_reply_names_what_the_knowledge_does_not(guide: Guide, language: Language) -> None:
    numbers = known_numbers(guide.knowledge)
    mails, urls = known_addresses(guide.knowledge)
    asked = questions()
    # Every question in Japanese, and every fifth in each of the other languages.
    asked = asked if language == "ja" else asked[::5]
    said: dict[str, str] = {}
    for question, turn in turns(guide, asked, language):
        said.setdefault(render(turn.reply), question)
    called = set()
    for text, question in said.items():
        plain = plainly(text)
        for number in _PHONE.findall(plain) + _SHORT.findall(plain):
            called.add(digits(number))
            assert digits(number) in numbers, (number, question, text)
        for mail in _MAIL.findall(plain):
            assert mail in mails, (mail, question, text)
        for url in _URL.findall(text):
            assert url in urls, (url, question, text)
    assert len(called) > 15
    assert len(said) > 50


def test_the_test_sees_what_it_is_to_see() -> None:
    plain = plainly("電話０４８－５９７－２１００（平日）")
    assert [digits(n) for n in _PHONE.findall(plain)] == ["0485972100"]
    for number in (
        "048-597-2100",
        "0485972100",
        "048(597)2100",
        "0120-0-78310",
        "#8008",
        "03-1-2345",
    ):
        assert _PHONE.search(f"電話 {number}。"), number
    for number in ("119番", "110へ", "call 119.", "☎ 189("):
        assert _SHORT.search(number), number
    for other in ("2024-03", "〒365-0062", "103年", "1-1-1", "100円"):
        assert not _PHONE.search(other), other
        assert not _SHORT.search(other), other
    assert _MAIL.findall("（info@ichinoseki-shakyo.com）") == ["info@ichinoseki-shakyo.com"]
    assert _URL.findall("（https://a.jp/b）")[0] == "https://a.jp/b"
