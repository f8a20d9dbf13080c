"""Labelled questions: what an informed clerk would answer, for measuring."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bot.knowledge.reader import KnowledgeError, Problem, read
from bot.knowledge.schema.forms import Line, Part


class LabelledPart(Part):
    """One labelled question of a set"""

    q: str
    council: str | None = None
    expect: tuple[Line, ...]
    office: str | None = None
    kind: Line


@dataclass(frozen=True, slots=True)
class Labelled:
    """``expect`` lists the ids that are right, best first; none where nothing of ours fits."""

    q: str
    council: str | None
    expect: tuple[str, ...]
    office: str | None
    kind: str

    @property
    def group(self) -> str:
        if not self.expect:
            return "nothing"
        return "crisis" if self.expect[0].startswith("crisis/") else "answerable"


def labelled(file: Path) -> list[Labelled]:
    """Read a set of labelled questions. Raises KnowledgeError with file:line of each mistake."""
    document = read(file)
    if not isinstance(document.data, list):
        message = "「- q: …」で始まる一覧を書いてください"
        raise KnowledgeError([document.problem((), message)])
    items: list[Labelled] = []
    problems: list[Problem] = []
    for index, data in enumerate(document.data):
        try:
            part = LabelledPart.model_validate(data)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                name = ".".join(str(step) for step in one["loc"]) or "項目"
                problems.append(document.problem((index, *one["loc"]), f"{name} が読めません"))
            continue
        items.append(Labelled(part.q, part.council, part.expect, part.office, part.kind))
    if problems:
        raise KnowledgeError(problems)
    return items
