"""What was worked out at some cost, kept on disk: arrays, plain values and tries in one folder.

What is kept is never trusted: a single damaged byte, a missing file or one too many, and it counts
as not there. A folder is written beside its place and moved in whole.
"""

import json
import shutil
import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from marisa_trie import Trie

_SUMS = "checksums.json"
_VALUES = "values.json"
_DRAFT = ".learning-"
_LONGEST_LEARNING = 3600
_KEPT = 3
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """What can be kept. ``values`` are plain values, as JSON has them."""

    arrays: Mapping[str, np.ndarray]
    values: Mapping[str, Any]
    tries: Mapping[str, Trie]


def kept(
    place: Path,
    make: Callable[[], T],
    take_apart: Callable[[T], Parts],
    put_together: Callable[[Parts], T],
) -> T:
    """What stands at a place, or else is made now and kept there.

    A folder that cannot be written costs the time again next time, nothing else.
    """
    try:
        return put_together(read(place))
    except (OSError, ValueError, KeyError):
        made = make()
    try:
        write(take_apart(made), place)
        _tidy(place)
        # Read back, so that the running bot maps the files instead of holding a second copy.
        return put_together(read(place))
    except (OSError, ValueError, KeyError):
        return made


def write(parts: Parts, place: Path) -> None:
    """Keep parts at a place. Raises OSError where that is impossible."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=place.parent))
    try:
        # Not for the maker alone: an image is built by one user and run by another.
        draft.chmod(0o755)
        for name, array in parts.arrays.items():
            np.save(draft / f"{name}.npy", array)
        for name, trie in parts.tries.items():
            trie.save(str(draft / f"{name}.marisa"))
        values = json.dumps(parts.values, ensure_ascii=False)
        (draft / _VALUES).write_text(values, encoding="utf-8")
        sums = {file.name: _checksum(file) for file in sorted(draft.iterdir())}
        (draft / _SUMS).write_text(json.dumps(sums), encoding="utf-8")
        if place.exists():
            shutil.rmtree(place)
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read(place: Path) -> Parts:
    """What is kept at a place. Raises OSError, ValueError or KeyError where it is not whole."""
    sums = json.loads((place / _SUMS).read_text(encoding="utf-8"))
    if not isinstance(sums, dict) or {*sums, _SUMS} != {file.name for file in place.iterdir()}:
        raise ValueError("incomplete cache")
    for name, expected in sums.items():
        if _checksum(place / name) != expected:
            raise ValueError(f"damaged cache: {name}")
    arrays: dict[str, np.ndarray] = {}
    tries: dict[str, Trie] = {}
    for file in map(Path, sums):
        if file.suffix == ".npy":
            # Mapped, so that only what questions touch takes memory; as plain arrays, which are faster.
            arrays[file.stem] = np.asarray(np.load(place / file, mmap_mode="r"))
        elif file.suffix == ".marisa":
            tries[file.stem] = Trie()
            tries[file.stem].mmap(str(place / file))
    return Parts(arrays, json.loads((place / _VALUES).read_text(encoding="utf-8")), tries)


def _checksum(file: Path) -> int:
    total = 0
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            total = zlib.crc32(chunk, total)
    return total


def _tidy(newest: Path) -> None:
    """Keep the newest few; what was made from older knowledge is of no use."""
    folder = newest.parent
    for draft in folder.glob(_DRAFT + "*"):
        # Another process may be writing it; one that was killed leaves it behind.
        if draft.stat().st_mtime < newest.stat().st_mtime - _LONGEST_LEARNING:
            shutil.rmtree(draft, ignore_errors=True)
    places = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
    places.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for old in places[_KEPT:]:
        if old != newest:
            shutil.rmtree(old, ignore_errors=True)
