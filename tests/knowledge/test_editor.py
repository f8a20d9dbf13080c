"""What an editor is told of the knowledge files: every field explained, and never out of date."""

import json
from pathlib import Path
from typing import Any

import pytest
import small
from jsonschema import Draft202012Validator

from bot.knowledge.editor import SHAPES, json_schema
from bot.knowledge.reader import read
from bot.settings import PROJECT


@pytest.mark.parametrize("name", SHAPES)
def test_the_schema_beside_the_knowledge_is_the_present_one(name: str) -> None:
    file = small.KNOWLEDGE / "schema" / f"{name}.json"
    assert json.loads(file.read_text(encoding="utf-8")) == json_schema(name)


@pytest.mark.parametrize("name", SHAPES)
def test_our_own_files_are_valid_to_the_editor(name: str) -> None:
    check = Draft202012Validator(json_schema(name))
    files = sorted(small.KNOWLEDGE.glob(SHAPES[name][1]))
    # Of a FAQ we have none ourselves.
    assert files or name == "faq"
    for file in files:
        assert [error.message for error in check.iter_errors(read(file).data)] == []


def test_a_mistake_is_seen_by_the_editor() -> None:
    check = Draft202012Validator(json_schema("hotlines"))
    [problem] = check.iter_errors([{**read(small.KNOWLEDGE / "hotlines.yaml").data[0], "nam": "x"}])
    assert "nam" in problem.message


@pytest.mark.parametrize("name", SHAPES)
def test_every_field_is_explained_in_japanese(name: str) -> None:
    def fields(schema: Any) -> list[Any]:
        inside = [schema, *schema.get("$defs", {}).values()]
        return [field for part in inside for field in part.get("properties", {}).values()]

    for field in fields(json_schema(name)):
        assert any("\u3040" <= letter <= "\u9fff" for letter in field["description"])


def test_the_editor_is_told_where_each_file_lies() -> None:
    wired = json.loads((PROJECT / ".vscode/settings.json").read_text(encoding="utf-8"))
    expected = {
        f"knowledge/schema/{name}.json": f"knowledge/{place}" for name, (_, place) in SHAPES.items()
    }
    assert wired["yaml.schemas"] == expected
    for schema in expected:
        assert Path(PROJECT / schema).exists()
