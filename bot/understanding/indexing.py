"""Makes an index of entries: reads their texts, and weighs what each word is worth in each of them."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from marisa_trie import Trie

from bot.model import Entry
from bot.understanding.features import Floats
from bot.understanding.index import Index, letters, words
from bot.understanding.japanese import Analysis, Japanese
from bot.understanding.topics import Topics

Watch = Callable[[Sequence[Entry]], Iterable[Entry]]

# What a word is worth in the name, in the summary and in the known wordings.
_FIELDS = (2.0, 1.0, 2.0)
_SATURATION = 2.0
_BY_LENGTH = 0.75


def indexed(
    entries: Sequence[Entry], japanese: Japanese, topics: Topics, watch: Watch = iter
) -> Index:
    """Index entries. ``watch`` passes them on, and may show how far it has come.

    The texts are the entries, in order, and then every known wording by itself.
    """
    texts, placed, bodies = _Texts(), _Places(topics), _Places(topics)
    wordings: list[tuple[int, Analysis]] = []
    for number, entry in enumerate(watch(entries)):
        name, body = japanese.analyse(entry.name.ja), japanese.analyse(entry.summary.ja)
        asked = [japanese.analyse(question) for question in entry.questions]
        texts.add([name], [body], asked)
        placed.add(name, *asked)
        bodies.add(body)
        wordings.extend((number, wording) for wording in asked)
    for _, wording in wordings:
        texts.add([wording], [], [])
        placed.add(wording)
    texts_in_all = len(entries) * 2 + len(wordings)
    known_in = placed.known_in() + bodies.known_in()
    weight = np.log((1 + texts_in_all) / (1 + known_in)).astype(np.float32)
    return Index(
        tuple(entry.id for entry in entries),
        **texts.postings(),
        entry=np.array([*range(len(entries)), *(n for n, _ in wordings)], dtype=np.int32),
        weight=weight,
        names=placed.places(weight),
        bodies=bodies.places(weight),
    )


class _Texts:
    """The terms of each text as they are met."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        # Text, kind of term, term, and how often it stands in each field.
        self._met = array("i")
        # Length of each field in terms of each kind.
        self._lengths = array("i")
        self._texts = 0

    def add(self, *fields: Iterable[Analysis]) -> None:
        """A text: its name, its summary and its known wordings."""
        for kind, terms in enumerate((words, letters)):
            counts = [Counter(t for part in field for t in terms(part)) for field in fields]
            self._lengths.extend(count.total() for count in counts)
            for term in dict.fromkeys(term for count in counts for term in count):
                number = self._terms.setdefault(term, len(self._terms))
                self._met.extend((self._texts, kind, number, *(count[term] for count in counts)))
        self._texts += 1

    def postings(self) -> dict[str, Any]:
        """The terms and their postings, as an index holds them."""
        fields = len(_FIELDS)
        text, kind, term, *times = np.array(self._met, dtype=np.int32).reshape(-1, 3 + fields).T
        lengths = np.array(self._lengths, dtype=np.float64).reshape(-1, 2, fields)
        often = np.zeros(len(text))
        for part, (count, weight) in enumerate(zip(times, _FIELDS, strict=True)):
            for one in range(2):
                inside = lengths[:, one, part]
                mean = inside[inside > 0].mean() if inside.any() else 1.0
                lengths[:, one, part] /= mean
            relative = lengths[text, kind, part]
            often += weight * count / (1 - _BY_LENGTH + _BY_LENGTH * relative)
        terms = Trie(self._terms)
        numbers = np.zeros(len(terms), dtype=np.int64)
        for name, number in self._terms.items():
            numbers[number] = terms[name]
        placed = numbers[term]
        known_in = np.bincount(placed, minlength=len(terms))
        telling = np.log(1 + (self._texts - known_in + 0.5) / (known_in + 0.5))
        order = np.argsort(placed, kind="stable")
        worth = telling[placed] * often / (often + _SATURATION)
        return {
            "terms": terms,
            "start": np.concatenate([[0], np.cumsum(known_in)]),
            "number": text[order],
            "worth": worth[order].astype(np.float16),
            "telling": telling.astype(np.float32),
        }


class _Places:
    """The words of texts, from which their places by topic are worked out."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics
        self._numbers = array("i")
        self._times = array("i")
        self._ends = array("q", [0])

    def add(self, *parts: Analysis) -> None:
        """A text of one or more parts."""
        counts = Counter(self._topics.numbers(*parts).tolist())
        self._numbers.extend(counts.keys())
        self._times.extend(counts.values())
        self._ends.append(len(self._numbers))

    def known_in(self) -> npt.NDArray[np.int64]:
        """In how many texts each word of the topics stands."""
        return np.bincount(np.array(self._numbers), minlength=len(self._topics.names))

    def places(self, weight: Floats) -> npt.NDArray[np.float16]:
        numbers = np.array(self._numbers, dtype=np.int32)
        weights = weight[numbers] * (1 + np.log(np.array(self._times, dtype=np.float32)))
        inside = zip(self._ends, self._ends[1:], strict=False)
        made = [self._topics.place(numbers[a:b], weights[a:b]) for a, b in inside]
        return np.array(made, dtype=np.float16)
