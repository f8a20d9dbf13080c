"""JSON Schemas of the knowledge files, so that an editor completes fields and explains them."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.knowledge.reader import read
from bot.knowledge.schema import council, entries, shared
from bot.knowledge.writing import replace_file

# Each file's shape, and where such files lie under the knowledge folder.
SHAPES: dict[str, tuple[Any, str]] = {
    "council": (council.CouncilFile, "*/council.yaml"),
    "entries": (list[entries.EntryPart], "*/entries.yaml"),
    "needs": (list[shared.NeedPart], "needs/*.yaml"),
    "texts": (list[shared.TextPart], "texts/*.yaml"),
    "danger": (list[shared.SituationPart], "danger.yaml"),
    "hotlines": (list[shared.HotlinePart], "hotlines.yaml"),
    "themes": (list[shared.ThemePart], "themes.yaml"),
    "life": (list[shared.LifePart], "life.yaml"),
    "vocabulary": (list[shared.IdeaPart], "vocabulary.yaml"),
    "cityhall": (list[shared.IdeaPart], "cityhall.yaml"),
    "faq": (list[entries.FaqPart], "*/faq.yaml"),
    "municipalities": (list[shared.PrefecturePart], "municipalities.yaml"),
}


def descriptions() -> dict[str, dict[str, str]]:
    """What each field of each shape means, in Japanese."""
    told: dict[str, dict[str, str]] = read(Path(__file__).with_name("fields.yaml")).data
    return told


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file, every field explained."""
    shape, _ = SHAPES[name]
    made = TypeAdapter(shape).json_schema(by_alias=True)
    told = descriptions()
    parts = dict(made.get("$defs", {}))
    if "properties" in made:
        parts[shape.__name__] = made
    for part, body in parts.items():
        for field, value in body.get("properties", {}).items():
            value["description"] = told[part][field]
            value.pop("title", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def write_schemas(into: Path) -> list[Path]:
    """Write the schema of each kind of file. Raises OSError."""
    into.mkdir(parents=True, exist_ok=True)
    files = []
    for name in SHAPES:
        file = into / f"{name}.json"
        text = json.dumps(json_schema(name), ensure_ascii=False, indent=2) + "\n"
        replace_file(file, text)
        files.append(file)
    return files
