"""The words of the project as frozen dataclasses: what everything else speaks of.

Nothing here does anything beyond looking up what it holds. A *council* 協議会 has *offices* 窓口 and
*entries*; entries meet *needs* 困りごと, which are shared by all councils and carry the *utterances*
言い方 by which people put them. A *reply* is what we say, independent of the channel.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeVar

Language = Literal["ja", "easy", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "easy", "en")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing said in Japanese, やさしい日本語 and English; a missing version falls back to Japanese."""

    ja: str
    easy: str = ""
    en: str = ""

    def say(self, language: Language) -> str:
        return (self.easy if language == "easy" else self.en if language == "en" else "") or self.ja


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things in each language, not always as many; a missing version falls back to Japanese."""

    ja: tuple[str, ...] = ()
    easy: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def say(self, language: Language) -> tuple[str, ...]:
        return (self.easy if language == "easy" else self.en if language == "en" else ()) or self.ja


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: a document (or URL) and the place in it."""

    document: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """Open on these weekdays (0 is Monday) from one time to another, by the clocks of Japan."""

    days: frozenset[int]
    start: time
    end: time


Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an office is open. A break parts two openings of one day.

    ``holidays`` says whether it is open on public holidays. ``closed`` and ``unsure`` are spans of
    the year, each from one (month, day) to another: closed, and not said exactly by the source.
    """

    openings: tuple[Opening, ...]
    holidays: bool = False
    closed: tuple[Span, ...] = ()
    unsure: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a place is, in degrees, and where that stands."""

    latitude: float
    longitude: float
    source: Source


class OfficeKind(StrEnum):
    HEADQUARTERS = "headquarters"
    BRANCH = "branch"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Office:
    """A place one can call or visit. Fields named in ``doubtful`` are kept for staff only.

    ``district`` is what its part of the city is called on a button.
    """

    id: str
    council: str
    name: Phrase
    kind: OfficeKind
    source: Source
    verified: str
    postal_code: str = ""
    address: str = ""
    address_en: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    url: str = ""
    hours: Phrase = Phrase("")
    services: Listing = Listing()
    district: Phrase = Phrase("")
    aliases: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    schedule: Schedule | None = None
    position: Position | None = None
    doubtful: Mapping[str, str] = field(default_factory=dict)
    verified_by: str = ""

    def shown(self, name: str) -> str:
        """The value of a contact field as a resident may see it: empty where it is doubtful."""
        return "" if name in self.doubtful else str(getattr(self, name))

    @property
    def told_address(self) -> Phrase:
        """The address as a resident may rely on it: empty where it is doubtful."""
        shown = self.shown("address")
        return Phrase(shown, en=self.address_en if shown else "")

    @property
    def told_hours(self) -> Phrase:
        """The hours in words as a resident may rely on them: empty where they are doubtful."""
        return Phrase("") if "hours" in self.doubtful else self.hours

    @property
    def opening(self) -> Schedule | None:
        """The schedule as a resident may rely on it: none where the hours are doubtful."""
        return None if "hours" in self.doubtful else self.schedule

    @property
    def found_at(self) -> Position | None:
        """The position as a resident may rely on it."""
        return None if "position" in self.doubtful else self.position


@dataclass(frozen=True, slots=True)
class Reading:
    """Something of a plan that can be read: a document with its size and pages, or a page."""

    name: str
    url: str = ""
    size: str = ""
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    name: str
    start: str = ""
    end: str = ""
    philosophy: str = ""
    goals: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    integrated: tuple[str, ...] = ()
    progress: str = ""
    read: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Council:
    """An organisation with offices, entries and mostly a plan. ``names`` and ``places`` lead to it.

    ``place`` is the city as it is read on a button; of one whose FAQ was imported, the city may not
    be known, and its short name stands there.
    """

    id: str
    name: Phrase
    short_name: str
    city: str
    place: Phrase
    prefecture: str
    headquarters: str
    comprehensive: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    plan: Plan | None

    @property
    def called(self) -> Phrase:
        """What it is called in a sentence; the short name is one that only Japanese has."""
        return Phrase(self.short_name, self.name.easy, self.name.en)


