"""What a lesson changes in the knowledge files: a wording, a new entry, a labelled question.

Pure but for reading: the files as they would be are given back, and nothing is written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.knowledge.edit import EditError, add_part, add_to_list, load_text, set_value
from bot.knowledge.folder import QUESTIONS
from bot.knowledge.reader import parse
from bot.knowledge.schema.entries import EntryPart
from bot.model import Knowledge

_HEAD = "# 職員が確かめた質問。madoguchi evaluate で、答えられるかを測れます。\n"
_KIND = "ticket"


@dataclass(frozen=True, slots=True)
class Teaching:
    """``wording`` shall lead to ``target``: a need, an entry, or the new ``entry`` of that id."""

    council: str
    wording: str
    target: str
    entry: Mapping[str, Any] | None = None


def expected(knowledge: Knowledge, teaching: Teaching) -> list[str]:
    """The entries that are right for the wording; none where the council has nothing for it."""
    if "/" in teaching.target:
        return [teaching.target]
    return [e.id for e in knowledge.entries_of(teaching.council) if teaching.target in e.needs]


def changed(root: Path, knowledge: Knowledge, teaching: Teaching) -> dict[Path, str]:
    """The files that differ, with their new text. Raises EditError where one cannot be changed."""
    files: dict[Path, str] = {}
    if teaching.entry is not None:
        file = root / teaching.council / "entries.yaml"
        files[file] = add_part(load_text(file), teaching.entry)
    else:
        place = (
            [root / teaching.council / "entries.yaml"]
            if "/" in teaching.target
            else sorted((root / "needs").glob("*.yaml"))
        )
        file, text = _with_wording(place, teaching)
        if text is not None:
            files[file] = text
    right = expected(knowledge, teaching)
    return files | labelled(root, teaching.council, teaching.wording, right)


def labelled(root: Path, council: str, words: str, right: Sequence[str]) -> dict[Path, str]:
    """The council's own labelled questions with one more; ``right`` is empty where nothing fits.

    Who labels a question again says what holds from now on. Raises EditError.
    """
    file = root / council / QUESTIONS
    text = load_text(file) if file.exists() else _HEAD
    known = parse(file, text).data or []
    for number, part in enumerate(known):
        if part.get("q") == words:
            now = set_value(text, (number, "expect"), list(right))
            return {file: now} if now != text else {}
    new = {"q": words, "council": council, "expect": list(right), "kind": _KIND}
    added = add_part(text, new)
    return {file: added if right else set_value(added, (len(known), "expect"), [])}


def faults(knowledge: Knowledge, entry: Mapping[str, Any]) -> list[str]:
    """The fields of a new entry that must be mended; ``taken`` where its id belongs to another."""
    found: list[str] = []
    try:
        EntryPart.model_validate(entry)
    except ValidationError as error:
        found += [str(one["loc"][0]) for one in error.errors(include_url=False)]
    council = str(entry["id"]).partition("/")[0]
    needs, offices = entry.get("needs", ()), knowledge.offices_of(council)
    wrong = {
        "taken": entry["id"] in knowledge.entries,
        "office": entry.get("office") not in {office.id for office in offices},
        "needs": not needs or any(need not in knowledge.needs for need in needs),
        "also": any(need not in knowledge.needs for need in entry.get("also", ())),
        "themes": any(theme not in knowledge.themes for theme in entry.get("themes", ())),
    }
    return list(dict.fromkeys([*found, *(name for name, is_so in wrong.items() if is_so)]))


def _with_wording(files: Iterable[Path], teaching: Teaching) -> tuple[Path, str | None]:
    """The file of the target with the wording; None for its text where it has it already."""
    for file in files:
        text = load_text(file)
        if teaching.target not in text:
            continue
        for number, part in enumerate(parse(file, text).data):
            if part.get("id") == teaching.target:
                if teaching.wording in part.get("questions", ()):
                    return file, None
                return file, add_to_list(text, (number, "questions"), teaching.wording)
    raise EditError("この項目は、知識ファイルに見つかりません")
