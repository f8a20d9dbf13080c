"""Short questions that only make sense after an answer: 「電話番号は？」「土曜もやってる？」「いくらですか」.

Only a message that is nothing else counts, so that a worry with 電話 in it stays a worry.
"""

import re

import jaconv

from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.phrasing import END
from bot.conversation.asides.reaching import REACHING
from bot.conversation.asides.service import SERVICE
from bot.conversation.asides.talk import TALK
from bot.conversation.asides.times import TIMES
from bot.understanding.japanese import normalise

_LONGEST = 45
_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎ’", "あいうえおつやゆよわ'")


def folded(text: str) -> str:
    """Hiragana without small letters: old habits and unsteady hands write びよういん, やつて."""
    return jaconv.kata2hira(text).translate(_LARGE)


_COMPILED = [
    (found, re.compile(folded(f"(?:{pattern}){END}")))
    for spoken in (TALK, REACHING, TIMES, SERVICE)
    for found, patterns in spoken.items()
    for pattern in patterns
]
_SENTENCE = re.compile(r"[^?。!]+[?。!]*")
_DENIED = "(?:じゃなくって|じゃなくて?|ではなくて?|でなくて?|でねくて|じゃねくて)"
_INSTEAD = re.compile(
    rf"^(?P<not>.{{1,12}}?){_DENIED}[、,\s]*(?P<but>.{{1,16}}?)(?:です|のほう|の方|だよ|だ|で|お願いします|ですけど|のこと)*[。!！?？\s]*$"
)
_NOT_BUT = re.compile(r"^not (?P<not>[a-z ]{1,20}?),? but (?P<but>[a-z ]{1,20})[.!]*$")
# 「それだけじゃなくて」 adds, 「バスまでなくなったら」「元気じゃなくなった」 deny nothing.
_RATHER = re.compile(
    rf"^[^。!?]{{1,12}}?(?<!だけ)(?<!ばかり)(?<!ま(?=でなく)){_DENIED}(?![なる])[、,\s]*(?P<but>.{{3,}})$"
)
_WHAT_OF = re.compile(
    r"^(?:じゃあ?|では|それじゃあ?|で)?[、,\s]*(?P<but>.{1,12}?)(?:だと|なら|の場合は?|では|は|だったら)(?:どう|どうですか|どうなる)?[?？。\s]*$"
)


def aside(text: str) -> Aside | None:
    """Which short question a message consists of; the first, where all its sentences are such.

    A farewell among them is one, whatever is said beside it.
    """
    spoken = _short(text)
    if (whole := _alone(spoken)) is not None:
        return whole
    asked = _each(spoken)
    if not asked or None in asked:
        return None
    return Aside.BYE if Aside.BYE in asked else asked[0]


def calmed(text: str) -> bool:
    """Whether one sentence of a short message is that all is well, and none is a farewell."""
    asked = _each(_short(text))
    return Aside.CALM in asked and Aside.BYE not in asked


def _short(text: str) -> str:
    """A message as it is compared; empty where it is too long to be a short question."""
    spoken = folded(normalise(text)).strip()
    return spoken if len(spoken) <= _LONGEST else ""


def _each(spoken: str) -> list[Aside | None]:
    """Which short question each sentence is."""
    return [_alone(sentence.strip()) for sentence in _SENTENCE.findall(spoken)]


def _alone(spoken: str) -> Aside | None:
    return next((found for found, pattern in _COMPILED if pattern.fullmatch(spoken)), None)


def corrected(text: str) -> str | None:
    """What is meant instead, in 「一関じゃなくて花泉」, 「花泉なら？」."""
    spoken = normalise(text).strip()
    for pattern in (_INSTEAD, _NOT_BUT, _WHAT_OF):
        if found := pattern.match(spoken):
            return found["but"].strip()
    return None


def rather(text: str) -> str:
    """What a message is about that begins with what it is not: 「子どもじゃなくて、母のことです」."""
    found = _RATHER.match(normalise(text).strip())
    return found["but"] if found else text
