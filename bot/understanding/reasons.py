"""Why entries were put forward, in words: the need, the telling words, the nearest wording."""

from collections.abc import Iterable, Mapping

import numpy as np

from bot.model import Knowledge
from bot.understanding.features import Floats, Vector
from bot.understanding.learned import Learned
from bot.understanding.match import Belief
from bot.understanding.message import Message
from bot.understanding.names import Names

_WORTH_TELLING = 0.05
_NEAR = 0.2
_WORDS = 4
_NEEDS = 2


class Reasons:
    """Gives reasons for what was believed; built once for a knowledge base."""

    def __init__(self, knowledge: Knowledge, learned: Learned) -> None:
        self._knowledge = knowledge
        self._learned = learned
        self._names = Names(knowledge)
        known = learned.utterances
        ends = [*known.first[1:].tolist(), len(known.texts)]
        self._numbers = {
            label: np.arange(first, end)
            for label, first, end in zip(known.labels, known.first.tolist(), ends, strict=True)
        }

    def of(
        self, message: Message, belief: Belief, entries: Iterable[str]
    ) -> Mapping[str, tuple[str, ...]]:
        """The reasons for each of some entries."""
        words = self._words(message.vector)
        return {entry: tuple(self._each(message, words, belief, entry)) for entry in entries}

    def _each(
        self, message: Message, words: tuple[Vector, list[str]], belief: Belief, entry_id: str
    ) -> Iterable[str]:
        entry = self._knowledge.entries[entry_id]
        if entry_id in self._names.near(message.analysis, entry.council):
            yield f"名前「{entry.name.ja}」に近い"
        meets = [n for n in (*entry.needs, *entry.also) if belief.needs.get(n, 0) >= _WORTH_TELLING]
        meets.sort(key=lambda need: -belief.needs[need])
        for need in meets[:_NEEDS]:
            second = "" if need in entry.needs else "（二番目の候補として）"
            name = self._knowledge.needs[need].name.ja
            yield f"困りごと「{name}」{belief.needs[need]:.0%}{second}"
        label = meets[0] if meets else entry_id
        if telling := self._telling(*words, label):
            yield "手がかりのことば: " + "、".join(telling)
        if nearest := self._nearest(message.likeness, {*meets[:1], entry_id}):
            yield f"近い言い方: 「{nearest}」"

    def _words(self, vector: Vector) -> tuple[Vector, list[str]]:
        """Of the features of a message those that are words, and the words."""
        names = [self._learned.vocabulary.names.restore_key(int(at)) for at in vector.at]
        inside = [number for number, name in enumerate(names) if name.startswith("w:")]
        told = Vector(vector.at[inside], vector.weight[inside])
        return told, [names[number][2:] for number in inside]

    def _telling(self, vector: Vector, words: list[str], label: str) -> list[str]:
        if label not in self._learned.needs.classes:
            return []
        added = self._learned.needs.because(vector, label)
        return [words[i] for i in np.argsort(-added) if added[i] > 0][:_WORDS]

    def _nearest(self, likeness: Floats, labels: Iterable[str]) -> str:
        known = [self._numbers[label] for label in labels if label in self._numbers]
        if not known:
            return ""
        numbers = np.concatenate(known)
        best = int(numbers[np.argmax(likeness[numbers])])
        return self._learned.utterances.texts[best] if likeness[best] >= _NEAR else ""
