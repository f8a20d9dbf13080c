"""What the dialogue tests share: reaching the staff, and a look into the database file."""

import sqlite3
from pathlib import Path
from typing import Any

from botapi import BotApi, Group, Message, User

NOBODYS = "宇宙人と文通したいです"
OFFER = "職員からの返事を、ここで受け取りますか"
YES = "はい、返事がほしい"
NO = "いいえ"
ROOM = "鴻巣市社協 相談係"
ANSWER = "県立天文台に聞けます。"
# Pressed on the way to the offer, since only what no entry answers is passed to the staff.
ONWARD = {
    *("どれでもない", "職員に聞いてもらう"),
    *("どれも ちがう", "職員（しょくいん）に 聞（き）く"),
    *("None of these", "Ask the staff"),
}


def staff_room(api: BotApi, *colleagues: User) -> tuple[User, Group]:
    """職員 田中 of 鴻巣, and the group that 田中 and these colleagues share."""
    tanaka = api.user("職員 田中")
    return tanaka, api.group(ROOM, [tanaka, *colleagues])


def resident_and_room(api: BotApi, *colleagues: User) -> tuple[User, User, Group]:
    """花子, who has something to ask, 職員 田中 of 鴻巣, and the group of the staff."""
    return api.user("花子"), *staff_room(api, *colleagues)


def other_room(api: BotApi) -> tuple[User, Group]:
    """本庄 佐藤 of another council, and the group of its staff."""
    sato = api.user("本庄 佐藤")
    return sato, api.group("本庄市社協 相談係", [sato])


async def live_in(resident: User, city: str) -> None:
    """Start, and choose a city."""
    await resident.say("/start")
    await resident.hears()
    await resident.press(city)
    await resident.hears()


async def ask_in_vain(resident: User, question: str = NOBODYS, offer: str = OFFER) -> Message:
    """Ask what no entry answers, as far as the offer to pass the question to the staff."""
    await resident.say(question)
    reply = await resident.hears()
    while reply.buttons and offer not in reply.text:
        labels = [label for row in reply.buttons for label in row if label in ONWARD]
        assert labels, f"「{question}」is answered by now, choose another: {reply.text}"
        await resident.press(labels[0], on=reply)
        reply = await resident.hears()
    assert offer in reply.text, f"「{question}」is answered by now, choose another: {reply.text}"
    return reply


async def leave_with_staff(resident: User, question: str = NOBODYS) -> None:
    """Ask what no entry answers, and wish for a reply."""
    offer = await ask_in_vain(resident, question)
    await resident.press(YES, on=offer)
    assert "職員に渡しました" in (await resident.hears()).text


async def ask_staff(resident: User, group: Group, question: str = NOBODYS) -> Message:
    """The post in the staff's group, after a resident of 鴻巣 asked and wished for a reply."""
    await live_in(resident, "鴻巣市")
    await leave_with_staff(resident, question)
    return await group.hears()


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, as they stand in the database file."""
    connection = sqlite3.connect(f"file:{folder / 'madoguchi.db'}?mode=ro", uri=True)
    try:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
    finally:
        connection.close()


def file_bytes(folder: Path) -> bytes:
    """Everything the bot has written into its data folder, to the last byte."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
