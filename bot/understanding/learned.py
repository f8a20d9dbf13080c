"""What is learned from the utterances: four linear classifiers over the same sparse features.

``needs`` tells which need a message speaks of (those that are not ours compete like any other),
``whose`` whether it is ours at all, ``danger`` which situation of danger, if any, it shows, ``lines``
which helplines come first in it. All are
linear, so every decision can be explained by the words that made it, and a question costs the rows
of its own features only.
Learning takes minutes and needs scikit-learn; using it needs numpy alone.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.model import Knowledge, NeedKind
from bot.understanding.dialect import in_iwate
from bot.understanding.features import (
    Floats,
    Ints,
    Positions,
    Vector,
    Vocabulary,
    length,
    matrix,
    postings,
)
from bot.understanding.hands import mistyped
from bot.understanding.japanese import Analysis, Japanese

NO_DANGER = "none"
NEAR_MISS = "near-miss"
OURS = "ours"
NOT_OURS = "not ours"
_NEEDS_C = 0.3
_WHOSE_C = 0.3
# One in so many utterances is also learned from with a slip of the finger.
_SLIPPED = 3
# One in so many dangers and near-misses is also learned from in dialect, and of what is neither: as
# many of each, and dialect alone would be a sign.
_SPOKEN = 2
_SPOKEN_BESIDE = 5
_DANGER_C = 5.0
_LINES_C = 0.3
_STEPS = 127
# What stands in more of the utterances than this makes none of them nearer.
_MOST_COMMON = 0.02
_FEW = 50
# As many numbers as two bytes tell apart.
_SMALL = 2**16


@dataclass(frozen=True, slots=True)
class Classifier:
    """Classes, and what each feature weighs for each of them, in steps of the class's ``scale``.

    A byte a weight changes no ranking, and most weights are then nothing: only the others are kept.
    Those of feature f stand at ``start[f]:start[f+1]``: the number of a class, and the weight.
    """

    classes: tuple[str, ...]
    start: Positions
    number: npt.NDArray[np.uint16]
    weight: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats

    @classmethod
    def of(cls, classes: Iterable[str], weights: Floats, bias: Floats) -> "Classifier":
        """From weights of shape (features, classes)."""
        scale = np.maximum(np.abs(weights).max(axis=0) / _STEPS, np.finfo(np.float32).tiny)
        steps = np.rint(weights / scale).astype(np.int8)
        features, numbers = np.nonzero(steps)
        counts = np.bincount(features, minlength=len(steps))
        return cls(
            tuple(classes),
            np.concatenate([[0], np.cumsum(counts)]),
            numbers.astype(np.uint16),
            steps[features, numbers],
            np.asarray(scale, dtype=np.float32),
            np.asarray(bias, dtype=np.float32),
        )

    def scores(self, vector: Vector) -> Floats:
        """The raw score of each class."""
        at, counts = postings(self.start, vector.at)
        weight = self.weight.take(at) * np.repeat(vector.weight, counts)
        total = np.bincount(self.number.take(at), weight, minlength=len(self.classes))
        return np.asarray(total * self.scale + self.bias, dtype=np.float32)

    def because(self, vector: Vector, label: str) -> Floats:
        """What each feature of the message adds to a class, against its mean over the classes."""
        at, counts = postings(self.start, vector.at)
        number = self.number[at]
        weight = self.weight[at] * self.scale[number]
        feature = np.repeat(np.arange(len(counts)), counts)
        own = np.bincount(
            feature, weight * (number == self.classes.index(label)), minlength=len(counts)
        )
        mean = np.bincount(feature, weight, minlength=len(counts)) / len(self.classes)
        return np.asarray(vector.weight * (own - mean), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Utterances:
    """All utterances as vectors in postings by feature, so that the nearest one is found at once.

    ``start[f]:start[f+1]`` are the postings of feature f: the utterance's number and its weight.
    Features that stand in very many have no postings. Utterances of one label stand together:
    ``first`` is the number of the first one of each of ``labels``.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    first: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    number: npt.NDArray[np.uint16] | Ints
    weight: npt.NDArray[np.float16]

    def similarity(self, vector: Vector) -> Floats:
        """Cosine-like similarity in 0..1 of the message to every utterance."""
        at, counts = postings(self.start, vector.at)
        weight = self.weight.take(at) * np.repeat(vector.weight, counts)
        total = np.bincount(self.number.take(at), weights=weight, minlength=len(self.texts))
        return total.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Learned:
    """All that was learned from one version of the knowledge base."""

    vocabulary: Vocabulary
    needs: Classifier
    whose: Classifier
    danger: Classifier
    lines: Classifier
    utterances: Utterances


def softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def mean_of_best(values: Floats) -> float:
    """The mean of the three greatest values, which one accident cannot decide; 0 for none."""
    if len(values) <= 3:
        return float(values.mean()) if len(values) else 0.0
    return float(np.partition(values, -3)[-3:].mean())


def samples(knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """Utterances and their labels: need ids, and entry ids for an entry's own questions."""
    texts: list[str] = []
    labels: list[str] = []
    for need in knowledge.needs.values():
        texts.extend(need.questions)
        labels.extend([need.id] * len(need.questions))
    for entry in knowledge.entries.values():
        if not knowledge.has_own_words(entry):
            continue
        own = (entry.name.ja, *entry.questions, *(n for n in (entry.name.en,) if n))
        texts.extend(own)
        labels.extend([entry.id] * len(own))
    return texts, labels


def owners(knowledge: Knowledge) -> dict[str, str]:
    """Which labels of ``samples`` are ours and which are not; small talk is neither."""
    ours = (NeedKind.NEED, NeedKind.CONTACT)
    owner = {
        need.id: OURS if need.kind in ours else NOT_OURS
        for need in knowledge.needs.values()
        if need.kind is not NeedKind.SMALLTALK
    }
    return owner | dict.fromkeys(knowledge.entries, OURS)


def danger_samples(knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """Messages and their situation; near-misses, and ordinary utterances: none."""
    texts: list[str] = []
    labels: list[str] = []
    for situation in knowledge.situations.values():
        for kind in situation.kinds:
            texts.extend(kind.dangers)
            labels.extend([situation.id] * len(kind.dangers))
            texts.extend(kind.near_misses)
            labels.extend([NEAR_MISS] * len(kind.near_misses))
    for need in knowledge.needs.values():
        texts.extend(need.questions)
        labels.extend([NO_DANGER] * len(need.questions))
    return texts, labels


def first_lines(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """The helplines that come first for each message that shows a danger of a form that has any."""
    kinds = [kind for situation in knowledge.situations.values() for kind in situation.kinds]
    return {text: kind.hotlines for kind in kinds for text in kind.dangers if kind.hotlines}


@dataclass(frozen=True, slots=True)
class Samples:
    """Texts, the label of each, and what was read in them."""

    texts: Sequence[str]
    labels: Sequence[str]
    analyses: Sequence[Analysis]

    def where(self, kept: Iterable[bool]) -> "Samples":
        """Those samples for which ``kept`` says so."""
        at = [number for number, keep in enumerate(kept) if keep]
        return Samples(
            [self.texts[i] for i in at],
            [self.labels[i] for i in at],
            [self.analyses[i] for i in at],
        )


NO_SAMPLES = Samples((), (), ())


def learn(knowledge: Knowledge, japanese: Japanese) -> Learned:
    """Learn from a knowledge base; takes three to five minutes of one core."""
    known: dict[str, Analysis] = {}

    def read(texts: list[str], labels: list[str]) -> Samples:
        for text in texts:
            if text not in known:
                known[text] = japanese.analyse(text)
        return Samples(texts, labels, [known[text] for text in texts])

    needs, dangers = samples(knowledge), danger_samples(knowledge)
    return learn_from(
        read(*needs),
        read(*dangers),
        owners(knowledge),
        read(*_slipped(*needs)),
        read(*_spoken(*dangers)),
        first_lines(knowledge),
    )


def learn_from(
    needs: Samples,
    dangers: Samples,
    owner: Mapping[str, str],
    slipped: Samples = NO_SAMPLES,
    spoken: Samples = NO_SAMPLES,
    first: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Learned:
    """Learn what tells the labels apart. Each needs at least two of them, and so do owners.

    ``owner`` says of labels of needs whether they are ours; those of which it says nothing are
    neither. ``slipped`` are utterances of needs as they are mistyped, ``spoken`` some of ``dangers``
    in dialect: they shape the classifiers, but no message is near to them.
    """
    vocabulary = Vocabulary.learn([*needs.analyses, *dangers.analyses])
    vectors = [vocabulary.vector(analysis) for analysis in needs.analyses]
    danger_vectors = [vocabulary.vector(analysis) for analysis in dangers.analyses]
    typed = [*vectors, *(vocabulary.vector(analysis) for analysis in slipped.analyses)]
    labels = [*needs.labels, *slipped.labels]
    heard = [*danger_vectors, *(vocabulary.vector(analysis) for analysis in spoken.analyses)]
    size = len(vocabulary.names)
    # An ordinary utterance stands among the needs already.
    told = [n for n, label in enumerate(dangers.labels) if label != NO_DANGER]
    shown = [n for n in told if dangers.labels[n] != NEAR_MISS]
    return Learned(
        vocabulary,
        _ranker(typed, labels, size),
        _divider(typed, [owner.get(label) for label in labels], size),
        _alarm(heard, [*dangers.labels, *spoken.labels], size),
        _directory(
            [danger_vectors[n] for n in shown],
            [first.get(dangers.texts[n], ()) for n in shown],
            size,
        ),
        _postings(
            [*needs.texts, *(dangers.texts[n] for n in told)],
            [*needs.labels, *(dangers.labels[n] for n in told)],
            [*vectors, *(danger_vectors[n] for n in told)],
            size,
        ),
    )


def _slipped(texts: list[str], labels: list[str]) -> tuple[list[str], list[str]]:
    """Some of the texts as they are mistyped: the same ones each time, whatever else is there."""
    told = [
        (mark, text, label) for mark, text, label in _marked(texts, labels) if mark % _SLIPPED == 0
    ]
    return [mistyped(text, mark) for mark, text, _ in told], [label for _, _, label in told]


def _spoken(texts: list[str], labels: list[str]) -> tuple[list[str], list[str]]:
    """Some of the texts in dialect: the same ones each time."""
    told = [
        (there, label)
        for mark, text, label in _marked(texts, labels)
        if mark % (_SPOKEN_BESIDE if label == NO_DANGER else _SPOKEN) == 0
        and (there := in_iwate(text)) != text
    ]
    return [text for text, _ in told], [label for _, label in told]


def _marked(texts: list[str], labels: list[str]) -> Iterator[tuple[int, str, str]]:
    """Each text and its label, with a number that is its own whatever else is there."""
    told = zip(texts, labels, strict=True)
    return ((zlib.crc32(text.encode()), text, label) for text, label in told)


def _ranker(vectors: Sequence[Vector], labels: Sequence[str], size: int) -> Classifier:
    """One against all others for each need: its margins also say when none fits."""
    # Imported here: only learning pays for it, and learning is rare.
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=_NEEDS_C, max_iter=300, random_state=0)
    model.fit(matrix(vectors, size), list(labels))
    return _classifier(model)


def _divider(vectors: Sequence[Vector], owners: Sequence[str | None], size: int) -> Classifier:
    """What is ours against what is not: each side weighs the same, whatever it says more of."""
    from sklearn.svm import LinearSVC

    told = [(vector, owner) for vector, owner in zip(vectors, owners, strict=True) if owner]
    model = LinearSVC(C=_WHOSE_C, max_iter=300, random_state=0, class_weight="balanced")
    model.fit(matrix([vector for vector, _ in told], size), [owner for _, owner in told])
    return _classifier(model)


def _alarm(vectors: Sequence[Vector], labels: Sequence[str], size: int) -> Classifier:
    """The situations, their near-misses and no danger at all: each weighs the same, however rare."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_DANGER_C, max_iter=300, class_weight="balanced")
    model.fit(matrix(vectors, size), list(labels))
    return _classifier(model)


def _directory(vectors: Sequence[Vector], first: Sequence[Sequence[str]], size: int) -> Classifier:
    """Each helpline against the dangers in which it does not come first, both sides weighed evenly."""
    from sklearn.svm import LinearSVC

    named = Counter(line for lines in first for line in lines)
    known = [line for line in sorted(named) if named[line] < len(first)]
    weights = np.zeros((size, len(known)), dtype=np.float32)
    bias = np.zeros(len(known), dtype=np.float32)
    rows = matrix(vectors, size)
    for number, line in enumerate(known):
        model = LinearSVC(C=_LINES_C, max_iter=300, random_state=0, class_weight="balanced")
        model.fit(rows, [line in lines for lines in first])
        weights[:, number], bias[number] = model.coef_[0], model.intercept_[0]
    return Classifier.of(known, weights, bias)


def _classifier(model: Any) -> Classifier:
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        weights, bias = np.vstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    return Classifier.of((str(label) for label in model.classes_), weights.T, bias)


def _postings(
    texts: Sequence[str], labels: Sequence[str], vectors: Sequence[Vector], size: int
) -> Utterances:
    order = sorted(range(len(labels)), key=lambda number: labels[number])
    inside = [vectors[number] for number in order]
    rows = matrix(inside, size)
    common = rows.getnnz(axis=0) > max(_MOST_COMMON * len(inside), _FEW)
    rows.data[common[rows.indices]] = 0
    rows.eliminate_zeros()
    columns = rows.tocsc()
    lengths = np.array([length(vector) for vector in inside], dtype=np.float32)
    weight = columns.data / lengths[columns.indices]
    known, first = np.unique([labels[number] for number in order], return_index=True)
    return Utterances(
        tuple(texts[number] for number in order),
        tuple(str(label) for label in known),
        first.astype(np.int64),
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.uint16 if len(inside) < _SMALL else np.int32),
        weight.astype(np.float16),
    )
