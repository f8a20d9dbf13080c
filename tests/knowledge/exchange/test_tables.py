"""Tables from town halls and from colleagues: read as they come, each mistake told by its row."""

import csv
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import small
from openpyxl import Workbook, load_workbook

from bot.conversation.cards import office_card
from bot.conversation.wording import Wording
from bot.knowledge.check import check_folder
from bot.knowledge.exchange.exports import CSV_NAME, XLSX_NAME, export_csv, export_xlsx
from bot.knowledge.exchange.imports import import_table
from bot.knowledge.exchange.standard import HEADINGS as STANDARD
from bot.knowledge.load import load
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.verify import confirm
from bot.model import Opening, Position, Schedule, Source

STANDARD_ROW = {
    "全国地方公共団体コード": "112178",
    "ID": "0000000017",
    "地方公共団体名": "埼玉県鴻巣市",
    "名称": "鴻巣市中央公民館",
    "名称_英語": "Konosu Central Community Center",
    "所在地_連結表記": "埼玉県鴻巣市中央29番1号",
    "電話番号": "(048)541-1234",
    "郵便番号": "3650037",
    "利用可能曜日": "火水木金土日",
    "開始時間": "09:00",
    "終了時間": "21:30",
    "URL": "https://example.jp/kominkan",
}


# The same house as the standard of 2017 has it.
OLD_ROW = {
    "都道府県コード又は市区町村コード": "112178",
    "NO": "17",
    "都道府県名": "埼玉県",
    "市区町村名": "鴻巣市",
    "名称": "鴻巣市総合福祉センター",
    "名称_カナ": "コウノスシソウゴウフクシセンター",
    "名称_通称": "ふれあい館",
    "住所": "鴻巣市箕田4211番地1",
    "方書": "１階",
    "緯度": "３６．０６５７",
    "経度": "139.5222",
    "電話番号": "048-597-2100",
    "内線番号": "12",
    "利用可能曜日": "月火水木金",
    "開始時間": "08:30",
    "終了時間": "17:15",
    "利用可能日時特記事項": "祝日と年末年始は休み",
    "駐車場": "",
}


def table(file: Path, *rows: dict[str, str], encoding: str = "utf-8-sig") -> Path:
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, STANDARD if "ID" in rows[0] else rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return file


def spoilt(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*.yaml"))}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_the_facilities_of_a_city_become_offices(
    folder: Path, tmp_path: Path, encoding: str
) -> None:
    file = table(tmp_path / "list.csv", STANDARD_ROW, encoding=encoding)
    done = import_table(file, folder, council="konosu")
    assert (done.offices, [f.name for f in done.files]) == (1, ["council.yaml"])
    office = load(folder).offices["konosu/0000000017"]
    assert office.name.ja == "鴻巣市中央公民館"
    assert (office.phone, office.postal_code) == ("048-541-1234", "365-0037")
    assert office.hours.ja == "火水木金土日 09:00〜21:30"
    assert (office.source.document, office.source.at) == ("公共施設一覧（list.csv）", "2行目")
    assert office.verified == "", "nobody knows how old the list is"


def source_told(folder: Path) -> str:
    """Where the imported office comes from, as residents read it."""
    knowledge = load(folder)
    say = Wording(knowledge.texts, "ja")
    return office_card(knowledge, knowledge.offices["konosu/0000000017"], say).footer


def test_a_list_of_unknown_age_has_no_date(folder: Path, tmp_path: Path) -> None:
    """いつのものか分からない表の窓口は、日付なしで出る。分かれば --as-of の日付になる。"""
    file = table(tmp_path / "list.csv", STANDARD_ROW)
    import_table(file, folder, council="konosu")
    footer = source_told(folder)
    assert "公共施設一覧（list.csv） 2行目" in footer
    assert "時点" not in footer
    told = [str(one) for one in check_folder(folder, date(2026, 11, 26)) if not one.serious]
    assert any("council.yaml" in one and "確かめた日がありません" in one for one in told)
    import_table(file, folder, council="konosu", as_of="2026-03")
    assert "2026年3月時点" in source_told(folder)


