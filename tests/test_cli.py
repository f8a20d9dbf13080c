"""The command as a person or another program runs it: real processes, real knowledge, no token."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import small
from botapi import BotApi

from bot.store.store import Store

COMMAND = (str(Path(sys.executable).parent / "madoguchi"),)
MODULE = (sys.executable, "-m", "bot")
WORRY = "日常生活自立支援事業"
ENTRY = "konosu/10"
PHONE = "048-597-2100"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What it says when it cannot do what it was asked: one line, and nothing else."""
        assert self.code != 0
        assert self.out == ""
        [line] = self.err.splitlines()
        return line

    @property
    def answers(self) -> list[dict[str, Any]]:
        assert self.code == 0, self.err
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


def surroundings(small_folder: Path, small_data: Path, more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"KNOWLEDGE_DIR": str(small_folder), "DATA_DIR": str(small_data)} | dict(more)


@pytest.fixture
def run(small_folder: Path, small_data: Path, tmp_path: Path) -> Run:
    """Runs the command in an empty folder over the tiny knowledge, which is learned already."""

    def command(
        *arguments: str | bytes,
        given: str | bytes = b"",
        by: tuple[str, ...] = COMMAND,
        **environment: str,
    ) -> Ran:
        done = subprocess.run(
            [*by, *arguments],
            input=given if isinstance(given, bytes) else given.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=surroundings(small_folder, small_data, environment),
            timeout=60,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.err, ran.err
        assert "Traceback" not in ran.out, ran.out
        return ran

    return command


def line(question: object, council: object = None) -> str:
    return json.dumps({"q": question, "council": council}, ensure_ascii=False) + "\n"


# ask


@pytest.mark.parametrize("by", [COMMAND, MODULE], ids=["madoguchi", "python -m bot"])
def test_a_question_is_answered_as_a_resident_reads_it(run: Run, by: tuple[str, ...]) -> None:
    ran = run("ask", "--council", "konosu", WORRY, by=by)
    assert ran.code == 0
    assert ran.err == ""
    assert "権利擁護体制の充実" in ran.out
    assert PHONE in ran.out
    assert "出典" in ran.out


def test_a_question_without_a_council_is_asked_which(run: Run) -> None:
    ran = run("ask", WORRY)
    assert ran.code == 0
    assert "どちらの市" in ran.out
    assert "鴻巣市" in ran.out
    assert "本庄市" in ran.out


def test_the_knowledge_can_be_named_on_the_command_line(run: Run, small_folder: Path) -> None:
    where = str(small_folder)
    ran = run("ask", "--knowledge", where, "--council", "konosu", WORRY, KNOWLEDGE_DIR="/nowhere")
    assert PHONE in ran.out


def test_it_explains_why(run: Run) -> None:
    ran = run("ask", "--explain", "--council", "konosu", WORRY)
    assert ran.code == 0
    assert ran.out.startswith("結果: ")
    for part in ("危険: ", "場所: ", "困りごと: ", f"・{ENTRY}", f"近い言い方: 「{WORRY}」", PHONE):
        assert part in ran.out


@pytest.mark.parametrize("question", ["", "   ", "　\n\t"])
def test_an_empty_question_is_told_so(run: Run, question: str) -> None:
    ran = run("ask", question)
    assert ran.code == 2
    assert ran.sentence.startswith("質問が空です。")


def test_no_question_is_told_so(run: Run) -> None:
    assert run("ask").sentence.startswith("質問が空です。")


ODD = {
    "10,000 letters": "母が通帳をなくします。" * 1000,
    "emoji": "😭😭🙏",
    "control characters": "母が\x07通帳を\x1b[31mなくす\x7f",
    "right to left": "\u202eどこへ行けば\u202c مرحبا أحتاج إلى مساعدة",
    "no bytes of UTF-8": "母が通帳を".encode("cp932"),
    "marks": "?!？！…",
    "an option's face": "--council",
    "places": "{city} {} {0} %s \\n ${HOME}",
    "combining": "か\u3099" + "\u0301" * 500,
    "one letter": "あ",
}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("10,000 letters", ()),
        ("control characters", ("--explain",)),
        ("right to left", ()),
        ("no bytes of UTF-8", ()),
        ("emoji", ("--explain",)),
        ("an option's face", ()),
    ],
)
def test_any_question_is_answered(run: Run, name: str, options: tuple[str, ...]) -> None:
    ran = run("ask", *options, "--council", "konosu", "--", ODD[name])
    assert ran.code == 0
    assert ran.out.strip()
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_an_unknown_council_is_told_with_those_there_are(run: Run) -> None:
    ran = run("ask", "--council", "tokyo", WORRY)
    assert ran.code == 2
    assert "「tokyo」はありません" in ran.sentence
    assert "konosu（鴻巣市）" in ran.sentence