class EntryKind(StrEnum):
    INITIATIVE = "initiative"
    SERVICE = "service"
    ACTIVITY = "activity"
    PLAN = "plan"
    FAQ = "faq"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something a resident can be pointed to. ``needs`` it meets, ``also`` it helps with.

    One that meets none, as a question of an imported FAQ, is found by its own text.
    """

    id: str
    council: str
    kind: EntryKind
    name: Phrase
    summary: Phrase
    office: str
    source: Source
    verified: str
    marks: tuple[str, ...] = ()
    goal: str = ""
    direction: str = ""
    roles: Mapping[str, Phrase] = field(default_factory=dict)
    details: Listing = Listing()
    themes: tuple[str, ...] = ()
    join: Phrase = Phrase("")
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    verified_by: str = ""

    @property
    def indexed(self) -> bool:
        """Whether it is found by its own text rather than through needs."""
        return not self.needs and not self.also


class NeedKind(StrEnum):
    """What kind of question a need stands for; only NEED and CONTACT lead to entries or offices."""

    NEED = "need"
    CONTACT = "contact"
    ELSEWHERE = "elsewhere"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Need:
    """A worry or wish in everyday terms with its utterances.

    ``reply`` is said instead of an entry where it is not ours to meet, and under it where it is.
    ``hotlines`` can help as well, whatever entry meets it. ``desk`` is whose matter it is where it is
    not ours and an office of that kind may be known. ``asks_back`` says that the reply asks for other
    words, and names nobody.
    """

    id: str
    kind: NeedKind
    name: Phrase
    questions: tuple[str, ...]
    reply: Phrase = Phrase("")
    hotlines: tuple[str, ...] = ()
    desk: OfficeKind | None = None
    asks_back: bool = False


@dataclass(frozen=True, slots=True)
class DangerKind:
    """One form of a danger: messages that show it, and near-misses that must not be taken for it.

    ``hotlines`` come before those of its situation: the police where somebody breaks in.
    """

    id: str
    name: str
    dangers: tuple[str, ...]
    near_misses: tuple[str, ...]
    hotlines: tuple[str, ...] = ()


LIFE = "crisis/life"
EMERGENCY = "crisis/emergency"
DV = "crisis/dv"


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation that outranks every entry (crisis/*), with the hotlines that answer it, in order."""

    id: str
    name: Phrase
    advice: Phrase
    hotlines: tuple[str, ...]
    kinds: tuple[DangerKind, ...]


EVERYWHERE = "全国"


@dataclass(frozen=True, slots=True)
class Hotline:
    """A line for one area: ``EVERYWHERE``, a prefecture or a city.

    ``written`` says that it can be reached in writing as well, by mail or chat.
    """

    id: str
    name: Phrase
    area: str
    number: str
    source: Source
    verified: str
    hours: Phrase = Phrase("")
    cost: Phrase = Phrase("")
    note: Phrase = Phrase("")
    alternatives: tuple[str, ...] = ()
    never_show: tuple[str, ...] = ()
    verified_by: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading under which volunteers browse activities."""

    id: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class Life:
    """A part of life, with the needs that arise in it: the heading of a menu without typing.

    ``joining`` says that who asks for these wants to take part rather than to be helped.
    """

    id: str
    name: Phrase
    needs: tuple[str, ...]
    joining: bool = False


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, ward, town or village of Japan: known so that another city's question is recognised."""

    name: str
    kana: str
    prefecture: str


@dataclass(frozen=True)
class Knowledge:
    """All that may be said, with the version of its content.

    ``vocabulary`` maps an idea to the words people type for it, ``cityhall`` does so for what only
    the FAQ of a city hall speaks of.
    """

    version: str
    councils: Mapping[str, Council]
    offices: Mapping[str, Office]
    entries: Mapping[str, Entry]
    needs: Mapping[str, Need]
    situations: Mapping[str, Situation]
    hotlines: Mapping[str, Hotline]
    themes: Mapping[str, Theme]
    life: Mapping[str, Life]
    vocabulary: Mapping[str, tuple[str, ...]]
    cityhall: Mapping[str, tuple[str, ...]]
    municipalities: tuple[Municipality, ...]
    texts: Mapping[str, Phrase]

    def offices_of(self, council: str) -> tuple[Office, ...]:
        return self._offices_by_council.get(council, ())

    def entries_of(self, council: str) -> tuple[Entry, ...]:
        return self._entries_by_council.get(council, ())

    def has_own_words(self, entry: Entry) -> bool:
        """Whether residents ask for an entry by its name or questions.

        The bare desks of a city that has no plan of ours are reached by the needs they meet, and
        what is indexed by its own text.
        """
        if entry.indexed:
            return False
        return bool(entry.questions) or self.councils[entry.council].plan is not None

    @cached_property
    def joining(self) -> frozenset[str]:
        """The needs of those who want to take part."""
        return frozenset(need for part in self.life.values() if part.joining for need in part.needs)

    @cached_property
    def at_once(self) -> tuple[str, ...]:
        """The helplines for a danger right now: the ambulance and the police."""
        return self.situations[EMERGENCY].hotlines[:2] if EMERGENCY in self.situations else ()

    @cached_property
    def _offices_by_council(self) -> Mapping[str, tuple[Office, ...]]:
        return _by_council(self.offices.values())

    @cached_property
    def _entries_by_council(self) -> Mapping[str, tuple[Entry, ...]]:
        return _by_council(self.entries.values())

    def headquarters(self, council: str) -> Office:
        return self.offices[self.councils[council].headquarters]


