"""On Monday at nine the staff of each council hear what to verify, and only theirs."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.wording import Wording
from bot.knowledge.load import load
from bot.model import NeedKind, Reply
from bot.reminding import digest, lacking, letter, next_reminder, remind
from bot.store.figures import Asked
from bot.store.store import Store
from bot.verifying import Verifying

MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (MONDAY - timedelta(seconds=1), MONDAY),
        (MONDAY, MONDAY + timedelta(days=7)),
        (MONDAY - timedelta(days=6), MONDAY),
        (MONDAY + timedelta(days=2), MONDAY + timedelta(days=7)),
    ],
)
def test_the_next_monday_at_nine_in_japan(now: datetime, expected: datetime) -> None:
    assert next_reminder(now) == expected


async def test_each_council_hears_of_its_own(folder: Path, store: Store) -> None:
    said: list[tuple[int, Reply]] = []
    waits: list[float] = []
    clock = [MONDAY - timedelta(hours=1)]
    knowledge = load(folder)
    texts = knowledge.texts

    async def pause(seconds: float) -> None:
        if len(waits) == 2:
            raise asyncio.CancelledError
        waits.append(seconds)
        clock[0] += timedelta(seconds=seconds)

    async def tell(chat: int, words: Reply) -> None:
        said.append((chat, words))

    verifying = Verifying(store, folder, asyncio.Lock(), lambda: MONDAY)

    async def written(council: str) -> Reply:
        return letter(await verifying.queue(knowledge, (council,)), [], Wording(texts, "ja"))

    with pytest.raises(asyncio.CancelledError):
        await remind({"konosu": -1, "honjo": -2}, written, tell, lambda: clock[0], pause)
    assert waits == [3600, 7 * 24 * 3600]
    assert [chat for chat, _ in said] == [-1, -2, -1, -2]
    mine, theirs = said[0][1], said[1][1]
    tokens = [choice.token for choice in mine.choices.flat]
    assert len(tokens) == 5
    assert all(token.startswith("verified:konosu/") for token in tokens)
    assert "honjo/" not in str(mine)
    assert "確かめなおすものが" in str(theirs.parts)
    # What is in doubt is named as people name it, not as the file does.
    assert "開いている時間：2019年の告知による。" in str(theirs.parts)


def test_the_three_needs_that_most_lacked_an_answer(folder: Path) -> None:
    knowledge = load(folder)
    met = next(need for e in knowledge.entries_of("konosu") for need in e.needs)
    not_met = next(
        need.id
        for need in knowledge.needs.values()
        if need.kind is NeedKind.NEED
        and not any(need.id in (*e.needs, *e.also) for e in knowledge.entries_of("konosu"))
    )
    asked = [
        Asked("2026-11-30", "answered", "konosu", met, 9),
        Asked("2026-11-30", "unmatched", "konosu", met, 2),
        Asked("2026-11-29", "suggested", "konosu", not_met, 4),
        Asked("2026-11-29", "unmatched", "honjo", not_met, 50),
        Asked("2026-11-29", "unmatched", "konosu", "", 50),
    ]
    found = lacking(asked, knowledge, "konosu")
    assert found == [(knowledge.needs[not_met].name.ja, 4), (knowledge.needs[met].name.ja, 2)]
    words = digest(found, Wording(knowledge.texts, "ja"))
    assert f"・{knowledge.needs[not_met].name.ja}（4件）" in words