def test_what_staff_verified_stays_until_the_list_says_otherwise(
    folder: Path, tmp_path: Path
) -> None:
    file = table(tmp_path / "list.csv", STANDARD_ROW)
    import_table(file, folder, council="konosu")
    confirm(folder, "konosu/0000000017", date(2026, 11, 20), "鴻巣 花子")
    for as_of in ("", "2026-03"):
        assert import_table(file, folder, council="konosu", as_of=as_of).files == ()
    changed = table(tmp_path / "list.csv", STANDARD_ROW | {"電話番号": "(048)541-9999"})
    import_table(changed, folder, council="konosu")
    office = load(folder).offices["konosu/0000000017"]
    assert (office.phone, office.verified, office.verified_by) == ("048-541-9999", "", "")


def test_the_older_standard_is_read_as_well(folder: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "list.csv", OLD_ROW)
    done = import_table(file, folder, council="konosu")
    office = load(folder).offices["konosu/17"]
    assert office.address == "鴻巣市箕田4211番地1 １階"
    assert office.aliases == ("ふれあい館",)
    source = Source("公共施設一覧（list.csv）", "2行目")
    assert office.position == Position(36.0657, 139.5222, source)
    assert office.hours.ja == "月火水木金 08:30〜17:15（祝日と年末年始は休み）"
    # Whether it is open on holidays, the standard has no column for.
    assert office.schedule is None
    # What stands in the table and goes nowhere is told, in one line; what is empty is not.
    left = "都道府県コード又は市区町村コード、名称_カナ、内線番号"
    assert done.remarks == (f"読まない列（値は入れていません）: {left}",)
    assert import_table(file, folder, council="konosu").files == ()


def test_an_address_in_parts_is_joined(folder: Path, tmp_path: Path) -> None:
    parts = {
        "所在地_連結表記": "",
        "所在地_都道府県": "埼玉県",
        "所在地_市区町村": "鴻巣市",
        "所在地_町字": "中央",
        "所在地_番地以下": "29番1号",
        "建物名等(方書)": "公民館2階",
    }
    file = table(tmp_path / "list.csv", STANDARD_ROW | parts)
    import_table(file, folder, council="konosu")
    office = load(folder).offices["konosu/0000000017"]
    assert office.address == "埼玉県鴻巣市中央29番1号 公民館2階"


def test_a_building_is_not_said_twice(folder: Path, tmp_path: Path) -> None:
    said = {"所在地_連結表記": "鴻巣市中央29番1号　公民館", "建物名等(方書)": "公民館"}
    file = table(tmp_path / "list.csv", STANDARD_ROW | said)
    import_table(file, folder, council="konosu")
    assert load(folder).offices["konosu/0000000017"].address == "鴻巣市中央29番1号　公民館"


@pytest.mark.parametrize(
    "open_",
    [
        '{days: [月, 火], times: ["8:30-17:15"]}',
        '{days: [月, 火], times: ["8:30-12:00", "13:00-17:15"]}',
        '{days: [月, 火], times: ["8:30-17:15"]}, {days: [土], times: ["09:00-12:00"]}',
    ],
)
@pytest.mark.parametrize("name", [CSV_NAME, XLSX_NAME])
def test_opening_times_and_position_travel(
    folder: Path, tmp_path: Path, name: str, open_: str
) -> None:
    council = folder / "konosu/council.yaml"
    before = council.read_text(encoding="utf-8")
    line = "    phone: 048-597-2100"
    added = f"""{line}
    schedule: {{open: [{open_}], holidays: closed, closed: [12-29/01-03], unsure: [08-13/08-15]}}
    position: {{latitude: 36.0657, longitude: 139.50, source: {{document: 地図, at: 3面}}}}"""
    small.replace(council, line, added)
    there = load(folder).offices["konosu/shakyo"]
    export_csv(folder, tmp_path)
    export_xlsx(folder, tmp_path)
    assert import_table(tmp_path / name, folder).files == ()
    council.write_text(before, encoding="utf-8")
    import_table(tmp_path / name, folder)
    assert load(folder).offices["konosu/shakyo"] == there


