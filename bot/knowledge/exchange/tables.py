"""Tables as people keep them: CSV and XLSX, read into rows by heading, written without live formulas."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.knowledge.reader import KnowledgeError, Problem

# What a spreadsheet program would run as a formula.
_LIVE = re.compile(r"'*[=+\-@\t\r]")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the program shows it, and its cells by heading."""

    number: int
    cells: Mapping[str, str]


def read_table(file: Path, sheet: str = "") -> list[Row]:
    """The rows of a CSV or XLSX file that are not empty; of XLSX the sheet so named, or the first.

    Raises KnowledgeError where it is no table.
    """
    try:
        rows = _xlsx(file, sheet) if file.suffix.lower() == ".xlsx" else _csv(file)
        headings = [_heading(cell) for cell in next(rows, [])]
    except OSError as error:
        raise KnowledgeError([Problem(file, 1, f"読めません（{error.strerror}）")]) from None
    if not any(headings):
        message = "一行目に見出しがありません。見出しの行から始めてください"
        raise KnowledgeError([Problem(file, 1, message)])
    if twice := sorted({h for h in headings if h and headings.count(h) > 1}):
        message = f"見出し「{twice[0]}」が二つあります。一つにしてください"
        raise KnowledgeError([Problem(file, 1, message)])
    return [
        Row(number, {h: cell for h, cell in zip(headings, cells, strict=False) if h})
        for number, cells in enumerate(rows, 2)
        if any(cell.strip() for cell in cells)
    ]


def sheets(file: Path) -> list[str]:
    """The names of the sheets of an XLSX file; none of a CSV."""
    if file.suffix.lower() != ".xlsx":
        return []
    book = _workbook(file)
    try:
        return list(book.sheetnames)
    finally:
        book.close()


def _heading(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())


def _csv(file: Path) -> Iterator[list[str]]:
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        message = "文字コードが分かりません。UTF-8 の CSV で保存しなおしてください"
        raise KnowledgeError([Problem(file, 1, message)])
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in rows:
            yield [_tame(cell) for cell in cells]
    except csv.Error:
        message = '引用符（"）が閉じていないようです。CSV で保存しなおしてください'
        raise KnowledgeError([Problem(file, rows.line_num, message)]) from None


def _tame(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _LIVE.match(cell) else cell


def _workbook(file: Path) -> Any:
    try:
        return load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        message = "Excel の表（.xlsx）として読めません。保存しなおしてください"
        raise KnowledgeError([Problem(file, 1, message)]) from None


def _xlsx(file: Path, sheet: str) -> Iterator[list[str]]:
    book = _workbook(file)
    try:
        if sheet and sheet not in book.sheetnames:
            raise KnowledgeError([Problem(file, 1, f"「{sheet}」というシートがありません")])
        for cells in book[sheet or book.sheetnames[0]].iter_rows(values_only=True):
            yield [_text(cell) for cell in cells]
    finally:
        book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def write_csv(file: Path, headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """A CSV that spreadsheet programs open as it is: UTF-8 with its mark, no live formula."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headings)
        for row in rows:
            writer.writerow([_harmless(row.get(heading, "")) for heading in headings])


def _harmless(cell: str) -> str:
    return f"'{cell}" if _LIVE.match(cell) else cell


def write_xlsx(
    file: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, str]]]]
) -> None:
    """A workbook of text cells, a sheet for each table, with its headings kept in sight."""
    with xlsxwriter.Workbook(
        str(file), {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for name, (headings, rows) in tables.items():
            sheet = book.add_worksheet(name)
            for column, heading in enumerate(headings):
                longest = max((len(row.get(heading, "")) for row in rows), default=0)
                sheet.set_column(column, column, min(max(longest, len(heading)) * 2, _WIDEST), cell)
                sheet.write_string(0, column, heading, bold)
                for number, row in enumerate(rows, 1):
                    sheet.write_string(number, column, row.get(heading, ""), cell)
            sheet.freeze_panes(1, 2)
            sheet.autofilter(0, 0, len(rows), len(headings) - 1)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
