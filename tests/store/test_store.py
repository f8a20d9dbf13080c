"""The store over real SQLite files: what is kept lasts, and two at once cannot both have it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.model import Address, Outcome, Question, Session, TicketState
from bot.store.store import Store, StoreError
from bot.store.tables import metadata

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ASKED = Question(
    id="q1",
    asked_at=NOW,
    channel="telegram",
    council="konosu",
    language="easy",
    outcome=Outcome.UNMATCHED,
    care=True,
    text="ぬいぐるみの供養😀",
    candidates=(("konosu/10", 0.25), ("konosu/19", 0.125)),
)
HANAKO = Address("telegram", "1001", "easy")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'deeper' / 'a.db'}"


@pytest.fixture
async def first(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def second(url: str, first: Store) -> AsyncIterator[Store]:
    """Another process's view of the same file."""
    opened = await Store.open(url)
    yield opened
    await opened.close()


async def ticket(store: Store, question: Question = ASKED) -> int:
    async with store.begin() as work:
        await work.log(question)
        assert question.council is not None
        return await work.open_ticket(question.id, question.council, NOW)


async def test_a_session_comes_back_as_it_was_kept(first: Store) -> None:
    whole = Session("ichinoseki", "ichinoseki/senmaya", "en", "待っている質問\n😀")
    async with first.begin() as work:
        assert await work.session("telegram", "1001") is None
        await work.keep_session("telegram", "1001", whole, NOW)
        await work.keep_session("telegram", "1002", Session(), NOW)
        await work.keep_session("terminal", "1001", Session("honjo"), NOW)
    async with first.begin() as work:
        assert await work.session("telegram", "1001") == whole
        assert await work.session("telegram", "1002") == Session()
        assert await work.session("terminal", "1001") == Session("honjo")
        await work.keep_session("telegram", "1001", Session("konosu"), NOW)
    async with first.begin() as work:
        assert await work.session("telegram", "1001") == Session("konosu")


async def test_a_question_comes_back_as_it_was_asked(first: Store) -> None:
    unkept = replace(ASKED, id="q2", council=None, text=None, candidates=(), care=False)
    async with first.begin() as work:
        await work.log(ASKED)
        await work.log(unkept)
    async with first.begin() as work:
        assert await work.question("q1") == ASKED
        assert await work.question("q2") == unkept
        assert await work.question("q3") is None


async def test_what_was_chosen_is_kept(first: Store, tmp_path: Path) -> None:
    async with first.begin() as work:
        await work.log(ASKED)
        await work.chose("q1", "konosu/19")
        await work.chose("never asked", "konosu/19")
    database = sqlite3.connect(tmp_path / "deeper" / "a.db")
    assert database.execute("SELECT id, chosen FROM questions").fetchall() == [("q1", "konosu/19")]
    database.close()


async def test_a_ticket_goes_its_way(first: Store) -> None:
    number = await ticket(first)
    async with first.begin() as work:
        opened = await work.ticket(number)
        assert opened is not None
        assert (opened.state, opened.text, opened.opened_at) == (
            TicketState.OPEN,
            ASKED.text,
            NOW,
        )
        assert opened.candidates == ASKED.candidates
        assert await work.ticket_of("q1") == opened
        assert await work.ticket(number + 1) is None
        assert await work.open_ticket("q1", "konosu", NOW) == number
        assert await work.link(number, HANAKO)
        assert not await work.link(number, replace(HANAKO, chat="1002"))
        await work.posted(number, -1001234567890, 7)
    async with first.begin() as work:
        posted = await work.ticket_posted_as(-1001234567890, 7)
        assert posted is not None
        assert (posted.id, posted.wants_reply, posted.post) == (number, True, (-1001234567890, 7))
        assert await work.claim(number, "7", "田中")
        assert await work.claim(number, "7", "田中")
        assert not await work.claim(number, "8", "鈴木")
        assert not await work.end(number, "8", "鈴木", NOW)
        assert [one.id for one in await work.unanswered("konosu")] == [number]
        assert await work.unanswered("honjo") == []
        assert await work.answer(number, "7", "明日どうぞ", NOW) == HANAKO
    async with first.begin() as work:
        answered = await work.ticket(number)
        assert answered is not None
        assert (answered.state, answered.answer, answered.staff_name) == (
            TicketState.ANSWERED,
            "明日どうぞ",
            "田中",
        )
        assert await work.unanswered("konosu") == []
        assert not await work.claim(number, "7", "田中")
        assert not await work.end(number, "7", "田中", NOW)
        assert not await work.link(number, HANAKO)
        assert await work.answer(number, "7", "もう一度", NOW) is None


