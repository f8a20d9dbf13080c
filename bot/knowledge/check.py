"""What a person should mend in a knowledge folder: mistakes that stop a release, and work to do."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.knowledge.load import Folder, Loaded, read_folder
from bot.knowledge.proposals import check_proposals
from bot.knowledge.reader import Place, Problem

# What residents say, and the list itself, are not shown.
_UNREAD = frozenset({"questions", "dangers", "near_misses", "never_show"})


def check_folder(root: Path, proposals: Path | None = None) -> list[Problem]:
    """Every problem of a folder and of the proposals to it, by file and line.

    Raises KnowledgeError where there is no folder to check.
    """
    folder = read_folder(root)
    problems = list(folder.problems)
    if not problems:
        problems.extend(_utterances_twice(folder))
        problems.extend(_never_shown(folder))
        problems.extend(_exchanges_differ(folder))
    if proposals is not None:
        problems.extend(check_proposals(proposals, folder))
    return sorted(problems, key=lambda p: (str(p.file), p.line))


def _utterances_twice(folder: Folder) -> Iterable[Problem]:
    first: dict[str, str] = {}
    for loaded in folder.needs:
        for at, need in loaded.parts:
            for index, question in enumerate(need.questions):
                if first.setdefault(question, need.id) != need.id:
                    message = f"「{question}」は {first[question]} にもあります。片方にしてください"
                    yield loaded.document.problem((*at, "questions", index), message)


def _never_shown(folder: Folder) -> Iterable[Problem]:
    """Numbers that must never be shown stand nowhere a resident could read them."""
    banned = {
        number
        for loaded in folder.hotlines
        for _, line in loaded.parts
        for number in line.never_show
    }
    files: list[Loaded[Any]] = [*folder.hotlines, *folder.councils, *folder.entries]
    files += [*folder.needs, *folder.texts, *folder.situations]
    for loaded in files:
        for place, text in _texts(loaded.document.data):
            if _UNREAD.intersection(place):
                continue
            for number in banned:
                if number in text:
                    message = f"{number} は出してはいけない番号（never_show）です"
                    yield loaded.document.problem(place, message)


def _texts(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text in plain values, with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*place, index))


def _exchanges_differ(folder: Folder) -> Iterable[Problem]:
    """A FAX on another exchange than the telephone is often a slip; staff look once."""
    for loaded in folder.councils:
        for _, council in loaded.parts:
            for index, office in enumerate(council.offices):
                if not office.phone or not office.fax or "fax" in office.doubtful:
                    continue
                if office.phone.rsplit("-", 1)[0] != office.fax.rsplit("-", 1)[0]:
                    message = (
                        f"{office.name}の電話 {office.phone} と FAX {office.fax} は局番が違います。"
                        "確かめてください"
                    )
                    place = ("offices", index, "fax")
                    yield loaded.document.problem(place, message, serious=False)
