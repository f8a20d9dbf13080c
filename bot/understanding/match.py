"""From a message to ranked entries.

A need's probability goes to the entries of the council that meet it (whole to those that name it
under ``needs``, a part to those under ``also``); an entry's own questions add to it directly. Needs
that are not ours compete with the rest, and what they win is what ``refusal`` weighs. Entries that
meet no need are found by their own text; what is found stands among the rest by its chance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.model import Candidate, Entry, Knowledge, NeedKind
from bot.understanding.features import Floats
from bot.understanding.index import NOTHING, Finder, chances
from bot.understanding.learned import NOT_OURS, OURS, Learned, mean_of_best, softmax
from bot.understanding.message import Message
from bot.understanding.names import Names

ALSO = 0.05
_WEIGHED = 50
_RANKED = 10
_NEAREST = 1.2
_LAST_SENTENCE = 0.25
_TEMPERATURE = 0.1
# What else it may be: an open question keeps more in view than a decision.
_OPEN_TEMPERATURE = 0.2
_KINDS = tuple(NeedKind)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a message being ours at all.

    ``ours`` is the mean margin of our three likeliest needs, ``elsewhere`` that of the three
    likeliest that are not ours; a margin is above 0 where a need alone would claim the message.
    ``nearer`` is how much nearer our nearest needs are than the others. ``whole`` is the margin by
    which all that is ours, taken as one, claims the message.
    """

    ours: float
    elsewhere: float
    nearer: float
    whole: float


@dataclass(frozen=True, slots=True)
class Belief:
    """What a message seems to be about, for one council (or for all of them).

    ``needs`` maps every need to its probability. ``ranked`` are the entries put forward: the most
    probable first, then what else it may be, each with its probability.
    ``ours``, ``smalltalk`` and ``contact`` are the shares of probability that fall to each kind;
    ``named`` says that an entry was asked for by its name, ``found`` how near the nearest entry is
    that was found by its own text, ``words`` is the number of content words.
    """

    needs: Mapping[str, float]
    ranked: tuple[Candidate, ...]
    ours: float
    contact: float
    smalltalk: float
    named: bool
    found: float
    words: int
    evidence: Evidence

    def top(self, *kinds: NeedKind, of: Mapping[str, NeedKind]) -> tuple[str, float]:
        """The most probable need of the given kinds, and its probability."""
        best = max((need for need in self.needs if of[need] in kinds), key=self.needs.__getitem__)
        return best, self.needs[best]


class _Meeting:
    """Which entries meet which needs, and how much."""

    def __init__(self, entries: Iterable[Entry], classes: Sequence[str]) -> None:
        column = {label: number for number, label in enumerate(classes)}
        weights: list[tuple[float, int, int]] = []
        self._ids = []
        for row, entry in enumerate(entry for entry in entries if not entry.indexed):
            self._ids.append(entry.id)
            weights.extend((1.0, row, column[need]) for need in entry.needs if need in column)
            weights.extend((ALSO, row, column[need]) for need in entry.also if need in column)
            if entry.id in column:
                # Its own questions are a class of their own.
                weights.append((1.0, row, column[entry.id]))
        value, row_of, column_of = zip(*weights, strict=True) if weights else ((), (), ())
        self._weight = np.array(value, np.float32)
        self._entry = np.array(row_of, int)
        self._class = np.array(column_of, int)

    def scores(self, probability: Floats) -> dict[str, float]:
        """What falls to each entry, of the likeliest few."""
        told = self._weight * probability[self._class]
        found = np.bincount(self._entry, told, minlength=len(self._ids))
        best = np.argsort(-found, kind="stable")[:_WEIGHED]
        return {self._ids[row]: float(found[row]) for row in best if found[row] > 0}


