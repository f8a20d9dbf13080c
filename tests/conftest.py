"""Real parts for every test: the real knowledge, a real database file, the local Bot API server."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

# The library's own switch to plain timedeltas, without which it warns at every 429.
os.environ["PTB_TIMEDELTA"] = "true"

import small
from botapi import BotApi

from bot.app import build_guide, serving
from bot.conversation.guide import Guide
from bot.counter import Counter
from bot.knowledge.cache import topics_for
from bot.settings import PROJECT, Settings
from bot.store.store import Store
from bot.understanding.topics import Topics

KNOWLEDGE = PROJECT / "knowledge"
CACHE = PROJECT / "data" / "cache"


def pytest_sessionstart(session: pytest.Session) -> None:
    """What takes a minute to learn is learned once, before several workers would each do it."""
    if not hasattr(session.config, "workerinput"):
        built = build_guide(KNOWLEDGE, CACHE)
        topics_for(built.knowledge, built.ear.japanese, CACHE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that start processes and a database server share one worker, one after the other."""
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("faults"))


@pytest.fixture(scope="session")
def guide() -> Guide:
    """The guide over the project's own knowledge; learned once and cached."""
    staffed = frozenset({"honjo", "konosu", "chiba", "ichinoseki"})
    return build_guide(KNOWLEDGE, CACHE, staffed=staffed)


@pytest.fixture(scope="session")
def topics(guide: Guide) -> Topics:
    """What words are about, by the project's own needs."""
    return topics_for(guide.knowledge, guide.ear.japanese, CACHE)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny knowledge folder cut out of the real one; not to be written to."""
    return small.cut(tmp_path_factory.mktemp("small") / "knowledge")


@pytest.fixture
def folder(small_folder: Path, tmp_path: Path) -> Path:
    """The tiny knowledge folder, to be spoilt."""
    return small.copy(small_folder, tmp_path / "knowledge")


@pytest.fixture(scope="session")
def small_data(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the tiny knowledge has been learned."""
    data = tmp_path_factory.mktemp("data")
    build_guide(small_folder, data / "cache")
    return data


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new SQLite file."""
    opened = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    yield opened
    await opened.close()


@pytest.fixture
def counter(guide: Guide, store: Store) -> Counter:
    return Counter(guide, store, lambda: datetime.now(UTC))


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A local Bot API server; a call it had to refuse fails the test."""
    async with BotApi(token="123456:TEST", username="test_bot") as server:
        yield server
        assert server.refused == []


@pytest.fixture
def telegram(guide: Guide, api: BotApi, tmp_path: Path):  # type: ignore[no-untyped-def]
    """``async with telegram({"konosu": group.id}):`` runs the real bot against the local server.

    Entering it again over the same database is a restart.
    """

    @asynccontextmanager
    async def running(
        staff_chats: dict[str, int] | None = None, *, limited: bool = False, **more: Any
    ) -> AsyncIterator[None]:
        settings = Settings(
            _env_file=None,
            telegram_bot_token=api.token,
            telegram_base_url=api.base_url,
            data_dir=tmp_path,
            staff_chats=staff_chats or {},
            **more,
        )
        async with serving(guide, settings, limited=limited):
            yield

    return running
