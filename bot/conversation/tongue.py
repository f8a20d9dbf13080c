"""In which language to answer one message: as chosen, or as the message itself is written."""

import re

from bot.model import Language

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_SPACED_KANA = re.compile(r"[\u3041-\u30ff](?=[ \u3000]+[\u3041-\u30ff])")


def tongue(text: str, chosen: Language) -> Language:
    """English for an English message, やさしい日本語 for one in spaced kana, else what was chosen.

    A command（/privacy）is typed alike by everybody.
    """
    if chosen != "ja" or text.startswith("/"):
        return chosen
    latin, japanese = len(_LATIN.findall(text)), len(_JAPANESE.findall(text))
    abbreviation = text.isupper() and latin < 8
    if latin >= 4 and latin > 3 * japanese and not abbreviation:
        return "en"
    if len(_SPACED_KANA.findall(text)) >= 2:
        return "easy"
    return chosen
