"""The nationwide open data of consultation desks: a council for each municipality, an entry for a desk.

くらし支援ナビ（運営 JUNKBRANDING）https://fukushi.junkbranding.com/ , CC BY 4.0. Facts carry over (names,
numbers, addresses, hours, pages, dates); sentences are ours, one for each category, in desks.yaml.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.exchange.council import CouncilValues
from bot.knowledge.exchange.tables import Row, read_table
from bot.knowledge.reader import KnowledgeError, Problem, read
from bot.knowledge.schema.forms import Email, Line, Part, Phone, Postal, Url

PREFIX = "jp-"
ATTRIBUTION = "くらし支援ナビ https://fukushi.junkbranding.com/ （CC BY 4.0）のオープンデータを加工"
_OWN_SENTENCES = Path(__file__).with_name("desks.yaml")
_GENERAL = "unknown"
_LONG_READING = 5
# Cities whose bare name is a word that anybody says.
_EVERYDAY = frozenset(
    {"大分", "中央", "大和", "みどり", "さくら", "向日", "日向", "本宮", "豊明", "名取"}
)


class Category(Part):
    """One category of the open data: the needs it meets, and what we say of its desks"""

    id: Line
    needs: tuple[Line, ...] = ()
    also: tuple[Line, ...] = ()
    name: Line
    name_easy: Line
    name_en: Line
    summary: Line
    easy: Line
    en: Line


@dataclass(frozen=True, slots=True)
class Desks:
    """The councils made of the open data, and remarks on what was left out or mended."""

    councils: list[CouncilValues]
    remarks: list[str]


def categories() -> dict[str, Category]:
    """Our sentences for the desks of each category."""
    return {part["id"]: Category.model_validate(part) for part in read(_OWN_SENTENCES).data}


def councils_of(folder: Path, taken: Iterable[tuple[str, str]]) -> Desks:
    """The councils of a folder with offices.csv, municipalities.csv and prefectures.csv.

    ``taken`` are the (prefecture, city) that have a council already: it knows its city better.
    Raises KnowledgeError with the row of what cannot be read.
    """
    prefectures = {row.cells["code"]: row.cells["name"] for row in _rows(folder, "prefectures")}
    desks: dict[str, list[Row]] = defaultdict(list)
    shared: dict[str, list[Row]] = defaultdict(list)
    unpublished = 0
    for row in _rows(folder, "offices"):
        if row.cells["status"] != "published":
            unpublished += 1
        elif row.cells["municipalityId"]:
            desks[row.cells["municipalityId"]].append(row)
        else:
            shared[row.cells["prefectureCode"]].append(row)
    known = set(taken)
    told = categories()
    councils: list[CouncilValues] = []
    skipped: list[str] = []
    unread: list[str] = []
    for row in _rows(folder, "municipalities"):
        city = row.cells
        prefecture = prefectures[city["prefectureCode"]]
        if (prefecture, city["name"]) in known:
            skipped.append(city["name"])
            continue
        theirs = [*desks[city["id"]], *shared[city["prefectureCode"]]]
        councils.append(_council(city, prefecture, theirs, told, unread))
    remarks = [f"公開（published）でない {unpublished} 行は入れませんでした。"]
    if skipped:
        remarks.append(f"もう協議会がある市町村は入れませんでした: {'、'.join(skipped)}")
    if unread:
        remarks.append(f"形の違う値を {len(unread)} か所、空にしました: {'、'.join(unread[:5])}")
    return Desks(councils, remarks)


def _rows(folder: Path, name: str) -> list[Row]:
    file = folder / f"{name}.csv"
    rows = read_table(file)
    for row in rows:
        for needed in _NEEDED[name]:
            if needed not in row.cells:
                raise KnowledgeError([Problem(file, row.number, f"「{needed}」の列がありません")])
    return rows


_NEEDED = {
    "prefectures": ("code", "name"),
    "municipalities": ("id", "prefectureCode", "municipalityCode", "name", "nameKana"),
    "offices": ("id", "municipalityId", "categoryId", "name", "status", "prefectureCode"),
}


def _council(
    city: Mapping[str, str],
    prefecture: str,
    desks: Sequence[Row],
    told: Mapping[str, Category],
    unread: list[str],
) -> CouncilValues:
    id_ = f"{PREFIX}{city['municipalityCode'][:5]}"
    offices: dict[tuple[str, str, str], dict[str, Any]] = {}
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    order = {category: number for number, category in enumerate(told)}
    ordered = sorted(desks, key=lambda row: order.get(row.cells["categoryId"], 0))
    for row in ordered:
        cells = row.cells
        category = told.get(cells["categoryId"], told[_GENERAL])
        office = _office(cells, unread)
        # One room often answers for several things: it is one office, with an entry for each.
        key = (office["name"], office["phone"], office["address"])
        if key not in offices:
            office["id"] = f"{id_}/{_mark(cells)}"
            office["kind"] = "headquarters" if not offices else "city"
            offices[key] = office
        entry = entries.get((offices[key]["id"], category.id))
        if entry is None:
            named = f"{id_}/{category.id}-{_mark(cells)}"
            entries[offices[key]["id"], category.id] = _entry(named, cells, category, offices[key])
    return CouncilValues(
        id_,
        {
            "id": id_,
            "name": city["name"],
            "short_name": city["name"],
            "city": city["name"],
            "prefecture": prefecture,
            "headquarters": next(iter(offices.values()))["id"],
            "comprehensive": next(iter(entries.values()))["id"],
            "names": _names(city["name"], city["nameKana"]),
        },
        [{"id": office["id"], **office} for office in offices.values()],
        list(entries.values()),
    )


def _mark(cells: Mapping[str, str]) -> str:
    """A short name for a row that stays when others come and go around it."""
    return hashlib.sha256(cells["id"].encode()).hexdigest()[:8]


def _names(name: str, kana: str) -> list[str]:
    """水戸市 and 水戸; a short reading, and the bare name of a village, would be found everywhere."""
    bare = name.removesuffix("市")
    found = [name]
    if bare != name and len(bare) >= 2 and bare not in _EVERYDAY:
        found.append(bare)
    if len(kana) >= _LONG_READING:
        found.append(kana)
    return found


def _office(cells: Mapping[str, str], unread: list[str]) -> dict[str, Any]:
    page = _fit(Url, cells.get("officialUrl", ""), cells, unread)
    return {
        "name": _one_line(cells["name"]),
        "postal_code": _fit(Postal, _postal(cells.get("postalCode", "")), cells, unread),
        "address": _one_line(cells.get("address", "")),
        "phone": _fit(Phone, cells.get("phone", ""), cells, unread),
        "fax": _fit(Phone, cells.get("fax", ""), cells, unread),
        "email": _fit(Email, cells.get("email", ""), cells, unread),
        "url": page,
        "hours": _hours(cells),
        "source": {"document": page or ATTRIBUTION, "at": ATTRIBUTION if page else ""},
        "verified": cells.get("lastVerifiedAt", ""),
    }


def _entry(
    id_: str, cells: Mapping[str, str], category: Category, office: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": "service",
        "name": f"{category.name}（{office['name']}）",
        "name_easy": category.name_easy,
        "name_en": category.name_en,
        "summary": category.summary,
        "easy": category.easy,
        "en": category.en,
        "needs": list(category.needs),
        "also": list(category.also),
        "office": office["id"],
        "source": office["source"],
        "verified": office["verified"],
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _postal(code: str) -> str:
    return f"{code[:3]}-{code[3:]}" if re.fullmatch(r"\d{7}", code) else code


def _hours(cells: Mapping[str, str]) -> str:
    """Opening hours and closed days on one line, in the same letters everywhere."""
    hours = unicodedata.normalize("NFKC", _one_line(cells.get("openingHours", "")))
    closed = _one_line(cells.get("closedDays", ""))
    return "、".join(
        part for part in (hours.replace("~", "〜"), closed and f"休み {closed}") if part
    )


def _fit(form: Any, value: str, cells: Mapping[str, str], unread: list[str]) -> str:
    """A value that has the form of its field; what has not is left out, and told."""
    value = value.strip()
    if not value or re.fullmatch(form.__metadata__[0].pattern, value):
        return value
    unread.append(f"{cells['id']} の {value}")
    return ""
