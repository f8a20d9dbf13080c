"""Offices and entries as tables: the columns of 公共施設一覧（自治体標準オープンデータセット）and ours after them.

A table of a city has the standard columns only; ours are filled by what an export gave. An office is
known by its id（konosu/shakyo）; an id of another form names a new office of the council asked for.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.knowledge.exchange.columns import Column, cells, values
from bot.knowledge.exchange.council import CouncilValues, Values
from bot.knowledge.exchange.tables import Row
from bot.knowledge.mistakes import sentences
from bot.knowledge.reader import KnowledgeError, Problem
from bot.knowledge.schema.council import OfficePart
from bot.knowledge.schema.entries import EntryPart
from bot.knowledge.schema.forms import Part

OFFICES = "窓口"
ENTRIES = "項目"
STANDARD = (
    *(
        "全国地方公共団体コード",
        "ID",
        "地方公共団体名",
        "名称",
        "名称_カナ",
        "名称_英語",
        "POIコード",
    ),
    *(
        "所在地_全国地方公共団体コード",
        "町字ID",
        "所在地_連結表記",
        "所在地_都道府県",
        "所在地_市区町村",
    ),
    *("所在地_町字", "所在地_番地以下", "建物名等(方書)", "緯度", "経度", "高度の種別", "高度の値"),
    *(
        "電話番号",
        "内線番号",
        "連絡先メールアドレス",
        "連絡先FormURL",
        "連絡先備考(その他、SNSなど)",
    ),
    *(
        "郵便番号",
        "法人番号",
        "団体名",
        "利用可能曜日",
        "開始時間",
        "終了時間",
        "利用可能日時特記事項",
    ),
    *("説明", "バリアフリー情報", "URL", "画像", "画像_ライセンス", "備考"),
)
OFFICE_COLUMNS = (
    Column("ID", ("id",), also=("NO",)),
    Column("名称", ("name",)),
    Column("名称_英語", ("name_en",), also=("名称_英字",)),
    Column("所在地_連結表記", ("address",), also=("住所", "所在地")),
    Column("電話番号", ("phone",)),
    Column("連絡先メールアドレス", ("email",)),
    Column("郵便番号", ("postal_code",)),
    Column("利用可能日時特記事項", ("hours",)),
    Column("URL", ("url",)),
    Column("FAX番号", ("fax",)),
    Column("名称_やさしい日本語", ("name_easy",)),
    Column("所在地_英語", ("address_en",)),
    Column("利用可能日時_やさしい日本語", ("hours_easy",)),
    Column("利用可能日時_英語", ("hours_en",)),
    Column("窓口の種類", ("kind",)),
    Column("業務", ("services",), "list"),
    Column("業務_やさしい日本語", ("services_easy",), "list"),
    Column("業務_英語", ("services_en",), "list"),
    Column("別名", ("aliases",), "list"),
    Column("担当地域", ("areas",), "list"),
    Column("地区のボタン", ("district",)),
    Column("地区のボタン_やさしい日本語", ("district_easy",)),
    Column("地区のボタン_英語", ("district_en",)),
    Column("確認待ち", ("doubtful",), "pairs"),
    Column("出典", ("source", "document")),
    Column("出典の場所", ("source", "at")),
    Column("ほかの出典", ("more_sources",), "sources"),
    Column("確認日", ("verified",)),
    Column("確認者", ("verified_by",)),
)
OFFICE_HEADINGS = (*STANDARD, *(c.label for c in OFFICE_COLUMNS if c.label not in STANDARD))
ENTRY_COLUMNS = (
    Column("ID", ("id",)),
    Column("名称", ("name",)),
    Column("種類", ("kind",)),
    Column("説明", ("summary",)),
    Column("やさしい日本語", ("easy",)),
    Column("英語", ("en",)),
    Column("名称_やさしい日本語", ("name_easy",)),
    Column("名称_英語", ("name_en",)),
    Column("印", ("marks",), "list"),
    Column("基本目標", ("goal",)),
    Column("方向性", ("direction",)),
    Column("役割", ("roles",), "pairs"),
    Column("役割_やさしい日本語", ("roles_easy",), "pairs"),
    Column("役割_英語", ("roles_en",), "pairs"),
    Column("くわしい内容", ("details",), "list"),
    Column("くわしい内容_やさしい日本語", ("details_easy",), "list"),
    Column("くわしい内容_英語", ("details_en",), "list"),
    Column("見出し", ("themes",), "list"),
    Column("参加のしかた", ("join",)),
    Column("参加_やさしい日本語", ("join_easy",)),
    Column("参加_英語", ("join_en",)),
    Column("応える困りごと", ("needs",), "list"),
    Column("ついでに応える困りごと", ("also",), "list"),
    Column("言い方", ("questions",), "list"),
    Column("窓口のID", ("office",)),
    Column("出典", ("source", "document")),
    Column("出典の場所", ("source", "at")),
    Column("確認日", ("verified",)),
    Column("確認者", ("verified_by",)),
)
ENTRY_HEADINGS = tuple(column.label for column in ENTRY_COLUMNS)

_OUR_ID = re.compile(r"[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_PHONE = re.compile(r"\(?(0\d{1,4})[-)]{1,2}(\d{1,4})-(\d{3,4})")
_DASHES = str.maketrans(dict.fromkeys("‐‑–—−ー―", "-"))


def office_rows(councils: Iterable[CouncilValues]) -> list[dict[str, str]]:
    """Every office as a row of 公共施設一覧."""
    return [
        cells(office, OFFICE_COLUMNS)
        | {
            "地方公共団体名": f"{council.facts['prefecture']}{council.facts['city']}",
            "団体名": str(council.facts["name"]),
            "所在地_都道府県": str(council.facts["prefecture"]),
            "所在地_市区町村": str(council.facts["city"]),
        }
        for council in councils
        for office in council.offices
    ]


def entry_rows(councils: Iterable[CouncilValues]) -> list[dict[str, str]]:
    return [cells(entry, ENTRY_COLUMNS) for council in councils for entry in council.entries]


def offices_from(
    file: Path, rows: Sequence[Row], known: Mapping[str, CouncilValues], council: str, day: str
) -> list[CouncilValues]:
    """The offices of a table, by council; ``council`` takes in rows with ids of another form.

    Raises KnowledgeError with the number of each row that cannot be used.
    """
    if rows and not {"ID", "NO"} & rows[0].cells.keys():
        raise KnowledgeError([Problem(file, 1, "見出しに「ID」がありません")])
    problems: list[Problem] = []
    found: dict[str, dict[str, Values]] = {}
    for row in rows:
        office = _tidy(values(row.cells, OFFICE_COLUMNS))
        if not _OUR_ID.fullmatch(office["id"]):
            if not council:
                message = f"ID「{office['id']}」の協議会が分かりません。--council を書いてください"
                problems.append(Problem(file, row.number, message))
                continue
            office |= _as_new(row, office, council, file, day)
        place = office["id"].split("/")[0]
        if place not in known:
            message = f"協議会「{place}」がありません。先に new-council で作ってください"
            problems.append(Problem(file, row.number, message))
            continue
        before = next((o for o in known[place].offices if o["id"] == office["id"]), {})
        problems.extend(_mistakes(file, row, {**before, **office}, OfficePart, OFFICE_COLUMNS))
        if office["id"] in found.setdefault(place, {}):
            message = f"ID「{office['id']}」の行が二つあります"
            problems.append(Problem(file, row.number, message))
        found[place][office["id"]] = office
    if problems:
        raise KnowledgeError(problems)
    return [CouncilValues(id_, offices=list(offices.values())) for id_, offices in found.items()]


def entries_from(
    file: Path, rows: Sequence[Row], known: Mapping[str, CouncilValues]
) -> list[CouncilValues]:
    """The entries of a table, by council. Raises KnowledgeError with the rows that cannot be used."""
    problems: list[Problem] = []
    found: dict[str, list[Values]] = {}
    for row in rows:
        entry = values(row.cells, ENTRY_COLUMNS)
        place = str(entry.get("id", "")).split("/")[0]
        if place not in known:
            message = f"ID「{entry.get('id', '')}」の協議会がありません"
            problems.append(Problem(file, row.number, message))
            continue
        before = next((e for e in known[place].entries if e["id"] == entry["id"]), {})
        problems.extend(_mistakes(file, row, {**before, **entry}, EntryPart, ENTRY_COLUMNS))
        found.setdefault(place, []).append(entry)
    if problems:
        raise KnowledgeError(problems)
    return [CouncilValues(id_, entries=entries) for id_, entries in found.items()]


def _as_new(row: Row, office: Values, council: str, file: Path, day: str) -> dict[str, Any]:
    """What a city's own row does not say: our id, and where it comes from."""
    name = re.sub(r"[^a-z0-9]+", "-", str(office["id"]).lower()).strip("-")
    said = {"id": f"{council}/{name or row.number}"}
    added: dict[str, Any] = dict(said)
    if not office.get("kind"):
        added["kind"] = "city"
    if not office.get("source"):
        added["source"] = {"document": f"公共施設一覧（{file.name}）", "at": f"{row.number}行目"}
    if not office.get("verified"):
        added["verified"] = day
    if not office.get("hours"):
        added["hours"] = _opening(row.cells)
    return added


