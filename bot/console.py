"""What every command shares: its settings, its knowledge folder, and one sentence when it cannot go on."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from bot.conversation.hours import JAPAN
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from bot.store.store import Store

T = TypeVar("T")

knowledge_option = click.option(
    "--knowledge",
    "knowledge_dir",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="知識フォルダ（省くと KNOWLEDGE_DIR、それもなければこの製品の knowledge/）",
)


def fail(*sentences: object) -> NoReturn:
    for sentence in sentences:
        click.echo(str(sentence), err=True)
    sys.exit(2)


def settings() -> Settings:
    try:
        return read_settings()
    except SettingsError as error:
        fail(str(error))


def today() -> date:
    """The day as residents and staff have it."""
    return datetime.now(JAPAN).date()


def with_store(use: "Callable[[Store], Awaitable[T]]", url: str) -> T:
    """What a use of the store at ``url`` gives, or the end of the command with one sentence."""
    # Imported here: most commands do without a database.
    from bot.store.store import Store, StoreError

    async def using() -> T:
        store = await Store.open(url)
        try:
            return await use(store)
        finally:
            await store.close()

    try:
        return asyncio.run(using())
    except StoreError as error:
        fail(str(error))
