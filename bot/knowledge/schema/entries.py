"""entries.yaml and faq.yaml: what a council does, and what it was asked."""

from typing import Literal

from pydantic import Field

from bot import model
from bot.knowledge.schema.forms import Day, FaqId, Line, Part, Path2, Slug, SourcePart, Text

Roles = dict[Literal["city", "council", "people"], Line]


class EntryPart(Part):
    """One entry of <council>/entries.yaml"""

    id: Path2
    kind: model.EntryKind
    name: Line
    name_easy: Text = ""
    name_en: Text = ""
    marks: tuple[Line, ...] = ()
    goal: Text = ""
    direction: Text = ""
    summary: Line
    easy: Text = ""
    en: Text = ""
    roles: Roles = Field(default_factory=dict)
    roles_easy: Roles = Field(default_factory=dict)
    roles_en: Roles = Field(default_factory=dict)
    details: tuple[Line, ...] = ()
    details_easy: tuple[Line, ...] = ()
    details_en: tuple[Line, ...] = ()
    themes: tuple[Slug, ...] = ()
    join: Text = ""
    join_easy: Text = ""
    join_en: Text = ""
    needs: tuple[Slug, ...] = ()
    also: tuple[Slug, ...] = ()
    questions: tuple[Line, ...] = ()
    office: Path2
    source: SourcePart
    verified: Day | None = None
    verified_by: Text = ""

    def build(self, council: str) -> model.Entry:
        return model.Entry(
            id=self.id,
            council=council,
            kind=self.kind,
            name=model.Phrase(self.name, self.name_easy, self.name_en),
            summary=model.Phrase(self.summary, self.easy, self.en),
            office=self.office,
            source=self.source.build(),
            verified=self.verified or "",
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
            verified_by=self.verified_by,
        )


class FaqPart(Part):
    """One question of <council>/faq.yaml with its answer, as it was imported"""

    id: FaqId
    name: Line
    summary: Line
    questions: tuple[Line, ...] = ()
    office: Path2
    source: SourcePart
    verified: Day | None = None

    def build(self, council: str) -> model.Entry:
        return model.Entry(
            id=self.id,
            council=council,
            kind=model.EntryKind.FAQ,
            name=model.Phrase(self.name),
            summary=model.Phrase(self.summary),
            office=self.office,
            source=self.source.build(),
            verified=self.verified or "",
            questions=self.questions,
        )
