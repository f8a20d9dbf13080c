"""Backups while everything goes on, and the way back.

A backup is one file: of SQLite a database as it stood at one moment, of PostgreSQL what pg_dump
writes. It is complete under its name, or is not there.
"""

import asyncio
import os
import shutil
import sqlite3
import subprocess  # nosec B404
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from bot.store.store import Store, StoreError

_NAME = "madoguchi-%Y%m%dT%H%M%SZ"
_ENDINGS = {"sqlite": ".db", "postgresql": ".dump"}
_ALL = "madoguchi-*"
_BUSY_SECONDS = 30


def backup(url: str, target: Path, now: datetime) -> Path:
    """Back up the database to a file; into a folder under a name that says when. Raises StoreError."""
    parsed = make_url(url)
    kind = parsed.get_backend_name()
    file = target / (now.strftime(_NAME) + _ENDINGS[kind]) if _is_folder(target) else target
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _whole(file) as part:
            if kind == "sqlite":
                _copy(_file(parsed), part)
                _check(part)
            else:
                _run("pg_dump", parsed, "--format=custom", "--no-owner", f"--file={part}")
    except OSError as error:
        raise StoreError(f"控えを書けません（{error.strerror}）") from None
    except sqlite3.Error as error:
        raise StoreError(f"控えを取れません（{error}）") from None
    return file


def restore(url: str, source: Path, now: datetime) -> None:
    """Put the database back as it is in a backup. Raises StoreError, then nothing is changed.

    Nobody may be at work on the database: what they do would be lost. Not for use in an event loop.
    """
    if not source.is_file():
        raise StoreError(f"控え {source} がありません")
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        asyncio.run(_refuse_while_running(url, now))
        _run("pg_restore", parsed, "--clean", "--if-exists", "--no-owner", "--single-transaction",
             f"--dbname={parsed.database}", str(source))  # fmt: skip
        asyncio.run(_upgrade(url))
        return
    target = _file(parsed)
    # A broken file nobody can be at work on: it is what the backup is for.
    if target.exists() and _sound(target):
        asyncio.run(_refuse_while_running(url, now))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _whole(target) as part:
            shutil.copyfile(source, part)
            _check(part)
            # An old backup is brought up to date here, and one of a newer version refused.
            asyncio.run(_upgrade(f"sqlite+aiosqlite:///{part}"))
            for log in ("-wal", "-shm"):
                target.with_name(target.name + log).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"控えを読めません（{error.strerror}）") from None
    except sqlite3.Error as error:
        raise StoreError(f"控えが使えません（{error}）") from None


def expire(folder: Path, days: int, now: datetime) -> int:
    """Delete backups in a folder that are older, by their names; gives how many."""
    oldest = (now - timedelta(days=days)).strftime(_NAME)
    expired = [
        file
        for file in folder.glob(_ALL)
        if file.suffix in _ENDINGS.values() and file.stem < oldest
    ]
    for file in expired:
        file.unlink(missing_ok=True)
    return len(expired)


async def _upgrade(url: str) -> None:
    store = await Store.open(url)
    await store.close()


async def _refuse_while_running(url: str, now: datetime) -> None:
    """Raises StoreError also where that cannot be seen, since the database cannot be opened."""
    store = await Store.open(url)
    try:
        async with store.read() as work:
            busy = await work.leases.at_work(now)
    finally:
        await store.close()
    if busy:
        raise StoreError("まどぐちが動いています。止めてから、もどしてください")


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A file to write to, which takes its name only when it is complete and on the disk."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        for rest in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + rest).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """All pages within one reading: whatever is written meanwhile is wholly in it, or not at all."""
    there = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    with closing(there) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
        # One file without a log beside it, for a backup is carried about.
        written.execute("PRAGMA journal_mode=DELETE")


def _sound(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as read:
            return bool(
                read.execute("SELECT 1 FROM sqlite_master WHERE name = 'leases'").fetchone()
            )
    except sqlite3.Error:
        return False


def _check(file: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as read:
        [[verdict]] = read.execute("PRAGMA quick_check(1)").fetchall()
        tables = {name for (name,) in read.execute("SELECT name FROM sqlite_master")}
    if verdict != "ok" or "alembic_version" not in tables:
        raise StoreError("控えがこわれているか、まどぐちの控えではありません")


def _run(program: str, url: URL, *words: str) -> None:
    """The password goes through the environment: command lines can be read by everybody."""
    if shutil.which(program) is None:
        raise StoreError(f"{program} がありません。PostgreSQL のクライアントを入れてください")
    known = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username,
             "PGPASSWORD": url.password, "PGDATABASE": url.database}  # fmt: skip
    environment = os.environ | {name: str(value) for name, value in known.items() if value}
    # Fixed programs, their arguments as they are, and no shell.
    done = subprocess.run(  # noqa: S603  # nosec B603
        [program, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[0]
        raise StoreError(f"{program} ができませんでした（{reason}）")


def _is_folder(target: Path) -> bool:
    return target.is_dir() or not target.suffix


def _file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise StoreError("メモリーの中のデータベースに、控えはありません")
    return Path(url.database)