def test_the_standards_columns_say_what_they_can(folder: Path, tmp_path: Path) -> None:
    export_csv(folder, tmp_path)
    with (tmp_path / CSV_NAME).open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["ID"]: row for row in csv.DictReader(stream)}
    honjo = rows["honjo/honsho"]
    assert [honjo[name] for name in ("利用可能曜日", "開始時間", "終了時間")] == [
        *("月火水木金", "8:30", "17:15")
    ]
    assert (honjo["祝日"], honjo["曜日ごとの時間"]) == ("closed", "")


def test_times_typed_in_a_workbook_are_read(folder: Path, tmp_path: Path) -> None:
    export_xlsx(folder, tmp_path)
    book = load_workbook(tmp_path / XLSX_NAME)
    offices = book["窓口"]
    headings = [cell.value for cell in offices[1]]
    row = next(r for r in offices.iter_rows(min_row=2) if r[1].value == "konosu/shakyo")
    typed: dict[str, Any] = {
        "利用可能曜日": "月水",
        "開始時間": time(8, 30),
        "終了時間": time(12),
        "祝日": "open",
        "緯度": 36.0657,
        "経度": 139.5,
    }
    for name, value in typed.items():
        row[headings.index(name)].value = value
    book.save(tmp_path / XLSX_NAME)
    import_table(tmp_path / XLSX_NAME, folder)
    office = load(folder).offices["konosu/shakyo"]
    assert office.schedule == Schedule(
        (Opening(frozenset({0, 2}), time(8, 30), time(12)),), True, (), ()
    )
    # A position that came without a source has that of the table.
    assert office.position is not None
    assert office.position.source.document == f"公共施設一覧（{XLSX_NAME}）"


def test_our_own_knowledge_comes_back_unchanged(tmp_path: Path) -> None:
    root = small.copy(small.KNOWLEDGE, tmp_path / "k")
    for export, name in ((export_csv, CSV_NAME), (export_xlsx, XLSX_NAME)):
        export(root, tmp_path)
        assert import_table(tmp_path / name, root).files == ()


def test_comments_stay_where_a_number_changes(folder: Path, tmp_path: Path) -> None:
    council = folder / "konosu/council.yaml"
    small.replace(council, "    fax: 048-597-2102", "    fax: 048-597-2102  # 裏表紙にある")
    export_csv(folder, tmp_path)
    text = (tmp_path / CSV_NAME).read_text(encoding="utf-8-sig")
    (tmp_path / CSV_NAME).write_text(text.replace("048-597-2100", "048-597-2199"), encoding="utf-8")
    before = council.read_text(encoding="utf-8")
    done = import_table(tmp_path / CSV_NAME, folder)
    assert done.files == (council,)
    assert council.read_text(encoding="utf-8") == before.replace("048-597-2100", "048-597-2199")


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    before = spoilt(folder)
    file = table(tmp_path / "list.csv", STANDARD_ROW)
    done = import_table(file, folder, council="konosu", dry=True)
    assert done.offices == 1
    assert spoilt(folder) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"電話番号": "541-1234"}, r"list\.csv:3: 電話番号 の「541-1234」は形が違います"),
        ({"名称": ""}, r"list\.csv:3: 「名称」がありません"),
        ({"郵便番号": "365"}, r"list\.csv:3: 郵便番号 の「365」は形が違います"),
        ({"緯度": "0", "経度": "139.5"}, r"list\.csv:3: 緯度 の「0」は形が違います"),
        ({"緯度": "36.1"}, r"list\.csv:3: 「経度」がありません"),
        ({"URL": "www.example.jp"}, r"list\.csv:3: URL の「www"),
        ({"ID": "nowhere/x"}, r"list\.csv:3: 協議会「nowhere」がありません"),
        ({}, r"list\.csv:3: ID「konosu/0000000017」の行が二つあります"),
    ],
)
def test_a_bad_row_is_told_by_its_number_and_nothing_is_written(
    folder: Path, tmp_path: Path, change: dict[str, str], told: str
) -> None:
    before = spoilt(folder)
    file = table(tmp_path / "list.csv", STANDARD_ROW, STANDARD_ROW | change)
    with pytest.raises(KnowledgeError, match=told):
        import_table(file, folder, council="konosu")
    assert spoilt(folder) == before


