"""A FAQ as offices keep it in a table, made into a council of a knowledge folder.

Each row becomes an entry that is found by its own text, in <council>/faq.yaml. A row that cannot be
used is told by its number, and the rest is imported; all that is new is put in its place, or nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.edit import EditError, add_office, load_text
from bot.knowledge.exchange import stage
from bot.knowledge.exchange.faq_table import Asked, asked
from bot.knowledge.reader import KnowledgeError, Problem, read
from bot.knowledge.writing import listed, rendered

_COUNCIL = re.compile(r"[a-z][a-z0-9-]{0,19}")
# Folders of the knowledge base that are no councils, and what stands before a / elsewhere.
_NOT_COUNCILS = frozenset({"needs", "texts", "crisis"})
_WITH_PHONE = re.compile(r"^(.*?)[\s(（:：]*(?:電話|TEL)?[\s:：]*(0\d{1,4}-\d{1,4}-\d{3,4})[)）]?$")
_SHARED = ("needs/*.yaml", "texts/*.yaml", "*.yaml")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a new council beside its FAQ; what is not known stays empty."""

    id: str
    name: str = ""
    city: str = ""
    prefecture: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ImportedFaq:
    """How many questions and new offices a table brought, and the rows that could not be used."""

    questions: int
    offices: int
    bad: tuple[Problem, ...]


def import_faq(
    table: Path, about: About, root: Path, shared: Path, as_of: str, *, dry: bool = False
) -> ImportedFaq:
    """Import a table as the FAQ of a council of the folder ``root``.

    What the folder lacks of the files that all councils share comes from the folder ``shared``. Of a
    council that is there already the FAQ is replaced, offices that it lacks are added, and all else
    stays. ``as_of`` is the day of the table, empty where nobody knows it. Raises KnowledgeError where
    nothing can be imported.
    """
    if not _COUNCIL.fullmatch(about.id) or about.id in _NOT_COUNCILS:
        message = f"協議会の id「{about.id}」は使えません。英小文字で始まる、20字までの英数字にしてください"
        raise KnowledgeError([Problem(table, 1, message)])
    rows, problems = asked(table, about.id)
    if not rows:
        raise KnowledgeError([*problems, Problem(table, 1, "取り込める行がありません")])
    place = root / about.id
    standing = (place / "council.yaml").exists()
    offices = _standing(place / "council.yaml") if standing else {}
    headquarters = offices.get("", f"{about.id}/office")
    new: list[dict[str, Any]] = []
    for row in rows:
        name, phone = _name_and_phone(row.office)
        if name and name not in offices:
            id_ = _free(about.id, set(offices.values()))
            offices[name] = offices[row.office] = id_
            new.append(_office(id_, name, "city", phone, table, as_of))
    entries = [_entry(row, offices.get(row.office) or headquarters, table, as_of) for row in rows]
    files = _lacking(root, shared)
    files[place / "council.yaml"] = (
        _with(place / "council.yaml", new) if standing else _council(about, new, table, as_of)
    )
    files[place / "faq.yaml"] = listed(entries)
    _apply(root, files, dry=dry)
    return ImportedFaq(len(entries), len(new), tuple(problems))


def _apply(root: Path, files: Mapping[Path, str], *, dry: bool) -> None:
    made = not root.exists()
    root.mkdir(parents=True, exist_ok=True)
    try:
        stage.apply(root, files, dry=dry)
    finally:
        if made and not any(root.iterdir()):
            root.rmdir()


def _entry(row: Asked, office: str, table: Path, as_of: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.question,
        "summary": row.answer,
        "questions": list(row.wordings),
        "office": office,
        "source": {"document": table.name, "at": f"{row.number}行目"},
        "verified": as_of,
    }


def _council(about: About, offices: list[dict[str, Any]], table: Path, as_of: str) -> str:
    name = about.name or about.city or about.id
    first = _office(f"{about.id}/office", name, "headquarters", about.phone, table, as_of)
    bare = re.sub(r"[市区町村]$", "", about.city)
    return rendered(
        {
            "id": about.id,
            "name": name,
            "short_name": name,
            "city": about.city,
            "prefecture": about.prefecture,
            "headquarters": first["id"],
            "names": list(dict.fromkeys(filter(None, (about.city, bare)))),
            "offices": [first, *offices],
        }
    )


def _office(id_: str, name: str, kind: str, phone: str, table: Path, as_of: str) -> dict[str, Any]:
    source = {"document": table.name}
    return {
        "id": id_,
        "name": name,
        "kind": kind,
        "phone": phone,
        "source": source,
        "verified": as_of,
    }


def _name_and_phone(written: str) -> tuple[str, str]:
    """「ごみ減量課 06-1234-5678」 as the name of an office and its number."""
    found = _WITH_PHONE.match(written)
    return (found.group(1), found.group(2)) if found and found.group(1) else (written, "")


def _free(council: str, taken: set[str]) -> str:
    number = 1
    while (id_ := f"{council}/office-{number}") in taken:
        number += 1
    return id_


def _standing(council: Path) -> dict[str, str]:
    """The offices of a council that is there, by id, name and alias; under "" its headquarters."""
    data = read(council).data
    if not isinstance(data, dict) or not isinstance(data.get("offices"), list):
        raise KnowledgeError([Problem(council, 1, "offices が読めません")])
    known: dict[str, str] = {"": str(data.get("headquarters"))}
    for office in filter(lambda one: isinstance(one, dict), data["offices"]):
        for name in (office.get("id"), office.get("name"), *(office.get("aliases") or ())):
            known.setdefault(str(name), str(office.get("id")))
    return known


def _with(council: Path, offices: list[dict[str, Any]]) -> str:
    """The file of a council with offices added; its comments and order stay."""
    text = load_text(council)
    try:
        for office in offices:
            filled = {name: value for name, value in office.items() if value}
            text = add_office(text, filled)
    except EditError as error:
        raise KnowledgeError([Problem(council, 1, str(error))]) from None
    return text


def _lacking(root: Path, shared: Path) -> dict[Path, str]:
    """Of the files that all councils share, those that a folder does not have."""
    return {
        root / file.relative_to(shared): load_text(file)
        for pattern in _SHARED
        for file in sorted(shared.glob(pattern))
        # Whoever has needs of their own does not get ours beside them.
        if not _has(root, file.relative_to(shared))
    }


def _has(root: Path, file: Path) -> bool:
    return (root / file.parts[0]).exists()
