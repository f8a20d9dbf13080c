"""What the dialogue tests share: reaching the staff, and a look into the database file."""

import sqlite3
from pathlib import Path
from typing import Any

from botapi import Message, User

NOBODYS = "宇宙人と文通したいです"
OFFER = "職員からの返事を、ここで受け取りますか"
YES = "はい、返事がほしい"
NO = "いいえ"


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
        wanted = {"どれでもない", "職員に聞いてもらう", "None of these", "Ask the staff"}
        labels = [label for row in reply.buttons for label in row if label in wanted]
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
