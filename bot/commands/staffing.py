"""The commands ``madoguchi staff ...``: who works at the web desk, and a link to come in by."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from bot.console import fail, settings, with_store

if TYPE_CHECKING:
    from bot.store.store import Store, Work

T = TypeVar("T")
_LONGEST_NAME = 80


@click.group()
def staff() -> None:
    """相談デスクの職員。"""


@staff.command()
@click.argument("name")
@click.option(
    "--council", "councils", multiple=True, metavar="ID", help="受け持つ協議会（いくつでも）"
)
@click.option(
    "--role",
    type=click.Choice(["staff", "editor", "operator"]),
    default="staff",
    help="職員、知識を確かめる編集者、すべての協議会の管理者",
)
@click.option("--telegram", type=int, default=None, metavar="番号", help="Telegram の利用者の番号")
def add(name: str, councils: tuple[str, ...], role: str, telegram: int | None) -> None:
    """職員を加える。"""
    from bot.knowledge.load import load
    from bot.knowledge.reader import KnowledgeError
    from bot.store.roster import Role

    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        fail("名前を80文字までで書いてください。")
    if not councils and role != "operator":
        fail("--council で、受け持つ協議会を書いてください。")
    try:
        known = load(settings().knowledge_dir).councils
    except KnowledgeError as error:
        fail(*error.problems)
    if unknown := [one for one in councils if one not in known]:
        fail(f"「{unknown[0]}」という協議会はありません。")

    async def adding(work: "Work") -> int | str:
        if telegram is not None and await work.staff.on_telegram(telegram) is not None:
            return "この Telegram の番号の職員は、もういます。"
        # Colleagues see the name alone: who has a ticket must be plain from it.
        same = [one for one in await work.staff.everybody() if one.name == name.strip()]
        if same:
            return (
                f"「{same[0].name}」という職員は、もういます（{same[0].id}番）。別の人なら、"
                f"「{same[0].name}（生活支援）」のように、見分けのつく名前で加えてください。"
            )
        now = datetime.now(UTC)
        return await work.staff.add(name.strip(), Role(role), councils, telegram, now)

    added = _with_store(adding)
    if isinstance(added, str):
        fail(added)
    click.echo(f"{added}番として加えました。")


@staff.command("list")
def list_() -> None:
    """職員の一覧。"""
    for one in _with_store(lambda work: work.staff.everybody()):
        councils = "、".join(one.councils) or "すべて"
        click.echo(f"{one.id}\t{one.name}\t{one.role.value}\t{councils}\t{one.telegram or '—'}")


@staff.command()
@click.argument("number", type=int)
def remove(number: int) -> None:
    """職員を外す。入っていた画面はすぐに閉じる。"""
    if not _with_store(lambda work: work.staff.remove(number, datetime.now(UTC))):
        fail(f"{number}番の職員はいません。madoguchi staff list で確かめてください。")
    click.echo(f"{number}番の職員を外しました。")


@staff.command()
@click.argument("number", type=int)
def link(number: int) -> None:
    """相談デスクの入り口を出す（5分のあいだ、一度だけ使える）。"""
    from bot.app import entrance
    from bot.store.roster import MOST_LINKS

    async def making(work: "Work") -> str | None:
        now = datetime.now(UTC)
        person = await work.staff.person(number)
        if person is None:
            return None
        if not await work.staff.attempt(f"link {number}", MOST_LINKS, now):
            return ""
        await work.staff.note(person, "link", "command", None, now)
        return await work.staff.link(number, now)

    secret = _with_store(making)
    if secret is None:
        fail(f"{number}番の職員はいません。madoguchi staff list で確かめてください。")
    if not secret:
        fail("入り口を何度も出しました。10分ほど待ってください。")
    click.echo(entrance(settings(), secret))


def _with_store(use: "Callable[[Work], Awaitable[T]]") -> T:
    """What a use of the store gives, in one transaction."""

    async def using(store: "Store") -> T:
        async with store.begin() as work:
            return await use(work)

    return with_store(using, settings().database)
