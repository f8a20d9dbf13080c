"""The exports: each writes a whole knowledge folder into another folder, in the form of others."""

import json
from pathlib import Path

from bot.knowledge.exchange import hsds, hsds_tables, sheets
from bot.knowledge.exchange.council import CouncilValues, council_values
from bot.knowledge.exchange.tables import write_csv, write_xlsx
from bot.knowledge.load import read_folder
from bot.knowledge.reader import KnowledgeError

CSV_NAME = "public-facilities.csv"
XLSX_NAME = "knowledge.xlsx"


def export_csv(root: Path, into: Path) -> list[Path]:
    """Every office in the columns of 公共施設一覧. Raises KnowledgeError, OSError."""
    file = into / CSV_NAME
    write_csv(file, sheets.OFFICE_HEADINGS, sheets.office_rows(_councils(root, into)))
    return [file]


def export_xlsx(root: Path, into: Path) -> list[Path]:
    """Councils, offices, entries and FAQ in a workbook, to be changed there and imported again."""
    councils = _councils(root, into)
    file = into / XLSX_NAME
    write_xlsx(
        file,
        {
            sheets.OFFICES: (sheets.OFFICE_HEADINGS, sheets.office_rows(councils)),
            sheets.ENTRIES: (sheets.ENTRY_HEADINGS, sheets.entry_rows(councils)),
            sheets.FAQS: (sheets.FAQ_HEADINGS, sheets.faq_rows(councils)),
            sheets.COUNCILS: (sheets.COUNCIL_HEADINGS, sheets.council_rows(councils)),
        },
    )
    return [file]


def export_hsds(root: Path, into: Path) -> list[Path]:
    """HSDS 3.0: full organizations and services as JSON, and the same as a tabular data package."""
    councils = _councils(root, into)
    organizations = hsds.organizations(councils)
    services = hsds.services(councils, need_names(root))
    files = []
    for name, records in (("organizations", organizations), ("services", services)):
        file = into / f"{name}.json"
        text = json.dumps(records, ensure_ascii=False, indent=1)
        file.write_text(text + "\n", encoding="utf-8")
        files.append(file)
    return [*files, *hsds_tables.write_tables(into / "tables", organizations, services)]


def need_names(root: Path) -> dict[str, str]:
    """The name of each need of a folder, by id."""
    return {need.id: need.name for loaded in read_folder(root).needs for _, need in loaded.parts}


def _councils(root: Path, into: Path) -> list[CouncilValues]:
    folder = read_folder(root)
    if folder.problems:
        raise KnowledgeError(folder.problems)
    into.mkdir(parents=True, exist_ok=True)
    return council_values(folder)
