"""Problems as lines for GitHub's annotations and for programs; for people each is its own line."""

import json
from collections.abc import Sequence
from pathlib import Path

from bot.knowledge.reader import Problem


def summary(problems: Sequence[Problem]) -> str:
    serious = sum(problem.serious for problem in problems)
    return f"誤り {serious}件、気をつけること {len(problems) - serious}件"


def annotation(problem: Problem) -> str:
    """A line that GitHub shows beside the code; it knows files from the folder its job works in."""
    here = Path.cwd()
    file = problem.file.resolve()
    shown = file.relative_to(here) if file.is_relative_to(here) else file
    level = "error" if problem.serious else "warning"
    # A colon or comma would end the name.
    name = _escaped(str(shown)).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={name},line={problem.line}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_json(problems: Sequence[Problem]) -> str:
    found = [
        {
            "file": str(problem.file),
            "line": problem.line,
            "level": "error" if problem.serious else "warning",
            "message": problem.message,
        }
        for problem in problems
    ]
    errors = sum(problem.serious for problem in problems)
    whole = {"errors": errors, "warnings": len(problems) - errors, "problems": found}
    return json.dumps(whole, ensure_ascii=False, indent=2)
