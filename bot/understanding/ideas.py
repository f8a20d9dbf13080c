"""The ideas of a vocabulary in a text: 母, ばんつぁん and grandmother are one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import ahocorasick

_HIRAGANA = re.compile(r"[\u3041-\u309fー]{3,}")


class Ideas:
    """Finds the words of a vocabulary: in the letters as written, and those in hiragana as read."""

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        pairs = [(word, idea) for idea, words in vocabulary.items() for word in words]
        self._written = _Words(pairs)
        self._read = _Words((word, idea) for word, idea in pairs if _HIRAGANA.fullmatch(word))

    def of(self, text: str, reading: str) -> tuple[str, ...]:
        """The ideas of a text and its reading, each once."""
        return tuple(dict.fromkeys((*self._written.of(text), *self._read.of(reading))))


class _Words:
    """Words and what they mean. Latin words count only whole."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        ideas: dict[str, list[str]] = {}
        for word, idea in pairs:
            ideas.setdefault(word, []).append(idea)
        self._automaton = ahocorasick.Automaton()
        for word, meant in ideas.items():
            self._automaton.add_word(word, (word, tuple(meant)))
        self._automaton.make_automaton()
        self._empty = not ideas

    def of(self, text: str) -> Iterator[str]:
        if self._empty:
            return
        for end, (word, meant) in self._automaton.iter(text):
            if not word.isascii() or _stands_alone(text, end - len(word) + 1, end + 1):
                yield from meant


def _stands_alone(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(letter.isascii() and letter.isalpha() for letter in around)
