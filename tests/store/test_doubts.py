"""What residents find wrong, the desk sees, until somebody has looked at it."""

from dataclasses import replace
from datetime import UTC, datetime

from past import question

from bot.model import Address, Outcome
from bot.store.store import Store

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


async def test_an_answer_found_wrong_waits_at_the_desk_until_it_is_seen(store: Store) -> None:
    sure = replace(question("sure", NOW, None), outcome=Outcome.ANSWERED)
    async with store.begin() as work:
        await work.log(sure)
        await work.log(replace(sure, id="good"))
        assert await work.own.judge("sure", "wrong")
        assert await work.own.judge("good", "good")
        assert [q.id for q in await work.desk.doubted(("konosu",), 10)] == ["sure"]
        assert await work.desk.doubted(("honjo",), 10) == []
        await work.desk.judge("sure", "seen")
        assert await work.desk.doubted(("konosu",), 10) == []


async def test_who_is_forgotten_leaves_no_note_and_no_lesson(store: Store) -> None:
    async with store.begin() as work:
        await work.log(question("asked", NOW, "ことば"))
        ticket = await work.open_ticket("asked", "konosu", NOW)
        await work.link(ticket, Address("telegram", "1001", "ja"))
        await work.desk.note(ticket, "田中", "ことばの覚え書き", NOW)
        taught = (ticket, "konosu", "ことば", "lonely", None, (1, "田中"))
        lesson = await work.lessons.propose(*taught, NOW)
        assert await work.own.forget("telegram", "1001", NOW) == [ticket]
        assert await work.desk.notes(ticket) == []
        assert await work.lessons.lesson(lesson) is None
        kept = await work.question("asked")
        assert kept is not None
        assert kept.text is None
        assert not kept.shown
