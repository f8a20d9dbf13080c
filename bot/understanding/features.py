"""Signals of a message as sparse features: words, word pairs, and letters as written and as read.

Five blocks, each scaled to unit length so that none drowns the others: ``w`` content words,
``b`` pairs of neighbouring words, ``r`` letter n-grams of the reading (kana-only text, typos that
sound alike, dialect endings), ``c`` letter n-grams as written (kanji), ``i`` ideas of the
vocabulary (母, ばんつぁん and grandmother are one).
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from marisa_trie import Trie

from bot.understanding.japanese import Analysis

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]

_MARKS = re.compile(r"[\s\u3000、。，．・,.!?！？…「」『』()（）\[\]【】:;~ー\-_/\"'“”’]+")
_TINY = 1e-12
_UNKNOWN = -1
BLOCKS = {"w": 1.0, "b": 0.5, "r": 1.0, "c": 0.8, "i": 0.35}


def features(analysis: Analysis) -> dict[str, Counter[str]]:
    """The features of each block with how often they stand in the message."""
    words = list(dict.fromkeys(analysis.words))
    pairs = zip(analysis.words, analysis.words[1:], strict=False)
    aloud = f" {_MARKS.sub(' ', analysis.reading).strip()} "
    return {
        "w": Counter([f"w:{word}" for word in words]),
        "b": Counter([f"b:{a}_{b}" for a, b in pairs]),
        "r": Counter(_grams("r", aloud, 2, 3)),
        "i": Counter([f"i:{idea}" for idea in analysis.ideas]),
        "c": Counter(_grams("c", _MARKS.sub("", analysis.text), 1, 2)),
    }


def _grams(block: str, text: str, *sizes: int) -> list[str]:
    return [
        f"{block}:{text[start : start + size]}"
        for size in sizes
        for start in range(len(text) - size + 1)
    ]


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector: positions in the vocabulary and their weights."""

    at: Ints
    weight: Floats


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features known from training, by number in a trie, and how telling each is (idf)."""

    names: Trie
    idf: Floats

    @classmethod
    def learn(cls, texts: Sequence[Analysis], rarest: int = 3) -> "Vocabulary":
        """Keep words that stand anywhere and n-grams that stand in at least ``rarest`` texts."""
        seen: Counter[str] = Counter()
        for text in texts:
            for block in features(text).values():
                seen.update(block.keys())
        names = Trie(f for f, n in seen.items() if n >= rarest or f.startswith("w:"))
        in_order = (names.restore_key(number) for number in range(len(names)))
        idf = [math.log((1 + len(texts)) / (1 + seen[f])) + 1 for f in in_order]
        return cls(names, np.array(idf, dtype=np.float32))

    def vector(self, analysis: Analysis) -> Vector:
        """The message in this vocabulary; unknown features are left out, each block of unit length."""
        return self.vectors([analysis])[0]

    def vectors(self, analyses: Sequence[Analysis]) -> list[Vector]:
        """The same of many, sooner: a message, and its sentences, which have its features again."""
        at: list[int] = []
        weights: list[float] = []
        ends: list[int] = []
        unknown: list[float] = []
        shares: list[float] = []
        places: dict[str, int] = {}
        get = self.names.get
        for analysis in analyses:
            for block, counts in features(analysis).items():
                missing = 0.0
                for feature, count in counts.items():
                    weight = 1.0 if count == 1 else 1 + math.log(count)
                    place = places.get(feature)
                    if place is None:
                        place = places[feature] = get(feature, _UNKNOWN)
                    if place == _UNKNOWN:
                        missing += weight * weight
                    else:
                        at.append(place)
                        weights.append(weight)
                ends.append(len(at))
                unknown.append(missing)
                shares.append(BLOCKS[block])
        numbers = np.array(at, dtype=np.int32)
        told = np.array(weights) * self.idf[numbers]
        inside = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
        square = np.bincount(inside, told * told, minlength=len(ends)) + unknown
        scale = np.array(shares) / np.sqrt(np.maximum(square, _TINY))
        scaled = (told * scale[inside]).astype(np.float32)
        stops = ends[len(BLOCKS) - 1 :: len(BLOCKS)]
        return [
            Vector(numbers[start:stop], scaled[start:stop])
            for start, stop in zip([0, *stops], stops, strict=False)
        ]


def postings(start: Positions, at: Ints) -> tuple[Positions, Positions]:
    """Where the postings of some features stand, one after the other, and how many each has.

    Those of feature f stand at ``start[f]:start[f+1]``.
    """
    first = start[at].astype(np.int64)
    counts = start[at + 1] - first
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(first, counts) + steps, counts


def length(vector: Vector) -> float:
    """The Euclidean length of a vector; 1 for an empty one, so that it can be divided by."""
    return float(np.sqrt(vector.weight @ vector.weight)) or 1.0


def matrix(vectors: Sequence[Vector], size: int):  # type: ignore[no-untyped-def]
    """Vectors as the rows of a sparse matrix with ``size`` columns."""
    # Imported here: a question that is only answered does not wait for it.
    from scipy.sparse import csr_matrix

    if not vectors:
        return csr_matrix((0, size), dtype=np.float32)
    ends = np.cumsum([0, *(len(vector.at) for vector in vectors)])
    at = np.concatenate([vector.at for vector in vectors])
    weight = np.concatenate([vector.weight for vector in vectors])
    return csr_matrix((weight, at, ends), shape=(len(vectors), size))
