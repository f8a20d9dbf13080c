"""Japanese typed in Latin letters, as people do who speak it and do not write it: kodomo no tabemono nai."""

import re

import jaconv

_SYLLABLE = (
    r"(?:(?:[kgnhbpmr]y|sh|ch|ts|[kstnhmyrwgzjdbpf])?[aiueo]|([kstp])(?=\1)|t(?=ch)|n(?![aiueoy]))"
)
_WORD = re.compile(rf"{_SYLLABLE}+")
# No English word is so long in open syllables alone.
_LONG = re.compile(rf"{_SYLLABLE}{{4,}}")
_TELLING = re.compile(
    r"(?:wa|ga|wo|ni|kara|desu|nai|tai|da|yo|ne|nani|doko|[a-z]+(?:masu|masen|mashita|desu|nai|tai|shita|kute))"
)
# ん before a syllable with n is typed as one more n.
_DOUBLED = re.compile(r"nn(?=[aiueoy])")
_LETTERS = re.compile(r"[a-z]+")


def in_kana(text: str) -> str:
    """The text in hiragana where all of it reads as Japanese in Latin letters, else as it is.

    ``text`` is normalised. Every word must consist of Japanese syllables, and one of them must be
    no English word: a particle, a verb's ending, or four syllables and more.
    """
    if not text.isascii():
        return text
    words = _LETTERS.findall(text)
    if not words or not all(_WORD.fullmatch(word) for word in words):
        return text
    if not any(_TELLING.fullmatch(word) or _LONG.fullmatch(word) for word in words):
        return text
    return str(jaconv.alphabet2kana(_DOUBLED.sub("nnn", text)))
