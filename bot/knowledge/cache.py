"""What was learned and what was indexed, kept under the digest of what it was made from.

Another version of the knowledge, the dictionary or the code makes another digest, and it is made
again.
"""

import hashlib
import importlib.metadata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np

from bot.knowledge.shelf import Parts, kept
from bot.model import Entry, Knowledge
from bot.understanding import (
    dialect,
    features,
    hands,
    ideas,
    index,
    indexing,
    japanese,
    learned,
    romaji,
    topics,
)
from bot.understanding.features import Vocabulary
from bot.understanding.ideas import Ideas
from bot.understanding.index import Finder, Index
from bot.understanding.indexing import Watch, indexed
from bot.understanding.japanese import Japanese
from bot.understanding.learned import (
    Classifier,
    Learned,
    Utterances,
    danger_samples,
    first_lines,
    learn,
    samples,
)
from bot.understanding.topics import Topics, learn_topics

_LEARNED = (japanese, romaji, ideas, features, hands, dialect, learned)
_TOPICS = (japanese, romaji, ideas, topics)
_INDEX = (japanese, romaji, ideas, topics, index, indexing)
_MADE_WITH = ("scikit-learn", "scipy", "numpy", "marisa-trie", "sudachipy")
_CLASSIFIER = ("start", "number", "weight", "scale", "bias")
_INDEX_ARRAYS = ("start", "number", "worth", "telling", "entry", "weight", "names", "bodies")


def learned_for(
    knowledge: Knowledge,
    reader: Japanese,
    folder: Path,
    on_learning: Callable[[], None] = lambda: None,
) -> Learned:
    """What was learned from a knowledge base: from the cache, or learned now and cached.

    ``on_learning`` is called before learning, which takes some minutes.
    """

    def make() -> Learned:
        on_learning()
        return learn(knowledge, reader)

    return kept(folder / "learned" / key(knowledge, reader), make, _apart, _together)


def topics_for(knowledge: Knowledge, reader: Japanese, folder: Path) -> Topics:
    """What words are about: from the cache, or learned now and cached."""
    meant = Ideas(knowledge.cityhall)
    return kept(
        folder / "topics" / _about(knowledge, reader),
        lambda: learn_topics(knowledge, reader),
        lambda made: Parts({"places": made.places}, {}, {"names": made.names}),
        lambda parts: Topics(parts.tries["names"], parts.arrays["places"], meant),
    )


def finder_for(knowledge: Knowledge, reader: Japanese, folder: Path, watch: Watch = iter) -> Finder:
    """What finds the entries of a knowledge base that meet no need: from the cache, or made now.

    ``watch`` is given what is to be read, and may show how far it has come.
    """
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in knowledge.entries.values():
        if entry.indexed:
            entries[entry.council].append(entry)
    if not entries:
        return Finder(None, {})
    about = _about(knowledge, reader)
    known = topics_for(knowledge, reader, folder)

    def index_of(council: str) -> Index:
        inside = entries[council]
        name = _name(_digest([about, *_written(inside)]), reader, _INDEX)
        return kept(
            folder / "indexed" / council / name,
            lambda: indexed(inside, reader, known, watch),
            _apart_index,
            lambda parts: Index(
                tuple(parts.values["ids"]),
                parts.tries["terms"],
                **{name: parts.arrays[name] for name in _INDEX_ARRAYS},
            ),
        )

    return Finder(known, {council: index_of(council) for council in entries})


def key(knowledge: Knowledge, reader: Japanese) -> str:
    """Names everything that what is learned depends on; a new telephone number is not among it."""
    return _name(_digest(_said(knowledge)), reader, _LEARNED)


def _about(knowledge: Knowledge, reader: Japanese) -> str:
    """Names everything that the topics depend on."""
    cityhall = _listed(knowledge.cityhall)
    return _name(_digest([*_said(knowledge), *cityhall]), reader, _TOPICS)


def _said(knowledge: Knowledge) -> Iterator[str]:
    for texts, labels in (samples(knowledge), danger_samples(knowledge)):
        yield from (f"{label}\0{text}" for text, label in zip(texts, labels, strict=True))
    yield from (f"{need.id}\0{need.kind}" for need in knowledge.needs.values())
    yield from _listed(first_lines(knowledge))
    yield from _listed(knowledge.vocabulary)


def _listed(vocabulary: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return ("\0".join((idea, *meant)) for idea, meant in vocabulary.items())


def _written(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield "\0".join((entry.id, entry.name.ja, entry.summary.ja, *entry.questions))


def _digest(texts: Iterable[str]) -> str:
    words = hashlib.sha256()
    for text in texts:
        words.update(f"{text}\0".encode())
    return words.hexdigest()[:20]


def _name(digest: str, reader: Japanese, made_by: Sequence[ModuleType]) -> str:
    """A name that also changes with the dictionary, the code and the libraries it was made by."""
    code = hashlib.sha256()
    for module in made_by:
        code.update(Path(str(module.__file__)).read_bytes())
    for package in (*_MADE_WITH, f"sudachidict-{reader.dictionary}"):
        code.update(importlib.metadata.version(package).encode())
    return f"{digest}-{reader.dictionary}-{code.hexdigest()[:12]}"


def _apart(made: Learned) -> Parts:
    known = made.utterances
    arrays: dict[str, np.ndarray] = {
        "idf": made.vocabulary.idf,
        "labels-first": known.first,
        "postings-start": known.start,
        "postings-number": known.number,
        "postings-weight": known.weight,
    }
    for name, classifier in _classifiers(made):
        arrays |= {f"{name}-{part}": getattr(classifier, part) for part in _CLASSIFIER}
    values = {
        **{name: classifier.classes for name, classifier in _classifiers(made)},
        "texts": known.texts,
        "labels": known.labels,
    }
    return Parts(arrays, values, {"features": made.vocabulary.names})


def _classifiers(made: Learned) -> Iterator[tuple[str, Classifier]]:
    yield from (("needs", made.needs), ("whose", made.whose))
    yield from (("danger", made.danger), ("lines", made.lines))


def _apart_index(made: Index) -> Parts:
    arrays: dict[str, np.ndarray] = {name: getattr(made, name) for name in _INDEX_ARRAYS}
    return Parts(arrays, {"ids": made.ids}, {"terms": made.terms})


def _together(parts: Parts) -> Learned:
    array, values = parts.arrays, parts.values

    def classifier(name: str) -> Classifier:
        inside = (array[f"{name}-{part}"] for part in _CLASSIFIER)
        return Classifier(tuple(values[name]), *inside)

    return Learned(
        Vocabulary(parts.tries["features"], array["idf"]),
        classifier("needs"),
        classifier("whose"),
        classifier("danger"),
        classifier("lines"),
        Utterances(
            tuple(values["texts"]),
            tuple(values["labels"]),
            array["labels-first"],
            array["postings-start"],
            array["postings-number"],
            array["postings-weight"],
        ),
    )
