"""What is held out is judged by what is left: utterances, whole styles, whole kinds of danger.

Usage: python benchmarks/cross_validate.py

Beside the labelled questions these figures say how much is owed to sentences close to one's own.
`need@1` is the share of held-out utterances of ours whose own need is the likeliest, `entry@1` the
share whose first entry (for a council that meets the need) is one that meets it.
"""

import re
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from bot.app import build_guide
from bot.conversation.guide import Guide
from bot.model import NeedKind
from bot.settings import PROJECT
from bot.understanding.danger import CARE, CRISIS, DangerSense
from bot.understanding.learned import (
    NEAR_MISS,
    NO_DANGER,
    NOT_OURS,
    OURS,
    Samples,
    danger_samples,
    learn_from,
    owners,
    samples,
)
from bot.understanding.match import Matcher
from bot.understanding.message import Ear
from bot.understanding.refusal import REFUSED_BELOW, odds

FOLDS = 5
MOST = 3000
Mask = npt.NDArray[np.bool_]
_KANA = re.compile(r"^[\u3040-\u30ff\s\d!?。、.,…ー！？]+$")
_EASY = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff][ 　][\u3040-\u30ff\u4e00-\u9fff]")

STYLES: dict[str, Callable[[str], bool]] = {
    "kana alone": lambda text: bool(_KANA.match(text)),
    "English": lambda text: text.isascii(),
    "やさしい日本語 (spaced)": lambda text: len(_EASY.findall(text)) > 1 and not _KANA.match(text),
    "under 12 letters": lambda text: len(text) < 12 and not text.isascii(),
    "over 60 letters": lambda text: len(text) > 60 and not text.isascii(),
}


def read(guide: Guide, pairs: tuple[list[str], list[str]]) -> Samples:
    return Samples(*pairs, [guide.ear.japanese.analyse(text) for text in pairs[0]])


def two(all_: Samples, *labels: str) -> Samples:
    """As little as can be learned, where what is learned from it is not looked at."""
    return Samples(all_.texts[:2], labels, all_.analyses[:2])


def needs_held_out(guide: Guide, all_: Samples, held: Mask, title: str) -> None:
    made = learn_from(
        all_.where(~held), two(all_, NO_DANGER, "crisis/life"), owners(guide.knowledge)
    )
    ear, matcher = Ear(made, guide.ear.japanese), Matcher(guide.knowledge, made)
    councils = list(guide.knowledge.councils)
    need = entry = asked = refused = others = others_refused = 0
    chosen = np.random.RandomState(1).permutation(np.flatnonzero(held))[:MOST]
    for number, i in enumerate(chosen):
        label = all_.labels[i]
        kind = matcher.kinds.get(label)
        if kind not in (NeedKind.NEED, NeedKind.ELSEWHERE):
            continue
        council = councils[number % len(councils)]
        belief = matcher.believe(ear.listen(all_.texts[i]), council)
        below = odds(belief) < REFUSED_BELOW
        if kind is NeedKind.ELSEWHERE:
            others += 1
            others_refused += below
            continue
        meets = {
            e.id for e in guide.knowledge.entries_of(council) if label in e.needs or label in e.also
        }
        if not meets:
            continue
        asked += 1
        refused += below
        need += max(belief.needs, key=lambda n: belief.needs[n]) == label
        entry += bool(belief.ranked) and belief.ranked[0].id in meets
    print(
        f"  {title:<26} ours {asked:>5}: need@1 {need / max(1, asked):.3f} entry@1 "
        f"{entry / max(1, asked):.3f} refused {refused / max(1, asked):.3f}"
        f" | not ours {others:>5}: refused {others_refused / max(1, others):.3f}"
    )


def dangers_held_out(
    guide: Guide, all_: Samples, folds: Iterable[Mask], near: frozenset[str]
) -> None:
    rows: list[tuple[bool, bool, float]] = []
    for held in folds:
        # The likeness to ordinary utterances is known too.
        ordinary = ~held & np.isin(all_.labels, [NO_DANGER])
        rest = all_.where(ordinary)
        made = learn_from(
            Samples(rest.texts, [str(n % 2) for n in range(len(rest.texts))], rest.analyses),
            all_.where(~held),
            {"0": OURS, "1": NOT_OURS},
        )
        ear, sense = Ear(made, guide.ear.japanese), DangerSense(made)
        for i in np.flatnonzero(held):
            measure = sense.assess(ear.listen(all_.texts[i])).measure
            rows.append(
                (all_.labels[i] not in (NO_DANGER, NEAR_MISS), all_.texts[i] in near, measure)
            )
    danger, twin, measure = (np.array(column) for column in zip(*rows, strict=True))
    for title, group in (
        ("dangers", danger),
        ("near-misses", ~danger & twin),
        ("ordinary", ~danger & ~twin),
    ):
        inside = measure[group]
        if not len(inside):
            continue
        print(
            f"  {title:<12} {len(inside):>6}: crisis {(inside >= CRISIS).mean():.3f}"
            f"  crisis or care {(inside >= CARE).mean():.3f}"
        )


def main() -> None:
    guide = build_guide(PROJECT / "knowledge", PROJECT / "data")
    random = np.random.RandomState(0)
    needs = read(guide, samples(guide.knowledge))
    movable = np.array(["/" not in label for label in needs.labels])
    fold = random.randint(0, FOLDS, len(needs.labels))
    print("needs: what was held out")
    needs_held_out(guide, needs, movable & (fold == 0), f"one utterance in {FOLDS}")
    for style, belongs in STYLES.items():
        held = movable & np.array([belongs(text) for text in needs.texts])
        needs_held_out(guide, needs, held, style)
    kinds = [guide.knowledge.needs.get(label) for label in needs.labels]
    others = sorted({n.id for n in kinds if n is not None and n.kind is NeedKind.ELSEWHERE})
    group = {need: number % FOLDS for number, need in enumerate(random.permutation(others))}
    whole = np.array([group.get(label) == 0 for label in needs.labels])
    needs_held_out(guide, needs, whole, "whole needs not ours")

    dangers = read(guide, danger_samples(guide.knowledge))
    all_kinds = [k for s in guide.knowledge.situations.values() for k in s.kinds]
    kind_of = {text: k.id for k in all_kinds for text in (*k.dangers, *k.near_misses)}
    near = frozenset(text for k in all_kinds for text in k.near_misses)
    fold = random.randint(0, FOLDS, len(dangers.labels))
    print("danger: one message in", FOLDS)
    dangers_held_out(guide, dangers, [fold == n for n in range(FOLDS)], near)
    part = {k.id: number % FOLDS for number, k in enumerate(random.permutation(all_kinds))}
    by_kind = np.array([part.get(kind_of.get(text, ""), -1) for text in dangers.texts])
    print("danger: whole kinds of danger with their twins")
    dangers_held_out(guide, dangers, [by_kind == n for n in range(FOLDS)], near)


if __name__ == "__main__":
    main()
