"""Two replicas over one database: who has what, in which order, and who takes over."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.model import Session
from bot.store.inbox import Arrived
from bot.store.lease import Lease
from bot.store.outbox import Parcel
from bot.store.store import Store
from bot.store.tables import metadata
from faults.postgresql import Cluster

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CAME = [Arrived(1, "a", "{}"), Arrived(2, "a", "{}"), Arrived(3, "b", "{}"), Arrived(4, "c", "{}")]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"
    cluster: Cluster = request.getfixturevalue("postgresql")
    return cluster.database()


@pytest.fixture
async def stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    first, second = await Store.open(url), await Store.open(url)
    yield first, second
    await first.close()
    await second.close()


async def test_only_the_oldest_of_a_chat_can_be_taken(stores: tuple[Store, Store]) -> None:
    first, second = stores
    async with first.begin() as work:
        await work.inbox.receive("telegram", CAME, NOW)
    async with second.begin() as work:
        await work.inbox.receive("telegram", [*CAME, Arrived(5, "c", "{}")], NOW)
        assert [one.id for one in await work.inbox.waiting("telegram", NOW, 9)] == [1, 3, 4]
        await work.inbox.done("telegram", [1], NOW)
        await work.inbox.failed("telegram", 3, NOW + timedelta(seconds=5))
        await work.inbox.set_aside("telegram", 4)
    async with first.begin() as work:
        assert [one.id for one in await work.inbox.waiting("telegram", NOW, 9)] == [2, 5]
        later = NOW + timedelta(seconds=6)
        assert [one.id for one in await work.inbox.waiting("telegram", later, 9)] == [2, 3, 5]
        assert await work.inbox.backlog() == (3, NOW)


async def test_what_one_replica_holds_another_passes_over(postgresql: Cluster) -> None:
    url = postgresql.database()
    first, second = await Store.open(url), await Store.open(url)
    async with first.begin() as work:
        await work.inbox.receive("telegram", CAME, NOW)
    async with first.begin() as mine:
        assert [one.id for one in await mine.inbox.waiting("telegram", NOW, 2)] == [1, 3]
        async with second.begin() as theirs:
            assert [one.id for one in await theirs.inbox.waiting("telegram", NOW, 9)] == [4]
    await first.close()
    await second.close()


async def test_a_lease_is_held_by_one_and_taken_over(stores: tuple[Store, Store]) -> None:
    moment = NOW

    def now() -> datetime:
        return moment

    one, other = (Lease(store, "work", name, now) for name, store in zip("ab", stores, strict=True))
    assert await one.held()
    assert one.fresh
    assert not one.inherited
    assert await one.held()
    assert not one.fresh
    assert not await other.held()
    moment += timedelta(seconds=4)
    assert await one.held()
    moment += timedelta(seconds=4)
    assert not await other.held()
    moment += timedelta(seconds=2)
    assert await other.held()
    assert other.fresh
    assert other.inherited
    assert not await one.held()
    async with stores[1].begin() as work:
        await other.release(work)
    assert await one.held()
    assert not one.inherited


async def test_what_a_dead_sender_had_marked_is_sent_once_more(
    stores: tuple[Store, Store],
) -> None:
    first, second = stores
    async with first.begin() as work:
        parcels = [Parcel("telegram", chat, "sendMessage", {"text": chat}) for chat in "aab"]
        await work.outbox.put(parcels, NOW)
    for doubts in (0, 1):
        async with first.begin() as work:
            due = await work.outbox.due("telegram", NOW, 9)
            assert [(one.parcel.chat, one.doubts) for one in due] == [("a", doubts), ("b", doubts)]
            await work.outbox.sending([one.id for one in due])
            assert await work.outbox.due("telegram", NOW, 9) == []
        async with second.begin() as work:
            lost = await work.outbox.take_over("telegram")
            assert len(lost) == 2 * doubts


async def test_a_ticket_that_waits_to_be_shown_is_shown_as_it_is_now(
    stores: tuple[Store, Store],
) -> None:
    async with stores[0].begin() as work:
        for words in ("未対応", "対応中"):
            await work.outbox.put(
                [Parcel("telegram", "-1", "sendMessage", {"text": words}, 7)], NOW
            )
        [shown] = await work.outbox.due("telegram", NOW, 9)
        assert shown.parcel.payload == {"text": "対応中"}


async def test_a_transaction_inside_another_is_a_part_of_it(stores: tuple[Store, Store]) -> None:
    first, second = stores

    async def breaking() -> None:
        async with first.begin() as outer:
            async with first.begin() as inner:
                assert inner is outer
                await inner.keep_session("telegram", "a", Session("konosu"), NOW)
                assert await inner.session("telegram", "a") == Session("konosu")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await breaking()
    async with second.read() as work:
        assert await work.session("telegram", "a") is None


async def test_the_migrations_make_the_tables_there_too(url: str, stores: object) -> None:
    plain = url.replace("+aiosqlite", "").replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(plain)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
