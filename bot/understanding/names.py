"""Entries asked for by their own name, mistyped or cut short（「いきいきサロン」「外出支縁」）.

rapidfuzz compares letters, so it is used for names alone, on short messages, and only near
certainty: worries share too many letters with names they do not mean.
"""

from collections.abc import Mapping

from rapidfuzz import fuzz

from bot.model import Knowledge
from bot.understanding.japanese import Analysis, normalise

_LONGEST_MESSAGE = 24
_SHORTEST_NAME = 5
_ALIKE = 75.0


class Names:
    def __init__(self, knowledge: Knowledge) -> None:
        self._all = {
            entry.id: normalise(entry.name.ja)
            for entry in knowledge.entries.values()
            if knowledge.has_own_words(entry)
        }
        self._of: dict[str, dict[str, str]] = {council: {} for council in knowledge.councils}
        for id_, name in self._all.items():
            self._of[knowledge.entries[id_].council][id_] = name

    def near(self, analysis: Analysis, council: str | None) -> Mapping[str, float]:
        """Entries whose name the message gives, with the likeness in 0..1."""
        text = analysis.text
        if not _SHORTEST_NAME <= len(text) <= _LONGEST_MESSAGE:
            return {}
        found: dict[str, float] = {}
        names = self._all if council is None else self._of[council]
        for entry, name in names.items():
            # A long name is rarely typed whole, and a short message rarely is the name alone.
            likeness = fuzz.ratio(text, name)
            if min(len(text), len(name)) >= _SHORTEST_NAME:
                likeness = max(likeness, fuzz.partial_ratio(text, name) - 5)
            if likeness >= _ALIKE:
                found[entry] = (likeness - _ALIKE) / (100 - _ALIKE)
        return found
