"""Real processes and real databases, to be broken."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from botapi import BotApi

from bot.app import build_guide
from bot.conversation.guide import Guide
from faults.machine import Machine, settings
from faults.postgresql import Cluster, cluster, found


@pytest.fixture(scope="session")
def small_guide(small_folder: Path, small_data: Path) -> Guide:
    """The guide that the processes are, too."""
    return build_guide(small_folder, small_data / "cache")


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    programs = found()
    if programs is None:
        assert "CI" not in os.environ, "install PostgreSQL"
        pytest.skip("PostgreSQL is not installed")
    # Its own user must be able to reach it, and pytest's folders are private.
    folder = Path(f"/tmp/madoguchi-postgresql-{os.getpid()}")
    folder.mkdir(mode=0o755)
    try:
        with cluster(programs, folder) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


Start = Callable[..., Machine]


@pytest.fixture
async def machine(
    api: BotApi, small_folder: Path, small_data: Path, tmp_path: Path
) -> AsyncIterator[Start]:
    """``machine(DATABASE_URL=…)``: a bot that is not started yet; gone after the test."""
    made: list[Machine] = []
    data = Path(shutil.copytree(small_data, tmp_path / "data"))

    def make(**more: str) -> Machine:
        made.append(Machine(tmp_path, settings(api, small_folder, data, **more)))
        return made[-1]

    yield make
    for one in made:
        await one.away()
