"""From a message to ranked entries.

A need's probability goes to the entries of the council that meet it (whole to those that name it
under ``needs``, a part to those under ``also``); an entry's own questions add to it directly. Needs
that are not ours compete with the rest, and what they win is what ``refusal`` weighs.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from bot.model import Candidate, Knowledge, NeedKind
from bot.understanding.features import Floats, Vector, length
from bot.understanding.japanese import Analysis, Japanese
from bot.understanding.learned import Learned, softmax
from bot.understanding.names import Names

ALSO = 0.35
_TEMPERATURE = 0.08


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a message being ours at all.

    ``ours`` is the mean margin of our three likeliest needs, ``elsewhere`` the margin of the
    likeliest that is not ours; a margin is above 0 where a need alone would claim the message.
    ``nearer`` is how much likelier our nearest utterances are than those of the others, ``words``
    the number of content words.
    """

    ours: float
    elsewhere: float
    nearer: float
    words: int


@dataclass(frozen=True, slots=True)
class Belief:
    """What a message seems to be about, for one council (or for all of them).

    ``needs`` maps every need to its probability, ``ranked`` the entries put forward, best first.
    ``ours``, ``smalltalk`` and ``contact`` are the shares of probability that fall to each kind;
    ``named`` says that an entry was asked for by its name. ``vector``
    and ``likeness``（to each utterance）are what all this was read from.
    """

    needs: Mapping[str, float]
    ranked: tuple[Candidate, ...]
    ours: float
    contact: float
    smalltalk: float
    named: bool
    evidence: Evidence
    vector: Vector = field(repr=False, compare=False)
    likeness: Floats = field(repr=False, compare=False)

    def top(self, *kinds: NeedKind, of: Mapping[str, NeedKind]) -> tuple[str, float]:
        """The most probable need of the given kinds, and its probability."""
        inside = ((need, p) for need, p in self.needs.items() if of[need] in kinds)
        return max(inside, key=lambda pair: pair[1])


class Matcher:
    """Ranks entries for messages; built once for a knowledge base and what was learned from it."""

    def __init__(self, knowledge: Knowledge, learned: Learned, japanese: Japanese) -> None:
        self.knowledge = knowledge
        self.learned = learned
        self.japanese = japanese
        self.kinds = {need.id: need.kind for need in knowledge.needs.values()}
        self._names = Names(knowledge)
        self._classes = np.array(learned.needs.classes)
        kinds = np.array([self._kind(label) for label in learned.needs.classes])
        self._ours = np.isin(kinds, (NeedKind.NEED, NeedKind.CONTACT))
        self._elsewhere = kinds == NeedKind.ELSEWHERE
        kinds = np.array([self._kind(label) for label in learned.utterances.labels])
        self._our_utterances = np.isin(kinds, (NeedKind.NEED, NeedKind.CONTACT))
        self._other_utterances = kinds == NeedKind.ELSEWHERE
        self._council_of = [label.split("/")[0] if "/" in label else "" for label in self._classes]
        self._meets: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for entry in knowledge.entries.values():
            for need in entry.needs:
                self._meets[need].append((entry.id, 1.0))
            for need in entry.also:
                self._meets[need].append((entry.id, ALSO))

    def believe(self, analysis: Analysis, council: str | None) -> Belief:
        """What the message is about. With no council, entries rank over all of them."""
        vector = self.learned.vocabulary.vector(analysis)
        margins = self.learned.needs.scores(vector)
        probability = self._probability(margins, council)
        likeness = self.learned.utterances.similarity(vector) / length(vector)
        needs: dict[str, float] = {}
        scores: dict[str, float] = defaultdict(float)
        share = dict.fromkeys(NeedKind, 0.0)
        for label, p in zip(self.learned.needs.classes, probability.tolist(), strict=True):
            if label in self.kinds:
                needs[label] = p
                share[self.kinds[label]] += p
                for entry, weight in self._meets.get(label, ()):
                    if council is None or entry.startswith(council + "/"):
                        scores[entry] += p * weight
            elif p:
                scores[label] += p
                share[NeedKind.NEED] += p
        named = self._names.near(analysis, council)
        for entry, alike in named.items():
            scores[entry] += alike
        best = sorted(scores, key=lambda entry: -scores[entry])[:10]
        return Belief(
            needs=needs,
            ranked=tuple(Candidate(entry, round(min(scores[entry], 1.0), 4)) for entry in best),
            ours=share[NeedKind.NEED] + share[NeedKind.CONTACT],
            contact=share[NeedKind.CONTACT],
            smalltalk=share[NeedKind.SMALLTALK],
            named=bool(named),
            evidence=self._evidence(margins, likeness, len(analysis.words)),
            vector=vector,
            likeness=likeness,
        )

    def likeness(self, one: str, other: str) -> float:
        """How much two messages say the same, in 0..1."""
        first, second = (
            self.learned.vocabulary.vector(self.japanese.analyse(text)) for text in (one, other)
        )
        common, at, there = np.intersect1d(first.at, second.at, return_indices=True)
        if not len(common):
            return 0.0
        product = float(first.weight[at] @ second.weight[there])
        return product / (length(first) * length(second))

    def _kind(self, label: str) -> NeedKind:
        """The kind of a class: a need's own, and for an entry's own questions that of a need."""
        return self.kinds.get(label, NeedKind.NEED)

    def _probability(self, margins: Floats, council: str | None) -> Floats:
        scores = margins / _TEMPERATURE
        if council is not None:
            for index, owner in enumerate(self._council_of):
                if owner and owner != council:
                    scores[index] = -np.inf
        return softmax(scores)

    def _evidence(self, margins: Floats, likeness: Floats, words: int) -> Evidence:
        return Evidence(
            ours=_mean_of_best(margins[self._ours]),
            elsewhere=float(margins[self._elsewhere].max()),
            nearer=_mean_of_best(likeness[self._our_utterances])
            - _mean_of_best(likeness[self._other_utterances]),
            words=words,
        )


def _mean_of_best(values: Floats) -> float:
    """The mean of the three greatest values, which one accident cannot decide; 0 for none."""
    if len(values) <= 3:
        return float(values.mean()) if len(values) else 0.0
    return float(np.partition(values, -3)[-3:].mean())