def test_an_unknown_option_and_command_are_told(run: Run) -> None:
    assert run("ask", "--city", "konosu", WORRY).code == 2
    assert run("tell").code == 2
    for command in ((), ("ask",)):
        ran = run(*command, "--help")
        assert ran.code == 0
        assert "Usage" in ran.out


# ask --jsonl


def test_lines_are_answered_in_their_order_with_every_field(run: Run) -> None:
    given = (
        line(WORRY, "konosu")
        + line(WORRY, "honjo")
        + line(WORRY)
        + line("札幌市のごみの日は")
        + line("こんにちは", "konosu")
        + line("死にたい", "konosu")
    )
    answers = run("ask", "--jsonl", given=given).answers
    assert len(answers) == 6
    for answer in answers:
        assert list(answer) == ["outcome", "entries", "office", "care", "text"]
        assert isinstance(answer["care"], bool)
        assert answer["text"].strip()
        assert len(answer["entries"]) <= 10
    konosu, honjo, nowhere, elsewhere, greeting, crisis = answers
    assert konosu["outcome"] in ("answered", "suggested")
    assert konosu["entries"][0] == ENTRY
    assert konosu["office"] == "konosu/shakyo"
    assert {id_.split("/")[0] for id_ in konosu["entries"]} == {"konosu"}
    assert {id_.split("/")[0] for id_ in honjo["entries"]} == {"honjo"}
    assert {id_.split("/")[0] for id_ in nowhere["entries"]} == {"konosu", "honjo"}
    assert nowhere["office"] is None
    assert "どちらの市" in nowhere["text"]
    assert elsewhere["outcome"] == "unmatched"
    assert greeting["outcome"] == "smalltalk"
    assert crisis["outcome"] == "crisis"
    assert crisis["entries"][0] == "crisis/life"
    assert "0120-279-338" in crisis["text"]


BAD_LINES: dict[str, str | bytes] = {
    "no JSON": "母が通帳をなくす",
    "half of it": '{"q": "あ"',
    "a list": '["q"]',
    "a text": '"q"',
    "a number": "3",
    "nothing": "null",
    "no question": '{"council": "konosu"}',
    "a question that is no text": line(3, "konosu"),
    "a question that is nothing": line(None),
    "a question in parts": line(["あ"]),
    "a council that is no text": line("あ", 3),
    "a council in parts": line("あ", ["konosu"]),
    "an unknown council": line("あ", "tokyo"),
    "an empty council": line("あ", ""),
    "a council of half a character": r'{"q": "あ", "council": "\ud83d"}',
    "no UTF-8": '{"q": "母が通帳を", "council": "konosu"}'.encode("cp932"),
    "bytes": bytes(range(0x80, 0x100)),
    "NUL": b"\x00\x00",
    "nested": "[" * 100_000,
    "a long number": '{"q": ' + "9" * 10_000 + "}",
}


