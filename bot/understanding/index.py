"""Finds entries by their own texts: those that meet no need, as of an imported FAQ.

Each text（an entry's name with its summary, and each known wording of it by itself）is scored in four
ways: the words it shares with the question and the letters of the reading, both as the share of what
is telling in the question（BM25F over name and summary, divided by what the whole question could
bring）, and how near the question is to the name and to the summary by topic. The first two pick
candidates from postings, so that a question costs the texts that share a word with it and no more.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from marisa_trie import Trie

from bot.understanding.features import Floats, Ints, postings
from bot.understanding.japanese import Analysis
from bot.understanding.topics import Topics

_CANDIDATES = 300
_MOST = 10
# About 2 % of what a FAQ answers is lost here.
_NEAR_ENOUGH = 0.85
_NEAR_ENOUGH_IN_KANA = 0.65
# The chance to be right, fitted by benchmarks/faq.py on citizens' questions to a city hall.
_BY_SCORE = 1.0
_BY_LEAD = 4.8
_BIAS = -1.9
_READ = re.compile(r"[\u3041-\u309fーa-z0-9]+")
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """What each way of being near counts: ``wording`` is what a known wording adds at most."""

    words: float = 1.5
    reading: float = 1.0
    name: float = 0.75
    body: float = 0.75
    wording: float = 0.5

    def for_kana(self) -> "Weights":
        """The same where words cannot be told apart, only read."""
        return replace(self, words=0.0, reading=self.words + self.reading)


_USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and its score: about 1 where a text has something in common, 3 where it says the same."""

    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Index:
    """The texts of some entries, by number.

    ``start[t]:start[t+1]`` are the postings of term t: the number of a text, and what the term is
    worth there. ``telling[t]`` is what it could be worth at most. ``entry`` is the entry of each
    text（the first ones are the entries' own, in order）, ``weight`` how telling each word of the
    topics is among these texts. ``names`` and ``bodies`` are places by topic, of shapes
    (texts, dimensions) and (entries, dimensions).
    """

    ids: tuple[str, ...]
    terms: Trie
    start: npt.NDArray[np.int64]
    number: Ints
    worth: npt.NDArray[np.float16]
    telling: Floats
    entry: Ints
    weight: Floats
    names: npt.NDArray[np.float16]
    bodies: npt.NDArray[np.float16]

    def find(
        self, analysis: Analysis, topics: Topics, most: int = _MOST, weights: Weights = _USUAL
    ) -> tuple[Found, ...]:
        """The entries nearest to a question, best first."""
        if analysis.kana_only:
            weights = weights.for_kana()
        shares = self._shares(analysis, weights)
        near = _greatest(shares, _CANDIDATES)
        numbers = topics.numbers(analysis)
        place = topics.place(numbers, self.weight[numbers])

        def alike(texts: npt.NDArray[Any]) -> Floats:
            near_by = self.names[texts].astype(np.float32) @ place
            return np.asarray(shares[texts] + weights.name * near_by, dtype=np.float32)

        entries = np.unique(self.entry[near])
        scores = alike(entries)
        scores += weights.body * (self.bodies[entries].astype(np.float32) @ place)
        wordings = near[near >= len(self.ids)]
        said = np.maximum(alike(wordings), 0) / (weights.words + weights.reading + weights.name)
        of = np.searchsorted(entries, self.entry[wordings])
        scores += weights.wording * np.bincount(of, said**2, minlength=len(entries))
        best = np.argsort(-scores)[:most]
        return tuple(Found(self.ids[entries[at]], float(scores[at])) for at in best)

    def _shares(self, analysis: Analysis, weights: Weights) -> Floats:
        """What each text has of the words and of the letters of a question, weighed."""
        total = np.zeros(len(self.entry))
        unknown = float(self.telling.max(initial=0))
        for weight, asked in (
            (weights.words, words(analysis)),
            (weights.reading, letters(analysis)),
        ):
            known = [self.terms.get(term) for term in dict.fromkeys(asked)]
            at = np.array([t for t in known if t is not None], dtype=np.int32)
            if not len(at):
                continue
            most = float(self.telling[at].sum()) + unknown * (len(known) - len(at))
            places, _ = postings(self.start, at)
            worth = self.worth[places] * np.float32(weight / most)
            total += np.bincount(self.number[places], worth, minlength=len(total))
        return total.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Finder:
    """The indexes of the councils that have entries to be found so."""

    topics: Topics | None
    indexes: Mapping[str, Index]

    def find(self, analysis: Analysis, council: str | None) -> tuple[Found, ...]:
        """The entries of a council, or with none of all councils, nearest to a question.

        None where even the nearest is not about it.
        """
        if self.topics is None:
            return ()
        asked = [index for id_, index in self.indexes.items() if council in (None, id_)]
        found = [one for index in asked for one in index.find(analysis, self.topics)]
        found.sort(key=lambda one: -one.score)
        enough = _NEAR_ENOUGH_IN_KANA if analysis.kana_only else _NEAR_ENOUGH
        return tuple(found[:_MOST]) if found and found[0].score >= enough else ()


NOTHING = Finder(None, {})


def chances(found: Sequence[Found]) -> dict[str, float]:
    """The chance of each that it is what was asked for, by its score and its lead over the best other."""
    made = {}
    for one in found[:1]:
        rival = found[1].score if len(found) > 1 else 0.0
        made[one.entry] = _chance(one.score, one.score - rival)
    for one in found[1:]:
        made[one.entry] = _chance(one.score, one.score - found[0].score)
    return made


def _chance(score: float, lead: float) -> float:
    return 1 / (1 + math.exp(-(_BY_SCORE * score + _BY_LEAD * lead + _BIAS)))


def words(analysis: Analysis) -> list[str]:
    return [f"w:{word}" for word in analysis.words]


def letters(analysis: Analysis) -> list[str]:
    """Runs of letters of the reading."""
    return [
        f"r:{run[at : at + _LETTERS]}"
        for run in _READ.findall(analysis.reading)
        for at in range(len(run) - _LETTERS + 1)
    ]


def _greatest(values: Floats, most: int) -> npt.NDArray[np.int64]:
    """The numbers of the greatest values above 0."""
    above = np.flatnonzero(values)
    if len(above) > most:
        above = above[np.argpartition(-values[above], most)[:most]]
    return above
