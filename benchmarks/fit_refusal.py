"""Fit the odds of refusal on labelled questions and print what they lose and refuse.

Usage: python benchmarks/fit_refusal.py FIT.yaml ... [--check CHECK.yaml ...]

The coefficients go into bot/understanding/refusal.py by hand: they are few, and a change of them is
a decision.
"""

import argparse
import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.app import build_guide
from bot.conversation.guide import Guide
from bot.knowledge.labelled import labelled
from bot.settings import PROJECT
from bot.understanding.refusal import odds

NAMES = ("ours", "elsewhere", "nearer", "words", "belief")
LOSSES = (0.01, 0.02, 0.03, 0.05)


def evidence(guide: Guide, files: Iterable[Path]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, whether it is ours, and the odds as they are now, for each ordinary question."""
    rows, ours, now = [], [], []
    for file in files:
        for item in labelled(file):
            if item.kind == "small-talk" or item.group == "crisis":
                continue
            where = guide.gazetteer.find(item.q, item.council)
            if where.elsewhere:
                continue
            belief = guide.matcher.believe(
                guide.japanese.analyse(item.q), where.council or item.council
            )
            share = min(max(belief.ours, 1e-6), 1 - 1e-6)
            seen = belief.evidence
            rows.append(
                (
                    seen.ours,
                    seen.elsewhere,
                    seen.nearer,
                    math.log1p(seen.words),
                    math.log(share) - math.log1p(-share),
                )
            )
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
    parser.add_argument("fit", nargs="+", type=Path)
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    arguments = parser.parse_args()
    guide = build_guide(PROJECT / "knowledge", PROJECT / "data")
    rows, ours, now = evidence(guide, arguments.fit)
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    model.fit(rows, ours)
    scale, line = model[0], model[1]
    weights = line.coef_[0] / scale.scale_
    bias = line.intercept_[0] - (weights * scale.mean_).sum()
    print({name: round(float(w), 2) for name, w in zip(NAMES, weights, strict=True)})
    print(f"bias {bias:.2f}, {ours.sum()} ours, {(~ours).sum()} others")
    table("as it is now, on the sets fitted on", now, ours)
    table("fitted", rows @ weights + bias, ours)
    if arguments.check:
        rows, ours, now = evidence(guide, arguments.check)
        table("as it is now, on the sets to check", now, ours)
        table("fitted, on the sets to check", rows @ weights + bias, ours)


if __name__ == "__main__":
    main()