def test_a_bad_line_gets_an_error_in_its_place_and_the_rest_goes_on(run: Run) -> None:
    good = line(WORRY, "konosu").encode()
    given = good
    for bad in BAD_LINES.values():
        given += (bad if isinstance(bad, bytes) else bad.encode()).rstrip(b"\n") + b"\n" + good
    answers = run("ask", "--jsonl", given=given).answers
    assert len(answers) == 2 * len(BAD_LINES) + 1
    for answer in answers[::2]:
        assert answer["entries"][0] == ENTRY
    for name, answer in zip(BAD_LINES, answers[1::2], strict=True):
        assert list(answer) == ["error"], name
        assert "\n" not in answer["error"]
        assert answer["error"].strip()
    unknown = answers[1::2][list(BAD_LINES).index("an unknown council")]["error"]
    assert "「tokyo」はありません" in unknown
    assert "konosu（鴻巣市）" in unknown


def test_odd_questions_are_answered_like_any_other(run: Run) -> None:
    questions = [question for question in ODD.values() if isinstance(question, str)]
    questions += ["", " ", "\n", "\x00", "a\u2028b\x85c", "通帳" * 500_000]
    given = "".join(line(question, "konosu") for question in questions)
    given += r'{"q": "母が\ud83d通帳を\udc00なくす", "council": "konosu"}' + "\n"
    given += json.dumps({"q": WORRY, "council": "konosu", "more": [1]}) + "\n"
    given += "\ufeff" + line(WORRY, "konosu")
    answers = run("ask", "--jsonl", given=given).answers
    assert len(answers) == len(questions) + 3
    for answer in answers:
        assert "error" not in answer
        assert answer["text"].strip()


def test_a_blank_line_is_a_bad_line_and_a_missing_end_of_line_does_no_harm(run: Run) -> None:
    given = f"\n{line(WORRY, 'konosu')}  \n{line(WORRY).rstrip()}"
    blank, first, spaces, last = run("ask", "--jsonl", given=given).answers
    assert "error" in blank
    assert "error" in spaces
    assert first["entries"][0] == ENTRY
    assert last["text"]
    assert run("ask", "--jsonl", given="").answers == []


def test_the_lines_are_utf_8_whatever_the_terminal_speaks(run: Run) -> None:
    given = line(WORRY, "konosu")
    [answer] = run("ask", "--jsonl", given=given, PYTHONIOENCODING="cp932", LC_ALL="C").answers
    assert answer["entries"][0] == ENTRY
    assert "権利擁護" in answer["text"]


