"""The shape of each knowledge file, and the way from what is written to the model.

Numbers, dates and ids are checked by form here; what refers to what is checked in ``check``.
"""

from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot import model

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# An id stands in the token of a button, which holds 64 bytes.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
ShortSlug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=20)]
Path2 = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*$", max_length=40)
]
# As offices number their questions: 12, FAQ-0012, 3.1_b.
FAQ_ID = r"^[a-z][a-z0-9-]*/[A-Za-z0-9][A-Za-z0-9._-]*$"
FaqId = Annotated[str, StringConstraints(pattern=FAQ_ID, max_length=40)]
Phone = Annotated[str, StringConstraints(pattern=r"^0\d{1,4}-\d{1,4}-\d{3,4}$|^0\d{3}-\d{6}$")]
Dial = Annotated[
    str, StringConstraints(pattern=r"^(0\d{1,4}-\d{1,4}-\d{3,5}|0120-\d-\d{5}|#?\d{3,4})$")
]
Postal = Annotated[str, StringConstraints(pattern=r"^\d{3}-\d{4}$")]
Email = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]


_CLOCK, _DATE = r"([01]?\d|2[0-3]):[0-5]\d", r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
Times = Annotated[str, StringConstraints(pattern=f"^{_CLOCK}-{_CLOCK}$")]
YearSpan = Annotated[str, StringConstraints(pattern=f"^{_DATE}/{_DATE}$")]
Weekday = Literal["月", "火", "水", "木", "金", "土", "日"]
_WEEKDAYS = "月火水木金土日"


