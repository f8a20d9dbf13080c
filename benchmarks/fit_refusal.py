"""Fit the odds of refusal on held-out utterances, and print what they lose and refuse.

Usage: python benchmarks/fit_refusal.py QUESTIONS.yaml ...

In each of four folds a quarter of our utterances is held out and, to be like questions that nobody
thought of, most needs that are not ours with all their utterances. What the rest believes of them is
what is fitted. The coefficients go into bot/understanding/refusal.py by hand: they are few, and a
change of them is a decision.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.app import build_guide
from bot.conversation.guide import Guide
from bot.knowledge.labelled import labelled
from bot.model import NeedKind
from bot.settings import PROJECT
from bot.understanding.learned import Samples, learn_from, owners, samples
from bot.understanding.match import Belief, Matcher
from bot.understanding.message import Ear
from bot.understanding.refusal import odds

NAMES = ("ours", "elsewhere", "nearer", "whole")
LOSSES = (0.01, 0.02, 0.03, 0.05)
FOLDS = 4
WHOLE_NEEDS = 0.7
MOST = 1500


def row(belief: Belief) -> tuple[float, ...]:
    seen = belief.evidence
    return seen.ours, seen.elsewhere, seen.nearer, seen.whole


def held_out(guide: Guide) -> tuple[np.ndarray, np.ndarray]:
    """Evidence for utterances that were not learned from, and whether they are ours."""
    texts, labels = samples(guide.knowledge)
    analyses = [guide.ear.japanese.analyse(text) for text in texts]
    every = Samples(texts, labels, analyses)
    kinds = {need.id: need.kind for need in guide.knowledge.needs.values()}
    random = np.random.RandomState(1)
    others = sorted({label for label in labels if kinds.get(label) is NeedKind.ELSEWHERE})
    random.shuffle(others)
    fold_of = {need: number % FOLDS for number, need in enumerate(others)}
    fold = random.randint(0, FOLDS, len(labels))
    for number, label in enumerate(labels):
        if label in fold_of and random.rand() < WHOLE_NEEDS:
            fold[number] = fold_of[label]
        elif "/" in label:
            fold[number] = -1
    councils = list(guide.knowledge.councils)
    rows, ours = [], []
    for number in range(FOLDS):
        made = learn_from(
            every.where(fold != number),
            Samples(texts[:2], ("none", "crisis/life"), analyses[:2]),
            owners(guide.knowledge),
        )
        ear, matcher = Ear(made, guide.ear.japanese), Matcher(guide.knowledge, made)
        asked = [i for i in np.flatnonzero(fold == number) if kinds[labels[i]] in _ASKED]
        for i in random.choice(asked, min(MOST, len(asked)), replace=False):
            rows.append(row(matcher.believe(ear.listen(texts[i]), councils[i % len(councils)])))
            ours.append(kinds[labels[i]] is not NeedKind.ELSEWHERE)
    return np.array(rows), np.array(ours)


_ASKED = (NeedKind.NEED, NeedKind.CONTACT, NeedKind.ELSEWHERE)


def asked(guide: Guide, files: Iterable[Path]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, whether it is ours, and the odds as they are now, for each ordinary question."""
    rows, ours, now = [], [], []
    for file in files:
        for item in labelled(file):
            if item.kind == "small-talk" or item.group == "crisis":
                continue
            where = guide.gazetteer.find(item.q, item.council)
            if where.elsewhere:
                continue
            belief = guide.matcher.believe(guide.ear.listen(item.q), where.council or item.council)
            rows.append(row(belief))
            ours.append(item.group == "answerable")
            now.append(odds(belief))
    return np.array(rows), np.array(ours), np.array(now)


def table(title: str, score: np.ndarray, ours: np.ndarray) -> None:
    print(title)
    for loss in LOSSES:
        threshold = float(np.quantile(score[ours], loss))
        refused = float((score[~ours] < threshold).mean())
        print(f"  threshold {threshold:+.2f}: ours lost {loss:.0%}, others refused {refused:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="+", type=Path)
    arguments = parser.parse_args()
    guide = build_guide(PROJECT / "knowledge", PROJECT / "data" / "cache")
    rows, ours = held_out(guide)
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    model.fit(rows, ours)
    scale, line = model[0], model[1]
    weights = line.coef_[0] / scale.scale_
    bias = line.intercept_[0] - (weights * scale.mean_).sum()
    print({name: round(float(w), 2) for name, w in zip(NAMES, weights, strict=True)})
    print(f"bias {bias:.2f}, from {ours.sum()} of ours and {(~ours).sum()} of others")
    rows, ours, now = asked(guide, arguments.questions)
    table("labelled questions, as it is now", now, ours)
    table("labelled questions, as fitted", rows @ weights + bias, ours)


if __name__ == "__main__":
    main()
