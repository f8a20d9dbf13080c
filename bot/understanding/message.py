"""A message as everything that judges it needs it, worked out once: words, signals, likeness."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.alike import leaders
from bot.understanding.features import Floats, Vector, length
from bot.understanding.japanese import Analysis, Japanese
from bot.understanding.learned import Learned


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what was read in it, its vector, and its likeness in 0..1 to each utterance.

    ``nearest`` is its likeness to the nearest utterance of each label. ``sentences`` are the
    vectors of its sentences, where there are more than one: a wish often stands in the last, and
    a danger in any.
    """

    analysis: Analysis
    vector: Vector
    sentences: tuple[Vector, ...]
    likeness: Floats
    nearest: Floats


class Ear:
    """Takes messages in, against what was learned."""

    def __init__(self, learned: Learned, japanese: Japanese) -> None:
        self.learned = learned
        self.japanese = japanese

    def listen(self, text: str) -> Message:
        whole, sentences = self.japanese.read(text)
        vocabulary = self.learned.vocabulary
        vector, *parts = vocabulary.vectors([whole, *sentences])
        likeness = self.learned.utterances.similarity(vector) / length(vector)
        return Message(
            whole,
            vector,
            tuple(parts),
            likeness,
            np.maximum.reduceat(likeness, self.learned.utterances.first),
        )

    def likenesses(self, text: str, others: Sequence[str]) -> list[float]:
        """How much each of the others says the same as a text, in 0..1."""
        said = [self.japanese.analyse(one) for one in (text, *others)]
        first, *rest = self.learned.vocabulary.vectors(said)
        return [_cosine(first, other) for other in rest]

    def leaders(self, texts: Sequence[str], least: float) -> list[int]:
        """For each text the first one that says the same: its own number, or that of an earlier."""
        return leaders(texts, self.learned.vocabulary, self.japanese, least)


def _cosine(first: Vector, second: Vector) -> float:
    common, at, there = np.intersect1d(first.at, second.at, return_indices=True)
    if not len(common):
        return 0.0
    return float(first.weight[at] @ second.weight[there]) / (length(first) * length(second))
