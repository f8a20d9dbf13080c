"""The command that imports a FAQ, as an operator types it, and the folder it leaves behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROWS = """id,question,answer
1,粗大ごみの出し方は？,電話で申し込んでください。
ごみ,燃えるごみの日は？,週に二回です。
2,住民票はどこで取れますか,市民課で取れます。
"""


def run(*arguments: str, cwd: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**kept, "PYTHONUTF8": "1", "DATA_DIR": str(cwd / "data")},
        timeout=300,
        check=False,
    )


def imported(cwd: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = ("knowledge", "import", "faq", "faq.csv", "--council", "midori", "--into", "served")
    return run(*command, *more, cwd=cwd)


def test_it_says_what_came_in_and_which_rows_did_not(tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text(ROWS, encoding="cp932")
    tried = imported(tmp_path, "--dry-run")
    assert (tried.returncode, tried.stdout) == (
        0,
        "質問 2、新しい窓口 0、取り込めない行 1。まだ書いていません。\n",
    )
    assert not (tmp_path / "served").exists()
    done = imported(tmp_path, "--name", "緑市役所", "--phone", "012-345-6789")
    assert done.returncode == 0
    assert done.stdout == "質問 2、新しい窓口 0、取り込めない行 1。served/midori に書きました。\n"
    [line] = done.stderr.splitlines()
    assert line.startswith("faq.csv:3: id「ごみ」は使えません。")
    checked = run("knowledge", "check", "--knowledge", "served", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_what_cannot_be_imported_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    wrong = imported(tmp_path)
    assert wrong.returncode == 2
    assert wrong.stdout == ""
    [line] = wrong.stderr.splitlines()
    assert line.startswith("faq.csv:1: 「id、question、answer」の列がありません。")
    (tmp_path / "served").touch()
    (tmp_path / "faq.csv").write_text(ROWS, encoding="utf-8")
    wrong = imported(tmp_path)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


def test_the_folder_answers_by_itself(tmp_path: Path, small_folder: Path) -> None:
    """Over the tiny needs, which are learned in a moment."""
    (tmp_path / "faq.csv").write_text(ROWS, encoding="utf-8")
    folder = tmp_path / "served"
    folder.mkdir()
    for name in ("needs", "danger.yaml", "vocabulary.yaml", "life.yaml"):
        (folder / name).symlink_to(small_folder / name)
    done = imported(tmp_path)
    assert done.returncode == 0, done.stderr
    given = json.dumps({"q": "粗大ごみを出したい", "council": "midori"}) + "\n"
    asked = run("ask", "--jsonl", "--knowledge", "served", cwd=tmp_path, given=given)
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert answer["outcome"] in ("answered", "suggested")
    assert answer["entries"][0] == "midori/1"
    assert answer["office"] == "midori/office"