def test_a_program_that_talks_in_turns_gets_each_answer_at_once(
    small_folder: Path, small_data: Path, tmp_path: Path
) -> None:
    environment = surroundings(small_folder, small_data, {})
    with subprocess.Popen(
        [*COMMAND, "ask", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for council in ("konosu", "honjo"):
            process.stdin.write(line(WORRY, council).encode())
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["entries"][0].startswith(council)
        # Who stops reading is no reason for a traceback.
        process.stdout.close()
        process.stdin.write(line(WORRY, "konosu").encode() * 3)
        process.stdin.close()
        assert b"Traceback" not in process.stderr.read()


# Knowledge that cannot be served


@pytest.mark.parametrize("command", [("ask", WORRY), ("ask", "--jsonl")])
def test_broken_knowledge_is_told_by_file_and_line(
    run: Run, folder: Path, command: tuple[str, ...]
) -> None:
    small.replace(folder / "themes.yaml", "id: salon", "id: SALON")
    ran = run(*command, "--knowledge", str(folder), given=line(WORRY))
    assert ran.code == 2
    assert ran.sentence.startswith(f"{folder / 'themes.yaml'}:2: id の「SALON」は形が違います")


def test_every_mistake_has_its_line(run: Run, folder: Path) -> None:
    small.replace(folder / "themes.yaml", "id: salon", "id: SALON")
    (folder / "hotlines.yaml").unlink()
    ran = run("ask", WORRY, "--knowledge", str(folder))
    assert ran.code == 2
    assert [told.split(": ")[0] for told in ran.err.splitlines()] == [
        f"{folder / 'hotlines.yaml'}:1",
        f"{folder / 'themes.yaml'}:2",
    ]


def test_a_missing_knowledge_folder_is_told(run: Run, tmp_path: Path) -> None:
    for ran in (
        run("ask", WORRY, "--knowledge", "none"),
        run("chat", KNOWLEDGE_DIR=str(tmp_path / "none")),
        run("evaluate", "--knowledge", "none", str(labels(tmp_path))),
        run("run", "--knowledge", "none", TELEGRAM_BOT_TOKEN="123456:TEST"),
    ):
        assert ran.code == 2
        assert "知識フォルダがありません" in ran.sentence


def test_the_knowledge_is_checked(run: Run, folder: Path) -> None:
    fine = run("knowledge", "check")
    assert fine.code == 0
    assert "誤り 0件" in fine.out
    small.replace(folder / "themes.yaml", "id: salon", "id: SALON")
    broken = run("knowledge", "check", "--knowledge", str(folder))
    assert broken.code == 1
    assert f"{folder / 'themes.yaml'}:2: " in broken.err
    assert "誤り 1件" in broken.out
    missing = run("knowledge", "check", "--knowledge", "none")
    assert missing.code == 1
    assert "知識フォルダがありません" in missing.err


def test_what_is_checked_is_told_to_github_and_to_programs(run: Run, folder: Path) -> None:
    small.replace(folder / "themes.yaml", "id: salon", "id: SALON")
    shown = run("knowledge", "check", "--format", "github", "--knowledge", str(folder))
    assert shown.code == 1
    assert "::error file=knowledge/themes.yaml,line=2::" in shown.out
    assert shown.err == ""
    told = run("knowledge", "check", "--format", "json", "--knowledge", str(folder))
    assert told.code == 1
    whole = json.loads(told.out)
    assert (whole["errors"], whole["warnings"]) == (1, 0)
    [problem] = whole["problems"]
    assert problem["file"] == str(folder / "themes.yaml")
    assert (problem["line"], problem["level"]) == (2, "error")


def test_knowledge_goes_out_and_comes_in(run: Run, folder: Path, tmp_path: Path) -> None:
    at = ("--knowledge", str(folder))
    for form, name in (
        ("csv", "public-facilities.csv"),
        ("xlsx", "knowledge.xlsx"),
        ("hsds", "services.json"),
        ("html", "index.html"),
    ):
        out = run("knowledge", "export", form, "--into", f"out-{form}", *at)
        assert (out.code, out.err) == (0, "")
        assert (tmp_path / f"out-{form}" / name).exists()
    for form, path in (("csv", "public-facilities.csv"), ("xlsx", "knowledge.xlsx"), ("hsds", "")):
        came = run("knowledge", "import", form, f"out-{form}/{path}", "--into", str(folder))
        assert came.code == 0
        assert "ファイル 0 を書きました" in came.out
    file = tmp_path / "out-csv" / "public-facilities.csv"
    small.replace(file, "048-597-2100", "597-2100")
    wrong = run("knowledge", "import", "csv", str(file), "--into", str(folder))
    assert wrong.code == 2
    assert wrong.err.startswith(f"{file}:")
    assert "電話番号 の「597-2100」は形が違います" in wrong.err


def test_what_is_to_be_verified_is_listed_and_marked(run: Run, folder: Path) -> None:
    at = ("--knowledge", str(folder))
    listed = run("knowledge", "verify", "--council", "konosu", *at)
    assert "konosu/shakyo" in listed.out
    assert run("knowledge", "verify", "konosu/shakyo", *at).sentence.startswith("だれが")
    marked = run("knowledge", "verify", "konosu/shakyo", "--by", "鴻巣 花子", *at)
    assert "鴻巣市社会福祉協議会（konosu/shakyo）を" in marked.out
    assert "konosu/shakyo" not in run("knowledge", "verify", "--council", "konosu", *at).out
    assert "git の記録がありません" in run("knowledge", "log", "konosu/10", *at).sentence


def test_what_residents_reported_is_listed_and_closed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    """住民の「番号がちがう」が先に並び、コマンドの確認でも消える。"""
    at = ("--knowledge", str(folder))
    file = tmp_path / "residents.db"
    url = f"sqlite+aiosqlite:///{file}"
    before = run("knowledge", "verify", *at, DATABASE_URL=url)
    assert before.code == 0
    assert "番号がちがう" not in before.out
    assert not file.exists()

    async def reported() -> None:
        store = await Store.open(url)
        async with store.begin() as work:
            for question in ("q1", "q2"):
                await work.reports.put(question, "honjo/kodama", "honjo", datetime.now(UTC))
        await store.close()

    asyncio.run(reported())
    first, *_ = run("knowledge", "verify", *at, DATABASE_URL=url).out.splitlines()
    assert first.startswith(f"{folder}/honjo/council.yaml:")
    assert "honjo/kodama" in first
    assert "住民2人から「番号がちがう」と知らせがあります" in first
    assert run("knowledge", "verify", "honjo/kodama", "--by", "a", *at, DATABASE_URL=url).code == 0
    after = run("knowledge", "verify", *at, DATABASE_URL=url)
    assert "honjo/kodama" not in after.out
    assert "開いている時間：2019年の告知による" in after.out


# chat


def test_a_conversation_by_words_and_numbers(run: Run) -> None:
    given = f"{WORRY}\n2\n/area\n/offices\n/language\n3\n/help\n"
    ran = run("chat", given=given)
    assert ran.code == 0
    assert ran.err == ""
    turns = ran.out.split("> ")
    assert len(turns) == 9
    assert "お住まいの市" in turns[0]
    assert "3. 本庄市" in turns[0]
    assert "どちらの市" in turns[1]
    assert PHONE in turns[2]
    assert "お住まいの市" in turns[3]
    assert "048-541-1321" in turns[4]
    assert "English" in turns[5]
    assert "Just write" in turns[7]


def test_a_conversation_in_a_council_that_was_named(run: Run) -> None:
    ran = run("chat", "--council", "konosu", given=f"{WORRY}\n")
    assert "鴻巣市ですね" in ran.out
    assert PHONE in ran.out
    assert "「tokyo」はありません" in run("chat", "--council", "tokyo").sentence


def test_a_conversation_survives_anything_that_is_typed(run: Run) -> None:
    odd = ["", "0", "99", "9" * 5000, "１", "²", "-1", "/", "/nothing", "\x00", "😭", "\u202e"]
    given = "\n".join(odd).encode() + b"\n\xff\xfe\n" + f"{WORRY}\n".encode()
    ran = run("chat", "--council", "konosu", given=given, PYTHONIOENCODING="utf-8:strict")
    assert ran.code == 0
    assert "文字が読み取れませんでした" in ran.out
    assert PHONE in ran.out.split("> ")[-2]


def test_a_conversation_may_end_at_once(run: Run) -> None:
    ran = run("chat", given="")
    assert ran.code == 0
    assert "お住まいの市" in ran.out


# evaluate


def labels(folder: Path, content: str = "") -> Path:
    file = folder / "labels.yaml"
    file.write_text(
        content
        or f"""- q: {WORRY}
  council: konosu
  expect: [{ENTRY}]
  office: konosu/shakyo
  kind: official
- q: 死にたい
  council: null
  expect: [crisis/life]
  office: null
  kind: crisis
- q: こんにちは
  council: honjo
  expect: []
  kind: nothing
- q: こんにちは
  council: honjo
  expect: [honjo/salon]
  kind: failing
""",
        encoding="utf-8",
    )
    return file


def test_labelled_questions_are_measured(run: Run, tmp_path: Path) -> None:
    ran = run("evaluate", str(labels(tmp_path)))
    assert ran.code == 0
    assert "質問 4（答えられる 2、危険 1、当てはまらない 1）" in ran.out
    assert "0.500  (1/2)" in ran.out
    assert "failing 0/1" in ran.out
    assert "konosu 1/1" in ran.out
    assert "- [failing] こんにちは（honjo）正解 ['honjo/salon'] 結果 smalltalk" in ran.out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("- q: あ\n  expect: x\n  kind: a\n", "labels.yaml:2: expect が読めません"),
        ("- q: あ\n  expect: []\n  kind: a\n  council: tokyo\n", "「tokyo」はありません"),
    ],
)
def test_a_broken_set_of_questions_is_told_by_its_line(
    run: Run, tmp_path: Path, content: str, told: str
) -> None:
    ran = run("evaluate", str(labels(tmp_path, content)))
    assert ran.code == 2
    assert told in ran.sentence


