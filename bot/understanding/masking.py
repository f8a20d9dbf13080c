"""Personal data out of a message before it is kept: the words stay, the numbers and names go.

What stands in the knowledge is nobody's secret: an office's number stays, since staff need to read
which office did not answer. So do toll-free and short numbers, which no resident has.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import jaconv

from bot.model import Knowledge
from bot.understanding.japanese import Japanese
from bot.understanding.personal import PATTERNS, PHONE

_HIDDEN = "\ue000"
_NO_LETTER = re.compile("[\ud800-\udfff]")
_NAME = "名前"
_FREE = ("0120", "0570", "0990")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CALLED = r"\s?(?:さん|さま|ちゃん|くん|君|様|先生|氏"
_ADDRESSED = re.compile(_CALLED + ")")
_NAMED = re.compile(_CALLED + "|と申|ともう|とい[いう]|と言[いう])")
_SPOKEN_OF = re.compile(r"です|でござ|だ|が|は|に|の|を|も|と|へ|から|[、。,!]|\s|$")
_KANJI = re.compile("[一-龥々]")
# 「山口まで」 is a way to go; a surname with its given name is hardly ever one.
_REACHED = re.compile("まで")
_FULL_NAME = 4


@dataclass(frozen=True, slots=True)
class Personal:
    """A part of a message, from ``start`` to before ``end`` in letters, and what it is."""

    kind: str
    start: int
    end: int


class Masker:
    """``knowledge`` says which numbers and places are public."""

    def __init__(self, japanese: Japanese, knowledge: Knowledge) -> None:
        self._japanese = japanese
        self._numbers = frozenset(map(_digits, _public_numbers(knowledge)))
        self._places = frozenset(_public_places(knowledge))

    def mask(self, text: str) -> str:
        """The text in one spelling of letters (NFKC), each part that is personal as ［what it is］."""
        text = _NO_LETTER.sub("\ufffd", unicodedata.normalize("NFKC", text))
        for part in reversed(self.find(text)):
            text = f"{text[: part.start]}［{part.kind}］{text[part.end :]}"
        return text

    def find(self, text: str) -> list[Personal]:
        """What is personal in a text after NFKC, in order, none over another."""
        found: list[Personal] = []
        for kind, pattern in PATTERNS:
            for match in pattern.finditer(text):
                start, end = match.span(match.lastindex or 0)
                if kind != PHONE or not self._public(match[match.lastindex or 0]):
                    found.append(Personal(kind, start, end))
                text = text[:start] + _HIDDEN * (end - start) + text[end:]
        found += self._people(text)
        return sorted(found, key=lambda part: part.start)

    def _public(self, number: str) -> bool:
        digits = _digits(number)
        return digits.startswith(_FREE) or digits in self._numbers

    def _people(self, text: str) -> Iterator[Personal]:
        for start, end, person in self._japanese.proper_names(text):
            name = text[start:end]
            if person and name not in self._places and _KANJI.search(name):
                likely = _SPOKEN_OF.match(text, end) or _NAMED.match(text, end)
                if len(name) >= _FULL_NAME:
                    likely = likely or _REACHED.match(text, end)
            else:
                likely = (_NAMED if person else _ADDRESSED).match(text, end)
            if likely:
                yield Personal(_NAME, start, end)


def _public_numbers(knowledge: Knowledge) -> Iterator[str]:
    for office in knowledge.offices.values():
        yield from (office.phone, office.fax)
    for hotline in knowledge.hotlines.values():
        yield from (hotline.number, *hotline.alternatives)


def _public_places(knowledge: Knowledge) -> Iterator[str]:
    for council in knowledge.councils.values():
        if council.city:
            yield council.city.rstrip("市町村")
        yield from council.places
    for office in knowledge.offices.values():
        yield from office.areas


def _digits(number: str) -> str:
    """0495-24-2755, 〇四九五の二四の二七五五 → 0495242755"""
    western = jaconv.normalize(number).translate(_DIGITS)
    return "".join(letter for letter in western if letter.isascii() and letter.isdigit())
