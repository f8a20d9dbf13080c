"""The commands ``madoguchi knowledge ...``: looking after the knowledge folder."""

import sys
from datetime import datetime
from pathlib import Path

import click

from bot.console import knowledge_option, settings
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.telling import annotation, as_json, summary


@click.group("knowledge")
def knowledge() -> None:
    """知識の確認と受け渡し。"""


@knowledge.command()
@knowledge_option
@click.option(
    "--proposals",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="提案の控え（省くと DATA_DIR/proposals.yaml、あるときだけ）",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="人が読む形、GitHub の注釈、JSON",
)
def check(knowledge_dir: Path | None, proposals: Path | None, form: str) -> None:
    """知識フォルダと提案を確かめ、直すところを一行ずつ知らせる。"""
    from bot.knowledge.check import check_folder
    from bot.knowledge.proposals import NAME

    configured = settings()
    file = proposals or configured.data_dir / NAME
    try:
        problems = check_folder(
            knowledge_dir or configured.knowledge_dir,
            datetime.now().astimezone().date(),
            file if proposals is not None or file.exists() else None,
        )
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