class Matcher:
    """Ranks entries for messages; built once for a knowledge base and what was learned from it."""

    def __init__(self, knowledge: Knowledge, learned: Learned, finder: Finder = NOTHING) -> None:
        self.knowledge = knowledge
        self.learned = learned
        self.finder = finder
        self.kinds = {need.id: need.kind for need in knowledge.needs.values()}
        self._names = Names(knowledge)
        labels = learned.utterances.labels
        self._group = np.array([labels.index(label) for label in learned.needs.classes])
        kinds = np.array([self._kind(label) for label in learned.needs.classes])
        self._ours = np.isin(kinds, (NeedKind.NEED, NeedKind.CONTACT))
        self._elsewhere = kinds == NeedKind.ELSEWHERE
        classes = learned.needs.classes
        self._needs = [label for label in classes if label in self.kinds]
        self._need_at = np.array([classes.index(need) for need in self._needs])
        self._kind_at = np.array([_KINDS.index(self._kind(label)) for label in classes])
        owners = np.array([label.split("/")[0] if "/" in label else "" for label in classes])
        self._of_others = {
            council: (owners != "") & (owners != council) for council in knowledge.councils
        }
        self._everywhere = _Meeting(knowledge.entries.values(), classes)
        self._entries = {
            council: _Meeting(knowledge.entries_of(council), classes)
            for council in knowledge.councils
        }

    def believe(self, message: Message, council: str | None) -> Belief:
        """What the message is about. With no council, entries rank over all of them."""
        margins = self.learned.needs.scores(message.vector)
        likely = self._scores(message, margins)
        probability = self._probability(likely, council, _TEMPERATURE)
        needs = dict(zip(self._needs, probability[self._need_at].tolist(), strict=True))
        shares = np.bincount(self._kind_at, probability, minlength=len(_KINDS)).tolist()
        share = dict(zip(_KINDS, shares, strict=True))
        meeting = self._everywhere if council is None else self._entries[council]
        named = self._names.near(message.analysis, council)
        found = self.finder.find(message.analysis, council)
        told = chances(found)
        scores = _joined(meeting.scores(probability), named, told)
        openly = _joined(
            meeting.scores(self._probability(likely, council, _OPEN_TEMPERATURE)), named, told
        )
        first = max(scores, key=lambda entry: scores[entry], default=None)
        rest = sorted(openly, key=lambda entry: (entry != first, -openly[entry]))
        best = [entry for entry in rest if entry in scores][:_RANKED]
        return Belief(
            needs=needs,
            ranked=tuple(Candidate(entry, round(min(scores[entry], 1.0), 4)) for entry in best),
            ours=share[NeedKind.NEED] + share[NeedKind.CONTACT],
            contact=share[NeedKind.CONTACT],
            smalltalk=share[NeedKind.SMALLTALK],
            named=bool(named),
            found=found[0].score if found else 0.0,
            words=len(message.analysis.words),
            evidence=self._evidence(margins, message),
        )

    def _kind(self, label: str) -> NeedKind:
        """The kind of a class: a need's own, and for an entry's own questions that of a need."""
        return self.kinds.get(label, NeedKind.NEED)

    def _scores(self, message: Message, margins: Floats) -> Floats:
        """The margin of each class, with its nearest utterance and what the last sentence wishes."""
        scores = margins + _NEAREST * message.nearest[self._group]
        if message.sentences:
            last = self.learned.needs.scores(message.sentences[-1])
            scores += _LAST_SENTENCE * (last - margins)
        return np.asarray(scores, dtype=np.float32)

    def _probability(self, scores: Floats, council: str | None, temperature: float) -> Floats:
        scores = scores / temperature
        if council is not None:
            scores[self._of_others[council]] = -np.inf
        return softmax(scores)

    def _evidence(self, margins: Floats, message: Message) -> Evidence:
        nearest = message.nearest[self._group]
        whose = self.learned.whose
        sides = dict(zip(whose.classes, whose.scores(message.vector).tolist(), strict=True))
        return Evidence(
            ours=mean_of_best(margins[self._ours]),
            elsewhere=mean_of_best(margins[self._elsewhere]),
            nearer=mean_of_best(nearest[self._ours]) - mean_of_best(nearest[self._elsewhere]),
            whole=sides[OURS] - sides[NOT_OURS],
        )


def _joined(
    met: Mapping[str, float], named: Mapping[str, float], found: Mapping[str, float]
) -> dict[str, float]:
    """What an entry gets by its needs and its name, or by its own text."""
    called = {entry: met.get(entry, 0.0) + alike for entry, alike in named.items()}
    return {**met, **called, **found}
