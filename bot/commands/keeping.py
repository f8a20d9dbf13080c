"""The commands ``madoguchi knowledge ...`` that look after the knowledge folder."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.exchanging import export_group, import_group, write
from bot.console import fail, knowledge_option, settings, today, with_store
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.telling import annotation, as_json, summary

if TYPE_CHECKING:
    from bot.store.store import Store
    from bot.verifying import Verifying

T = TypeVar("T")


@click.group("knowledge", commands=(export_group, import_group))
def knowledge() -> None:
    """知識の確認と受け渡し。"""


@knowledge.command()
@knowledge_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="人が読む形、GitHub の注釈、JSON",
)
@click.option(
    "--council", default="", metavar="ID", help="この協議会のものと、すべてを止める誤りだけ"
)
def check(knowledge_dir: Path | None, form: str, council: str) -> None:
    """知識フォルダを確かめ、直すところを一行ずつ知らせる。"""
    from bot.knowledge.check import check_folder

    root = knowledge_dir or settings().knowledge_dir
    try:
        problems = check_folder(root, today())
    except KnowledgeError as error:
        problems = error.problems
    if council:
        _council_there(root, council)
        # A mistake elsewhere stops this council too, and may have kept its files from being checked.
        problems = [p for p in problems if p.serious or p.file.is_relative_to(root / council)]
    match form:
        case "json":
            click.echo(as_json(problems))
        case "github":
            for problem in problems:
                click.echo(annotation(problem))
        case _:
            for problem in problems:
                click.echo(str(problem), err=problem.serious)
            click.echo(summary(problems))
    sys.exit(1 if any(problem.serious for problem in problems) else 0)


@knowledge.command("schema")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="入れる先（省くと知識フォルダの schema/）",
)
@knowledge_option
def schema(into: Path | None, knowledge_dir: Path | None) -> None:
    """編集ソフトのための JSON Schema を書き出す。"""
    from bot.knowledge.editor import write_schemas

    write(lambda root, place: write_schemas(place), knowledge_dir, into or _schemas(knowledge_dir))


def _schemas(knowledge_dir: Path | None) -> Path:
    return (knowledge_dir or settings().knowledge_dir) / "schema"


_ASKED = {
    "council_name": "正式な名前（例 社会福祉法人 見本市社会福祉協議会）",
    "short_name": "短い名前（例 見本市社協）",
    "prefecture": "都道府県（例 埼玉県）",
    "city": "市区町村（例 見本市）",
    "kana": "市区町村のよみ（例 みほんし）",
    "address": "本所の住所",
    "postal_code": "本所の郵便番号（例 365-0062）",
    "phone": "本所の電話番号（例 048-597-2100）",
    "document": "これらが書いてある資料の名前か URL",
}


@knowledge.command("new-council")
@click.argument("name", metavar="ID")
@knowledge_option
def new_council(name: str, knowledge_dir: Path | None) -> None:
    """質問に答えて、新しい協議会のフォルダを作る。"""
    from bot.knowledge.template import council_id, new_council

    root = knowledge_dir or settings().knowledge_dir
    try:
        id_ = council_id(root, name)
    except ValueError as error:
        fail(f"{error}。")
    try:
        answers = {about: _answered(about, question) for about, question in _ASKED.items()}
    except click.Abort:
        fail("\n答えが途中で終わったので、何も作っていません。はじめから答えなおしてください。")
    try:
        files = new_council(root, id_, today(), **answers)
    except KnowledgeError as error:
        # A file that was not made is nothing to look into.
        fail(*(p if p.file.exists() else p.message for p in error.problems))
    for file in files:
        click.echo(str(file))
    click.echo(f"作りました。次は、madoguchi ask --council {id_} で聞いてみてください。")


def _answered(about: str, question: str) -> str:
    """The answer to a question, which is asked until it can be one."""
    from bot.knowledge.template import answer

    while True:
        try:
            return answer(about, click.prompt(question))
        except ValueError as error:
            click.echo(f"{error}。", err=True)


@knowledge.command()
@click.argument("fact", metavar="ID", required=False)
@click.option("--by", default="", metavar="名前", help="確かめた人")
@click.option("--council", default="", metavar="ID", help="この協議会のものだけ")
@knowledge_option
def verify(fact: str | None, by: str, council: str, knowledge_dir: Path | None) -> None:
    """確かめなおすものを並べる。ID と --by を書くと、今日確かめたと書きこむ。"""
    root = knowledge_dir or settings().knowledge_dir
    if council:
        _council_there(root, council)
    if fact is not None and not by.strip():
        fail("だれが確かめたかを --by に書いてください。")
    try:
        if fact is not None:
            _confirm(root, fact, by.strip())
        else:
            _list_waiting(root, council)
    except KnowledgeError as error:
        fail(*error.problems)


def _council_there(root: Path, council: str) -> None:
    """The end of the command where a council has no folder."""
    if not (root / council / "council.yaml").is_file():
        fail(f"協議会「{council}」はありません。{root} の中のフォルダの名前を書いてください。")


def _confirm(root: Path, fact: str, by: str) -> None:
    from bot.knowledge.verify import council_of

    known = _verifying(root, lambda work: work.confirm(fact, council_of(fact), by))
    assert known is not None
    before = known.verified or "日付なし"
    click.echo(f"{known.name}（{known.id}）を {today()} に確認としました（前は {before}）。")


def _list_waiting(root: Path, council: str) -> None:
    from bot.conversation.wording import Wording
    from bot.knowledge.load import build, read_folder
    from bot.knowledge.verify import places
    from bot.verifying import doubts

    folder = read_folder(root)
    if folder.problems:
        raise KnowledgeError(folder.problems)
    knowledge = build(folder)
    councils = {council} if council else {*knowledge.councils, ""}
    waiting = _verifying(root, lambda work: work.queue(knowledge, councils))
    at = places(folder)
    say = Wording(knowledge.texts, "ja")
    for one in waiting:
        document, place = at[one.fact.id]
        why = doubts(one.fact, say) or [f"{one.fact.verified or '日付なし'} に確認"]
        if one.reports:
            why.insert(0, say("staff-verify-reports", count=str(one.reports)).strip())
        line = document.line(place)
        click.echo(f"{document.file}:{line}: {one.fact.id} {one.fact.name}（{'、'.join(why)}）")
    click.echo(f"確かめなおすもの {len(waiting)}件")


def _verifying(root: Path, use: "Callable[[Verifying], Awaitable[T]]") -> T:
    """What a use of the verifying gives; residents reported nothing where nothing is kept yet."""
    from bot.store.engine import IN_MEMORY, absent
    from bot.verifying import Verifying

    async def using(store: "Store") -> T:
        return await use(Verifying(store, root, asyncio.Lock(), lambda: datetime.now(UTC)))

    kept = settings().database
    return with_store(using, IN_MEMORY if absent(kept) else kept)


@knowledge.command("log")
@click.argument("fact", metavar="ID")
@knowledge_option
def log_(fact: str, knowledge_dir: Path | None) -> None:
    """窓口、項目、電話を、だれがいつ変えたか（git の記録から）。"""
    from bot.knowledge.verify import history

    try:
        lines = history(knowledge_dir or settings().knowledge_dir, fact)
    except KnowledgeError as error:
        fail(*error.problems)
    for line in lines:
        click.echo(line)
