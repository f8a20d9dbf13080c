"""A message that is a place and nothing else, above all the answer to 「どちらの市のことでしょうか」."""

import re

import jaconv

from bot.model import Knowledge
from bot.understanding.japanese import normalise
from bot.understanding.places import Gazetteer, Where

_BEGINNING = re.compile(
    r"^(?:(?:はい|ええと|えっと|えーと|あの|やっぱり?|やはり|いや|じゃあ?|それじゃあ?|では|(?:私|わたし|うち|家|いえ|市|住んでいるの|すんでいるの)は"
    r"|i live in|i'm in|in|it'?s|from)[、,\s]*)+"
)
_ENDING = re.compile(
    r"(?:の(?:方|ほう|こと|人|もん|者)?|に(?:住|す)んで(?:い?ます|い?る|おります)|在住)?"
    r"(?:です|だす|でがす|でがんす|だ|っす|なの|なん)?(?:けど|けんど|が|ね|よ|べ|っぺ|ど|かな|の|わ|さ){0,3}"
    r"(?:お願いします|おねがいします|please)?[。.!?、\s]*$"
)
_SUFFIX = re.compile(r"[市し]$")
_LONGEST_MISTYPED = 8
_LONGEST = 40


def place_alone(
    knowledge: Knowledge,
    gazetteer: Gazetteer,
    text: str,
    council: str | None,
    where: Where,
    *,
    asked: bool,
) -> Where | None:
    """The place of ours that a message consists of, with 「です」 or 「の」 after it as it may be.

    ``where`` is what the message names. ``asked`` is after the question for the city: then a letter
    may be wrong or missing, too.
    """
    spoken = normalise(text)
    if len(spoken) > _LONGEST or not (asked or where.council or council):
        return None
    bare = _ENDING.sub("", _BEGINNING.sub("", spoken))
    for name in (text, bare, _SUFFIX.sub("", bare)):
        if gazetteer.is_place(name) and (where := gazetteer.find(name, council)).council:
            return where
    if council and gazetteer.is_part(bare, council):
        return Where(council)
    if not asked or not 2 <= len(bare) <= _LONGEST_MISTYPED:
        return None
    if (where := gazetteer.find(bare, council)).council:
        return where
    near = {c.id for c in knowledge.councils.values() if any(_like(bare, n) for n in c.names)}
    return Where(near.pop()) if len(near) == 1 else None


def _like(typed: str, name: str) -> bool:
    """Whether a name lacks but its last letter, and of 一ノ関 the ノ."""
    typed, name = (jaconv.kata2hira(normalise(one)).replace("の", "") for one in (typed, name))
    return typed in (name, name[:-1]) and len(typed) > 1
