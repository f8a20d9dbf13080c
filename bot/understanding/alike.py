"""Which of many messages say the same: each with the first one before it that is near enough.

Comparing each with each would be quadratic in Python. Here the features that stand in few messages
are multiplied as sparse rows, the few that stand in many as a narrow dense table, block by block.
"""

from collections.abc import Sequence

import numpy as np

from bot.understanding.features import Floats, Vector, Vocabulary, length, matrix
from bot.understanding.japanese import Japanese

_BLOCK = 256
_COMMON = 0.02


def leaders(
    texts: Sequence[str], vocabulary: Vocabulary, japanese: Japanese, least: float
) -> list[int]:
    """For each text the number of the text that leads its group: itself, or an earlier one.

    ``least`` is the likeness in 0..1 from which two say the same. Equal texts are always alike.
    """
    known: dict[str, int] = {}
    distinct = [known.setdefault(text, len(known)) for text in texts]
    first = {number: at for at, number in reversed(list(enumerate(distinct)))}
    lead = _leaders(list(known), vocabulary, japanese, least)
    return [first[lead[number]] for number in distinct]


def _leaders(
    texts: Sequence[str], vocabulary: Vocabulary, japanese: Japanese, least: float
) -> list[int]:
    # Imported here: a question that is only answered does not wait for it.
    from scipy.sparse import csr_matrix

    vectors = [vocabulary.vector(japanese.analyse(text)) for text in texts]
    rows = matrix([Vector(v.at, v.weight / length(v)) for v in vectors], len(vocabulary.names))
    counts = rows.getnnz(axis=0)
    common = np.flatnonzero(counts > max(_COMMON * len(texts), 50))
    dense: Floats = np.ascontiguousarray(rows[:, common].toarray(), dtype=np.float32)
    keep = np.ones(rows.shape[1], dtype=np.float32)
    keep[common] = 0
    rare = csr_matrix(rows.multiply(keep))
    rare.eliminate_zeros()
    lead = list(range(len(texts)))
    heads: list[int] = []
    for start in range(0, len(texts), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(texts)))
        against = np.array([*heads, *block])
        likeness = (rare[block] @ rare[against].T).toarray() + dense[block] @ dense[against].T
        open_ = np.zeros(len(against), dtype=bool)
        open_[: len(heads)] = True
        for row, number in enumerate(block.tolist()):
            found = np.flatnonzero((likeness[row] >= least) & open_)
            if len(found):
                lead[number] = int(against[found[0]])
            else:
                open_[len(heads) + row] = True
        heads = against[open_].tolist()
    return lead
