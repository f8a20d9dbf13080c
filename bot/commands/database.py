"""``db``: tables, backups and their return."""

from pathlib import Path

import click

from bot.console import fail, settings


@click.group("db")
def database() -> None:
    """データベースの世話。"""


@database.command()
def upgrade() -> None:
    """表を最新の形にする。"""
    import asyncio

    from bot.store.store import Store, StoreError

    async def work() -> None:
        store = await Store.open(settings().database)
        await store.close()

    try:
        asyncio.run(work())
    except StoreError as error:
        fail(str(error))
    click.echo("データベースは最新です。")


@database.command("backup")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def backup_command(path: Path | None) -> None:
    """控えを取る（動かしたままでよい）。PATH はファイルかフォルダ（省くと BACKUP_DIR）。"""
    from datetime import UTC, datetime

    from bot.store.backup import backup
    from bot.store.store import StoreError

    configured = settings()
    try:
        made = backup(configured.database, path or configured.backups, datetime.now(UTC))
    except StoreError as error:
        fail(str(error))
    click.echo(f"控えを取りました: {made}")


@database.command("restore")
@click.argument("path", type=click.Path(path_type=Path))
def restore_command(path: Path) -> None:
    """控えからもどす（まどぐちを止めてから）。"""
    from datetime import UTC, datetime

    from bot.store.backup import restore
    from bot.store.store import StoreError

    try:
        restore(settings().database, path, datetime.now(UTC))
    except StoreError as error:
        fail(str(error))
    click.echo("控えからもどしました。まどぐちを始めてください。")