def test_a_missing_set_of_questions_is_told(run: Run) -> None:
    assert "none.yaml:1: ファイルがありません" in run("evaluate", "none.yaml").sentence


def test_one_council_is_checked(run: Run, folder: Path) -> None:
    """--council では、ほかの協議会の「気をつけること」は出ないが、全体を止める誤りは出る。"""
    at = ("--knowledge", str(folder))
    assert run("knowledge", "check", "--council", "tokyo", *at).sentence.startswith(
        "協議会「tokyo」"
    )
    assert run("knowledge", "verify", "--council", "tokyo", *at).sentence.startswith(
        "協議会「tokyo」"
    )
    notes = run("knowledge", "check", "--council", "honjo", "--format", "json", *at)
    files = {one["file"] for one in json.loads(notes.out)["problems"]}
    assert files
    assert all("/honjo/" in one for one in files)
    (folder / "konosu" / "entries.yaml").write_text("- id: [\n", encoding="utf-8")
    stopped = run("knowledge", "check", "--council", "honjo", *at)
    assert stopped.code == 1
    assert "konosu/entries.yaml" in stopped.err


def test_a_colleague_has_a_name_of_their_own(run: Run, tmp_path: Path) -> None:
    """同じ名前の職員は加えられず、どう書けばよいかが出る。外した人の名前は、また使える。"""
    at = {"DATA_DIR": str(tmp_path / "own")}
    add = ("staff", "add", "田中", "--council", "konosu")
    assert run(*add, **at).code == 0
    told = run(*add, **at).sentence
    assert "「田中」という職員は、もういます（1番）" in told
    assert "「田中（生活支援）」" in told
    assert len(run("staff", "list", **at).out.splitlines()) == 1
    assert run("staff", "remove", "1", **at).code == 0
    assert run(*add, **at).code == 0