_Owned = TypeVar("_Owned", Office, Entry)


def _by_council(parts: Iterable[_Owned]) -> dict[str, tuple[_Owned, ...]]:
    found: dict[str, list[_Owned]] = {}
    for part in parts:
        found.setdefault(part.council, []).append(part)
    return {council: tuple(theirs) for council, theirs in found.items()}


class Outcome(StrEnum):
    ANSWERED = "answered"
    SUGGESTED = "suggested"
    UNMATCHED = "unmatched"
    CRISIS = "crisis"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry or office put forward, and its score in 0..1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of a reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """Something to contact: what it is, what it does, and label/value lines, ready to be read out.

    ``colon`` stands between label and value in the language of the card.
    """

    title: str
    body: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    colon: str = "："

    @property
    def labelled(self) -> tuple[str, ...]:
        """The lines as they are read."""
        return tuple(f"{label}{self.colon}{value}" for label, value in self.lines)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says and the token that comes back (at most 64 bytes) when it is chosen.

    One with a ``url`` leads there instead, and has no token.
    """

    label: str
    token: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Rows of choices under a reply."""

    rows: tuple[tuple[Choice, ...], ...]

    @property
    def flat(self) -> tuple[Choice, ...]:
        return tuple(choice for row in self.rows for choice in row)


@dataclass(frozen=True, slots=True)
class Contact:
    """An office for the address book of a telephone; ``vcard`` is at most 2,048 bytes."""

    name: str
    phone: str
    vcard: str


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep: a text under a name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What we say, independent of the channel: paragraphs, cards, and at most one set of choices.

    ``keep`` is what can be kept outside of the conversation.
    """

    parts: tuple[Text | Card, ...]
    choices: Choices = Choices(())
    keep: Contact | File | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What was last spoken of, by ids and none of the words, so that a follow-up keeps the subject.

    ``entries`` are best first; ``question`` is the question they answered, empty after a menu.
    ``joining`` says that it was asked by one who wants to take part. ``need`` is what was asked
    about, empty where that was not plain. ``shown`` says that the first entry was shown as a card.
    """

    council: str
    office: str
    entries: tuple[str, ...] = ()
    question: str = ""
    joining: bool = False
    need: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """What is remembered of a conversation: where the resident lives, the language, and what waits.

    ``pending`` is a question that waits for the council to be chosen. ``danger`` are the situations
    of a crisis until the resident says that it is over, ``lines`` the helplines that come first in it.
    ``to_staff`` says that the next message is for the staff. ``told`` is the notice that was shown
    last. ``chosen`` says that the language was chosen, and not only heard. ``writes`` says that the
    resident cannot phone and is told how to write. ``elsewhere`` is the place spoken of last that is
    none of ours.
    """

    council: str | None = None
    office: str | None = None
    language: Language = "ja"
    pending: str | None = None
    topic: Topic | None = None
    danger: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    to_staff: bool = False
    told: str = ""
    chosen: bool = False
    writes: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """The decision on one message: the reply, the session after it, and what is to be logged."""

    reply: Reply
    session: Session
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()
    council: str | None = None
    office: str | None = None
    care: bool = False
    asks_staff: bool = False
    need: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A message as it is kept: ``text`` is masked, and None where it must not be kept at all.

    ``candidates`` are (id, score) pairs, best first, ``need`` what it most likely is about, and
    ``shown`` the paragraphs and choices it was replied to with. Nothing says who asked.
    """

    id: str
    asked_at: datetime
    channel: str
    council: str | None
    language: Language
    outcome: Outcome
    care: bool
    text: str | None
    candidates: tuple[tuple[str, float], ...]
    need: str | None = None
    shown: tuple[str, ...] = ()
    chosen: str | None = None


class TicketState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question that waits for staff. ``post`` is the chat and message it was posted as.

    ``language`` to ``channel`` are those of the question; ``reason`` says why it was closed.
    """

    id: int
    question: str
    council: str
    state: TicketState
    opened_at: datetime
    text: str
    candidates: tuple[tuple[str, float], ...]
    wants_reply: bool = False
    staff: str | None = None
    staff_name: str = ""
    answer: str = ""
    post: tuple[int, int] | None = None
    language: Language = "ja"
    reason: str = ""
    need: str | None = None
    outcome: Outcome = Outcome.UNMATCHED
    channel: str = ""
    ended_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be done for it: it was answered or closed."""
        return self.state in (TicketState.ANSWERED, TicketState.CLOSED)

    def free_for(self, staff: str) -> bool:
        """Whether a member may answer or close it: nobody has it, or they have."""
        theirs = self.state is TicketState.CLAIMED and self.staff == staff
        return self.state is TicketState.OPEN or theirs


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer is to be sent."""

    channel: str
    chat: str
    language: Language