def test_ids_of_another_form_need_a_council(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"list\.csv:2: .*--council を書いてください"):
        import_table(table(tmp_path / "list.csv", STANDARD_ROW), folder)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "見出しがありません"),
        (b"a,b\n1,2\n", "見出しに「ID」がありません"),
        (b"ID,ID\n1,2\n", "見出し「ID」が二つあります"),
        (b'ID,name\n1,"2\n', "引用符"),
        (b"\xff\xfe\x00\x81", "文字コード"),
    ],
)
def test_what_is_no_table_is_told(folder: Path, tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(KnowledgeError, match=told):
        import_table(file, folder, council="konosu")


def test_what_is_no_workbook_is_told(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(b"ID,name")
    with pytest.raises(KnowledgeError, match="Excel"):
        import_table(file, folder)


def test_a_workbook_as_a_colleague_saves_it_is_taken_back(folder: Path, tmp_path: Path) -> None:
    export_xlsx(folder, tmp_path)
    book = load_workbook(tmp_path / XLSX_NAME)
    entries = book["項目"]
    headings = [cell.value for cell in entries[1]]
    row = next(r for r in entries.iter_rows(min_row=2) if r[0].value == "konosu/10")
    row[headings.index("説明")].value = "新しい説明です。"
    row[headings.index("確認日")].value = date(2026, 11, 20)
    book.save(tmp_path / XLSX_NAME)
    done = import_table(tmp_path / XLSX_NAME, folder)
    assert done.files == (folder / "konosu/entries.yaml",)
    entry = load(folder).entries["konosu/10"]
    assert (entry.summary.ja, entry.verified) == ("新しい説明です。", "2026-11-20")


def test_the_standard_may_come_as_a_workbook(folder: Path, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(list(STANDARD))
    book.active.append([STANDARD_ROW.get(heading) for heading in STANDARD])
    book.save(tmp_path / "list.xlsx")
    import_table(tmp_path / "list.xlsx", folder, council="konosu")
    assert load(folder).offices["konosu/0000000017"].phone == "048-541-1234"


@pytest.mark.parametrize("formula", ["=1+1", "+81", "-5", "@SUM(A1)", "'=x", '=HYPERLINK("x")'])
def test_a_formula_is_only_text(folder: Path, tmp_path: Path, formula: str) -> None:
    file = folder / "konosu/council.yaml"
    quoted = formula.replace('"', '\\"')
    small.replace(file, "    hours: ", "    #") if "    hours: " in file.read_text(
        "utf-8"
    ) else None
    small.replace(
        file, "    phone: 048-597-2100", f'    phone: 048-597-2100\n    hours: "{quoted}"'
    )
    export_csv(folder, tmp_path)
    export_xlsx(folder, tmp_path)
    with (tmp_path / CSV_NAME).open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert f"'{formula}" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    book = load_workbook(tmp_path / XLSX_NAME)
    found = [cell for row in book["窓口"].iter_rows() for cell in row if cell.value == formula]
    assert [cell.data_type for cell in found] == ["s"]
    for name in (CSV_NAME, XLSX_NAME):
        assert import_table(tmp_path / name, folder).files == ()
