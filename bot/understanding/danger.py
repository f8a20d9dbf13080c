"""Whether a message shows a danger: to life, of violence, of abuse, or an emergency right now.

The classifier knows each situation beside its near-miss twins. The measure is the log odds of any
danger against none; a long letter is also read clause by clause, since the
danger often hides in its last line. Two grades: ``crisis`` puts the helpline first, ``care`` gently
adds one to an ordinary answer.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bot.understanding.features import Floats
from bot.understanding.japanese import Japanese, normalise
from bot.understanding.learned import NO_DANGER, Learned

# Log odds. Set where, on messages of authors whose words were not learned, near-misses stay within
# about 3 % crisis, and ordinary questions within 3 % care; see docs/matching.md for the curve.
CRISIS = 1.6
CARE = -0.3
_CLAUSE = re.compile(r"(?<=[。！!？?\n])")
_SHORTEST_CLAUSE = 6
_CLAUSE_WEIGHT = 0.3
_CLOSE = 3.0


class Grade(StrEnum):
    NONE = "none"
    CARE = "care"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class Danger:
    """The grade, the measure behind it, and the situations（crisis/*）it may be, likeliest first."""

    grade: Grade
    measure: float
    situations: tuple[str, ...]


class DangerSense:
    def __init__(self, learned: Learned, japanese: Japanese) -> None:
        self._vocabulary = learned.vocabulary
        self._classifier = learned.danger
        self._japanese = japanese
        self._none = learned.danger.classes.index(NO_DANGER)

    def assess(self, text: str) -> Danger:
        """How dangerous the situation is that a message speaks of."""
        scores = self._scores(text)
        whole = self._measure(scores)
        clauses = [c for c in _CLAUSE.split(normalise(text)) if len(c.strip()) >= _SHORTEST_CLAUSE]
        measure = whole
        if len(clauses) > 1:
            parts = [self._scores(clause) for clause in clauses]
            worst = max(parts, key=self._measure)
            measure += _CLAUSE_WEIGHT * max(0.0, self._measure(worst) - whole)
            if self._measure(worst) > whole:
                scores = worst
        grade = Grade.CRISIS if measure >= CRISIS else Grade.CARE if measure >= CARE else Grade.NONE
        return Danger(grade, round(measure, 3), self._ranked(scores))

    def _scores(self, text: str) -> Floats:
        return self._classifier.scores(self._vocabulary.vector(self._japanese.analyse(text)))

    def _measure(self, scores: Floats) -> float:
        dangers = np.delete(scores, self._none)
        return float(np.logaddexp.reduce(dangers) - scores[self._none])

    def _ranked(self, scores: Floats) -> tuple[str, ...]:
        """The likeliest situation and those nearly as likely, at most three."""
        ordered = sorted(
            (
                (float(score), situation)
                for situation, score in zip(self._classifier.classes, scores, strict=True)
                if situation != NO_DANGER
            ),
            reverse=True,
        )
        best = ordered[0][0]
        return tuple(situation for score, situation in ordered if score >= best - _CLOSE)[:3]
