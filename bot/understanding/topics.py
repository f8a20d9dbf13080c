"""What words are about, learned from our own utterances: words are alike where the same needs speak of
them, or the same idea of the vocabulary holds them.

ゴミ and 廃棄物 share no letter; both stand where people ask what to do with what they throw away. Each
word has its association（positive pointwise mutual information）to every need and idea, brought down
to few dimensions. No text of an imported knowledge base is needed for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from marisa_trie import Trie

from bot.model import Knowledge
from bot.understanding.features import Floats, Ints
from bot.understanding.ideas import Ideas
from bot.understanding.japanese import Analysis, Japanese

DIMENSIONS = 256


@dataclass(frozen=True, slots=True)
class Topics:
    """The place of each known word and idea; shape (words, dimensions).

    ``ideas`` are those of the city hall, beside those that every analysis has.
    """

    names: Trie
    places: npt.NDArray[np.float16]
    ideas: Ideas

    def numbers(self, *texts: Analysis) -> Ints:
        """The number of each word and idea of texts; unknown ones are left out."""
        known = (self.names.get(told) for text in texts for told in _told(text, self.ideas))
        return np.array([number for number in known if number is not None], dtype=np.int32)

    def place(self, numbers: Ints, weight: Floats) -> Floats:
        """Where a text with these words is: a vector of length 1, or of zeros where none is known."""
        total = weight @ self.places[numbers].astype(np.float32)
        length = float(np.sqrt(total @ total))
        return np.asarray(total / length if length else total, dtype=np.float32)


def learn_topics(knowledge: Knowledge, japanese: Japanese) -> Topics:
    """Learn from the needs and the vocabularies; takes some seconds."""
    contexts = [need.questions for need in knowledge.needs.values()]
    contexts.extend((*knowledge.vocabulary.values(), *knowledge.cityhall.values()))
    ideas = Ideas(knowledge.cityhall)
    told = [
        [list(dict.fromkeys(_told(japanese.analyse(text), ideas))) for text in texts]
        for texts in contexts
    ]
    return Topics(*_reduced(told), ideas)


def _told(analysis: Analysis, ideas: Ideas) -> list[str]:
    """The words of a text, and the ideas they stand for."""
    also = ideas.of(analysis.text, analysis.reading)
    return [
        *(f"w:{word}" for word in analysis.words),
        *(f"i:{idea}" for idea in analysis.ideas),
        *(f"c:{idea}" for idea in also),
    ]


def _reduced(
    contexts: Sequence[Sequence[Sequence[str]]],
) -> tuple[Trie, npt.NDArray[np.float16]]:
    """Each word with its place, from the words of each text of each context."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import svds

    names = Trie(word for texts in contexts for words in texts for word in words)
    told = [
        (number, names[word])
        for number, texts in enumerate(contexts)
        for words in texts
        for word in words
    ]
    rows, columns = np.array(told, dtype=np.int64).T
    counts = csr_matrix(
        (np.ones(len(told)), (rows, columns)), shape=(len(contexts), len(names))
    ).tocoo()
    by_context = np.asarray(counts.sum(axis=1)).ravel()
    by_word = np.asarray(counts.sum(axis=0)).ravel()
    expected = by_context[counts.row] * by_word[counts.col] / counts.data.sum()
    strength = np.maximum(np.log(counts.data / expected), 0)
    table = csr_matrix((strength, (counts.row, counts.col)), shape=counts.shape)
    kept = min(DIMENSIONS, min(table.shape) - 1)
    _, scale, across = svds(table, k=kept, random_state=0)
    return names, (across.T * np.sqrt(scale)).astype(np.float16)
