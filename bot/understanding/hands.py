"""The same question as other hands type it: in kana alone, or with slips of the finger."""

from random import Random

from bot.understanding.japanese import Japanese

_KEYS = (
    "あいうえお かきくけこ さしすせそ たちつてと なにぬねの はひふへほ まみむめも らりるれろ"
    " がぎぐげご だぢづでど"
)
_SAME_KEY = {letter: key for key in _KEYS.split() for letter in key}
_LETTERS_A_SLIP = 15


def in_kana(text: str, japanese: Japanese) -> str:
    """The text as it is read aloud, in hiragana; Latin words stay as they are."""
    return " ".join(japanese.analyse(text).reading.split())


def mistyped(text: str, seed: int) -> str:
    """The text with a slip in every fifteen letters, at least one; the same for the same seed.

    A slip drops a letter, doubles it, changes its place with the next or, in hiragana, takes
    another letter of the same key of a telephone.
    """
    random = Random(seed)  # noqa: S311 - slips of a finger are no secret
    for _ in range(1 + len(text) // _LETTERS_A_SLIP):
        if len(text) > 1:
            text = _slipped(text, random.randrange(len(text) - 1), random)
    return text


def _slipped(text: str, at: int, random: Random) -> str:
    before, letter, beside, after = text[:at], text[at], text[at + 1], text[at + 2 :]
    slips = [beside, letter * 2 + beside, beside + letter]
    if letter in _SAME_KEY:
        slips.append(random.choice(_SAME_KEY[letter]) + beside)
    return before + random.choice(slips) + after
