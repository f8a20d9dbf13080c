"""What is learned from the utterances: two linear classifiers over the same sparse features.

``needs`` tells which need a message speaks of (those that are not ours compete like any other),
``danger`` tells which situation of danger, if any, it shows. Both are linear, so every decision can
be explained by the words that made it, and a question costs the rows of its own features only.
Learning takes seconds and needs scikit-learn; using it needs numpy alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.model import Knowledge
from bot.understanding.features import Floats, Vector, Vocabulary
from bot.understanding.japanese import Analysis, Japanese

NO_DANGER = "none"
_NEEDS_C = 0.3
_DANGER_C = 10.0


@dataclass(frozen=True, slots=True)
class Classifier:
    """Classes and a weight for each feature and class; shapes (features, classes) and (classes,)."""

    classes: tuple[str, ...]
    weights: npt.NDArray[np.float16]
    bias: Floats

    def scores(self, vector: Vector) -> Floats:
        """The raw score of each class."""
        rows = self.weights[vector.at].astype(np.float32)
        return np.asarray(vector.weight @ rows + self.bias, dtype=np.float32)

    def because(self, vector: Vector, label: str) -> Floats:
        """What each feature of the message adds to a class, against its mean over the classes."""
        rows = self.weights[vector.at].astype(np.float32)
        return np.asarray(
            vector.weight * (rows[:, self.classes.index(label)] - rows.mean(axis=1)), np.float32
        )


@dataclass(frozen=True, slots=True)
class Utterances:
    """All utterances as vectors in postings by feature, so that the nearest one is found at once.

    ``start[f]:start[f+1]`` are the postings of feature f: the utterance's number and its weight.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    start: npt.NDArray[np.int64]
    number: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float16]

    def similarity(self, vector: Vector) -> Floats:
        """Cosine-like similarity in 0..1 of the message to every utterance."""
        first, last = self.start[vector.at], self.start[vector.at + 1]
        counts = last - first
        # The postings of all features of the message, one after the other.
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(first, counts) + steps
        weight = self.weight[at] * np.repeat(vector.weight, counts)
        total = np.bincount(self.number[at], weights=weight, minlength=len(self.texts))
        return total.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Learned:
    """All that was learned from one version of the knowledge base."""

    vocabulary: Vocabulary
    needs: Classifier
    danger: Classifier
    utterances: Utterances


def softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def samples(knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """Utterances and their labels: need ids, and entry ids for an entry's own questions."""
    texts: list[str] = []
    labels: list[str] = []
    for need in knowledge.needs.values():
        texts.extend(need.questions)
        labels.extend([need.id] * len(need.questions))
    for entry in knowledge.entries.values():
        own = (entry.name.ja, *entry.questions, *(n for n in (entry.name.en,) if n))
        texts.extend(own)
        labels.extend([entry.id] * len(own))
    return texts, labels


def danger_samples(knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """Messages and their situation; near-misses and ordinary utterances: none."""
    texts: list[str] = []
    labels: list[str] = []
    for situation in knowledge.situations.values():
        for kind in situation.kinds:
            texts.extend(kind.dangers)
            labels.extend([situation.id] * len(kind.dangers))
            texts.extend(kind.near_misses)
            labels.extend([NO_DANGER] * len(kind.near_misses))
    for need in knowledge.needs.values():
        texts.extend(need.questions)
        labels.extend([NO_DANGER] * len(need.questions))
    return texts, labels


def learn(knowledge: Knowledge, japanese: Japanese) -> Learned:
    """Learn from a knowledge base; takes seconds."""
    texts, labels = samples(knowledge)
    analyses = [japanese.analyse(text) for text in texts]
    danger_texts, danger_labels = danger_samples(knowledge)
    known = dict(zip(texts, analyses, strict=True))
    danger_analyses = [known.get(text) or japanese.analyse(text) for text in danger_texts]
    return learn_from(texts, labels, analyses, danger_labels, danger_analyses)


def learn_from(
    texts: Sequence[str],
    labels: Sequence[str],
    analyses: Sequence[Analysis],
    danger_labels: Sequence[str],
    danger_analyses: Sequence[Analysis],
) -> Learned:
    vocabulary = Vocabulary.learn([*analyses, *danger_analyses])
    vectors = [vocabulary.vector(analysis) for analysis in analyses]
    danger_vectors = [vocabulary.vector(analysis) for analysis in danger_analyses]
    size = len(vocabulary.position)
    return Learned(
        vocabulary,
        _ranker(vectors, labels, size),
        _alarm(danger_vectors, danger_labels, size),
        _postings(texts, labels, vectors, size),
    )


def _ranker(vectors: Sequence[Vector], labels: Sequence[str], size: int) -> Classifier:
    """One against all others for each need: its margins also say when none fits."""
    # Imported here: only learning pays for it, and learning is rare.
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=_NEEDS_C, max_iter=300, random_state=0)
    model.fit(_matrix(vectors, size), list(labels))
    return _classifier(model)


def _alarm(vectors: Sequence[Vector], labels: Sequence[str], size: int) -> Classifier:
    """The situations against each other and against no danger; each weighs the same, however rare."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_DANGER_C, max_iter=300, class_weight="balanced")
    model.fit(_matrix(vectors, size), list(labels))
    return _classifier(model)


def _classifier(model: Any) -> Classifier:
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        weights, bias = np.vstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    return Classifier(
        tuple(str(label) for label in model.classes_),
        np.ascontiguousarray(weights.T, dtype=np.float16),
        np.asarray(bias, dtype=np.float32),
    )


def _matrix(vectors: Sequence[Vector], size: int):  # type: ignore[no-untyped-def]
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(vector.at) for vector in vectors)])
    at = np.concatenate([vector.at for vector in vectors])
    weight = np.concatenate([vector.weight for vector in vectors])
    return csr_matrix((weight, at, ends), shape=(len(vectors), size))


def _postings(
    texts: Sequence[str], labels: Sequence[str], vectors: Sequence[Vector], size: int
) -> Utterances:
    lengths = [float(np.sqrt(vector.weight @ vector.weight)) or 1.0 for vector in vectors]
    columns = _matrix(vectors, size).tocsc()
    weight = columns.data / np.array(lengths, dtype=np.float32)[columns.indices]
    return Utterances(
        tuple(texts),
        tuple(labels),
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.int32),
        weight.astype(np.float16),
    )
