"""Every sentence the bot says comes from knowledge/texts; this is the only way to one."""

from collections.abc import Mapping
from datetime import datetime

from bot.model import Language, Phrase


class Wording:
    """Sentences in one language. ``say`` fills the {places} of a sentence; an unknown id is a KeyError.

    ``now`` is the moment at which they are said, None where it does not matter. ``writing`` is for
    those who cannot phone.
    """

    def __init__(
        self,
        texts: Mapping[str, Phrase],
        language: Language,
        now: datetime | None = None,
        *,
        writing: bool = False,
    ) -> None:
        self._texts = texts
        self.language = language
        self.now = now
        self.writing = writing

    def __call__(self, text: str, /, **places: str) -> str:
        return self._texts[text].say(self.language).format(**places)

    def pick(self, phrase: Phrase) -> str:
        return phrase.say(self.language)
