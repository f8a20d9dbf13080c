"""The imports: each reads a file of others into council values, which go into a folder all or none."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.edit import EditError
from bot.knowledge.exchange import desks, hsds, hsds_tables, sheets, stage
from bot.knowledge.exchange.council import CouncilValues, council_values, written
from bot.knowledge.exchange.exports import need_names
from bot.knowledge.exchange.tables import read_table
from bot.knowledge.exchange.tables import sheets as sheet_names
from bot.knowledge.folder import Folder
from bot.knowledge.load import read_folder
from bot.knowledge.reader import KnowledgeError, Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought: files written (or to be written) and remarks for the person."""

    councils: int
    offices: int
    entries: int
    files: tuple[Path, ...]
    remarks: tuple[str, ...] = ()


def import_table(
    path: Path, root: Path, *, council: str = "", as_of: str = "", dry: bool = False
) -> Imported:
    """Offices (and of our own workbook all the rest) from CSV or XLSX. Raises KnowledgeError.

    A file of others has no date of ours: ``as_of`` is the day of what stands in it, where known.
    """
    known = {c.id: c for c in council_values(_readable(root))}
    names = sheet_names(path)
    found: list[CouncilValues] = []
    left: list[str] = []
    if sheets.COUNCILS in names:
        rows = read_table(path, sheets.COUNCILS)
        found += sheets.councils_from(path, rows, known)
        left += sheets.unread(rows, sheets.COUNCIL_COLUMNS)
        known = {c.id: c for c in found} | known
    rows = read_table(path, sheets.OFFICES if sheets.OFFICES in names else "")
    found += sheets.offices_from(path, rows, known, council, as_of)
    left += sheets.unread(rows, sheets.OFFICE_COLUMNS)
    if sheets.ENTRIES in names:
        rows = read_table(path, sheets.ENTRIES)
        found += sheets.entries_from(path, rows, known)
        left += sheets.unread(rows, sheets.ENTRY_COLUMNS)
    if sheets.FAQS in names:
        rows = read_table(path, sheets.FAQS)
        found += sheets.faqs_from(path, rows, known)
        left += sheets.unread(rows, sheets.FAQ_COLUMNS)
    remarks = [f"読まない列（値は入れていません）: {'、'.join(left)}"] if left else []
    return into(root, _joined(found), remarks, dry=dry)


def import_hsds(path: Path, root: Path, *, as_of: str = "", dry: bool = False) -> Imported:
    """HSDS 3.0: a folder with organizations.json and services.json, a JSON file of services, or a
    folder of CSV tables. Raises KnowledgeError."""
    known = need_names(root)
    organizations, services = _hsds_records(path)
    try:
        found = hsds.councils_from(organizations, services, known, as_of)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"HSDS として読めません（{error}）。必要な項目があるか確かめてください"
        raise KnowledgeError([Problem(path, 1, message)]) from None
    return into(root, found, dry=dry)


def import_desks(path: Path, root: Path, *, dry: bool = False) -> Imported:
    """The nationwide open data of consultation desks, published rows only. Raises KnowledgeError."""
    taken = [
        (council.prefecture, council.city)
        for loaded in _readable(root).councils
        for _, council in loaded.parts
        if not council.id.startswith(desks.PREFIX)
    ]
    found = desks.councils_of(path, taken)
    return into(root, found.councils, found.remarks, dry=dry)


def _hsds_records(path: Path) -> tuple[list[hsds.Record], list[hsds.Record]]:
    if path.is_dir() and (path / "services.json").exists():
        file = path / "organizations.json"
        return (_records(file) if file.exists() else []), _records(path / "services.json")
    if path.is_dir():
        return hsds_tables.read_tables(path)
    return [], _records(path)


def _records(file: Path) -> list[hsds.Record]:
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise KnowledgeError([Problem(file, 1, f"読めません（{error.strerror}）")]) from None
    except UnicodeDecodeError:
        raise KnowledgeError([Problem(file, 1, "UTF-8 で保存しなおしてください")]) from None
    except json.JSONDecodeError as error:
        message = "JSON として読めません。かっこと引用符を確かめてください"
        raise KnowledgeError([Problem(file, error.lineno, message)]) from None
    if isinstance(found, dict):
        # The API gives pages of records, or one record.
        found = found.get("contents", [found])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise KnowledgeError([Problem(file, 1, "HSDS の記録の一覧ではありません")])
    return found


def into(
    root: Path,
    councils: Iterable[CouncilValues],
    remarks: Iterable[str] = (),
    *,
    dry: bool = False,
) -> Imported:
    """Put councils into a knowledge folder, all or none. Raises KnowledgeError."""
    councils = list(councils)
    try:
        files = written(root, councils)
    except EditError as error:
        raise KnowledgeError([Problem(root, 1, str(error))]) from None
    stage.apply(root, files, dry=dry)
    return Imported(
        len(councils),
        sum(len(council.offices) for council in councils),
        sum(len(council.entries) + len(council.faqs) for council in councils),
        tuple(files),
        tuple(remarks),
    )


def _readable(root: Path) -> Folder:
    """A folder without mistakes; it may have no council yet."""
    folder = read_folder(root)
    if any(problem.file != root for problem in folder.problems):
        raise KnowledgeError(folder.problems)
    return folder


def _joined(councils: Iterable[CouncilValues]) -> list[CouncilValues]:
    joined: dict[str, CouncilValues] = {}
    for council in councils:
        before = joined.get(council.id, CouncilValues(council.id))
        joined[council.id] = CouncilValues(
            council.id,
            {**before.facts, **council.facts},
            [*before.offices, *council.offices],
            [*before.entries, *council.entries],
            [*before.faqs, *council.faqs],
        )
    return list(joined.values())
