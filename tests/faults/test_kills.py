"""Rolling kills under load: nothing is lost, nothing is logged twice, little is said twice."""

import asyncio
import itertools
from collections import Counter
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from botapi import BotApi, User
from botapi.markup import parse_html
from sqlalchemy import create_engine, text

from bot.channels.telegram.rendering import messages
from bot.conversation.guide import Guide
from bot.model import Session
from faults.conftest import Start
from faults.machine import Machine, balancer
from faults.postgresql import Cluster, free_port
from faults.residents import QUESTIONS, heard

PER_SECOND = 40
RESIDENTS = 200
KILLS = 8


def count(url: str, query: str) -> int:
    """One number out of a database."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())
    finally:
        engine.dispose()


def expected(guide: Guide) -> list[str]:
    """The reply to each question, as it is read."""
    replies = []
    for question in QUESTIONS:
        turn = guide.hear(Session(), question, "-")
        [message] = messages(turn.reply)
        replies.append(parse_html(message.html)[0])
    assert len(set(replies)) == len(QUESTIONS)
    return replies


async def ask(residents: list[User]) -> None:
    """Every resident asks every question, in the same order, so many a second in all."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number, (question, resident) in enumerate(itertools.product(QUESTIONS, residents)):
        await asyncio.sleep(max(0.0, begun + number / PER_SECOND - loop.time()))
        await resident.say(question)


async def kill_in_turn(machines: list[Machine], asking: asyncio.Task[None]) -> None:
    for number in range(KILLS):
        await asyncio.sleep(1.0)
        victim = machines[number % len(machines)]
        await victim.kill()
        await victim.start()
    await asking


async def all_answered(residents: list[User], seconds: float) -> None:
    async def settled() -> None:
        while any(len(heard(resident)) < len(QUESTIONS) for resident in residents):
            await asyncio.sleep(0.2)

    # What is missing is said by the figures.
    with suppress(TimeoutError):
        await asyncio.wait_for(settled(), seconds)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_eight_rolling_kills(
    api: BotApi,
    machine: Start,
    small_guide: Guide,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    way: str,
    database: str,
) -> None:
    replies = expected(small_guide)
    async with AsyncExitStack() as stack:
        replicas = 2 if database == "postgresql" else 1
        settings: dict[str, str] = {}
        if database == "postgresql":
            cluster: Cluster = request.getfixturevalue("postgresql")
            settings["DATABASE_URL"] = cluster.database()
        places = [f"127.0.0.1:{free_port()}" for _ in range(replicas)]
        if way == "webhook":
            url = await stack.enter_async_context(balancer(places))
            settings |= {"WEBHOOK_URL": f"{url}/telegram", "WEBHOOK_SECRET": "a-secret"}
        machines = [machine(**settings, WEBHOOK_LISTEN=place) for place in places]
        for one in machines:
            await one.start()
        residents = [api.user(f"住民{number}") for number in range(RESIDENTS)]
        await kill_in_turn(machines, asyncio.create_task(ask(residents)))
        await all_answered(residents, 60)
        for one in machines:
            assert await one.stop() == 0
    lost, repeated, disordered = Counter[int](), 0, 0
    for resident in residents:
        said = Counter(heard(resident))
        lost.update(number for number, reply in enumerate(replies) if not said[reply])
        repeated += sum(said.values()) - len(said)
        disordered += list(dict.fromkeys(heard(resident))) != replies
    url = settings.get("DATABASE_URL", f"sqlite:///{tmp_path / 'data' / 'madoguchi.db'}")
    url = url.replace("postgresql://", "postgresql+psycopg://")
    logged = count(url, "SELECT count(*) FROM questions")
    left = count(url, "SELECT count(*) FROM inbox WHERE raw IS NOT NULL OR chat IS NOT NULL")
    left += count(url, "SELECT count(*) FROM outbox")
    print(f"{way}, {database}: {repeated} repeated in {KILLS} kills")
    assert (sum(lost.values()), logged, disordered, left) == (0, RESIDENTS * len(QUESTIONS), 0, 0)
    assert repeated <= KILLS
    assert api.refused == []
