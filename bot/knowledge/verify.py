"""What must be verified anew, the mark that it was, and who changed it when."""

import re
import subprocess  # nosec B404: git is asked with fixed words, by no shell
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from bot.knowledge.edit import EditError, load_text, save, set_value
from bot.knowledge.folder import Folder
from bot.knowledge.freshness import due
from bot.knowledge.reader import Document, KnowledgeError, Loaded, Place, Problem, read
from bot.model import EntryKind, Knowledge

_ID = re.compile(r"(?:(?P<council>[a-z][a-z0-9-]*)/)?[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something with a date of verification: an office, an entry or a hotline.

    ``doubtful`` says of its fields why they are.
    """

    id: str
    name: str
    verified: str
    by: str
    doubtful: Mapping[str, str]

    @property
    def council(self) -> str:
        """The council that it belongs to; empty for what all share."""
        return council_of(self.id)

    @property
    def unseen(self) -> bool:
        """Whether something in it is doubtful, and nobody has looked at it."""
        return bool(self.doubtful) and not self.by


def facts(knowledge: Knowledge, councils: Collection[str]) -> Iterator[Fact]:
    """Everything of some councils that is verified; an empty one stands for what all share.

    A question of an imported FAQ is as its table has it.
    """
    for council in councils:
        for one in knowledge.offices_of(council):
            yield Fact(one.id, one.name.ja, one.verified, one.verified_by, one.doubtful)
        for entry in knowledge.entries_of(council):
            if entry.kind is not EntryKind.FAQ:
                yield Fact(entry.id, entry.name.ja, entry.verified, entry.verified_by, {})
    for line in knowledge.hotlines.values() if "" in councils else ():
        yield Fact(line.id, line.name.ja, line.verified, line.verified_by, {})


def council_of(id_: str) -> str:
    """The council that a fact belongs to; empty for a hotline, which all share."""
    council, slash, _ = id_.partition("/")
    return council if slash else ""


def queue(found: Iterable[Fact], today: date, reported: Collection[str] = ()) -> list[Fact]:
    """What is to be verified, the doubtful first and then the oldest; ``reported`` are among them.

    What is doubtful and was verified by somebody waits no longer, though it stays hidden until the
    mark is taken away.
    """
    all_ = list(found)
    # Thousands were verified on the same few days.
    old = {day for day in {fact.verified for fact in all_} if due(day, today)}
    waiting = [fact for fact in all_ if fact.unseen or fact.id in reported or fact.verified in old]
    return sorted(waiting, key=lambda fact: (not fact.unseen, fact.verified, fact.id))


def places(folder: Folder) -> dict[str, tuple[Document, Place]]:
    """Where each fact of a folder stands."""
    files: list[Loaded[Any]] = [*folder.councils, *folder.entries, *folder.hotlines]
    return {id_: at for loaded in files for id_, at in _in(loaded.document)}


def confirm(root: Path, id_: str, today: date, by: str) -> Fact:
    """Write into the YAML that a fact was verified today, and by whom; gives it as it was.

    Only the file that has it is read. Raises KnowledgeError where there is no such id, or the file
    cannot be edited, OSError.
    """
    document, place = _where(root, id_)
    file = document.file
    try:
        text = set_value(load_text(file), (*place, "verified"), today.isoformat())
        text = set_value(text, (*place, "verified_by"), by)
    except EditError as error:
        raise KnowledgeError([document.problem(place, str(error))]) from None
    save(file, text)
    said: Any = document.data
    for step in place:
        said = said[step]
    name, verified, before = (str(said.get(k) or "") for k in ("name", "verified", "verified_by"))
    return Fact(id_, name, verified, before, said.get("doubtful") or {})


def doubt(root: Path, id_: str, field: str, why: str) -> None:
    """Write into the YAML that a field of a fact is doubtful, so that residents do not see it.

    Raises KnowledgeError where there is no such id, or the file cannot be edited, OSError.
    """
    document, place = _where(root, id_)
    said: Any = document.data
    for step in place:
        said = said[step]
    marks = {**(said.get("doubtful") or {}), field: why}
    try:
        text = set_value(load_text(document.file), (*place, "doubtful"), marks)
    except EditError as error:
        raise KnowledgeError([document.problem(place, str(error))]) from None
    save(document.file, text)


def history(root: Path, id_: str) -> list[str]:
    """Who changed something and when, the newest first: ``day<TAB>who<TAB>what was said of it``.

    Raises KnowledgeError where there is no such id, or no git.
    """
    document, place = _where(root, id_)
    file, first = document.file, document.line(place)
    siblings = [p for p in document.lines if len(p) == len(place)]
    later = [document.lines[p] for p in siblings if document.lines[p] > first]
    last = min(later) - 1 if later else len(load_text(file).splitlines())
    command = ["git", "log", "-s", "--format=%as%x09%an%x09%s", f"-L{first},{last}:{file.name}"]
    try:
        ran = subprocess.run(  # noqa: S603  # nosec B603
            command, cwd=file.parent, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise KnowledgeError([Problem(file, first, "git がありません")]) from None
    if ran.returncode:
        message = "git の記録がありません。git で管理しているフォルダで動かしてください"
        raise KnowledgeError([Problem(file, first, message)])
    return ran.stdout.splitlines()


def _where(root: Path, id_: str) -> tuple[Document, Place]:
    """The file and the place in it of a fact, which may be one of a council or of all."""
    shape = _ID.fullmatch(id_)
    folder = root / shape["council"] if shape and shape["council"] else None
    names = [folder / "council.yaml", folder / "entries.yaml"] if folder else []
    files = [file for file in (*names, root / "hotlines.yaml") if file.exists()]
    known = {name: at for file in files for name, at in _in(read(file))}
    if id_ not in known:
        near = process.extractOne(id_, list(known), scorer=fuzz.ratio, score_cutoff=60)
        hint = f"「{near[0]}」のことですか" if near else "窓口、項目、電話の id を書いてください"
        raise KnowledgeError([Problem(root, 1, f"「{id_}」は見つかりません。{hint}")])
    return known[id_]


def _in(document: Document) -> Iterator[tuple[str, tuple[Document, Place]]]:
    """The facts of a file, which is a council or a list."""
    at: Place = ("offices",) if isinstance(document.data, dict) else ()
    parts = document.data.get("offices") if at else document.data
    for index, part in enumerate(parts if isinstance(parts, list) else ()):
        if isinstance(part, dict) and isinstance(part.get("id"), str):
            yield part["id"], (document, (*at, index))
