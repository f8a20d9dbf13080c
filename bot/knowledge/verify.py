"""What must be verified anew, the mark that it was, and who changed it when."""

import subprocess  # nosec B404: git is asked with fixed words, by no shell
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.knowledge.edit import EditError, load_text, save, set_value
from bot.knowledge.folder import Folder
from bot.knowledge.freshness import due
from bot.knowledge.load import read_folder
from bot.knowledge.reader import Document, KnowledgeError, Place, Problem


@dataclass(frozen=True, slots=True)
class Fact:
    """Something with a date of verification: an office, an entry or a hotline, and where it stands."""

    id: str
    name: str
    council: str
    verified: str
    by: str
    doubtful: tuple[str, ...]
    document: Document
    place: Place

    @property
    def line(self) -> int:
        return self.document.line(self.place)

    @property
    def unseen(self) -> bool:
        """Whether something in it is doubtful, and nobody has looked at it."""
        return bool(self.doubtful) and not self.by


def facts(folder: Folder) -> Iterator[Fact]:
    """Everything that is verified; ``council`` is empty for what all share."""
    for councils in folder.councils:
        for _, council in councils.parts:
            for index, office in enumerate(council.offices):
                yield Fact(
                    office.id,
                    office.name,
                    council.id,
                    office.verified,
                    office.verified_by,
                    tuple(f"{name}: {why}" for name, why in office.doubtful.items()),
                    councils.document,
                    ("offices", index),
                )
    for entries in folder.entries:
        for at, entry in entries.parts:
            yield Fact(
                *(entry.id, entry.name, council_of(entry.id), entry.verified, entry.verified_by),
                *((), entries.document, at),
            )
    for hotlines in folder.hotlines:
        for at, line in hotlines.parts:
            yield Fact(
                *(line.id, line.name, "", line.verified or "", line.verified_by),
                *((), hotlines.document, at),
            )


def council_of(id_: str) -> str:
    """The council that a fact belongs to; empty for a hotline, which all share."""
    council, slash, _ = id_.partition("/")
    return council if slash else ""


def queue(root: Path, today: date, reported: Collection[str] = ()) -> list[Fact]:
    """What is to be verified, the doubtful first and then the oldest; ``reported`` are among them.

    What is doubtful and was verified by somebody waits no longer, though it stays hidden until the
    mark is taken away. Raises KnowledgeError.
    """
    waiting = [
        fact
        for fact in facts(_folder(root))
        if fact.unseen or fact.id in reported or due(fact.verified, today)
    ]
    return sorted(waiting, key=lambda fact: (not fact.unseen, fact.verified, fact.id))


def confirm(root: Path, id_: str, today: date, by: str) -> Fact:
    """Write into the YAML that a fact was verified today, and by whom; gives it as it was.

    Raises KnowledgeError where there is no such id, or the file cannot be edited.
    """
    fact = _fact(root, id_)
    file = fact.document.file
    try:
        text = set_value(load_text(file), (*fact.place, "verified"), today.isoformat())
        text = set_value(text, (*fact.place, "verified_by"), by)
    except EditError as error:
        raise KnowledgeError([Problem(file, fact.line, str(error))]) from None
    save(file, text)
    return fact


def history(root: Path, id_: str) -> list[str]:
    """Who changed something and when, the newest first: ``day<TAB>who<TAB>what was said of it``.

    Raises KnowledgeError where there is no such id, or no git.
    """
    fact = _fact(root, id_)
    file = fact.document.file
    siblings = [p for p in fact.document.lines if len(p) == len(fact.place)]
    later = [fact.document.lines[p] for p in siblings if fact.document.lines[p] > fact.line]
    last = min(later) - 1 if later else len(load_text(file).splitlines())
    command = ["git", "log", "-s", "--format=%as%x09%an%x09%s", f"-L{fact.line},{last}:{file.name}"]
    try:
        ran = subprocess.run(  # noqa: S603  # nosec B603
            command, cwd=file.parent, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise KnowledgeError([Problem(file, fact.line, "git がありません")]) from None
    if ran.returncode:
        message = "git の記録がありません。git で管理しているフォルダで動かしてください"
        raise KnowledgeError([Problem(file, fact.line, message)])
    return ran.stdout.splitlines()


def _fact(root: Path, id_: str) -> Fact:
    known = {fact.id: fact for fact in facts(_folder(root))}
    if id_ not in known:
        near = process.extractOne(id_, list(known), scorer=fuzz.ratio, score_cutoff=60)
        hint = f"「{near[0]}」のことですか" if near else "窓口、項目、電話の id を書いてください"
        raise KnowledgeError([Problem(root, 1, f"「{id_}」は見つかりません。{hint}")])
    return known[id_]


def _folder(root: Path) -> Folder:
    folder = read_folder(root)
    if folder.problems:
        raise KnowledgeError(folder.problems)
    return folder
