"""Where a message is about: a council, one of its offices, or a city that is not ours.

Names are matched longest first, so that 川崎市 is the city in 神奈川 and never our 川崎支部, and
千葉県 is not 千葉市. A short name in kana counts only where a word can begin（「いちばん」is not ちば）.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Knowledge, OfficeKind
from bot.understanding.japanese import normalise


@dataclass(frozen=True, slots=True)
class Where:
    """What the message names. ``elsewhere`` is another municipality that the question is about.

    ``named`` says that an office was asked for by its own name（千厩支部, 福祉課）rather than an area.
    """

    council: str | None = None
    office: str | None = None
    elsewhere: str | None = None
    named: bool = False


class _Kind(StrEnum):
    COUNCIL = "council"
    OFFICE = "office"
    AREA = "area"
    ELSEWHERE = "elsewhere"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class _Meaning:
    kind: _Kind
    council: str = ""
    office: str = ""
    label: str = ""


_KANA = re.compile(r"^[\u3040-\u309f\u30a0-\u30ffー]+$")
_KANA_CHARACTER = re.compile(r"[\u3040-\u309f]")
_WORD_END = ("の", "で", "に", "は", "を", "と", "、", "。", " ", "が", "へ", "も", "から", "さ")
_A_PERSON = re.compile(r"(さん|ちゃん|くん|君|様|先生|氏)(?!い)")
# Naming a city one comes from, works in or has family in does not make the question about it.
_IN_PASSING = re.compile(
    r"^(から|出身|育ち|生まれ|まで|へ(引っ|越|行|通)|に(引っ越|転|勤|通|行|働|出|嫁|単身)|の(会社|職場|寮|工場|大学|高校|病院|店)"
    r"|に(住む|住んで(い)?る|いる)(叔|伯|娘|息子|姉|妹|兄|弟|孫|母|父|友|子|両親|親|実家|親戚))"
)
_NORMAL_SUFFIX = re.compile(r"(市|町|村|区)$")


class Gazetteer:
    """The names of all places, compiled once from the knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._names: dict[str, list[_Meaning]] = {}
        own = {council.city for council in knowledge.councils.values()}
        for city in knowledge.municipalities:
            if city.name not in own:
                label = f"{city.name}（{city.prefecture}）"
                self._add(city.name, _Meaning(_Kind.ELSEWHERE, label=label))
                if len(city.kana) >= 5:
                    self._add(city.kana, _Meaning(_Kind.ELSEWHERE, label=label))
            self._add(city.prefecture, _Meaning(_Kind.NEUTRAL))
        # A bare name shared with a city elsewhere says nothing of the council by itself.
        self._shared = {
            _NORMAL_SUFFIX.sub("", city.name)
            for city in knowledge.municipalities
            if city.name not in own
        } | {
            re.sub(r"(し|ちょう|まち|むら|そん|く)$", "", city.kana)
            for city in knowledge.municipalities
            if city.name not in own
        }
        for council in knowledge.councils.values():
            for name in (*council.names, *council.places, council.short_name):
                self._add(name, _Meaning(_Kind.COUNCIL, council.id), strong=True)
        for office in knowledge.offices.values():
            if office.kind is OfficeKind.BRANCH:
                for area in office.areas:
                    self._add(area, _Meaning(_Kind.AREA, office.council, office.id), strong=True)
            else:
                for area in office.areas:
                    self._add(area, _Meaning(_Kind.COUNCIL, office.council), strong=True)
            for alias in (office.name.ja, *office.aliases):
                if alias not in ("社協", "しゃきょう"):
                    self._add(alias, _Meaning(_Kind.OFFICE, office.council, office.id))
            if office.kind is OfficeKind.BRANCH:
                self._add(
                    office.name.ja.split(" ")[-1], _Meaning(_Kind.OFFICE, office.council, office.id)
                )
        ordered = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)))

    def find(self, text: str, council: str | None = None) -> Where:
        """What ``text`` names, for someone whose chosen council is ``council``."""
        named: str | None = None
        office: str | None = None
        by_name = False
        elsewhere: str | None = None
        spoken = normalise(text)
        mentions = list(self._mentions(spoken))
        for _, meanings in mentions:
            here = [m for m in meanings if m.kind is _Kind.COUNCIL]
            if here and named is None:
                named = here[0].council
        within = named or council
        for name, meanings in mentions:
            for meaning in meanings:
                if meaning.kind is _Kind.ELSEWHERE and elsewhere is None:
                    elsewhere = meaning.label
                if meaning.kind not in (_Kind.AREA, _Kind.OFFICE):
                    continue
                if within is None and name in self._shared:
                    continue
                if (
                    within is None
                    and meaning.kind is _Kind.OFFICE
                    and len({m.council for m in meanings}) > 1
                ):
                    continue
                # An area of another council than the chosen one counts only if nobody shares its name.
                if within not in (None, meaning.council) and (
                    named or name in self._shared or meaning.kind is _Kind.OFFICE
                ):
                    continue
                if office is None or (meaning.kind is _Kind.OFFICE and not by_name):
                    office, by_name = meaning.office, meaning.kind is _Kind.OFFICE
        if office is not None:
            named = self._knowledge.offices[office].council
        if named is not None:
            elsewhere = None
        return Where(named, office, elsewhere, by_name)

    def _add(self, name: str, meaning: _Meaning, *, strong: bool = False) -> None:
        key = normalise(name)
        known = self._names.setdefault(key, [])
        if strong:
            known[:] = [m for m in known if m.kind is not _Kind.ELSEWHERE]
        if meaning not in known:
            known.append(meaning)

    def _mentions(self, text: str) -> Iterator[tuple[str, list[_Meaning]]]:
        position = 0
        while match := self._pattern.search(text, position):
            name = match.group()
            position = match.end()
            if self._is_mention(text, match.start(), match.end(), name):
                meanings = self._names[name]
                if meanings[0].kind is _Kind.ELSEWHERE and _IN_PASSING.match(text[match.end() :]):
                    continue
                yield name, meanings
            else:
                position = match.start() + 1

    def _is_mention(self, text: str, start: int, end: int, name: str) -> bool:
        after = text[end:]
        if _A_PERSON.match(after):
            return False
        if name.isascii():
            around = text[max(0, start - 1) : start] + after[:1]
            return not any(c.isascii() and c.isalpha() for c in around)
        if _KANA.match(name) and len(name) <= 4:
            begins = start == 0 or not _KANA_CHARACTER.match(text[start - 1])
            ends = not after or after.startswith(_WORD_END) or not _KANA_CHARACTER.match(after[0])
            return ((begins or text[:start].endswith(("の", "に", "は"))) and ends) or (
                len(name) == 4 and begins
            )
        return True
