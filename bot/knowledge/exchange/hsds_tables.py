"""HSDS records as its tabular data package, and back: a CSV table for each kind of record.

A record that stands within another (the phones of a location) becomes a row that names the other's
id; a record that only is referred to (the organization of a service) is written once.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.knowledge.exchange.hsds import Record
from bot.knowledge.reader import KnowledgeError, Problem

# Each kind: its table, the kinds that stand within it, and those it refers to once.
_TABLES = {
    "organization": "organizations",
    "location": "locations",
    "service": "services",
    "service_at_location": "service_at_location",
    "phone": "phones",
    "address": "addresses",
    "schedule": "schedules",
    "contact": "contacts",
    "attribute": "attributes",
    "taxonomy_term": "taxonomy_terms",
}
_WITHIN = {
    "organization": {"locations": "location", "attributes": "attribute"},
    "location": {
        "phones": "phone",
        "addresses": "address",
        "schedules": "schedule",
        "contacts": "contact",
        "attributes": "attribute",
    },
    "service": {"service_at_locations": "service_at_location", "attributes": "attribute"},
}
_REFERRED = {
    "service": {"organization": "organization"},
    "service_at_location": {"location": "location"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
}


def write_tables(into: Path, organizations: list[Record], services: list[Record]) -> list[Path]:
    """Write the tables that hold something, with a datapackage.json that describes them."""
    rows: dict[str, dict[str, Record]] = {kind: {} for kind in _TABLES}
    for kind, records in (("organization", organizations), ("service", services)):
        for record in records:
            _flatten(record, kind, rows)
    into.mkdir(parents=True, exist_ok=True)
    files, resources = [], []
    for kind, table in _TABLES.items():
        found = list(rows[kind].values())
        file = into / f"{table}.csv"
        if not found:
            # What an earlier export left there would be taken for this one's.
            file.unlink(missing_ok=True)
            continue
        fields = list(dict.fromkeys(key for row in found for key in row))
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fields)
            writer.writeheader()
            writer.writerows(found)
        files.append(file)
        schema = {"primaryKey": "id", "fields": [{"name": f, "type": "string"} for f in fields]}
        resources.append({"name": kind, "path": file.name, "schema": schema})
    package = {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "title": "Human Services Data Specification 3.0",
        "resources": resources,
    }
    described = into / "datapackage.json"
    described.write_text(json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8")
    return [*files, described]


def _flatten(record: Record, kind: str, rows: dict[str, dict[str, Record]]) -> None:
    inside = _WITHIN.get(kind, {}) | _REFERRED.get(kind, {})
    row = {key: value for key, value in record.items() if key not in inside}
    rows[kind][record["id"]] = rows[kind].get(record["id"], {}) | row
    for key, other in inside.items():
        found = record.get(key) or []
        for one in found if isinstance(found, list) else [found]:
            _flatten(one, other, rows)


def read_tables(folder: Path) -> tuple[list[Record], list[Record]]:
    """Full organizations and services of a tabular data package. Raises KnowledgeError."""
    rows = {kind: dict(_rows(folder / f"{table}.csv")) for kind, table in _TABLES.items()}
    if not rows["organization"]:
        raise KnowledgeError([Problem(folder, 1, "organizations.csv がないか、空です")])
    whole = {
        kind: {id_: dict(row) for id_, (_, row) in found.items()} for kind, found in rows.items()
    }
    for kind, referred in _REFERRED.items():
        for key, other in referred.items():
            for id_, record in whole[kind].items():
                name = record.get(f"{key}_id", "")
                if name and name not in whole[other]:
                    number, _ = rows[kind][id_]
                    message = f"{key}_id「{name}」が {_TABLES[other]}.csv にありません"
                    file = folder / f"{_TABLES[kind]}.csv"
                    raise KnowledgeError([Problem(file, number, message)])
                if name:
                    record[key] = whole[other][name]
    for kind, within in _WITHIN.items():
        for key, other in within.items():
            for record in whole[other].values():
                holder = "link_id" if other == "attribute" else f"{kind}_id"
                if (owner := whole[kind].get(record.get(holder, ""))) is not None:
                    owner.setdefault(key, []).append(record)
    return list(whole["organization"].values()), list(whole["service"].values())


def _rows(file: Path) -> Iterator[tuple[str, tuple[int, Record]]]:
    if not file.exists():
        return
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                filled: dict[str, Any] = {key: value for key, value in row.items() if value}
                if "id" not in filled:
                    raise KnowledgeError([Problem(file, number, "id がありません")])
                yield filled["id"], (number, filled)
    except UnicodeDecodeError:
        raise KnowledgeError([Problem(file, 1, "UTF-8 で保存しなおしてください")]) from None
