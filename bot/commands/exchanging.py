"""``knowledge import`` and ``knowledge export``: the knowledge in the forms of others."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.console import fail, knowledge_option, settings, today
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.schema.forms import DAY

if TYPE_CHECKING:
    from bot.knowledge.exchange.imports import Imported

_MOST_FILES = 20

into_option = click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="入れる先のフォルダ",
)
dry_run_option = click.option("--dry-run", "dry", is_flag=True, help="確かめるだけで、書かない")


@click.group("import")
def import_group() -> None:
    """よそのデータを知識フォルダに入れる。全部か、何もしないかのどちらか。"""


def _day(_context: click.Context, _option: click.Parameter, written: str) -> str:
    """The day of ``--as-of``, or the end of the command where it is none."""
    from bot.knowledge.freshness import last_day

    if written and (not re.fullmatch(DAY, written) or last_day(written) is None):
        fail(
            f"--as-of の「{written}」は日付ではありません。2026-03 か 2026-03-31 の形で書いてください。"
        )
    if written > today().isoformat():
        fail(f"--as-of の「{written}」は、まだ来ていない日です。資料の日付を書いてください。")
    return written


as_of_option = click.option(
    "--as-of",
    default="",
    metavar="日付",
    callback=_day,
    help="資料がいつのものか（2026-03 など）。省くと、確かめた日（verified）は書かない",
)


def _table(path: Path, into: Path, council: str, as_of: str, dry: bool) -> None:
    from bot.knowledge.exchange.imports import import_table

    _tell(lambda: import_table(path, into, council=council, as_of=as_of, dry=dry), dry)


council_option = click.option(
    "--council", default="", metavar="ID", help="ID がこの製品の形ではない行を入れる協議会"
)


@import_group.command("csv")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@council_option
@as_of_option
@dry_run_option
def import_csv(path: Path, into: Path, council: str, as_of: str, dry: bool) -> None:
    """公共施設一覧（CSV）を窓口として入れる。"""
    _table(path, into, council, as_of, dry)


@import_group.command("xlsx")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@council_option
@as_of_option
@dry_run_option
def import_xlsx(path: Path, into: Path, council: str, as_of: str, dry: bool) -> None:
    """公共施設一覧、または書き出した表（XLSX）を入れる。"""
    _table(path, into, council, as_of, dry)


@import_group.command("hsds")
@click.argument("path", type=click.Path(path_type=Path))
@into_option
@as_of_option
@dry_run_option
def import_hsds(path: Path, into: Path, as_of: str, dry: bool) -> None:
    """HSDS 3.0 の JSON か表のフォルダを入れる。"""
    from bot.knowledge.exchange import imports

    _tell(lambda: imports.import_hsds(path, into, as_of=as_of, dry=dry), dry)


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
@as_of_option
@dry_run_option
def import_faq(
    path: Path,
    into: Path,
    council: str,
    name: str,
    city: str,
    prefecture: str,
    phone: str,
    as_of: str,
    dry: bool,
) -> None:
    """FAQ の表（CSV、XLSX、JSON Lines）を、協議会の一つとして入れる。"""
    from bot.knowledge.exchange.faq import About
    from bot.knowledge.exchange.faq import import_faq as work
    from bot.settings import PROJECT

    about = About(council, name, city, prefecture, phone)
    try:
        done = work(path, about, into, PROJECT / "knowledge", as_of, dry=dry)
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


@click.group("export")
def export_group() -> None:
    """知識フォルダを、ほかの形で書き出す。"""


@export_group.command("csv")
@into_option
@knowledge_option
def export_csv(into: Path, knowledge_dir: Path | None) -> None:
    """窓口を公共施設一覧（CSV）にする。"""
    from bot.knowledge.exchange import exports

    write(exports.export_csv, knowledge_dir, into)


@export_group.command("xlsx")
@into_option
@knowledge_option
def export_xlsx(into: Path, knowledge_dir: Path | None) -> None:
    """窓口と項目を Excel の表にする。直して import xlsx で戻せる。"""
    from bot.knowledge.exchange import exports

    write(exports.export_xlsx, knowledge_dir, into)


@export_group.command("hsds")
@into_option
@knowledge_option
def export_hsds(into: Path, knowledge_dir: Path | None) -> None:
    """HSDS 3.0 の JSON と表にする。"""
    from bot.knowledge.exchange import exports

    write(exports.export_hsds, knowledge_dir, into)


@export_group.command("html")
@into_option
@knowledge_option
def export_html(into: Path, knowledge_dir: Path | None) -> None:
    """すべての項目を、印刷できるホームページにする。"""
    from bot.knowledge.exchange.pages import export_html

    write(export_html, knowledge_dir, into)


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


def write(
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
