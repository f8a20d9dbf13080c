"""A FAQ from a table: what is good is imported, what is bad is told by its row, nothing by halves."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import small
from openpyxl import Workbook

from bot.channels.telegram.rendering import LONGEST, length, messages
from bot.conversation.cards import entry_card
from bot.conversation.wording import Wording
from bot.knowledge.exchange.faq import About, ImportedFaq, import_faq
from bot.knowledge.load import load
from bot.knowledge.reader import KnowledgeError
from bot.model import EntryKind, Reply

TODAY = "2026-04-01"
GOOD = {"id": "1", "question": "粗大ごみの出し方は？", "answer": "電話で申し込んでください。"}
Rows = Sequence[Mapping[str, object]]


def table(folder: Path, rows: Rows, encoding: str = "utf-8-sig") -> Path:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    file = folder / "faq.csv"
    file.write_bytes(text.getvalue().encode(encoding))
    return file


def run(
    file: Path, into: Path, shared: Path, about: About | None = None, *, dry: bool = False
) -> ImportedFaq:
    return import_faq(file, about or About("midori"), into, shared, TODAY, dry=dry)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "new" / "knowledge"


def test_a_new_folder_can_be_served_and_invents_nothing(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    done = run(table(tmp_path, [GOOD]), into, small_folder)
    assert (done.questions, done.offices, done.bad) == (1, 0, ())
    knowledge = load(into)
    council = knowledge.councils["midori"]
    assert (council.name.ja, council.city, council.place.ja) == ("midori", "", "midori")
    assert council.plan is None
    [office] = knowledge.offices.values()
    assert (office.phone, office.address, office.source.document) == ("", "", "faq.csv")
    [entry] = knowledge.entries.values()
    assert (entry.id, entry.kind, entry.office) == ("midori/1", EntryKind.FAQ, office.id)
    assert entry.name.ja == GOOD["question"]
    assert entry.summary.ja == GOOD["answer"]
    assert (entry.source.document, entry.source.at, entry.verified) == ("faq.csv", "2行目", TODAY)
    assert entry.indexed
    assert set(knowledge.needs) == set(load(small_folder).needs)


def test_what_is_known_of_the_council_is_told_by_options(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    about = About("midori", "緑市役所", "緑市", "青県", "012-345-6789")
    run(table(tmp_path, [GOOD]), into, small_folder, about)
    knowledge = load(into)
    council = knowledge.councils["midori"]
    assert (council.name.ja, council.city, council.prefecture) == ("緑市役所", "緑市", "青県")
    assert council.names == ("緑市", "緑")
    assert knowledge.headquarters("midori").phone == "012-345-6789"


def test_a_telephone_of_another_form_is_told_and_nothing_is_written(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    with pytest.raises(KnowledgeError, match="電話番号は"):
        run(table(tmp_path, [GOOD]), into, small_folder, About("midori", phone="0120"))
    assert not into.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_in_the_encodings_of_spreadsheets(
    tmp_path: Path, into: Path, small_folder: Path, encoding: str
) -> None:
    answer = 'はい。\n「はい」と, "はい"'
    run(table(tmp_path, [GOOD | {"answer": answer}], encoding), into, small_folder)
    assert load(into).entries["midori/1"].summary.ja == answer


def test_japanese_headings_and_known_wordings(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    row = {
        "番号": "Q-1.a",
        "質問": "問い",
        "回答": "答え",
        "言い方": "ひとつ|ふたつ\nひとつ",
        "備考": "x",
    }
    run(table(tmp_path, [row]), into, small_folder)
    assert load(into).entries["midori/Q-1.a"].questions == ("ひとつ", "ふたつ")


def test_excel_with_its_numbers(tmp_path: Path, into: Path, small_folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "question", "answer", None])
    sheet.append([1.0, "問い", "答え\n二行目", "x"])
    sheet.append([None, None, None, None])
    sheet.append([20, "問い2", 5])
    sheet.append([None, "問い3", "答え"])
    file = tmp_path / "faq.xlsx"
    book.save(file)
    done = run(file, into, small_folder)
    assert [(bad.line, bad.message) for bad in done.bad] == [(5, "id が空です")]
    entries = load(into).entries
    assert set(entries) == {"midori/1", "midori/20"}
    assert entries["midori/1"].summary.ja == "答え\n二行目"
    assert entries["midori/20"].summary.ja == "5"


def test_json_lines(tmp_path: Path, into: Path, small_folder: Path) -> None:
    lines = [
        json.dumps(
            {"id": 0, "question": "問い", "answer": "答え\u2028つづき", "questions": ["あ", "い"]}
        ),
        "",
        "{broken",
        "[1]",
        json.dumps({"id": 1, "question": {"a": 1}, "answer": "答え"}),
        json.dumps({"id": True, "question": "問い", "answer": "答え"}),
        json.dumps({"id": 2, "question": "問い", "answer": None}),
        json.dumps({"id": 3, "question": "問い"}, ensure_ascii=False),
        "[" * 100_000,
    ]
    file = tmp_path / "faq.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    done = run(file, into, small_folder)
    assert load(into).entries["midori/0"].questions == ("あ", "い")
    assert [bad.line for bad in done.bad] == [3, 4, 5, 6, 7, 8, 9]
    assert [str(bad).split(": ", 1)[1] for bad in done.bad] == [
        "JSON として読めません",
        '{"id": …, "question": …, "answer": …} の形で書いてください',
        "question は文字か数字で書いてください",
        "id は文字か数字で書いてください",
        "answer が空です",
        "answer が空です",
        "JSON として読めません",
    ]


BAD = [
    ({"id": ""}, "id が空です"),
    ({"id": "ごみ1"}, "id「ごみ1」は使えません。英数字で始め、英数字と - _ . だけで書いてください"),
    ({"id": "-1"}, "id「-1」は使えません。英数字で始め、英数字と - _ . だけで書いてください"),
    ({"id": "a:b"}, "id「a:b」は使えません。英数字で始め、英数字と - _ . だけで書いてください"),
    ({"id": "a b"}, "id「a b」は使えません。英数字で始め、英数字と - _ . だけで書いてください"),
    ({"id": "a/b"}, "id「a/b」は使えません。英数字で始め、英数字と - _ . だけで書いてください"),
    ({"id": "x" * 34}, f"id「{'x' * 34}」が長すぎます。33字までにしてください"),
    ({"id": "1"}, "id「1」は 2行目にもあります"),
    ({"id": "１"}, "id「1」は 2行目にもあります"),
    ({"question": ""}, "question が空です"),
    ({"question": " 　\n"}, "question が空です"),
    ({"answer": ""}, "answer が空です"),
    ({"answer": "\u200b\x07"}, "answer が空です"),
    ({"answer": "#REF!"}, "answer が「#REF!」です。表計算ソフトで式を直してください"),
    ({"question": "問" * 301}, "question が長すぎます（301字）。300字までにしてください"),
    ({"answer": "答" * 20_001}, "answer が長すぎます（20001字）。20000字までにしてください"),
    ({"office": "課" * 101}, "office が長すぎます（101字）。100字までにしてください"),
]


def test_bad_rows_are_told_by_number_and_the_rest_is_imported(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    rows = [GOOD | {"office": ""}]
    rows += [GOOD | {"id": f"b{n}"} | change for n, (change, _) in enumerate(BAD)]
    rows.append(GOOD | {"id": "last"})
    file = table(tmp_path, rows)
    done = run(file, into, small_folder)
    assert [(bad.file, bad.line) for bad in done.bad] == [(file, n + 3) for n in range(len(BAD))]
    assert [bad.message for bad in done.bad] == [told for _, told in BAD]
    assert set(load(into).entries) == {"midori/1", "midori/last"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "一行目に見出しがありません"),
        ("a.csv", b"id,question,answer\n", "取り込める行がありません"),
        ("a.csv", b"id,question\n1,a\n", "「answer」の列がありません"),
        ("a.csv", b"id\x81,question", "文字コード"),
        ("a.csv", b'id,question,answer\n1,"a\n', "引用符"),
        ("a.xlsx", b"id,question,answer\n1,a,b\n", "Excel の表"),
        ("a.jsonl", b"\xff\xfe", "UTF-8"),
        ("a.pdf", b"", "読めるのは .csv、.xlsx、.jsonl です"),
        ("none.jsonl", None, "読めません"),
        ("none.csv", None, "読めません"),
    ],
)
def test_a_file_that_is_no_table_is_told_and_nothing_is_written(
    tmp_path: Path, into: Path, small_folder: Path, name: str, content: bytes | None, told: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(KnowledgeError, match=told):
        run(file, into, small_folder)
    assert not into.exists()


@pytest.mark.parametrize(
    "council", ["", "Midori", "みどり", "needs", "crisis", "texts", "a" * 21, "a/b"]
)
def test_an_id_that_cannot_name_a_council_is_told(
    tmp_path: Path, into: Path, small_folder: Path, council: str
) -> None:
    with pytest.raises(KnowledgeError, match="は使えません"):
        run(table(tmp_path, [GOOD]), into, small_folder, About(council))
    assert not into.exists()


def test_only_tried_it_writes_nothing(
    tmp_path: Path, into: Path, small_folder: Path, folder: Path
) -> None:
    file = table(tmp_path, [GOOD, GOOD])
    done = run(file, into, small_folder, dry=True)
    assert (done.questions, len(done.bad)) == (1, 1)
    assert not into.exists()
    before = files(folder)
    run(file, folder, small_folder, dry=True)
    assert files(folder) == before


def test_offices_by_name_with_and_without_a_number(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    offices = [
        "ごみ減量課 06-1234-5678",
        "税務課",
        "ごみ減量課 06-1234-5678",
        "",
        "窓口課（電話：06-1111-2222）",
    ]
    rows = [GOOD | {"id": str(n), "office": office} for n, office in enumerate(offices)]
    done = run(table(tmp_path, rows), into, small_folder)
    assert done.offices == 3
    knowledge = load(into)
    told = [knowledge.offices[entry.office] for entry in knowledge.entries.values()]
    assert [(office.name.ja, office.phone) for office in told] == [
        ("ごみ減量課", "06-1234-5678"),
        ("税務課", ""),
        ("ごみ減量課", "06-1234-5678"),
        ("midori", ""),
        ("窓口課", "06-1111-2222"),
    ]


def test_a_council_that_is_there_keeps_its_files_and_gets_the_offices_it_lacks(
    tmp_path: Path, folder: Path, small_folder: Path
) -> None:
    small.replace(folder / "konosu/council.yaml", "offices:", "# 大事な覚え書き\noffices:")
    before = files(folder)
    rows = [GOOD | {"office": "市民課"}, GOOD | {"id": "2", "office": "konosu/shakyo"}]
    done = run(table(tmp_path, rows), folder, small_folder, About("konosu", phone="012-345-6789"))
    assert done.offices == 1
    after = files(folder)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"konosu/faq.yaml", "konosu/council.yaml"}
    assert "# 大事な覚え書き" in after["konosu/council.yaml"].decode()
    assert b"012-345-6789" not in after["konosu/council.yaml"]
    knowledge = load(folder)
    assert knowledge.offices[knowledge.entries["konosu/1"].office].name.ja == "市民課"
    assert knowledge.entries["konosu/2"].office == "konosu/shakyo"
    assert "konosu/10" in knowledge.entries


def test_imported_again_the_new_faq_takes_the_place_of_the_old(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    run(table(tmp_path, [GOOD | {"office": "税務課"}]), into, small_folder)
    run(table(tmp_path, [GOOD | {"id": "2", "office": "税務課"}]), into, small_folder)
    knowledge = load(into)
    assert set(knowledge.entries) == {"midori/2"}
    assert len(knowledge.offices) == 2


def test_an_id_that_the_council_uses_already_is_told_and_nothing_is_written(
    tmp_path: Path, folder: Path, small_folder: Path
) -> None:
    before = files(folder)
    with pytest.raises(KnowledgeError, match="でも使われています"):
        run(table(tmp_path, [GOOD | {"id": "10"}]), folder, small_folder, About("konosu"))
    assert files(folder) == before


def test_a_folder_that_is_broken_already_is_told_and_left_as_it_is(
    tmp_path: Path, folder: Path, small_folder: Path
) -> None:
    (folder / "konosu/council.yaml").write_text("id: [", encoding="utf-8")
    before = files(folder)
    with pytest.raises(KnowledgeError) as told:
        run(table(tmp_path, [GOOD]), folder, small_folder)
    assert all(problem.file.is_relative_to(folder) for problem in told.value.problems)
    assert files(folder) == before


def test_a_long_answer_is_read_in_messages_that_telegram_takes(
    tmp_path: Path, into: Path, small_folder: Path
) -> None:
    answer = ("あ<&>" * 1000 + "\n") * 3 + "い" * 5000
    run(table(tmp_path, [GOOD | {"id": "x" * 33, "answer": answer}]), into, small_folder)
    knowledge = load(into)
    [entry] = knowledge.entries.values()
    say = Wording(knowledge.texts, "ja")
    card = entry_card(knowledge, entry, knowledge.offices[entry.office], say)
    sent = messages(Reply((card,)))
    assert len(sent) > 3
    assert max(length(message.html) for message in sent) <= LONGEST
    assert sum(message.html.count("い") for message in sent) >= 5000
