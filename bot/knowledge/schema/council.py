"""council.yaml: a council with its plan and its offices."""

from datetime import time
from typing import Literal

from pydantic import Field

from bot import model
from bot.knowledge.schema.forms import (
    WEEKDAYS,
    Day,
    Email,
    Latitude,
    Line,
    Longitude,
    Month,
    Part,
    Path2,
    Phone,
    Postal,
    ShortSlug,
    SourcePart,
    Text,
    Times,
    Url,
    Weekday,
    YearSpan,
)


class ReadingPart(Part):
    name: Line
    url: Url | None = None
    size: Text = ""
    pages: Text = ""


class PlanPart(Part):
    name: Line
    start: Month | None = Field(None, alias="from")
    end: Month | None = Field(None, alias="to")
    philosophy: Text = ""
    goals: tuple[Line, ...] = ()
    directions: tuple[Line, ...] = ()
    integrated: tuple[Line, ...] = ()
    progress: Text = ""
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
        days = frozenset(WEEKDAYS.index(day) for day in self.days)
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

    latitude: Latitude
    longitude: Longitude
    source: SourcePart

    def build(self) -> model.Position:
        return model.Position(float(self.latitude), float(self.longitude), self.source.build())


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
    name_easy: Text = ""
    name_en: Text = ""
    kind: model.OfficeKind
    postal_code: Postal | None = None
    address: Text = ""
    address_en: Text = ""
    phone: Phone | None = None
    fax: Phone | None = None
    email: Email | None = None
    url: Url | None = None
    hours: Text = ""
    hours_easy: Text = ""
    hours_en: Text = ""
    services: tuple[Line, ...] = ()
    services_easy: tuple[Line, ...] = ()
    services_en: tuple[Line, ...] = ()
    aliases: tuple[Line, ...] = ()
    areas: tuple[Line, ...] = ()
    district: Text = ""
    district_easy: Text = ""
    district_en: Text = ""
    schedule: SchedulePart | None = None
    position: PositionPart | None = None
    doubtful: dict[OfficeField, Line] = Field(default_factory=dict)
    source: SourcePart
    more_sources: tuple[SourcePart, ...] = ()
    verified: Day | None = None
    verified_by: Text = ""

    def build(self, council: str) -> model.Office:
        return model.Office(
            id=self.id,
            council=council,
            name=model.Phrase(self.name, self.name_easy, self.name_en),
            kind=self.kind,
            source=self.source.build(),
            verified=self.verified or "",
            postal_code=self.postal_code or "",
            address=self.address,
            address_en=self.address_en,
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
            verified_by=self.verified_by,
        )


class CouncilFile(Part):
    """<council>/council.yaml"""

    id: ShortSlug
    name: Line
    name_easy: Text = ""
    name_en: Text = ""
    short_name: Line
    city: Line = ""
    city_easy: Text = ""
    city_en: Text = ""
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