# run, and its settings


@pytest.mark.parametrize("command", ["run", "setup-telegram"])
def test_a_token_of_no_possible_shape(run: Run, command: str) -> None:
    assert run(command, TELEGRAM_BOT_TOKEN="abc").sentence.startswith(
        "TELEGRAM_BOT_TOKEN が正しくありません。"
    )


def test_without_a_token_it_says_where_to_write_it(run: Run) -> None:
    ran = run("run")
    assert ran.code == 2
    assert ran.sentence.startswith("TELEGRAM_BOT_TOKEN がありません。")


@pytest.mark.parametrize("chats", ["konosu", '{"konosu": "group"}'])
def test_bad_staff_chats_are_told_with_the_form(run: Run, chats: str) -> None:
    ran = run("run", TELEGRAM_BOT_TOKEN="123456:TEST", STAFF_CHATS=chats)
    assert ran.code == 2
    assert ran.sentence.startswith(
        'STAFF_CHATS が読めません。{"konosu": -1001234567890} の形の JSON で'
    )


def test_staff_chats_of_a_council_that_is_not_there_are_told(run: Run) -> None:
    ran = run("run", TELEGRAM_BOT_TOKEN="123456:TEST", STAFF_CHATS='{"tokyo": -1}')
    assert ran.sentence == "STAFF_CHATS の「tokyo」という協議会はありません。"


def test_another_bad_setting_is_named(run: Run) -> None:
    ran = run("run", LOG_LEVEL="loud")
    assert ran.code == 2
    assert ran.sentence.startswith("LOG_LEVEL が読めません。")


