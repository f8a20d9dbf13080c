"""What a message says, whatever hand typed it: one spelling, its words and how it is read aloud.

Half-width kana, full-width Latin, emoji, stretched vowels（たすけてーーー）and the spaces of
やさしい日本語 are ways of typing, not meaning; they are gone after ``normalise``. Words are Sudachi's
normalised forms（mode A）, so that はんこ, 判子 and ハンコ are one word. The reading turns kanji into
kana, so that a message in kana only meets an utterance in kanji.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import jaconv
from sudachipy import Dictionary, Morpheme, SplitMode

from bot.understanding.ideas import Ideas
from bot.understanding.romaji import in_kana

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_PICTURES = {"So", "Sk"}
_STRETCHED = re.compile(r"([ーっッ!?。、.…wｗ笑])\1+")
_SPACES = re.compile(r"\s+")
_JAPANESE_SPACE = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff。、]) (?=[\u3040-\u30ff\u3400-\u9fff])"
)
_LATIN_WORD = re.compile(r"[a-z][a-z']*")
_KATAKANA_ONLY = re.compile(r"[\u30a0-\u30ff\s\d!?。、.,…]{8,}")
_LONGEST = 2000
# Sudachi takes 49,149 bytes.
_LONGEST_FOR_SUDACHI = 12_000
# A sentence with its end; what never ends is cut where the reader would stop.
_SENTENCE = re.compile(rf"[^。!?]{{1,{_LONGEST - 1}}}[。!?]?|[。!?]")
_SHORTEST_SENTENCE = 6
_KANA_ONLY = re.compile(r"^[\u3040-\u30ff\s\d!?。、.,…ー]+$")

# Particles and endings carry no topic; pronouns and light verbs are in every question.
_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "感動詞", "接頭辞", "接尾辞", "連体詞"}
_LIGHT = frozenset(
    "為る 居る 有る 成る 言う 事 物 所 此れ 其れ 何 何処 誰 様 為 御 さん 人 下さる 呉れる 貰う"
    " 出来る 良い 無い 此の 其の 思う 有難う の ん そう こう どう 方 私 僕 俺 ちゃん です ます".split()
)
_ENGLISH_LIGHT = frozenset(
    "a an the i i'm i've i'd my me we you your he she it is am are was were be been to of in on at"
    " for and or but so do does did have has had can could will would should with from by this that"
    " there what which who how if as not don't doesn't any some please".split()
)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A message after reading: normalised text, content words in order, its reading in hiragana,
    and the ideas of the vocabulary that its words stand for."""

    text: str
    words: tuple[str, ...]
    reading: str
    ideas: tuple[str, ...] = ()

    @property
    def kana_only(self) -> bool:
        return bool(_KANA_ONLY.match(self.text))


class _Letters(dict[int, str]):
    """What becomes of each letter, by its number; looked up once."""

    def __missing__(self, number: int) -> str:
        letter = chr(number)
        kind = unicodedata.category(letter)
        gone = kind in _INVISIBLE or kind in _PICTURES
        self[number] = kept = " " if kind == "Cc" else "" if gone else letter
        return kept


_LETTERS = _Letters()


def normalise(text: str) -> str:
    """One spelling: NFKC, lower case, no control or picture characters, no stretched letters."""
    # What is taken away may bring letters together that spell otherwise: か゛, か and ゛ with a joiner.
    while (spelled := _respelled(text)) != text:
        text = spelled
    return text


def _respelled(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.replace("〜", "ー").replace("～", "ー"))
    text = _SPACES.sub(" ", text.translate(_LETTERS)).strip().lower()
    return _STRETCHED.sub(r"\1", _JAPANESE_SPACE.sub("", text))


class Japanese:
    """Reads messages with Sudachi. ``dictionary`` is ``core`` or, where memory is short, ``small``."""

    def __init__(
        self, dictionary: str = "core", vocabulary: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.dictionary = dictionary
        self._tokenizer = Dictionary(dict=dictionary).tokenizer(mode=SplitMode.A)
        self._ideas = Ideas(vocabulary or {})

    def analyse(self, text: str) -> Analysis:
        """What a message says. Text beyond 2,000 characters is not looked at."""
        spoken = _spoken(text)[:_LONGEST]
        return self._analysis(spoken, self._tokenizer.tokenize(spoken))

    def read(self, text: str) -> tuple[Analysis, tuple[Analysis, ...]]:
        """A message, and its sentences where there are more than one; each word is read once.

        The whole ends after 2,000 characters, the sentences go on to the last.
        """
        spoken = _spoken(text)
        parts = _SENTENCE.findall(spoken)
        tokens = [list(self._tokenizer.tokenize(part)) for part in parts]
        whole = self._analysis(spoken[:_LONGEST], _beginning(parts, tokens))
        told = [at for at, part in enumerate(parts) if len(part.strip()) >= _SHORTEST_SENTENCE]
        if len(told) < 2:
            return whole, ()
        return whole, tuple(self._analysis(parts[at], tokens[at]) for at in told)

    def _analysis(self, spoken: str, tokens: Iterable[Morpheme]) -> Analysis:
        words: list[str] = []
        reading: list[str] = []
        for token in tokens:
            surface = token.surface()
            part = token.part_of_speech()[0]
            if _LATIN_WORD.fullmatch(surface):
                reading.append(f" {surface} ")
                if surface not in _ENGLISH_LIGHT:
                    words.append(surface)
                continue
            kana = token.reading_form()
            reading.append(jaconv.kata2hira(kana if kana and kana != "キゴウ" else surface))
            word = token.normalized_form()
            if part in _CONTENT and word not in _LIGHT:
                words.append(word)
        aloud = "".join(reading)
        return Analysis(spoken, tuple(words), aloud, self._ideas.of(spoken, aloud))

    def proper_names(self, text: str) -> list[tuple[int, int, bool]]:
        """Where names of people and places stand: start, end, and whether of people.

        A surname and the given name after it are one.
        """
        names: list[tuple[int, int, bool]] = []
        for token in self._tokenizer.tokenize(text[:_LONGEST_FOR_SUDACHI]):
            kind, part = token.part_of_speech()[2:4]
            person = kind == "人名" and part in ("姓", "名")
            if not person and kind != "地名":
                continue
            joined = person and names and names[-1][1] == token.begin() and names[-1][2]
            start = names.pop()[0] if joined else token.begin()
            names.append((start, token.end(), person))
        return names


def _spoken(text: str) -> str:
    spoken = in_kana(normalise(text))
    # A message in katakana alone is typed by hand, not a foreign word.
    return jaconv.kata2hira(spoken) if _KATAKANA_ONLY.fullmatch(spoken) else spoken


def _beginning(parts: Sequence[str], tokens: Sequence[Sequence[Morpheme]]) -> Iterator[Morpheme]:
    """The words of as many parts as the whole may hold."""
    length = 0
    for part, inside in zip(parts, tokens, strict=True):
        length += len(part)
        if length > _LONGEST:
            return
        yield from inside
