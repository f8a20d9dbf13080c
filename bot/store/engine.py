"""How a database is opened: SQLite as one careful file, PostgreSQL through psycopg."""

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

READING = "reading"
IN_MEMORY = "sqlite+aiosqlite://"
_BUSY_SECONDS = 5
_EMPTYING = 5
_MIGRATING = 0x6D61646F
# A replica whose machine has vanished must let go of its rows within seconds, not hours.
_POSTGRESQL = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": "-c idle_in_transaction_session_timeout=30s -c statement_timeout=30s",
}


def open_engine(url: str) -> AsyncEngine:
    """Raises what SQLAlchemy, the driver or the file system raises."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql" and "+" not in parsed.drivername:
        parsed = parsed.set(drivername="postgresql+psycopg")
    known = _POSTGRESQL if parsed.get_driver_name() == "psycopg" else {}
    return create_async_engine(parsed, pool_pre_ping=True, pool_timeout=5, connect_args=known)


def absent(url: str | URL) -> bool:
    """Whether the file of a database is not there; a server's databases are taken to be there."""
    parsed = make_url(url)
    file = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return bool(file) and file != ":memory:" and not Path(str(file)).exists()


def migrate(connection: Connection) -> None:
    """Bring the tables up to date; of several replicas that start, one does it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def compact(connection: AsyncConnection) -> None:
    """Leave nothing in the files of what was deleted, and give its room back.

    SQLite writes its file anew, since what moves within a page leaves traces even with
    secure_delete. Raises what SQLAlchemy or sqlite3 raises.
    """
    if connection.dialect.name != "sqlite":
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("SET statement_timeout = 0")
        await connection.exec_driver_sql("VACUUM")
        await connection.exec_driver_sql("RESET statement_timeout")
        return
    # SQLAlchemy would begin a transaction, in which this cannot be done.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute("VACUUM")
    for _ in range(_EMPTYING):
        # A reader may hold the log for a moment.
        async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
            busy, *_ = await cursor.fetchone()
        if not busy:
            return
    raise sqlite3.OperationalError("wal")


def _sqlite(url: URL) -> AsyncEngine:
    if not url.database or url.database == ":memory:":
        engine = create_async_engine(url)
    else:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        # Tried here first: where aiosqlite cannot open a file, its thread outlives the event loop.
        sqlite3.connect(url.database).close()
        engine = create_async_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine.sync_engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        # The driver would begin a transaction only at its first change, too late to be alone.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted is overwritten: it must not be readable from the file.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(READING)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
