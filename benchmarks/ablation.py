"""What each signal is worth: every one off in turn, over sets of labelled questions.

Usage: python benchmarks/ablation.py QUESTIONS.yaml ...

Blocks of features are switched off in learning; the other signals in answering. Prints hit@1 and
hit@3 of the answerable questions, what is refused of those that are not ours where 2 % of ours are
lost, and the dangers found where 2 % of the near-misses and other questions are taken for one.
"""

import argparse
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.app import build_guide
from bot.conversation.guide import Guide
from bot.knowledge.labelled import Labelled, labelled
from bot.settings import PROJECT
from bot.understanding import danger, features, match, refusal
from bot.understanding.danger import DangerSense
from bot.understanding.japanese import Japanese
from bot.understanding.learned import Learned, learn
from bot.understanding.match import Matcher
from bot.understanding.message import Ear

BLOCKS = {
    "words": "w",
    "word pairs": "b",
    "letters as read": "r",
    "letters as written": "c",
    "ideas": "i",
}
# A weight of almost nothing: a block of no length at all could not be divided by.
OFF = 1e-6
LOSS = 0.02
SIGNALS: dict[str, Sequence[tuple[Any, str, float]]] = {
    "nearest wording": [(match, "_NEAREST", 0.0)],
    "last sentence": [(match, "_LAST_SENTENCE", 0.0)],
    "second needs (also)": [(match, "ALSO", 0.0)],
    "worst sentence (danger)": [(danger, "_SENTENCE_WEIGHT", 0.0)],
    "nearest danger": [(danger, "_NEARER_WEIGHT", 0.0)],
    "refusal: our margins": [(refusal, "_OURS", 0.0)],
    "refusal: margins of others": [(refusal, "_ELSEWHERE", 0.0)],
    "refusal: nearest wording": [(refusal, "_NEARER", 0.0)],
    "refusal: ours against all else": [(refusal, "_WHOLE", 0.0)],
}


@contextmanager
def switched(changes: Iterable[tuple[Any, str, float]]):
    """Module constants with other values for a while."""
    before = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def share_beyond(wanted: Sequence[float], others: Sequence[float]) -> float:
    """The share of ``wanted`` above what all but 2 % of ``others`` stay below."""
    if not wanted or not others:
        return float("nan")
    return float((np.array(wanted) > np.quantile(np.array(others), 1 - LOSS)).mean())


def figures(guide: Guide, learned: Learned, items: Sequence[Labelled]) -> npt.NDArray[np.float64]:
    japanese: Japanese = guide.ear.japanese
    ear, matcher, sense = (
        Ear(learned, japanese),
        Matcher(guide.knowledge, learned),
        DangerSense(learned),
    )
    first = third = 0
    ours: list[float] = []
    others: list[float] = []
    dangers: list[float] = []
    harmless: list[float] = []
    for item in items:
        message = ear.listen(item.q)
        (dangers if item.group == "crisis" else harmless).append(sense.assess(message).measure)
        if item.group == "crisis" or item.kind in ("contact", "small-talk", "near-miss"):
            continue
        where = guide.gazetteer.find(item.q, item.council)
        belief = matcher.believe(message, where.council or item.council)
        against = -refusal.odds(belief)
        if item.group == "nothing":
            if not where.elsewhere:
                others.append(against)
            continue
        ours.append(against)
        ids = [candidate.id for candidate in belief.ranked]
        first += bool(ids) and ids[0] in item.expect
        third += any(id_ in item.expect for id_ in ids[:3])
    return np.array(
        [
            first / len(ours),
            third / len(ours),
            share_beyond(others, ours),
            share_beyond(dangers, harmless),
        ]
    )


def row(title: str, now: npt.NDArray[np.float64], base: npt.NDArray[np.float64]) -> str:
    return (
        f"| {title} | "
        + " | ".join(
            f"{value:.3f} ({value - was:+.3f})" for value, was in zip(now, base, strict=True)
        )
        + " |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="+", type=Path)
    items = [item for file in parser.parse_args().questions for item in labelled(file)]
    guide = build_guide(PROJECT / "knowledge", PROJECT / "data")
    learned = guide.ear.learned
    base = figures(guide, learned, items)
    print(f"{len(items)} questions")
    print("| off | hit@1 | hit@3 | refused at 2 % loss | dangers at 2 % false |")
    print("|---|---|---|---|---|")
    print(row("nothing", base, base), flush=True)
    for title, changes in SIGNALS.items():
        with switched(changes):
            print(row(title, figures(guide, learned, items), base), flush=True)
    for title, block in BLOCKS.items():
        weight = features.BLOCKS[block]
        features.BLOCKS[block] = OFF
        try:
            made = learn(guide.knowledge, guide.ear.japanese)
            print(row(title, figures(guide, made, items), base), flush=True)
        finally:
            features.BLOCKS[block] = weight


if __name__ == "__main__":
    main()
