"""How much of what is personal is masked, and how much of what is masked is personal.

``python tests/masking/score.py`` prints both for the two halves of the labelled sentences, by kind;
``--misses`` also what went wrong in the half to develop on.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.load import load
from bot.settings import PROJECT
from bot.understanding.japanese import Japanese
from bot.understanding.masking import Masker, Personal

HALVES = ("dev", "blind")
# What issue and law are about; names of people are found as far as it can be done.
NUMBERS = ("電話", "メール", "住所", "郵便番号", "番号", "口座", "生年月日")
_LABEL = re.compile(r"\{([^:{}]+):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence after NFKC, and what is personal in it."""

    text: str
    personal: tuple[Personal, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """``missed``: labels that were not wholly masked; ``wrong``: masks of what nobody labelled."""

    labels: int
    missed: int
    masks: int
    wrong: int

    @property
    def recall(self) -> float:
        return 1 - self.missed / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        return 1 - self.wrong / self.masks if self.masks else 1.0


def sentences(half: str) -> Iterator[Sentence]:
    """The labelled sentences of a half: 「電話は{電話:090…}です」 a line."""
    file = Path(__file__).parent / f"{half}.txt"
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _sentence(line)


def missed(sentence: Sentence, found: Iterable[Personal]) -> list[Personal]:
    """Labels of which a letter or digit is left."""
    hidden = {at for part in found for at in range(part.start, part.end)}
    return [
        label
        for label in sentence.personal
        if any(sentence.text[i].isalnum() for i in range(label.start, label.end) if i not in hidden)
    ]


def wrong(sentence: Sentence, found: Iterable[Personal]) -> list[Personal]:
    """Masks most of whose letters are in no label."""
    labelled = {at for label in sentence.personal for at in range(label.start, label.end)}
    return [
        part
        for part in found
        if 2 * len(labelled & set(range(part.start, part.end))) < part.end - part.start
    ]


def scores(masker: Masker, half: str) -> dict[str, Score]:
    """By kind of label and mask, and "" for all kinds of ``NUMBERS``."""
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences(half):
        found = masker.find(sentence.text)
        for what, parts in (
            ("labels", sentence.personal),
            ("missed", missed(sentence, found)),
            ("masks", found),
            ("wrong", wrong(sentence, found)),
        ):
            for part in parts:
                counts[what, part.kind] += 1
                counts[what, ""] += part.kind in NUMBERS
    columns = ("labels", "missed", "masks", "wrong")
    return {
        kind: Score(*(counts[column, kind] for column in columns))
        for kind in ("", *NUMBERS, "名前")
    }


def table(masker: Masker, half: str) -> Iterator[str]:
    yield f"{half}: {sum(1 for _ in sentences(half))} sentences"
    for kind, score in scores(masker, half).items():
        yield (
            f"  {kind or 'all but names':<14} recall {score.recall:.3f} of {score.labels},"
            f" precision {score.precision:.3f} of {score.masks}"
        )


def _sentence(line: str) -> Sentence:
    text, labels, end = "", [], 0
    for match in _LABEL.finditer(line := unicodedata.normalize("NFKC", line)):
        text += line[end : match.start()]
        kind = {"郵便": "郵便番号"}.get(match[1], match[1])
        labels.append(Personal(kind, len(text), len(text) + len(match[2])))
        text += match[2]
        end = match.end()
    return Sentence(text + line[end:], tuple(labels))


def main(misses: bool) -> None:
    masker = Masker(Japanese(), load(PROJECT / "knowledge"))
    for half in HALVES:
        print(*table(masker, half), sep="\n")
    for sentence in sentences("dev") if misses else ():
        found = masker.find(sentence.text)
        for what, parts in (("missed", missed(sentence, found)), ("wrong", wrong(sentence, found))):
            for part in parts:
                print(f"{what} {part.kind}: {masker.mask(sentence.text)} ← {sentence.text}")


if __name__ == "__main__":
    main("--misses" in sys.argv)