def _opening(row: Mapping[str, str]) -> str:
    """利用可能曜日, 開始時間 and 終了時間 as one line; empty where the table does not say."""
    days = row.get("利用可能曜日", "").strip()
    start, end = row.get("開始時間", "").strip(), row.get("終了時間", "").strip()
    return " ".join(part for part in (days, f"{start}〜{end}" if start and end else "") if part)


def _tidy(office: dict[str, Any]) -> dict[str, Any]:
    """Numbers in the form of the knowledge: half-width, with hyphens."""
    for key in ("phone", "fax"):
        if number := office.get(key):
            plain = unicodedata.normalize("NFKC", number).translate(_DASHES).replace(" ", "")
            match = _PHONE.fullmatch(plain)
            office[key] = "-".join(match.groups()) if match else plain
    if code := office.get("postal_code"):
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", code))
        office["postal_code"] = f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else code
    return office


def _mistakes(
    file: Path, row: Row, part: Values, shape: type[Part], columns: Iterable[Column]
) -> Iterator[Problem]:
    names = {str(column.place[-1]): column.label for column in columns}
    # An empty cell is a value that is not there.
    filled = {key: value for key, value in part.items() if value != ""}
    try:
        shape.model_validate(filled)
    except ValidationError as error:
        for _, message in sentences(error, shape, names):
            yield Problem(file, row.number, message)
