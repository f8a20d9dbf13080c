"""Backups are taken while everything goes on, and what comes back is one moment, whole."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botapi import BotApi
from past import KEEPING, fill
from sqlalchemy import create_engine, text

from bot.store.backup import expire
from bot.store.store import Store
from faults import writer
from faults.conftest import Start
from faults.postgresql import Cluster

PER_SECOND = 100
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
needs_pg_dump = pytest.mark.skipif(
    shutil.which("pg_dump") is None and "CI" not in os.environ, reason="pg_dump is not installed"
)


@dataclass
class Writing:
    """What a writing process says it has kept."""

    numbers: list[int] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[Writing]:
    """A real process at 100 writes a second; killed without a word at the end."""
    so_far = Writing()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(writer.__file__),
        url,
        str(PER_SECOND),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=asyncio.subprocess.PIPE,
    )

    async def listen() -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            so_far.numbers.append(int(line))
            if len(so_far.numbers) == PER_SECOND:
                so_far.enough.set()

    ear = asyncio.create_task(listen())
    try:
        async with asyncio.timeout(30):
            await so_far.enough.wait()
        yield so_far
    finally:
        process.kill()
        await process.wait()
        await ear


async def madoguchi(url: str, folder: Path, *words: str) -> tuple[int, str]:
    """The exit code and output of the real command."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path), "DATABASE_URL": url, "DATA_DIR": str(folder)},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


def numbers(url: str) -> tuple[list[int], list[int]]:
    """The numbers of the questions in a database, and of those with a ticket."""
    engine = create_engine(
        url.replace("+aiosqlite", "").replace("postgresql:", "postgresql+psycopg:")
    )
    try:
        with engine.connect() as connection:
            asked = connection.execute(text("SELECT id FROM questions ORDER BY id"))
            questions = [int(row[0].removeprefix("q")) for row in asked]
            opened = connection.execute(text("SELECT question FROM tickets ORDER BY question"))
            return questions, [int(row[0].removeprefix("q")) for row in opened]
    finally:
        engine.dispose()


def unfinished(folder: Path) -> list[Path]:
    return list(folder.glob("*.part*"))


async def backed_up_and_restored(url: str, elsewhere: str, folder: Path) -> None:
    kept: list[tuple[int, int, Path]] = []
    async with writing(url) as so_far:
        for n in range(3):
            before = len(so_far.numbers)
            file = folder / f"copy-{n}.backup"
            code, said = await madoguchi(url, folder, "db", "backup", str(file))
            assert (code, str(file) in said) == (0, True), said
            kept.append((before, len(so_far.numbers), file))
        # The writer is not held up: it goes on at its pace while backups are taken.
        before = len(so_far.numbers)
        await asyncio.sleep(1)
        assert len(so_far.numbers) - before > PER_SECOND * 0.5
    for before, after, file in kept:
        assert file.stat().st_mode & 0o077 == 0
        code, said = await madoguchi(elsewhere, folder, "db", "restore", str(file))
        assert code == 0, said
        questions, tickets = numbers(elsewhere)
        assert questions == tickets == list(range(len(questions)))
        # One more may have been kept than its writer had come to tell.
        assert before <= len(questions) <= after + 1
    # And over the database that the killed writer left behind.
    code, said = await madoguchi(url, folder, "db", "restore", str(kept[0][2]))
    assert code == 0, said
    assert numbers(url) == (questions := numbers(url)[0], questions)
    assert kept[0][0] <= len(questions) <= kept[0][1] + 1


async def test_a_backup_under_load_is_one_moment_on_sqlite(tmp_path: Path) -> None:
    here, there = (f"sqlite+aiosqlite:///{tmp_path / name}" for name in ("a.db", "b.db"))
    await backed_up_and_restored(here, there, tmp_path)
    assert unfinished(tmp_path) == []


@needs_pg_dump
async def test_a_backup_under_load_is_one_moment_on_postgresql(
    postgresql: Cluster, tmp_path: Path
) -> None:
    await backed_up_and_restored(postgresql.database(), postgresql.database(), tmp_path)


async def test_nothing_is_restored_under_a_running_bot(
    machine: Start, api: BotApi, tmp_path: Path
) -> None:
    bot = machine()
    await bot.start()
    data = tmp_path / "data"
    url = f"sqlite+aiosqlite:///{data / 'madoguchi.db'}"
    code, said = await madoguchi(url, data, "db", "backup")
    assert code == 0, said
    [file] = (data / "backups").iterdir()
    code, said = await madoguchi(url, data, "db", "restore", str(file))
    assert code == 2
    assert "止めてから" in said
    await bot.stop()
    code, said = await madoguchi(url, data, "db", "restore", str(file))
    assert code == 0, said
    await bot.start()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 500, None])
async def test_what_is_no_backup_changes_nothing(tmp_path: Path, content: bytes | None) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"
    store = await Store.open(url)
    await fill(store, "ここにある", NOW, 3)
    await store.close()
    held = (tmp_path / "a.db").read_bytes()
    file = tmp_path / "no.backup"
    if content is not None:
        file.write_bytes(content)
    code, said = await madoguchi(url, tmp_path, "db", "restore", str(file))
    assert code == 2
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    assert (tmp_path / "a.db").read_bytes() == held


async def test_a_broken_database_is_replaced(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"
    store = await Store.open(url)
    await fill(store, "x", NOW, 3)
    await store.close()
    code, _ = await madoguchi(url, tmp_path, "db", "backup", str(tmp_path / "good.backup"))
    assert code == 0
    (tmp_path / "a.db").write_bytes(b"broken" * 1000)
    code, said = await madoguchi(url, tmp_path, "db", "restore", str(tmp_path / "good.backup"))
    assert code == 0, said
    store = await Store.open(url)
    async with store.read() as work:
        assert len(await work.unanswered("konosu")) == 2
    await store.close()


def test_only_old_backups_expire_and_nothing_else(tmp_path: Path) -> None:
    names = {
        "madoguchi-20261001T000000Z.db": True,
        "madoguchi-20261001T000000Z.dump": True,
        "madoguchi-20261125T000000Z.db": False,
        "madoguchi-20261001T000000Z.db.part": False,
        "notes.db": False,
        "madoguchi.db": False,
    }
    for name in names:
        (tmp_path / name).touch()
    assert expire(tmp_path, 30, NOW) == 2
    assert {file.name for file in tmp_path.iterdir()} == {n for n, old in names.items() if not old}
    assert expire(tmp_path / "nowhere", 30, NOW) == 0


async def test_words_are_forgotten_on_postgresql_too(postgresql: Cluster) -> None:
    url = postgresql.database()
    store = await Store.open(url)
    await fill(store, "old", NOW - timedelta(days=91))
    await fill(store, "young", NOW)
    assert await store.forget(KEEPING, NOW) > 0
    assert await store.forget(KEEPING, NOW) == 0
    async with store.read() as work:
        assert len(await work.unanswered("konosu")) == 40
    await store.close()
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as look:
        dead = look.execute(text("SELECT text FROM questions WHERE text LIKE '%old%'")).all()
        [vacuumed] = look.execute(
            text("SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'questions'")
        ).scalars()
    engine.dispose()
    assert dead == []
    assert vacuumed >= 1