async def test_a_ticket_that_is_closed_forgets_who_asked(first: Store, tmp_path: Path) -> None:
    number = await ticket(first)
    async with first.begin() as work:
        await work.link(number, HANAKO)
        assert await work.end(number, "7", "田中", NOW)
    database = sqlite3.connect(tmp_path / "deeper" / "a.db")
    assert database.execute("SELECT * FROM links").fetchall() == []
    database.close()


async def test_a_ticket_is_taken_from_a_colleague(first: Store) -> None:
    number = await ticket(first)
    async with first.begin() as work:
        assert await work.who_waits(number) is None
        await work.link(number, HANAKO)
        assert await work.who_waits(number) == HANAKO
        assert await work.claim(number, "7", "田中")
        assert await work.take_over(number, "8", "鈴木")
        taken = await work.ticket(number)
        assert taken is not None
        assert (taken.state, taken.staff, taken.staff_name) == (TicketState.CLAIMED, "8", "鈴木")
        assert not await work.claim(number, "7", "田中")
        assert await work.end(number, "8", "鈴木", NOW)
        assert not await work.take_over(number, "7", "田中")


async def test_waiting_tickets_come_oldest_first(first: Store) -> None:
    async with first.begin() as work:
        for number, hours in enumerate((3, 1, 2)):
            await work.log(replace(ASKED, id=f"q{number}"))
            await work.open_ticket(f"q{number}", "konosu", NOW + timedelta(hours=hours))
    async with first.begin() as work:
        assert [one.question for one in await work.unanswered("konosu")] == ["q1", "q2", "q0"]


async def test_who_claims_at_the_same_moment_cannot_both_have_it(
    first: Store, second: Store
) -> None:
    for turn in range(10):
        number = await ticket(first, replace(ASKED, id=f"q{turn}"))
        start = asyncio.Event()

        async def claim(
            store: Store, staff: str, number: int = number, start: asyncio.Event = start
        ) -> bool:
            await start.wait()
            async with store.begin() as work:
                return await work.claim(number, staff, f"職員{staff}")

        racing = [
            asyncio.create_task(claim(store, str(staff)))
            for staff, store in enumerate((first, second) * 3)
        ]
        await asyncio.sleep(0)
        start.set()
        won = await asyncio.gather(*racing)
        assert sum(won) == 1
        async with second.begin() as work:
            claimed = await work.ticket(number)
        assert claimed is not None
        assert claimed.staff == str(won.index(True))


async def test_a_second_claim_waits_for_the_first_and_then_loses(
    first: Store, second: Store
) -> None:
    number = await ticket(first)

    async def claim() -> bool:
        async with second.begin() as work:
            return await work.claim(number, "8", "鈴木")

    async with first.begin() as work:
        assert await work.claim(number, "7", "田中")
        waiting = asyncio.create_task(claim())
        await asyncio.sleep(0.2)
        assert not waiting.done()
    assert await waiting is False


async def test_the_same_question_opened_twice_at_once_has_one_ticket(
    first: Store, second: Store
) -> None:
    async with first.begin() as work:
        await work.log(ASKED)

    async def again() -> int:
        async with second.begin() as work:
            return await work.open_ticket("q1", "konosu", NOW)

    async with first.begin() as work:
        number = await work.open_ticket("q1", "konosu", NOW)
        waiting = asyncio.create_task(again())
        await asyncio.sleep(0.2)
    assert await waiting == number


async def test_many_at_once_all_get_through(first: Store, second: Store) -> None:
    async def visit(number: int) -> None:
        async with (first, second)[number % 2].begin() as work:
            chat = str(number % 5)
            kept = await work.session("telegram", chat) or Session()
            await work.keep_session("telegram", chat, replace(kept, council="honjo"), NOW)
            await work.log(replace(ASKED, id=f"q{number}"))
            await work.open_ticket(f"q{number}", "konosu", NOW)

    await asyncio.gather(*(visit(number) for number in range(60)))
    async with first.begin() as work:
        assert len(await work.unanswered("konosu")) == 60
        assert [await work.session("telegram", str(n)) for n in range(5)] == [Session("honjo")] * 5


