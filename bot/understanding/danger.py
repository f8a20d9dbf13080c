"""Whether a message shows a danger: to life, of violence, of abuse, or an emergency right now.

The classifier knows each situation beside its near-miss twins. The measure is the log odds of any
danger against none, of the whole and of its worst sentence, since the danger of a long letter often
hides in its last line; to it is added how much nearer the nearest danger is than all else.
Two grades: ``crisis`` puts the helplines first and keeps them in sight, ``care`` gently adds one to an
ordinary answer. A second classifier tells which helplines come first for the form of a danger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bot.understanding.features import Floats, Vector
from bot.understanding.learned import NEAR_MISS, NO_DANGER, Learned
from bot.understanding.message import Message

# Log odds. Set where, on messages of authors whose words were not learned, near-misses stay within
# 2.5 % crisis, and ordinary questions within 3 % care; see docs/matching.md for the curve.
CRISIS = 2.0
# From here on a line is named before the answer, and not under it.
PRESSING = 0.8
CARE = -0.6
_SENTENCE_WEIGHT = 0.3
_NEARER_WEIGHT = 8.0
_CLOSE = 3.0
# Margin. Held out, .60 of the lines of a form are found so, and .07 of other dangers get one as well.
_FIRST = -0.2


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
    def __init__(self, learned: Learned) -> None:
        self._classifier = learned.danger
        self._safe = np.isin(learned.danger.classes, (NO_DANGER, NEAR_MISS))
        situations = [c for c in learned.danger.classes if c not in (NO_DANGER, NEAR_MISS)]
        self._dangers = np.isin(learned.utterances.labels, situations)
        self._lines = learned.lines

    def assess(self, message: Message) -> Danger:
        """How dangerous the situation is that a message speaks of."""
        scores = self._classifier.scores(message.vector)
        measure = self._measure(scores)
        told = [message.vector]
        if message.sentences:
            parts = [self._classifier.scores(sentence) for sentence in message.sentences]
            at = max(range(len(parts)), key=lambda number: self._measure(parts[number]))
            worst = parts[at]
            if self._measure(worst) > measure:
                measure += _SENTENCE_WEIGHT * (self._measure(worst) - measure)
                scores = worst
                told.append(message.sentences[at])
        nearest = message.nearest
        nearer = nearest[self._dangers].max() - nearest[~self._dangers].max()
        measure += _NEARER_WEIGHT * float(nearer)
        grade = Grade.CRISIS if measure >= CRISIS else Grade.CARE if measure >= CARE else Grade.NONE
        lines = () if grade is Grade.NONE else self._first(told)
        return Danger(grade, round(measure, 3), self._ranked(scores), lines)

    def _measure(self, scores: Floats) -> float:
        danger = np.logaddexp.reduce(scores[~self._safe])
        return float(danger - np.logaddexp.reduce(scores[self._safe]))

    def _first(self, told: Iterable[Vector]) -> tuple[str, ...]:
        """The helplines that come first, by what is told most plainly."""
        scores = np.maximum.reduce([self._lines.scores(vector) for vector in told])
        ordered = sorted(zip(scores, self._lines.classes, strict=True), reverse=True)
        return tuple(line for score, line in ordered if score >= _FIRST)

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
