"""The documents say what is: commands, settings, paths, knowledge examples and the conversation."""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from bot.channels.terminal import Conversation
from bot.cli import main
from bot.conversation.guide import Guide
from bot.knowledge.reader import read
from bot.knowledge.schema import council, entries, shared
from bot.model import Session
from bot.settings import PROJECT, Settings

README = PROJECT / "README.md"
EXAMPLE = PROJECT / ".env.example"
STAFF = PROJECT / "docs" / "staff.md"
DOCUMENTS = [README, *sorted((PROJECT / "docs").glob("*.md"))]
SETTINGS = [name.upper() for name in Settings.model_fields]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_BEFORE_COMMAND = re.compile(r"^(\$ )?(sudo -u \w+ )?(\.venv/bin/)?(?=madoguchi )")
_PATH = re.compile(r"(?:bot|knowledge|tests|docs)/[\w./-]*")
_LINK = re.compile(r"\]\(([\w./-]+)\)")


def blocks(document: Path, language: str | None = None) -> Iterator[str]:
    for kind, text in _BLOCK.findall(document.read_text(encoding="utf-8")):
        if language in (None, kind):
            yield text


def section(document: Path, title: str) -> str:
    text = document.read_text(encoding="utf-8")
    return text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def command_lines() -> list[str]:
    shown = {
        _BEFORE_COMMAND.sub("", line.strip())
        for document in DOCUMENTS
        for block in blocks(document)
        for line in block.splitlines()
        if _BEFORE_COMMAND.match(line.strip())
    }
    table = re.findall(r"`(madoguchi [^`]+)`", README.read_text(encoding="utf-8"))
    return sorted(shown | set(table))


def test_commands_are_shown() -> None:
    shown = {line.split()[1] for line in command_lines()}
    assert shown == set(main.commands), "every command stands in the documents"


@pytest.mark.parametrize("line", command_lines())
def test_every_command_line_parses(line: str) -> None:
    _, *words = shlex.split(line)
    path: list[str] = []
    command: click.Command = main
    while isinstance(command, click.Group):
        path.append(words.pop(0))
        command = command.commands[path[-1]]
    command.make_context(" ".join(path), words)
    assert CliRunner().invoke(main, [*path, "--help"]).exit_code == 0


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_explained(name: str) -> None:
    table = section(README, "Configuration")
    assert re.search(rf"^\| `{name}` \| .+ \| .+ \|$", table, re.MULTILINE)
    assert re.search(rf"^#?{name}=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)


def test_no_setting_is_explained_that_does_not_exist() -> None:
    in_table = re.findall(r"^\| `([A-Z_]+)` \|", section(README, "Configuration"), re.MULTILINE)
    in_example = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(in_table) == sorted(SETTINGS)
    assert sorted(in_example) == sorted(SETTINGS)


def test_the_example_settings_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    copied = Settings(_env_file=EXAMPLE)
    assert copied == Settings(_env_file=None)


def test_the_picture_of_the_house_is_the_house() -> None:
    [picture] = re.findall(r"```text\n(.*?)```", section(README, "The house"), re.DOTALL)
    shown = set(_PATH.findall(picture))
    missing = [path for path in shown if not (PROJECT / path).exists()]
    assert missing == []
    rooms = {
        f"bot/{room.name}{'/' if room.is_dir() else ''}"
        for room in (PROJECT / "bot").iterdir()
        if not room.name.startswith("__init__") and room.name != "__pycache__"
    }
    undrawn = {room for room in rooms if not any(path.startswith(room) for path in shown)}
    assert undrawn == set()


def test_links_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for target in _LINK.findall(document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_readme_names_the_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in ("chat", "test"):
        assert f"make {target}" in text
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_conversation_in_the_readme_is_real(guide: Guide) -> None:
    [shown] = re.findall(r"```text\n(.*?)```", section(README, "A conversation"), re.DOTALL)
    conversation = Conversation(guide, Session(), lambda: datetime.now(UTC))
    said = conversation.start()
    for line in filter(None, shown.splitlines()):
        if line.startswith("> "):
            said = conversation.answer(line.removeprefix("> "))
        elif line != "…":
            assert line in said.splitlines(), f"{line!r} is not in:\n{said}"


_SHAPES: dict[str, TypeAdapter[Any]] = {
    "needs/money.yaml": TypeAdapter(list[shared.NeedPart]),
    "entries.yaml": TypeAdapter(list[entries.EntryPart]),
    "council.yaml": TypeAdapter(dict[str, list[council.OfficePart]]),
    "hotlines.yaml": TypeAdapter(list[shared.HotlinePart]),
    "danger.yaml": TypeAdapter(list[shared.SituationPart]),
    "vocabulary.yaml": TypeAdapter(list[shared.IdeaPart]),
    "themes.yaml": TypeAdapter(list[shared.ThemePart]),
    "texts/resident.yaml": TypeAdapter(list[shared.TextPart]),
}


@pytest.mark.parametrize("name", _SHAPES)
def test_the_knowledge_examples_are_valid(name: str, tmp_path: Path) -> None:
    [example] = [text for text in blocks(STAFF, "yaml") if text.splitlines()[0].endswith(name)]
    file = tmp_path / "example.yaml"
    file.write_text(example, encoding="utf-8")
    _SHAPES[name].validate_python(read(file).data)
    assert (PROJECT / example.splitlines()[0].removeprefix("# ")).exists()


def test_staff_are_told_of_everything_doubtful(guide: Guide) -> None:
    before_going_live = section(STAFF, "8. 住民に開く前に")
    for office in guide.knowledge.offices.values():
        if office.doubtful:
            assert office.name.ja in before_going_live
