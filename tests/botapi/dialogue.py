"""Tests that read like a conversation."""

from collections.abc import Sequence

from .people import Group, Message, Place, User
from .server import BotApi

Turn = tuple[str, ...]


async def verify_dialog(api: BotApi, turns: Sequence[Turn]) -> None:
    """Play the turns one after the other; the first that goes otherwise fails the test.

    A turn begins with the name of a person, or for what is heard, with the title of a group:

        ("花子", "says", "家賃が払えません")           writes to the bot
        ("花子", "presses", "はい")                    a button or a key of the keyboard
        ("花子", "hears", "社協", "電話")              the next message has all these parts
        ("花子", "sees", "受け付けました")             a message has them by now (it was edited)
        ("花子", "hears nothing")                      the bot keeps silent
        ("職員 田中", "says in", "相談係", "了解")     writes in a group
        ("職員 田中", "presses in", "相談係", "担当")  a button in a group
        ("職員 田中", "replies", "明日どうぞ")         to the bot's latest message in the group
        ("職員 田中", "replies to", "家賃", "はい")    to the latest message with this part
    """
    for number, turn in enumerate(turns, start=1):
        try:
            await _play(api, turn)
        except AssertionError as problem:
            played = "\n".join(f"  {' | '.join(past)}" for past in turns[: number - 1])
            refused = "".join(f"\n  {refusal}" for refusal in api.refused)
            raise AssertionError(
                f"turn {number}, {' | '.join(turn)}: {problem}\nbefore it:\n{played}"
                + (f"\nrefused by Telegram:{refused}" if refused else "")
            ) from problem


async def _play(api: BotApi, turn: Turn) -> None:
    match turn:
        case (name, "hears", *parts):
            message = await _place(api, name).hears()
            missing = [part for part in parts if part not in message.text]
            assert not missing, f"{missing} is not in {message.text!r}"
        case (name, "sees", *parts):
            await _place(api, name).sees(*parts)
        case (name, "hears nothing"):
            await _place(api, name).silence()
        case (name, "says", text):
            await _person(api, name).say(text)
        case (name, "presses", label):
            await _press(_person(api, name), label)
        case (name, "says in", title, text):
            await _person(api, name).say_in(_group(api, title), text)
        case (name, "presses in", title, label):
            await _appears(_group(api, title), label)
            await _person(api, name).press_in(_group(api, title), label)
        case (name, "replies", text):
            await _reply(api, name, "", text)
        case (name, "replies to", part, text):
            await _reply(api, name, part, text)
        case _:
            raise AssertionError("nobody knows how to do this")


async def _appears(place: Place, label: str) -> None:
    # An edit may still be on its way; that the button never comes is for the press to say.
    await place.chat.changed.until(lambda: label in place.buttons or None, 5)


async def _press(person: User, label: str) -> None:
    await _appears(person, label)
    if any(key["text"] == label for key in person.keys):
        await person.tap(label)
    else:
        await person.press(label)


async def _reply(api: BotApi, name: str, part: str, text: str) -> None:
    person = _person(api, name)
    found: list[tuple[Group, Message]] = [
        (group, message)
        for group in api.groups.values()
        if person.id in group.chat.members
        for message in group.messages
        if message.post.by_bot and part in message.text
    ]
    assert found, f"{name} sees no message to reply to"
    group, message = found[-1]
    await person.say_in(group, text, reply_to=message)


def _place(api: BotApi, name: str) -> Place:
    return _group(api, name) if name in api.groups else _person(api, name)


def _person(api: BotApi, name: str) -> User:
    assert name in api.people, f"nobody is called {name!r}, only {list(api.people)}"
    return api.people[name]


def _group(api: BotApi, title: str) -> Group:
    assert title in api.groups, f"no group is called {title!r}, only {list(api.groups)}"
    return api.groups[title]
