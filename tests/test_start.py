"""A question in the terminal does not wait for what only serving or learning needs."""

import subprocess
import sys

import pytest

from bot.settings import PROJECT

SLOW = ("sqlalchemy", "telegram", "aiohttp", "scipy", "sklearn", "openpyxl", "starlette")
SCRIPT = """
import sys
from bot.cli import main
main(["ask", "--council", "konosu", "母が通帳をすぐなくす"], standalone_mode=False)
print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.usefixtures("guide")
def test_a_question_imports_neither_database_nor_telegram_nor_what_learns() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert "権利擁護" in done.stdout
    loaded = set(done.stderr.split())
    assert [name for name in SLOW if name in loaded] == []
