"""What is due is forgotten: no byte of it is left in the files. What is not due stays."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from past import KEEPING, fill, named, question

from bot.pulse import Pulse
from bot.store.backup import backup
from bot.store.store import Store
from bot.upkeep import Duties, Upkeep

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
OLD = NOW - timedelta(days=91)
ANCIENT = NOW - timedelta(days=401)
YOUNG = NOW - timedelta(days=89)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def kept(folder: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite+aiosqlite:///{folder / 'madoguchi.db'}")
    yield opened
    await opened.close()


async def churn(store: Store, mark: str, when: datetime) -> None:
    """Rows that grow later move between pages, and SQLite leaves copies of them behind."""
    dice, names = random.Random(1), []
    for _ in range(20):
        async with store.begin() as work:
            for _ in range(100):
                names.append(f"{dice.getrandbits(48):x}")
                await work.log(question(names[-1], when, mark * dice.randint(1, 40)))
                await work.chose(dice.choice(names), "konosu/".ljust(80, "1"))


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


async def test_no_byte_is_left_in_any_file_and_backup(kept: Store, folder: Path) -> None:
    for mark, when in (("むかしむかし", OLD), ("わかいことば", YOUNG), ("ふるいふるい", ANCIENT)):
        await fill(kept, mark, when)
    await churn(kept, "むかしむかし", OLD)
    url = f"sqlite+aiosqlite:///{folder / 'madoguchi.db'}"
    expired = backup(url, folder / "backups", NOW - timedelta(days=31))
    held = bytes_of(folder)
    for mark in ("むかしむかし", "わかいことば", "ふるいふるい"):
        assert mark.encode() in held
    assert "むかしむかし".encode() in expired.read_bytes()

    duties = Duties(KEEPING, folder / "backups", 30)
    await Upkeep(kept, duties, "one", lambda: NOW, Pulse()).look()

    # Backups made today hold what is held today.
    fresh = backup(url, folder / "backups", NOW)
    held = bytes_of(folder)
    assert "わかいことば".encode() in fresh.read_bytes()
    for mark in ("むかしむかし", "ふるいふるい"):
        assert mark.encode() not in held
        assert f"chat-{mark}".encode() not in held
    assert not expired.exists()
    assert fresh.exists()


async def test_figures_outlive_words_and_then_go_too(kept: Store, folder: Path) -> None:
    for mark, when in (("old", OLD), ("young", YOUNG), ("ancient", ANCIENT)):
        await fill(kept, mark, when, 6)
    assert await kept.forget(KEEPING, NOW) > 0
    with sqlite3.connect(folder / "madoguchi.db") as look:
        rows = look.execute("SELECT id, text, outcome, candidates FROM questions").fetchall()
        tickets = look.execute("SELECT question, state, staff, answer FROM tickets").fetchall()
        [[links]] = look.execute("SELECT count(*) FROM links").fetchall()
    look.close()
    assert len([r for r in rows if r[0].startswith(named("old", 0)[:-1]) and r[1] is None]) == 6
    assert len([r for r in rows if r[0].startswith(named("young", 0)[:-1]) and r[1]]) == 6
    assert not [r for r in rows if r[0].startswith(named("ancient", 0)[:-1])]
    assert all(r[2] == "unmatched" and "konosu/10" in r[3] for r in rows)
    ended = [t for t in tickets if t[0].startswith(named("old", 0)[:-1])]
    assert len(ended) == 6
    assert {(t[1] in ("closed", "answered"), t[2], t[3]) for t in ended} == {(True, None, None)}
    assert (
        len([t for t in tickets if t[0].startswith(named("young", 0)[:-1]) and t[1] == "open"]) == 2
    )
    assert links == 2
    assert await kept.forget(KEEPING, NOW) == 0


async def test_more_than_a_portion_is_forgotten(kept: Store) -> None:
    async with kept.begin() as work:
        for n in range(2_500):
            await work.log(question(f"q{n}", OLD, "ことば"))
    assert await kept.forget(KEEPING, NOW) == 2_500


async def test_of_two_replicas_one_forgets_once_a_day(kept: Store, folder: Path) -> None:
    clock = [NOW]
    duties = Duties(KEEPING, folder / "backups", 30)
    first, second = (
        Upkeep(kept, duties, name, lambda: clock[0], Pulse()) for name in ("one", "two")
    )
    await first.look()
    await fill(kept, "late", OLD, 1)
    for replica in (second, first, Upkeep(kept, duties, "new", lambda: clock[0], Pulse())):
        await replica.look()
    async with kept.begin() as work:
        assert (await work.question(named("late", 0))).text is not None  # type: ignore[union-attr]
    clock[0] = NOW + timedelta(days=1)
    await second.look()
    async with kept.begin() as work:
        assert (await work.question(named("late", 0))).text is None  # type: ignore[union-attr]


async def test_a_resident_is_not_remembered_after_the_day(
    telegram: Callable[..., Any], tmp_path: Path
) -> None:
    """The bot itself does it, soon after its start."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'madoguchi.db'}")
    await fill(store, "とおいひのことば", datetime.now(UTC) - timedelta(days=100), 3, queued=False)
    await store.close()
    async with telegram():
        for _ in range(100):
            if "とおいひのことば".encode() not in bytes_of(tmp_path):
                break
            await asyncio.sleep(0.1)
    assert "とおいひのことば".encode() not in bytes_of(tmp_path)
