"""docs/new-council.md is done as it is written: a new council answers at its end."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from bot.knowledge.load import load
from bot.settings import PROJECT

TUTORIAL = PROJECT / "docs" / "new-council.md"
MINUTES = 15


def blocks(kind: str) -> list[str]:
    text = TUTORIAL.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def done(line: str, folder: Path, typed: str = "") -> str:
    """One command of the tutorial, as it is typed; it must succeed."""
    assert line.startswith("madoguchi ")
    words = re.findall(r'"([^"]*)"|(\S+)', line.removeprefix("madoguchi "))
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *(quoted or bare for quoted, bare in words)],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env={
            **os.environ,
            "KNOWLEDGE_DIR": str(folder),
            "DATA_DIR": str(folder.parent / "data"),
            "PYTHONUTF8": "1",
        },
    )
    assert ran.returncode == 0, (line, ran.stdout, ran.stderr)
    return ran.stdout


def test_a_new_council_answers_at_the_end_of_the_tutorial(folder: Path) -> None:
    started = time.monotonic()
    [answers] = blocks("text")
    [entry] = blocks("yaml")
    create, check, general, again = blocks("sh")
    done(create.strip(), folder, answers)
    assert "誤り 0件" in done(check.strip(), folder)
    told = done(general.strip(), folder)
    assert "暮らしの総合相談" in told
    assert "048-000-0000" in told
    [also] = blocks("yml")
    entries = folder / "mihon/entries.yaml"
    general_advice = entries.read_text(encoding="utf-8")
    assert general_advice.count("    - money-now\n") == 1
    moved = general_advice.replace("    - money-now\n", "").replace(
        "  needs:\n", also + "  needs:\n"
    )
    entries.write_text(moved + entry, encoding="utf-8")
    checked, _, *asked_for = [done(line, folder) for line in again.strip().splitlines()]
    assert "誤り 0件" in checked
    for told in asked_for:
        assert "■ 生活福祉資金の貸付" in told
        assert "暮らしの総合相談" not in told
        assert "048-000-0000" in told.split("生活福祉資金の貸付")[1]
    # What the machine takes; the rest of the quarter of an hour is for the person.
    assert time.monotonic() - started < MINUTES * 60 / 3


def asked(folder: Path, typed: str, id_: str = "mihon") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "knowledge", "new-council", id_],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env={**os.environ, "KNOWLEDGE_DIR": str(folder), "PYTHONUTF8": "1"},
    )


def test_a_wrong_answer_is_told_and_asked_again(folder: Path) -> None:
    [answers] = blocks("text")
    typed = answers.replace("048-000-0000", "48-000\n０４８－０００－００００")
    typed = typed.replace("365-0001", "３６５０００１").replace(
        "みほんし\n", "ミホンシ\nみほんし\n"
    )
    ran = asked(folder, typed)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.splitlines() == [
        "「ミホンシ」は形が違います。ひらがなで書いてください（例 みほんし）。",
        "「48-000」は形が違います。電話番号は 043-209-8884 の形で書いてください。",
    ]
    office = load(folder).offices["mihon/honsho"]
    assert (office.postal_code, office.phone) == ("365-0001", "048-000-0000")


def test_what_cannot_be_made_is_told_in_a_sentence(folder: Path) -> None:
    """もうある id は、聞く前に断る。途中で終わったら、何も作らない。"""
    taken = asked(folder, "", "konosu")
    assert (taken.returncode, taken.stdout) == (2, "")
    assert taken.stderr == "「konosu」は、もうあります。別の id を書いてください。\n"
    assert "英小文字" in asked(folder, "", "Mihon").stderr
    [answers] = blocks("text")
    ended = asked(folder, "".join(answers.splitlines(keepends=True)[:3]))
    assert ended.returncode == 2
    assert ended.stderr.strip().startswith("答えが途中で終わったので、何も作っていません。")
    assert "Aborted" not in ended.stderr
    assert not (folder / "mihon").exists()
