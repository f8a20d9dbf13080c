"""What was learned, kept on disk under the digest of what it was learned from.

A cache is never trusted: another version of the knowledge, the dictionary, the code that learns or
a single damaged byte makes it learn again. It is written beside its place and moved in whole.
"""

import hashlib
import importlib.metadata
import json
import shutil
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from marisa_trie import Trie

from bot.model import Knowledge
from bot.understanding import features, japanese, learned
from bot.understanding.features import Vocabulary
from bot.understanding.japanese import Japanese
from bot.understanding.learned import (
    Classifier,
    Learned,
    Utterances,
    danger_samples,
    learn,
    samples,
)

_ARRAYS = (
    "idf",
    "needs-weights",
    "needs-scale",
    "needs-bias",
    "danger-weights",
    "danger-scale",
    "danger-bias",
    "labels-first",
    "postings-start",
    "postings-number",
    "postings-weight",
)
_NAMES = "features.marisa"
_KEPT = 3
_DRAFT = ".learning-"
_LONGEST_LEARNING = 3600


def learned_for(
    knowledge: Knowledge,
    japanese: Japanese,
    folder: Path,
    on_learning: Callable[[], None] = lambda: None,
) -> Learned:
    """What was learned from a knowledge base: from the cache, or learned now and cached.

    ``on_learning`` is called before learning, which takes some seconds. A folder that cannot be
    written costs the time again next time, nothing else.
    """
    place = folder / key(knowledge, japanese)
    try:
        return _load(place)
    except (OSError, ValueError, KeyError):
        pass
    on_learning()
    made = learn(knowledge, japanese)
    try:
        _save(made, place)
        _tidy(folder, place)
    except OSError:
        return made
    # Read back, so that the running bot maps the file instead of holding a second copy in memory.
    try:
        return _load(place)
    except (OSError, ValueError, KeyError):
        return made


def key(knowledge: Knowledge, reader: Japanese) -> str:
    """Names everything that what is learned depends on; a new telephone number is not among it."""
    words = hashlib.sha256()
    for texts, labels in (samples(knowledge), danger_samples(knowledge)):
        for text, label in zip(texts, labels, strict=True):
            words.update(f"{label}\0{text}\0".encode())
    for idea, meant in knowledge.vocabulary.items():
        words.update("\0".join((idea, *meant)).encode())
    code = hashlib.sha256()
    for module in (japanese, features, learned):
        code.update(Path(str(module.__file__)).read_bytes())
    for package in (
        "sudachipy",
        f"sudachidict-{reader.dictionary}",
        "scikit-learn",
        "numpy",
        "marisa-trie",
    ):
        code.update(importlib.metadata.version(package).encode())
    return f"{words.hexdigest()[:20]}-{reader.dictionary}-{code.hexdigest()[:12]}"


def _save(made: Learned, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=place.parent))
    try:
        arrays: dict[str, np.ndarray] = {
            "idf": made.vocabulary.idf,
            "needs-weights": made.needs.weights,
            "needs-scale": made.needs.scale,
            "needs-bias": made.needs.bias,
            "danger-weights": made.danger.weights,
            "danger-scale": made.danger.scale,
            "danger-bias": made.danger.bias,
            "labels-first": made.utterances.first,
            "postings-start": made.utterances.start,
            "postings-number": made.utterances.number,
            "postings-weight": made.utterances.weight,
        }
        for name, array in arrays.items():
            np.save(draft / f"{name}.npy", array)
        words = {
            "needs": made.needs.classes,
            "danger": made.danger.classes,
            "texts": made.utterances.texts,
            "labels": made.utterances.labels,
        }
        made.vocabulary.names.save(str(draft / _NAMES))
        (draft / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        sums = {file.name: _checksum(file) for file in sorted(draft.iterdir())}
        (draft / "checksums.json").write_text(json.dumps(sums), encoding="utf-8")
        if place.exists():
            shutil.rmtree(place)
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _load(place: Path) -> Learned:
    sums = json.loads((place / "checksums.json").read_text(encoding="utf-8"))
    if not isinstance(sums, dict) or set(sums) != {
        "words.json",
        _NAMES,
        *(f"{name}.npy" for name in _ARRAYS),
    }:
        raise ValueError("incomplete cache")
    for name, expected in sums.items():
        if _checksum(place / name) != expected:
            raise ValueError(f"damaged cache: {name}")
    words = json.loads((place / "words.json").read_text(encoding="utf-8"))
    # Mapped, so that only what questions touch takes memory; as plain arrays, which are faster.
    array = {name: np.asarray(np.load(place / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS}
    names = Trie()
    names.mmap(str(place / _NAMES))

    def classifier(name: str) -> Classifier:
        parts = (array[f"{name}-{part}"] for part in ("weights", "scale", "bias"))
        return Classifier(tuple(words[name]), *parts)

    return Learned(
        Vocabulary(names, array["idf"]),
        classifier("needs"),
        classifier("danger"),
        Utterances(
            tuple(words["texts"]),
            tuple(words["labels"]),
            array["labels-first"],
            array["postings-start"],
            array["postings-number"],
            array["postings-weight"],
        ),
    )


def _checksum(file: Path) -> int:
    total = 0
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            total = zlib.crc32(chunk, total)
    return total


def _tidy(folder: Path, newest: Path) -> None:
    """Keep the newest few; what was learned from older knowledge is of no use."""
    for draft in folder.glob(_DRAFT + "*"):
        # Another process may be writing it; one that was killed leaves it behind.
        if draft.stat().st_mtime < newest.stat().st_mtime - _LONGEST_LEARNING:
            shutil.rmtree(draft, ignore_errors=True)
    places = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
    places.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for old in places[_KEPT:]:
        if old != newest:
            shutil.rmtree(old, ignore_errors=True)