class BrokenError(Exception):
    pass


async def test_a_transaction_that_breaks_leaves_nothing(first: Store, second: Store) -> None:
    number = await ticket(first)

    async def breaking() -> None:
        async with first.begin() as work:
            await work.keep_session("telegram", "1001", Session("konosu"), NOW)
            await work.log(replace(ASKED, id="q2"))
            assert await work.link(number, HANAKO)
            assert await work.claim(number, "7", "田中")
            raise BrokenError

    with pytest.raises(BrokenError):
        await breaking()
    for store in (first, second):
        async with store.begin() as work:
            assert await work.session("telegram", "1001") is None
            assert await work.question("q2") is None
            left = await work.ticket(number)
            assert left is not None
            assert (left.state, left.wants_reply, left.staff) == (TicketState.OPEN, False, None)


async def test_a_mistake_of_the_database_is_one_sentence_and_leaves_nothing(first: Store) -> None:
    async def twice() -> None:
        async with first.begin() as work:
            await work.keep_session("telegram", "1001", Session("konosu"), NOW)
            await work.log(ASKED)
            await work.log(ASKED)

    async def of_nothing() -> None:
        async with first.begin() as work:
            await work.keep_session("telegram", "1001", Session("konosu"), NOW)
            await work.open_ticket("never asked", "konosu", NOW)

    for mistake in (twice, of_nothing):
        with pytest.raises(StoreError, match=r"データベースが使えません（IntegrityError）"):
            await mistake()
    async with first.begin() as work:
        assert await work.session("telegram", "1001") is None
        assert await work.question("q1") is None


async def test_everything_is_there_after_the_file_is_opened_again(url: str) -> None:
    before = await Store.open(url)
    number = await ticket(before)
    async with before.begin() as work:
        await work.keep_session("telegram", "1001", Session("konosu", None, "en"), NOW)
        await work.link(number, HANAKO)
        await work.claim(number, "7", "田中")
    await before.close()
    after = await Store.open(url)
    async with after.begin() as work:
        assert await work.session("telegram", "1001") == Session("konosu", None, "en")
        assert await work.question("q1") == ASKED
        kept = await work.ticket(number)
        assert kept is not None
        assert (kept.state, kept.staff, kept.wants_reply) == (TicketState.CLAIMED, "7", True)
        assert await work.answer(number, "7", "はい", NOW) == HANAKO
    await after.close()


async def test_the_migrations_make_the_tables_that_the_code_speaks_of(
    first: Store, tmp_path: Path
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'deeper' / 'a.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


async def test_what_a_resident_wrote_and_who_it_was_stand_in_no_row_together(
    first: Store, tmp_path: Path
) -> None:
    number = await ticket(first)
    async with first.begin() as work:
        await work.link(number, HANAKO)
        await work.keep_session("telegram", HANAKO.chat, Session("konosu"), NOW)
    database = sqlite3.connect(tmp_path / "deeper" / "a.db")
    for table in ("questions", "tickets", "sessions", "links"):
        for row in database.execute(f"SELECT * FROM {table}"):
            assert not ({HANAKO.chat, ASKED.text} <= set(row)), table
            assert HANAKO.chat not in row or ASKED.id not in row, table
    database.close()


@pytest.mark.parametrize(
    "place",
    [
        "sqlite+aiosqlite:///{folder}/file/a.db",
        "sqlite+aiosqlite:///{folder}/file",
        "sqlite+aiosqlite:///{folder}",
        "sqlite+aiosqlite:////proc/nowhere/a.db",
        "sqlite:///{folder}/a.db",
        "oracel://hanako:secret@127.0.0.1/a",
        "postgresql+asyncpg://hanako:secret@127.0.0.1:port/a",
        "データベース",
        "",
    ],
)
async def test_a_database_that_cannot_be_used_is_one_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("これはデータベースではありません。" * 100, encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        await Store.open(place.format(folder=tmp_path))
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_database_of_a_newer_version_is_left_alone(url: str, tmp_path: Path) -> None:
    store = await Store.open(url)
    await store.close()
    database = sqlite3.connect(tmp_path / "deeper" / "a.db")
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()
    with pytest.raises(StoreError, match="新しいデータベース"):
        await Store.open(url)
