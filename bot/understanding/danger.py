"""Whether a message shows a danger: to life, of violence, of abuse, or an emergency right now.

The classifier knows each situation beside its near-miss twins. The measure is the log odds of any
danger against none, of the whole and of its worst sentence, since the danger of a long letter often
hides in its last line; to it is added how much nearer the nearest danger is than all else.
Two grades: ``crisis`` puts the helplines first and keeps them in sight, ``care`` gently adds one to an
ordinary answer. The nearest dangerous utterances also tell which helplines come first.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bot.model import Situation
from bot.understanding.features import Floats
from bot.understanding.learned import NEAR_MISS, NO_DANGER, Learned
from bot.understanding.message import Message

# Log odds. Set where, on messages of authors whose words were not learned, near-misses stay within
# 2 % crisis, and ordinary questions within 3 % care; see docs/matching.md for the curve.
CRISIS = 2.1
# From here on a line is named before the answer, and not under it.
PRESSING = 0.8
CARE = -0.6
_SENTENCE_WEIGHT = 0.3
_NEARER_WEIGHT = 8.0
_CLOSE = 3.0
# So many nearest dangers, and the share of their likeness with which a line comes first.
_NEAREST = 5
_SHARE = 0.4


class Grade(StrEnum):
    NONE = "none"
    CARE = "care"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class Danger:
    """The grade, the measure behind it, and the situations（crisis/*）it may be, likeliest first.

    ``lines`` are the helplines that come first for dangers of its form.
    """

    grade: Grade
    measure: float
    situations: tuple[str, ...]
    lines: tuple[str, ...] = ()


class DangerSense:
    """Judges by what was learned; ``known`` tells of each form of a danger which lines come first."""

    def __init__(self, learned: Learned, known: Iterable[Situation] = ()) -> None:
        self._classifier = learned.danger
        self._safe = np.isin(learned.danger.classes, (NO_DANGER, NEAR_MISS))
        situations = [c for c in learned.danger.classes if c not in (NO_DANGER, NEAR_MISS)]
        self._dangers = np.isin(learned.utterances.labels, situations)
        at, texts = learned.utterances.first, learned.utterances.texts
        ends = [*at[1:], len(texts)]
        told = zip(at, ends, self._dangers, strict=True)
        self._alarming = np.concatenate([np.arange(a, b) for a, b, danger in told if danger])
        lines = {
            text: kind.hotlines
            for situation in known
            for kind in situation.kinds
            for text in kind.dangers
        }
        self._lines = [lines.get(texts[number], ()) for number in self._alarming]

    def assess(self, message: Message) -> Danger:
        """How dangerous the situation is that a message speaks of."""
        scores = self._classifier.scores(message.vector)
        measure = self._measure(scores)
        if message.sentences:
            parts = [self._classifier.scores(sentence) for sentence in message.sentences]
            worst = max(parts, key=self._measure)
            if self._measure(worst) > measure:
                measure += _SENTENCE_WEIGHT * (self._measure(worst) - measure)
                scores = worst
        nearest = message.nearest
        nearer = nearest[self._dangers].max() - nearest[~self._dangers].max()
        measure += _NEARER_WEIGHT * float(nearer)
        grade = Grade.CRISIS if measure >= CRISIS else Grade.CARE if measure >= CARE else Grade.NONE
        return Danger(grade, round(measure, 3), self._ranked(scores), self._first(message.likeness))

    def _measure(self, scores: Floats) -> float:
        danger = np.logaddexp.reduce(scores[~self._safe])
        return float(danger - np.logaddexp.reduce(scores[self._safe]))

    def _first(self, likeness: Floats) -> tuple[str, ...]:
        """The helplines that come first for the nearest dangers."""
        alarming = likeness[self._alarming]
        nearest = np.argsort(-alarming, kind="stable")[:_NEAREST]
        shares: Counter[str] = Counter()
        for number in nearest:
            shares.update(dict.fromkeys(self._lines[number], float(alarming[number])))
        whole = float(alarming[nearest].sum())
        return tuple(line for line, share in shares.most_common() if share >= _SHARE * whole)

    def _ranked(self, scores: Floats) -> tuple[str, ...]:
        """The likeliest situation and those nearly as likely, at most three."""
        ordered = sorted(
            (
                (float(score), situation)
                for situation, score in zip(self._classifier.classes, scores, strict=True)
                if situation not in (NO_DANGER, NEAR_MISS)
            ),
            reverse=True,
        )
        best = ordered[0][0]
        return tuple(situation for score, situation in ordered if score >= best - _CLOSE)[:3]
