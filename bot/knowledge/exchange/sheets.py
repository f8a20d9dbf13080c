"""Councils, offices and entries as tables: offices in the columns of 公共施設一覧, with ours after them.

A table of a city has the standard columns only; ours are filled by what an export gave. An office is
known by its id（konosu/shakyo）; an id of another form names a new office of the council asked for.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from bot.knowledge.exchange import opening, standard
from bot.knowledge.exchange.columns import Column, cells, values
from bot.knowledge.exchange.council import CouncilValues, Values, filled
from bot.knowledge.exchange.tables import Row
from bot.knowledge.mistakes import sentences
from bot.knowledge.reader import KnowledgeError, Problem
from bot.knowledge.schema.council import CouncilFile, OfficePart
from bot.knowledge.schema.entries import EntryPart, FaqPart
from bot.knowledge.schema.forms import Part

COUNCILS = "協議会"
OFFICES = "窓口"
ENTRIES = "項目"
FAQS = "FAQ"
OFFICE_COLUMNS = (
    Column("ID", ("id",), also=("NO",)),
    Column("名称", ("name",)),
    Column("名称_英語", ("name_en",), also=("名称_英字",)),
    Column("所在地_連結表記", ("address",), also=("住所", "所在地")),
    Column("緯度", ("position", "latitude")),
    Column("経度", ("position", "longitude")),
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
    Column("位置の出典", ("position", "source", "document")),
    Column("位置の出典の場所", ("position", "source", "at")),
    Column("ほかの出典", ("more_sources",), "records", keys=("document", "at")),
    Column("確認日", ("verified",)),
    Column("確認者", ("verified_by",)),
)
OFFICE_HEADINGS = tuple(
    dict.fromkeys((*standard.HEADINGS, *(c.label for c in OFFICE_COLUMNS), *opening.HEADINGS))
)
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

FAQ_COLUMNS = (
    Column("ID", ("id",)),
    Column("質問", ("name",)),
    Column("答え", ("summary",)),
    Column("言い方", ("questions",), "list"),
    Column("窓口のID", ("office",)),
    Column("出典", ("source", "document")),
    Column("出典の場所", ("source", "at")),
    Column("確認日", ("verified",)),
)
FAQ_HEADINGS = tuple(column.label for column in FAQ_COLUMNS)
COUNCIL_COLUMNS = (
    Column("ID", ("id",)),
    Column("正式な名前", ("name",)),
    Column("正式な名前_やさしい日本語", ("name_easy",)),
    Column("正式な名前_英語", ("name_en",)),
    Column("短い名前", ("short_name",)),
    Column("都道府県", ("prefecture",)),
    Column("市区町村", ("city",)),
    Column("市区町村_やさしい日本語", ("city_easy",)),
    Column("市区町村_英語", ("city_en",)),
    Column("市区町村の呼び名", ("names",), "list"),
    Column("中の地名や駅", ("places",), "list"),
    Column("本所の窓口のID", ("headquarters",)),
    Column("総合相談の項目のID", ("comprehensive",)),
    Column("計画の名前", ("plan", "name")),
    Column("計画の始まり", ("plan", "from")),
    Column("計画の終わり", ("plan", "to")),
    Column("基本理念", ("plan", "philosophy")),
    Column("基本目標", ("plan", "goals"), "list"),
    Column("方向性", ("plan", "directions"), "list"),
    Column("一体的に作った計画", ("plan", "integrated"), "list"),
    Column("進み具合の確かめ方", ("plan", "progress")),
    Column("読める資料", ("plan", "read"), "records", keys=("name", "url", "size", "pages")),
)
COUNCIL_HEADINGS = tuple(column.label for column in COUNCIL_COLUMNS)

_OUR_ID = re.compile(r"[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
# What our own columns call the steps of a schedule.
_OPENING_NAMES = {
    "days": opening.DAYS,
    "times": opening.TIMES,
    "open": opening.DAYS,
    "holidays": opening.HOLIDAYS,
    "closed": opening.CLOSED,
    "unsure": opening.UNSURE,
}


def council_rows(councils: Iterable[CouncilValues]) -> list[dict[str, str]]:
    """What each council is, without its offices and entries."""
    return [cells(council.facts, COUNCIL_COLUMNS) for council in councils]


def office_rows(councils: Iterable[CouncilValues]) -> list[dict[str, str]]:
    """Every office as a row of 公共施設一覧."""
    rows = []
    for council in councils:
        city, prefecture = (council.facts.get(key, "") for key in ("city", "prefecture"))
        ours = {
            "地方公共団体名": f"{prefecture}{city}",
            "団体名": str(council.facts["name"]),
            "所在地_都道府県": prefecture,
            "所在地_市区町村": city,
        }
        for office in council.offices:
            open_ = opening.schedule_cells(office.get("schedule", {}))
            rows.append(cells(office, OFFICE_COLUMNS) | open_ | ours)
    return rows


def entry_rows(councils: Iterable[CouncilValues]) -> list[dict[str, str]]:
    return [cells(entry, ENTRY_COLUMNS) for council in councils for entry in council.entries]


def faq_rows(councils: Iterable[CouncilValues]) -> list[dict[str, str]]:
    return [cells(faq, FAQ_COLUMNS) for council in councils for faq in council.faqs]


def councils_from(
    file: Path, rows: Sequence[Row], known: Mapping[str, CouncilValues]
) -> list[CouncilValues]:
    """What each council of a table is. Raises KnowledgeError with the rows that cannot be used."""
    problems: list[Problem] = []
    found: list[CouncilValues] = []
    for row in rows:
        facts = values(row.cells, COUNCIL_COLUMNS)
        id_ = str(facts.get("id", ""))
        before = known[id_].facts if id_ in known else {}
        problems.extend(_mistakes(file, row, {**before, **facts}, CouncilFile, COUNCIL_COLUMNS))
        found.append(CouncilValues(id_, facts))
    if problems:
        raise KnowledgeError(problems)
    return found


def offices_from(
    file: Path, rows: Sequence[Row], known: Mapping[str, CouncilValues], council: str, as_of: str
) -> list[CouncilValues]:
    """The offices of a table, by council; ``council`` takes in rows with ids of another form,
    which are as of a day that may be unknown (``""``).

    Raises KnowledgeError with the number of each row that cannot be used.
    """
    if rows and not {"ID", "NO"} & rows[0].cells.keys():
        raise KnowledgeError([Problem(file, 1, "見出しに「ID」がありません")])
    problems: list[Problem] = []
    found: dict[str, dict[str, Values]] = {}
    for row in rows:
        office = values(row.cells, OFFICE_COLUMNS)
        if (schedule := opening.schedule_in(row.cells)) is not None:
            office["schedule"] = schedule
        theirs = not _OUR_ID.fullmatch(office["id"])
        if theirs:
            if not council:
                message = f"ID「{office['id']}」の協議会が分かりません。--council を書いてください"
                problems.append(Problem(file, row.number, message))
                continue
            office = standard.as_new(office, row, council, file)
        place = office["id"].split("/")[0]
        if place not in known:
            message = f"協議会「{place}」がありません。先に new-council で作ってください"
            problems.append(Problem(file, row.number, message))
            continue
        before = next((o for o in known[place].offices if o["id"] == office["id"]), {})
        office = standard.tidied(office, row, file, before)
        if theirs:
            office = standard.dated(office, as_of, before)
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
    before = {entry["id"]: entry for council in known.values() for entry in council.entries}
    found = _parts_from(file, rows, known, before, EntryPart, ENTRY_COLUMNS)
    return [CouncilValues(id_, entries=entries) for id_, entries in found.items()]


def faqs_from(
    file: Path, rows: Sequence[Row], known: Mapping[str, CouncilValues]
) -> list[CouncilValues]:
    """The FAQ of a table, by council. Raises KnowledgeError with the rows that cannot be used."""
    before = {faq["id"]: faq for council in known.values() for faq in council.faqs}
    found = _parts_from(file, rows, known, before, FaqPart, FAQ_COLUMNS)
    return [CouncilValues(id_, faqs=faqs) for id_, faqs in found.items()]


def _parts_from(
    file: Path,
    rows: Sequence[Row],
    known: Collection[str],
    before: Mapping[str, Values],
    shape: type[Part],
    columns: Sequence[Column],
) -> dict[str, list[Values]]:
    problems: list[Problem] = []
    found: dict[str, list[Values]] = {}
    for row in rows:
        part = values(row.cells, columns)
        id_ = str(part.get("id", ""))
        place = id_.split("/")[0]
        if place not in known:
            message = f"ID「{id_}」の協議会がありません"
            problems.append(Problem(file, row.number, message))
            continue
        problems.extend(_mistakes(file, row, {**before.get(id_, {}), **part}, shape, columns))
        found.setdefault(place, []).append(part)
    if problems:
        raise KnowledgeError(problems)
    return found


def unread(rows: Sequence[Row], columns: Iterable[Column]) -> list[str]:
    """The headings of a table under which something stands that nobody reads."""
    known = {name for column in columns for name in (column.label, *column.also)}
    known |= {*opening.HEADINGS, *standard.READ}
    said = dict.fromkeys(name for row in rows for name, cell in row.cells.items() if cell.strip())
    return [name for name in said if name not in known]


def _mistakes(
    file: Path, row: Row, part: Values, shape: type[Part], columns: Sequence[Column]
) -> Iterator[Problem]:
    # The first column to name a step names it in the message, too.
    names = {
        str(step): column.label for column in reversed(columns) for step in reversed(column.place)
    }
    try:
        shape.model_validate(filled(part))
    except ValidationError as error:
        for place, message in sentences(error, shape, names | _OPENING_NAMES):
            # What these columns do not carry comes with other rows.
            if place[0] != "offices":
                yield Problem(file, row.number, message)
