"""Where a message is about: a council, one of its offices, or a city that is not ours.

Names are matched longest first, so that 川崎市 is the city in 神奈川 and never our 川崎支部, and
千葉県 is not 千葉市. A short name in kana counts only where a word can begin（「いちばん」is not ちば）.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import ahocorasick
import jaconv
from rapidfuzz import fuzz, process

from bot.model import Knowledge, Office, OfficeKind
from bot.understanding.japanese import normalise


@dataclass(frozen=True, slots=True)
class Where:
    """What the message names. ``elsewhere`` is another municipality that the question is about.

    ``several`` are the councils of a name that more than one city bears（府中市）, where nothing tells which.
    ``named`` says that an office was asked for by its own name（千厩支部, 福祉課）rather than an area,
    ``part`` that a part of the council's city was（美浜区）for which no office of ours stands by itself.
    """

    council: str | None = None
    office: str | None = None
    elsewhere: str | None = None
    named: bool = False
    several: tuple[str, ...] = ()
    part: bool = False


def _spelling(text: str) -> str:
    """One spelling for comparing names: katakana is typed for hiragana and the other way round."""
    return jaconv.kata2hira(normalise(text))


class _Kind(StrEnum):
    COUNCIL = "council"
    OFFICE = "office"
    ALIAS = "alias"
    AREA = "area"
    ELSEWHERE = "elsewhere"
    NEUTRAL = "neutral"


_OURS = (_Kind.COUNCIL, _Kind.OFFICE, _Kind.AREA, _Kind.ALIAS)


@dataclass(frozen=True, slots=True)
class _Meaning:
    kind: _Kind
    council: str = ""
    office: str = ""
    label: str = ""
    part: bool = False


_KANA = re.compile(r"^[\u3040-\u309f\u30a0-\u30ffー]+$")
_KANA_CHARACTER = re.compile(r"[\u3040-\u309f]")
_WORD_END = ("の", "で", "に", "は", "を", "と", "、", "。", " ", "が", "へ", "も", "から", "さ")
_A_PERSON = re.compile(r"(さん|ちゃん|くん|君|様|先生|氏)(?!い)")
# Naming a city one comes from, works in or has family in does not make the question about it.
_IN_PASSING = re.compile(
    r"^(から|で、|出身|育ち|生まれ|まで|へ(引っ|越|行|通)|に(引っ越|転|勤|通|行|働|出|嫁|単身)|の(会社|職場|寮|工場|大学|高校|病院|店)"
    r"|に(住む|住んで(い)?る|いる)(?!.{1,5}(が|の)(こと|.{0,8}(困|寝たきり|認知症|病気|倒れ|一人|ひとり|介護|世話|相談)))"
    r"(叔|伯|娘|息子|姉|妹|兄|弟|孫|母|父|友|子|両親|親|実家|親戚))"
)
_SPACES = re.compile(r"(?<=[\u3040-\u30ff])[ \u3000]+(?=[\u3040-\u30ff])")
_LEFT = r"(から|より|出身)"
_KANJI = re.compile(r"[\u3400-\u9fff]")
_A_NAME_ENDS = re.compile(r"(です|だよ|に住んでいます|にすんでいます|在住)?[。.!\s]*$")
_BETWEEN_NAMES = "の市、, "
_LONG_NAME = 5
_SHORT_MESSAGE = 24
_ANY_COUNCIL = frozenset({"社協", "しゃきょう", "社会福祉協議会", "しゃかいふくしきょうぎかい"})
_CITY_HALL = "役所"
_LONGEST = 5000
_NORMAL_SUFFIX = re.compile(r"(市|町|村|区)$")
_PREFECTURE_SUFFIX = re.compile(r"[都道府県]$")
# A prefecture counts for one's home only where nothing but that is said of it.
_HOME = re.compile(
    r"(?:^|[。!?、\s])(?:(?:私|わたし|わたくし|僕|ぼく|俺|おれ|うち|今|いま|家|住まい)(?:は|も)?)?[、,\s]*"
    r"(?P<name>[^\s、。]{2,3}?)(?P<full>[都道府県])?"
    r"(?P<lives>(?:に|で)(?:住んで|すんで|暮らして|くらして)い?(?:ます|る)|在住"
    r"|(?:に(?:いる|住む|住んで(?:い)?る)|の)(?:母|父|親|両親|義母|義父|祖母|祖父|叔母|叔父|姉|兄|実家)(?:の(?:こと|介護|世話)|が).*)?"
    r"(?:です|だよ)?(?:けど|が)?(?:[。.!、\s]|$)"
)


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
        near = {council.prefecture for council in knowledge.councils.values()}
        self._far = {
            _PREFECTURE_SUFFIX.sub("", city.prefecture): city.prefecture
            for city in knowledge.municipalities
            if city.prefecture not in near
        }
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
            for name in (*council.names, council.short_name):
                self._add(name, _Meaning(_Kind.COUNCIL, council.id), strong=True)
            for name in council.places:
                self._add(name, _Meaning(_Kind.COUNCIL, council.id, part=True), strong=True)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for office in knowledge.offices.values():
            self._bearers[office.name.ja].add(office.council)
        for office in knowledge.offices.values():
            kind = _Kind.AREA if office.kind is OfficeKind.BRANCH else _Kind.COUNCIL
            for area in office.areas:
                self._add(area, _Meaning(kind, office.council, office.id), strong=True)
            # 本所, 支所, 福祉課 ... name an office only of a council that is known already.
            for alias in office.aliases:
                if normalise(alias) not in _ANY_COUNCIL:
                    placed = any(area in alias for area in office.areas)
                    kind = _Kind.OFFICE if placed else _Kind.ALIAS
                    self._add(alias, _Meaning(kind, office.council, office.id))
            # 社会福祉課 is a name in forty cities: it names an office of a known council only.
            kind = _Kind.OFFICE if self._only_here(office) else _Kind.ALIAS
            self._add(office.name.ja, _Meaning(kind, office.council, office.id))
        # Of a council whose city is not known, no other city can be told.
        self._anywhere = {c.id for c in knowledge.councils.values() if not c.city}
        self._long = [
            name
            for name, meanings in self._names.items()
            if len(name) >= _LONG_NAME and any(self._is_near(m) for m in meanings)
        ]
        self._automaton = ahocorasick.Automaton()
        for name in self._names:
            self._automaton.add_word(name, len(name))
        self._automaton.make_automaton()

    def find(self, text: str, council: str | None = None) -> Where:
        """What ``text`` names, for someone whose chosen council is ``council``.

        Text beyond 5,000 characters is not looked at.
        """
        spoken = _spelling(text[:_LONGEST])
        mentions = list(self._mentions(spoken))
        if not mentions and (apart := _spelling(_SPACES.sub("、", text[:_LONGEST]))) != spoken:
            # Between words of kana only a space tells where a name begins.
            spoken, mentions = apart, list(self._mentions(apart))
        mentions = mentions or list(self._mistyped(spoken))
        meanings = [(name, meaning) for name, all_ in mentions for meaning in all_]
        # 「千葉市から鴻巣市に越してきました」is about 鴻巣市.
        left = {name for name, _ in mentions if re.search(re.escape(name) + _LEFT, spoken)}
        cities = [
            (name, [m.council for m in all_ if m.kind is _Kind.COUNCIL])
            for name, all_ in mentions
            if not any(m.kind is _Kind.AREA and m.council == council for m in all_)
        ]
        cities = [(name, bearers) for name, bearers in cities if bearers]
        staying = [bearers for name, bearers in cities if name not in left]
        bearers = next(iter(staying or [bearers for _, bearers in cities]), [])
        named, several = self._which(bearers, spoken, council)
        candidates = [
            meaning for name, meaning in meanings if self._counts(name, meaning, named, council)
        ]
        office = next(
            (
                m
                for kind in (_Kind.OFFICE, _Kind.ALIAS, _Kind.AREA)
                for m in candidates
                if m.kind is kind
            ),
            None,
        )
        if office is not None and office.kind is not _Kind.ALIAS:
            named = office.council
        elsewhere = next(
            (
                meaning.label
                for name, meaning in meanings
                if meaning.kind is _Kind.ELSEWHERE and not self.is_part(name, council)
            ),
            None,
        )
        return Where(
            named,
            office.office if office else None,
            None if named or several or self._may_be_anywhere(council) else elsewhere,
            office is not None and office.kind is not _Kind.AREA,
            () if named else several,
            office is None
            and any(
                self._is_district(name, all_, named or council)
                for name, all_ in mentions
                if f"{name}{_CITY_HALL}" not in spoken
            ),
        )

    def _which(
        self, bearers: list[str], text: str, chosen: str | None
    ) -> tuple[str | None, tuple[str, ...]]:
        """The council meant by a name, or all of its bearers where nothing tells which."""
        if len(bearers) < 2:
            return next(iter(bearers), None), ()
        if chosen in bearers:
            return chosen, ()
        councils = self._knowledge.councils
        told = [id_ for id_ in bearers if _spelling(councils[id_].prefecture) in text]
        return (told[0], ()) if len(told) == 1 else (None, tuple(bearers))

    def _is_near(self, meaning: _Meaning) -> bool:
        """Whether a name may be meant by one with a letter wrong: not by thousands of desks."""
        return meaning.kind in _OURS and self._knowledge.councils[meaning.council].plan is not None

    def _only_here(self, office: Office) -> bool:
        council = self._knowledge.councils[office.council]
        alone = len(self._bearers[office.name.ja]) == 1
        return alone and (council.plan is not None or council.city in office.name.ja)

    def far_home(self, text: str, *, asked: bool) -> str:
        """The prefecture without any council of ours where somebody lives; empty where none is named.

        ``asked`` is after the question for the city; 「石川です」 is a surname otherwise.
        """
        for found in _HOME.finditer(normalise(text[:_LONGEST])):
            if found["name"] in self._far and (asked or found["full"] or found["lives"]):
                return self._far[found["name"]]
        return ""

    def is_place(self, text: str) -> bool:
        """Whether it is one of our names of places and nothing else, or two of them as 一関の花泉."""
        spoken = _spelling(text)
        return self._is_name(spoken) or any(
            self._is_name(spoken[:at]) and self._is_name(spoken[at:].lstrip(_BETWEEN_NAMES))
            for at in range(2, len(spoken) - 1)
        )

    def _is_name(self, spoken: str) -> bool:
        meanings = self._names.get(_A_NAME_ENDS.sub("", spoken.strip()), ())
        return any(m.kind in (_Kind.COUNCIL, _Kind.AREA) for m in meanings)

    def _mistyped(self, text: str) -> Iterator[tuple[str, list[_Meaning]]]:
        """The one of our longer names that a short message gives with a single letter wrong."""
        if not _LONG_NAME - 1 <= len(text) <= _SHORT_MESSAGE:
            return
        best = process.extractOne(text, self._long, scorer=fuzz.partial_ratio)
        if best is not None and best[1] >= 100 * (1 - 1 / len(best[0])) - 1:
            yield best[0], self._names[best[0]]

    def _may_be_anywhere(self, council: str | None) -> bool:
        return bool(self._anywhere) if council is None else council in self._anywhere

    def is_part(self, name: str, council: str | None) -> bool:
        """中央区 is 千葉市中央区 to somebody in 千葉市."""
        places = self._knowledge.councils[council].places if council else ()
        return any(_spelling(place).endswith(name) for place in places)

    def _is_district(self, name: str, meanings: list[_Meaning], council: str | None) -> bool:
        """Whether a name is that of a part of a city, and not of the part where an office stands."""
        if any(m.kind is _Kind.ELSEWHERE for m in meanings):
            return self.is_part(name, council)
        return any(m.part for m in meanings) and not any(m.office for m in meanings)

    def _counts(self, name: str, meaning: _Meaning, named: str | None, chosen: str | None) -> bool:
        """Whether a mention may stand for an office, given the council named or else chosen."""
        within = named or chosen
        match meaning.kind:
            case _Kind.OFFICE:
                return named in (None, meaning.council)
            case _Kind.ALIAS:
                return within == meaning.council
            case _Kind.AREA:
                if within == meaning.council:
                    return True
                # A name that a city elsewhere bears too says nothing by itself.
                return named is None and name not in self._shared
            case _:
                return False

    def _add(self, name: str, meaning: _Meaning, *, strong: bool = False) -> None:
        key = _spelling(name)
        known = self._names.setdefault(key, [])
        if strong:
            known[:] = [m for m in known if m.kind is not _Kind.ELSEWHERE]
        if meaning not in known:
            known.append(meaning)

    def _mentions(self, text: str) -> Iterator[tuple[str, list[_Meaning]]]:
        # They come by their ends: of those that begin at one letter, the longest last.
        ends = {last + 1 - length: last + 1 for last, length in self._automaton.iter(text)}
        position = 0
        for start, end in sorted(ends.items()):
            name = text[start:end]
            if start < position or not self._is_mention(text, start, end, name):
                continue
            position = end
            meanings = self._names[name]
            if meanings[0].kind is _Kind.ELSEWHERE and _IN_PASSING.match(text[end:]):
                continue
            yield name, meanings

    def _is_mention(self, text: str, start: int, end: int, name: str) -> bool:
        after = text[end:]
        if _A_PERSON.match(after):
            return False
        if len(name) <= 2 and _KANJI.match(name) and start and _KANJI.match(text[start - 1]):
            # 宮城内陸地震 does not speak of 城内; 一関市城内 does.
            return text[start - 1] in "市町村県区"
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