class Part(BaseModel):
    """Base of all parts: a key that does not belong is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcePart(Part):
    document: Line
    at: str = ""

    def build(self) -> model.Source:
        return model.Source(self.document, self.at)


class ReadingPart(Part):
    name: Line
    url: Url | None = None
    size: str = ""
    pages: str = ""


class PlanPart(Part):
    name: Line
    start: Month | None = Field(None, alias="from")
    end: Month | None = Field(None, alias="to")
    philosophy: str = ""
    goals: tuple[Line, ...] = ()
    directions: tuple[Line, ...] = ()
    integrated: tuple[Line, ...] = ()
    progress: str = ""
    read: tuple[ReadingPart, ...] = ()

    def build(self) -> model.Plan:
        return model.Plan(
            name=self.name,
            start=self.start or "",
            end=self.end or "",
            philosophy=self.philosophy,
            goals=self.goals,
            directions=self.directions,
            integrated=self.integrated,
            progress=self.progress,
            read=tuple(model.Reading(r.name, r.url or "", r.size, r.pages) for r in self.read),
        )


class OpeningPart(Part):
    """Some weekdays with their times: ["8:30-12:00", "13:00-17:15"] where noon is a break"""

    days: tuple[Weekday, ...] = Field(min_length=1)
    times: tuple[Times, ...] = Field(min_length=1)

    def build(self) -> tuple[model.Opening, ...]:
        days = frozenset(_WEEKDAYS.index(day) for day in self.days)
        return tuple(
            model.Opening(days, *(_clock(end) for end in times.split("-"))) for times in self.times
        )


class SchedulePart(Part):
    """When an office is open, as its source says; ``unsure`` are days that it does not tell"""

    open: tuple[OpeningPart, ...] = Field(min_length=1)
    holidays: Literal["open", "closed"]
    closed: tuple[YearSpan, ...] = ()
    unsure: tuple[YearSpan, ...] = ()

    def build(self) -> model.Schedule:
        return model.Schedule(
            tuple(opening for part in self.open for opening in part.build()),
            self.holidays == "open",
            tuple(_span(span) for span in self.closed),
            tuple(_span(span) for span in self.unsure),
        )


class PositionPart(Part):
    """Degrees, with the map or list in which they stand"""

    latitude: Annotated[float, Field(ge=20, le=46)]
    longitude: Annotated[float, Field(ge=122, le=154)]
    source: SourcePart

    def build(self) -> model.Position:
        return model.Position(self.latitude, self.longitude, self.source.build())


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute)


def _span(text: str) -> model.Span:
    begin, end = (tuple(map(int, day.split("-"))) for day in text.split("/"))
    return (begin[0], begin[1]), (end[0], end[1])


OfficeField = Literal["postal_code", "address", "phone", "fax", "email", "url", "hours", "position"]


class OfficePart(Part):
    id: Path2
    name: Line
    name_easy: str = ""
    name_en: str = ""
    kind: model.OfficeKind
    postal_code: Postal | None = None
    address: str = ""
    address_en: str = ""
    phone: Phone | None = None
    fax: Phone | None = None
    email: Email | None = None
    url: Url | None = None
    hours: str = ""
    hours_easy: str = ""
    hours_en: str = ""
    services: tuple[Line, ...] = ()
    services_easy: tuple[Line, ...] = ()
    services_en: tuple[Line, ...] = ()
    aliases: tuple[Line, ...] = ()
    areas: tuple[Line, ...] = ()
    district: str = ""
    district_easy: str = ""
    district_en: str = ""
    schedule: SchedulePart | None = None
    position: PositionPart | None = None
    doubtful: dict[OfficeField, Line] = Field(default_factory=dict)
    source: SourcePart
    more_sources: tuple[SourcePart, ...] = ()
    verified: Day
    verified_by: str = ""

    def build(self, council: str) -> model.Office:
        return model.Office(
            id=self.id,
            council=council,
            name=model.Phrase(self.name, self.name_easy, self.name_en),
            kind=self.kind,
            source=self.source.build(),
            verified=self.verified,
            postal_code=self.postal_code or "",
            address=self.address,
            phone=self.phone or "",
            fax=self.fax or "",
            email=self.email or "",
            url=self.url or "",
            hours=model.Phrase(self.hours, self.hours_easy, self.hours_en),
            services=model.Listing(self.services, self.services_easy, self.services_en),
            district=model.Phrase(
                self.district or (*self.areas, self.name)[0], self.district_easy, self.district_en
            ),
            aliases=self.aliases,
            areas=self.areas,
            schedule=self.schedule.build() if self.schedule else None,
            position=self.position.build() if self.position else None,
            doubtful={str(name): why for name, why in self.doubtful.items()},
        )


class CouncilFile(Part):
    """<council>/council.yaml"""

    id: ShortSlug
    name: Line
    name_easy: str = ""
    name_en: str = ""
    short_name: Line
    city: Line = ""
    city_easy: str = ""
    city_en: str = ""
    prefecture: Line = ""
    headquarters: Path2
    comprehensive: Path2 | None = None
    names: tuple[Line, ...] = ()
    places: tuple[Line, ...] = ()
    plan: PlanPart | None = None
    offices: tuple[OfficePart, ...] = Field(min_length=1)

    def build(self) -> model.Council:
        return model.Council(
            id=self.id,
            name=model.Phrase(self.name, self.name_easy, self.name_en),
            short_name=self.short_name,
            city=self.city,
            place=model.Phrase(self.city or self.short_name, self.city_easy, self.city_en),
            prefecture=self.prefecture,
            headquarters=self.headquarters,
            comprehensive=self.comprehensive or "",
            names=self.names,
            places=self.places,
            plan=self.plan.build() if self.plan else None,
        )


Roles = dict[Literal["city", "council", "people"], Line]


class EntryPart(Part):
    """One entry of <council>/entries.yaml"""

    id: Path2
    kind: model.EntryKind
    name: Line
    name_easy: str = ""
    name_en: str = ""
    marks: tuple[Line, ...] = ()
    goal: str = ""
    direction: str = ""
    summary: Line
    easy: str = ""
    en: str = ""
    roles: Roles = Field(default_factory=dict)
    roles_easy: Roles = Field(default_factory=dict)
    roles_en: Roles = Field(default_factory=dict)
    details: tuple[Line, ...] = ()
    details_easy: tuple[Line, ...] = ()
    details_en: tuple[Line, ...] = ()
    themes: tuple[Slug, ...] = ()
    join: str = ""
    join_easy: str = ""
    join_en: str = ""
    needs: tuple[Slug, ...] = ()
    also: tuple[Slug, ...] = ()
    questions: tuple[Line, ...] = ()
    office: Path2
    source: SourcePart
    verified: Day
    verified_by: str = ""

    def build(self, council: str) -> model.Entry:
        return model.Entry(
            id=self.id,
            council=council,
            kind=self.kind,
            name=model.Phrase(self.name, self.name_easy, self.name_en),
            summary=model.Phrase(self.summary, self.easy, self.en),
            office=self.office,
            source=self.source.build(),
            verified=self.verified,
            marks=self.marks,
            goal=self.goal,
            direction=self.direction,
            roles={
                str(who): model.Phrase(
                    what, self.roles_easy.get(who, ""), self.roles_en.get(who, "")
                )
                for who, what in self.roles.items()
            },
            details=model.Listing(self.details, self.details_easy, self.details_en),
            themes=self.themes,
            join=model.Phrase(self.join, self.join_easy, self.join_en),
            needs=self.needs,
            also=self.also,
            questions=self.questions,
        )


class FaqPart(Part):
    """One question of <council>/faq.yaml with its answer, as it was imported"""

    id: FaqId
    name: Line
    summary: Line
    questions: tuple[Line, ...] = ()
    office: Path2
    source: SourcePart
    verified: Day

    def build(self, council: str) -> model.Entry:
        return model.Entry(
            id=self.id,
            council=council,
            kind=model.EntryKind.FAQ,
            name=model.Phrase(self.name),
            summary=model.Phrase(self.summary),
            office=self.office,
            source=self.source.build(),
            verified=self.verified,
            questions=self.questions,
        )


class NeedPart(Part):
    """One need of needs/*.yaml"""

    id: Slug
    kind: model.NeedKind = model.NeedKind.NEED
    name: Line
    easy: Line
    en: Line
    reply: str = ""
    reply_easy: str = ""
    reply_en: str = ""
    questions: tuple[Line, ...] = Field(min_length=1)

    def build(self) -> model.Need:
        return model.Need(
            id=self.id,
            kind=self.kind,
            name=model.Phrase(self.name, self.easy, self.en),
            questions=self.questions,
            reply=model.Phrase(self.reply, self.reply_easy, self.reply_en),
        )


class DangerKindPart(Part):
    id: Slug
    name: Line
    dangers: tuple[Line, ...] = Field(min_length=1)
    near_misses: tuple[Line, ...] = ()

    def build(self) -> model.DangerKind:
        return model.DangerKind(self.id, self.name, self.dangers, self.near_misses)


class SituationPart(Part):
    """One situation of danger.yaml"""

    id: Annotated[str, StringConstraints(pattern=r"^crisis/[a-z][a-z-]*$")]
    name: Line
    easy: Line
    en: Line
    advice: Line
    advice_easy: Line
    advice_en: Line
    hotlines: tuple[Slug, ...] = Field(min_length=1)
    kinds: tuple[DangerKindPart, ...] = Field(min_length=1)

    def build(self) -> model.Situation:
        return model.Situation(
            id=self.id,
            name=model.Phrase(self.name, self.easy, self.en),
            advice=model.Phrase(self.advice, self.advice_easy, self.advice_en),
            hotlines=self.hotlines,
            kinds=tuple(kind.build() for kind in self.kinds),
        )


class HotlinePart(Part):
    """One line of hotlines.yaml"""

    id: Slug
    name: Line
    easy: Line
    en: Line
    area: Line
    number: Dial
    hours: str = ""
    hours_easy: str = ""
    hours_en: str = ""
    cost: str = ""
    cost_easy: str = ""
    cost_en: str = ""
    note: str = ""
    note_easy: str = ""
    note_en: str = ""
    alternatives: tuple[Dial, ...] = ()
    never_show: tuple[str, ...] = ()
    source: SourcePart
    verified: Day | None = None
    verified_by: str = ""

    def build(self) -> model.Hotline:
        return model.Hotline(
            id=self.id,
            name=model.Phrase(self.name, self.easy, self.en),
            area=self.area,
            number=self.number,
            source=self.source.build(),
            verified=self.verified or "",
            hours=model.Phrase(self.hours, self.hours_easy, self.hours_en),
            cost=model.Phrase(self.cost, self.cost_easy, self.cost_en),
            note=model.Phrase(self.note, self.note_easy, self.note_en),
            alternatives=self.alternatives,
            never_show=self.never_show,
        )


class ThemePart(Part):
    """One theme of themes.yaml"""

    id: ShortSlug
    name: Line
    easy: Line
    en: Line

    def build(self) -> model.Theme:
        return model.Theme(self.id, model.Phrase(self.name, self.easy, self.en))


class LifePart(Part):
    """One part of life of life.yaml, with the needs that arise in it"""

    id: ShortSlug
    name: Line
    easy: Line
    en: Line
    needs: tuple[Slug, ...] = Field(min_length=1)
    joining: Literal["yes", "no"] = "no"

    def build(self) -> model.Life:
        name = model.Phrase(self.name, self.easy, self.en)
        return model.Life(self.id, name, self.needs, self.joining == "yes")


class IdeaPart(Part):
    """One idea of vocabulary.yaml or cityhall.yaml, with the words people type for it"""

    idea: Line
    words: tuple[Line, ...] = Field(min_length=1)

    def build(self) -> tuple[str, tuple[str, ...]]:
        return self.idea, self.words


class PrefecturePart(Part):
    """One prefecture of municipalities.yaml; each city is written 名前 よみ"""

    prefecture: Line
    cities: tuple[Annotated[str, StringConstraints(pattern=r"^\S+ \S+$")], ...]

    def build(self) -> tuple[model.Municipality, ...]:
        return tuple(
            model.Municipality(name, kana, self.prefecture)
            for name, kana in (city.split(" ") for city in self.cities)
        )


class TextPart(Part):
    """One sentence of texts/*.yaml, per language"""

    id: Slug
    ja: Line
    easy: str = ""
    en: str = ""

    def build(self) -> tuple[str, model.Phrase]:
        return self.id, model.Phrase(self.ja, self.easy, self.en)