def test_an_env_file_in_another_encoding_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# 設定\nLOG_LEVEL=INFO\n".encode("cp932"))
    ran = run("run")
    assert ran.code == 2
    assert ".env が読めません。UTF-8 で" in ran.sentence


def test_settings_are_read_from_an_env_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=loud\n", encoding="utf-8")
    assert run("run").sentence.startswith("LOG_LEVEL が読めません")


async def test_the_bot_runs_until_it_is_told_to_stop_and_its_log_keeps_everything_secret(
    small_folder: Path, small_data: Path, tmp_path: Path
) -> None:
    token = "123456789:AAF-a_token_as_long_as_a_real_one_0"
    secret = "うちの三毛猫タマの飼育費用"
    async with BotApi(token=token, username="test_bot") as api:
        environment = surroundings(
            small_folder,
            small_data,
            {
                "TELEGRAM_BOT_TOKEN": token,
                "TELEGRAM_BASE_URL": api.base_url,
                "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'run.db'}",
                "LOG_LEVEL": "DEBUG",
            },
        )
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            "run",
            cwd=tmp_path,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            hanako = api.user("花子")
            await hanako.say("/start")
            assert "お住まいの市" in (await hanako.hears(timeout=30)).text
            api.fail_next("sendMessage", status=400)
            await hanako.say(secret)
            await hanako.say(f"{secret}のこと、鴻巣市です")
            await hanako.hears(timeout=30)
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, err.decode()
    logged = out.decode() + err.decode()
    assert '"event": "receiving"' in logged
    assert token not in logged
    assert token.split(":")[1] not in logged
    for word in (secret, "三毛猫", "花子", str(hanako.id)):
        assert word not in logged
    assert "Traceback" not in logged
    for entry in err.decode().splitlines():
        assert entry.startswith(("{", "WARNING", "ERROR")), entry


async def test_a_token_that_telegram_does_not_know_is_told(run: Run, tmp_path: Path) -> None:
    async with BotApi(token="123456:TEST", username="test_bot") as api:
        ran = await asyncio.to_thread(
            run,
            "run",
            TELEGRAM_BOT_TOKEN="654321:OTHER",
            TELEGRAM_BASE_URL=api.base_url,
            DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'a.db'}",
        )
    assert ran.code == 2
    assert ran.sentence.startswith("TELEGRAM_BOT_TOKEN が正しくありません。")


# db upgrade


def test_a_new_database_gets_its_tables_and_keeps_them(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    for _ in range(2):
        ran = run("db", "upgrade", DATA_DIR=str(data))
        assert (ran.code, ran.out) == (0, "データベースは最新です。\n")
    with sqlite3.connect(data / "madoguchi.db") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    database.close()
    assert {"sessions", "questions", "tickets", "links"} <= tables


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:////proc/nowhere/a.db",
        "sqlite+aiosqlite:///file/a.db",
        "postgresql+psycopg://hanako:secret@127.0.0.1:port/a",
    ],
)
def test_a_database_that_cannot_be_used_is_told(run: Run, tmp_path: Path, url: str) -> None:
    (tmp_path / "file").touch()
    ran = run("db", "upgrade", DATABASE_URL=url)
    assert ran.code == 2
    assert "データ" in ran.sentence or "DATABASE_URL" in ran.sentence
    assert "secret" not in ran.err


def test_a_database_of_a_newer_version_is_told(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade", DATA_DIR=str(tmp_path))
    database = sqlite3.connect(tmp_path / "madoguchi.db")
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()
    ran = run("db", "upgrade", DATA_DIR=str(tmp_path))
    assert ran.code == 2
    assert "新しいデータベース" in ran.sentence


@pytest.mark.parametrize("token", ["abc", "123456", "123456:AB CD", "bot123456:ABC"])
def test_a_token_of_no_possible_shape_ends_at_once(run: Run, token: str) -> None:
    ran = run("run", TELEGRAM_BOT_TOKEN=token)
    assert ran.sentence.startswith("TELEGRAM_BOT_TOKEN が正しくありません。")
