"""A tiny knowledge folder cut out of the real one, so that learning from it takes a moment."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.reader import read
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
ENTRIES = {
    "konosu": ("konosu/plan", "konosu/10", "konosu/13", "konosu/19"),
    "honjo": ("honjo/plan", "honjo/salon", "honjo/comprehensive-support"),
}
_NEEDS = 4
_UTTERANCES = 4
_NEEDS_OF_OTHER_KINDS = 3
_KINDS_OF_DANGER = 2
_CITIES = 3


def cut(into: Path) -> Path:
    """Copy the real folder and keep of it two councils, some entries, and the first utterances."""
    into.mkdir()
    for name in ("texts", *ENTRIES):
        shutil.copytree(KNOWLEDGE / name, into / name)
    for name in ("themes", "hotlines"):
        shutil.copy(KNOWLEDGE / f"{name}.yaml", into)
    kept = [entry for council in ENTRIES for entry in _entries(into, council)]
    wanted = {need for entry in kept for need in (*entry.get("needs", ()), *entry.get("also", ()))}
    (into / "needs").mkdir()
    needs = list(_needs(wanted))
    _write(into / "needs" / "all.yaml", needs)
    there = {need["id"] for need in needs}
    life = [
        part | {"needs": [n for n in part["needs"] if n in there]} for part in _read("life.yaml")
    ]
    _write(into / "life.yaml", [part for part in life if part["needs"]])
    situations = [
        situation
        | {
            "kinds": [
                kind
                | {
                    name: kind[name][:_UTTERANCES]
                    for name in ("dangers", "near_misses") & kind.keys()
                }
                for kind in situation["kinds"][:_KINDS_OF_DANGER]
            ]
        }
        for situation in _read("danger.yaml")
    ]
    _write(into / "danger.yaml", situations)
    _write(into / "vocabulary.yaml", _read("vocabulary.yaml")[:20])
    cities = [part | {"cities": part["cities"][:_CITIES]} for part in _read("municipalities.yaml")]
    _write(into / "municipalities.yaml", cities)
    return into


def copy(folder: Path, into: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(folder, into))


def line_of(file: Path, part: str) -> int:
    """The number of the only line with ``part`` in it."""
    lines = file.read_text(encoding="utf-8").split("\n")
    [number] = [number for number, line in enumerate(lines, 1) if part in line]
    return number


def replace(file: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in a file, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _entries(into: Path, council: str) -> list[Any]:
    kept = [
        entry | {name: entry[name][:_NEEDS] for name in ("needs", "also") & entry.keys()}
        for entry in read(into / council / "entries.yaml").data
        if entry["id"] in ENTRIES[council]
    ]
    _write(into / council / "entries.yaml", kept)
    return kept


def _needs(wanted: set[str]) -> Iterable[Any]:
    others: dict[str, int] = {}
    kept = []
    for file in sorted((KNOWLEDGE / "needs").glob("*.yaml")):
        for need in _read(f"needs/{file.name}"):
            kind = need.get("kind", "need")
            if need["id"] not in wanted:
                if kind == "need" or others.get(kind, 0) == _NEEDS_OF_OTHER_KINDS:
                    continue
                others[kind] = others.get(kind, 0) + 1
            kept.append(need | {"questions": need["questions"][:_UTTERANCES]})
    return kept


def _read(name: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = read(KNOWLEDGE / name).data
    return data


def _write(file: Path, data: Iterable[Mapping[str, Any]]) -> None:
    text = yaml.dump(
        list(data), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    file.write_text(text, encoding="utf-8")
