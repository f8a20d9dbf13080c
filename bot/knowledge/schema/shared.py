"""The files that all councils share: needs, dangers, hotlines, headings, words, places, sentences."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot import model
from bot.knowledge.schema.forms import Day, Dial, Line, Part, ShortSlug, Slug, SourcePart


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
    hotlines: tuple[Slug, ...] = ()
    desk: model.OfficeKind | None = None
    asks_back: Literal["yes", "no"] = "no"
    questions: tuple[Line, ...] = Field(min_length=1)

    def build(self) -> model.Need:
        return model.Need(
            id=self.id,
            kind=self.kind,
            name=model.Phrase(self.name, self.easy, self.en),
            questions=self.questions,
            reply=model.Phrase(self.reply, self.reply_easy, self.reply_en),
            hotlines=self.hotlines,
            desk=self.desk,
            asks_back=self.asks_back == "yes",
        )


class DangerKindPart(Part):
    id: Slug
    name: Line
    dangers: tuple[Line, ...] = Field(min_length=1)
    near_misses: tuple[Line, ...] = ()
    hotlines: tuple[Slug, ...] = ()

    def build(self) -> model.DangerKind:
        return model.DangerKind(self.id, self.name, self.dangers, self.near_misses, self.hotlines)


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
    written: Literal["yes", "no"] = "no"
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
            verified_by=self.verified_by,
            written=self.written == "yes",
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
