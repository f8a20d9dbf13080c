"""The commands ``madoguchi knowledge ...``: looking after the knowledge folder."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.console import fail, knowledge_option, settings
from bot.conversation.hours import JAPAN
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.telling import annotation, as_json, summary

if TYPE_CHECKING:
    from bot.knowledge.exchange.imports import Imported

_MOST_FILES = 20


@click.group("knowledge")
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
def check(knowledge_dir: Path | None, form: str) -> None:
    """知識フォルダを確かめ、直すところを一行ずつ知らせる。"""
    from bot.knowledge.check import check_folder

    try:
        problems = check_folder(knowledge_dir or settings().knowledge_dir, _today())
    except KnowledgeError as error:
        problems = error.problems
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


into_option = click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="入れる先のフォルダ",
)
dry_run_option = click.option("--dry-run", "dry", is_flag=True, help="確かめるだけで、書かない")


@knowledge.group("import")
def import_group() -> None:
    """よそのデータを知識フォルダに入れる。全部か、何もしないかのどちらか。"""


def _table(path: Path, into: Path, council: str, dry: bool) -> None:
    from bot.knowledge.exchange.imports import import_table

    _tell(lambda: import_table(path, into, _today(), council=council, dry=dry), dry)


council_option = click.option(
    "--council", default="", metavar="ID", help="ID がこの製品の形ではない行を入れる協議会"
)


@import_group.command("csv")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@council_option
@dry_run_option
def import_csv(path: Path, into: Path, council: str, dry: bool) -> None:
    """公共施設一覧（CSV）を窓口として入れる。"""
    _table(path, into, council, dry)


@import_group.command("xlsx")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@council_option
@dry_run_option
def import_xlsx(path: Path, into: Path, council: str, dry: bool) -> None:
    """公共施設一覧、または書き出した表（XLSX）を入れる。"""
    _table(path, into, council, dry)


@import_group.command("hsds")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@dry_run_option
def import_hsds(path: Path, into: Path, dry: bool) -> None:
    """HSDS 3.0 の JSON か表のフォルダを入れる。"""
    from bot.knowledge.exchange import imports

    _tell(lambda: imports.import_hsds(path, into, _today(), dry=dry), dry)


@import_group.command("desks")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@dry_run_option
def import_desks(path: Path, into: Path, dry: bool) -> None:
    """全国の相談窓口のオープンデータ（CC BY 4.0）を、市町村ごとに入れる。"""
    from bot.knowledge.exchange import imports

    _tell(lambda: imports.import_desks(path, into, dry=dry), dry)


@import_group.command("faq")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@click.option("--council", required=True, metavar="ID", help="入れる協議会の id（英小文字）")
@click.option("--name", default="", metavar="名前", help="新しい協議会の名前（「〇〇市役所」など）")
@click.option("--city", default="", metavar="市", help="その市区町村（「〇〇市」）")
@click.option("--prefecture", default="", metavar="県", help="その都道府県（「〇〇県」）")
@click.option("--phone", default="", metavar="番号", help="代表の電話番号")
@dry_run_option
def import_faq(
    path: Path,
    into: Path,
    council: str,
    name: str,
    city: str,
    prefecture: str,
    phone: str,
    dry: bool,
) -> None:
    """FAQ の表（CSV、XLSX、JSON Lines）を、協議会の一つとして入れる。"""
    from bot.knowledge.exchange.faq import About
    from bot.knowledge.exchange.faq import import_faq as work
    from bot.settings import PROJECT

    about = About(council, name, city, prefecture, phone)
    try:
        done = work(path, about, into, PROJECT / "knowledge", _today().isoformat(), dry=dry)
    except KnowledgeError as error:
        fail(*error.problems)
    except OSError as error:
        fail(f"書けません（{error.strerror}）: {error.filename}")
    for problem in done.bad:
        click.echo(str(problem), err=True)
    left = f"、取り込めない行 {len(done.bad)}" if done.bad else ""
    click.echo(
        f"質問 {done.questions}、新しい窓口 {done.offices}{left}。"
        + ("まだ書いていません。" if dry else f"{into / council} に書きました。")
    )


@knowledge.group("export")
def export_group() -> None:
    """知識フォルダを、ほかの形で書き出す。"""


@export_group.command("csv")
@into_option
@knowledge_option
def export_csv(into: Path, knowledge_dir: Path | None) -> None:
    """窓口を公共施設一覧（CSV）にする。"""
    from bot.knowledge.exchange import exports

    _write(exports.export_csv, knowledge_dir, into)


@export_group.command("xlsx")
@into_option
@knowledge_option
def export_xlsx(into: Path, knowledge_dir: Path | None) -> None:
    """窓口と項目を Excel の表にする。直して import xlsx で戻せる。"""
    from bot.knowledge.exchange import exports

    _write(exports.export_xlsx, knowledge_dir, into)


@export_group.command("hsds")
@into_option
@knowledge_option
def export_hsds(into: Path, knowledge_dir: Path | None) -> None:
    """HSDS 3.0 の JSON と表にする。"""
    from bot.knowledge.exchange import exports

    _write(exports.export_hsds, knowledge_dir, into)


def _tell(work: Callable[[], "Imported"], dry: bool) -> None:
    """Do an import, and say what came of it."""
    try:
        done = work()
    except KnowledgeError as error:
        fail(*error.problems)
    except OSError as error:
        fail(f"書けません（{error.strerror}）: {error.filename}")
    for remark in done.remarks:
        click.echo(remark)
    click.echo(
        f"協議会 {done.councils}、窓口 {done.offices}、項目 {done.entries} を読みました。"
        + (
            f"ファイル {len(done.files)} を"
            + ("書きます（まだ書いていません）。" if dry else "書きました。")
        )
    )


def _write(
    export: Callable[[Path, Path], list[Path]], knowledge_dir: Path | None, into: Path
) -> None:
    """Do an export, and say which files it wrote."""
    try:
        files = export(knowledge_dir or settings().knowledge_dir, into)
    except KnowledgeError as error:
        fail(*error.problems)
    except OSError as error:
        fail(f"書けません（{error.strerror}）: {error.filename}")
    for file in files[:_MOST_FILES]:
        click.echo(str(file))
    if len(files) > _MOST_FILES:
        click.echo(f"ほか {len(files) - _MOST_FILES} ファイル")


def _today() -> date:
    return datetime.now(JAPAN).date()


@export_group.command("html")
@into_option
@knowledge_option
def export_html(into: Path, knowledge_dir: Path | None) -> None:
    """すべての項目を、印刷できるホームページにする。"""
    from bot.knowledge.exchange.pages import export_html

    _write(export_html, knowledge_dir, into)


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

    _write(lambda root, place: write_schemas(place), knowledge_dir, into or _schemas(knowledge_dir))


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
    from bot.knowledge.template import new_council

    root = knowledge_dir or settings().knowledge_dir
    answers = {key: click.prompt(question) for key, question in _ASKED.items()}
    try:
        files = new_council(root, name, _today(), **answers)
    except KnowledgeError as error:
        fail(*error.problems)
    for file in files:
        click.echo(str(file))
    click.echo(f"作りました。次は、madoguchi ask --council {name} で聞いてみてください。")


@knowledge.command()
@click.argument("fact", metavar="ID", required=False)
@click.option("--by", default="", metavar="名前", help="確かめた人")
@click.option("--council", default="", metavar="ID", help="この協議会のものだけ")
@knowledge_option
def verify(fact: str | None, by: str, council: str, knowledge_dir: Path | None) -> None:
    """確かめなおすものを並べる。ID と --by を書くと、今日確かめたと書きこむ。"""
    from bot.knowledge.verify import confirm, queue

    root = knowledge_dir or settings().knowledge_dir
    if fact is not None and not by.strip():
        fail("だれが確かめたかを --by に書いてください。")
    try:
        if fact is not None:
            known = confirm(root, fact, _today(), by.strip())
            before = known.verified or "日付なし"
            click.echo(
                f"{known.name}（{known.id}）を {_today()} に確認としました（前は {before}）。"
            )
            return
        waiting = [one for one in queue(root, _today()) if council in ("", one.council)]
    except KnowledgeError as error:
        fail(*error.problems)
    except OSError as error:
        fail(f"書けません（{error.strerror}）: {error.filename}")
    for one in waiting:
        why = "、".join(one.doubtful) or f"{one.verified or '日付なし'} に確認"
        click.echo(f"{one.document.file}:{one.line}: {one.id} {one.name}（{why}）")
    click.echo(f"確かめなおすもの {len(waiting)}件")


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
