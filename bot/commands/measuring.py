"""``evaluate`` and ``knowledge compare``: how right the answers are, and what a change changes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot.commands.guiding import guide_over, of_these
from bot.console import fail, knowledge_option
from bot.knowledge.reader import KnowledgeError


@click.command()
@click.argument("before", type=click.Path(path_type=Path, file_okay=False))
@click.argument("after", type=click.Path(path_type=Path, file_okay=False))
@click.argument("questions", type=click.Path(path_type=Path), nargs=-1)
def compare(before: Path, after: Path, questions: tuple[Path, ...]) -> None:
    """二つの知識フォルダで同じ質問に答え、何が変わるかを JSON Lines で知らせる。"""
    from bot.evaluation.compare import answers, report, steps
    from bot.evaluation.report import Result
    from bot.knowledge.labelled import labelled

    def tell(line: Any) -> None:
        click.echo(json.dumps(line, ensure_ascii=False))

    try:
        items = [item for file in questions for item in labelled(file)]
    except KnowledgeError as error:
        fail(*error.problems)
    results: dict[str, list[Result]] = {"before": [], "after": []}
    for name, folder in (("before", before), ("after", after)):
        if name == "after":
            tell({"stage": "learning"})
        guide = guide_over(folder)
        known = set(guide.knowledge.councils)
        asked = [item for item in items if item.council is None or item.council in known]
        for step in steps(name, answers(guide, asked), len(asked), results[name]):
            tell(step)
    tell(report(results["before"], results["after"]))


@click.command()
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--failures", default=20, metavar="N", help="答えそこないを N 件まで見せる")
@click.option(
    "--typed",
    type=click.Choice(["as-written", "kana", "slips"]),
    default="as-written",
    help="書かれたまま、かなだけで、打ちまちがいを入れて",
)
@knowledge_option
def evaluate(questions: Path, failures: int, typed: str, knowledge_dir: Path | None) -> None:
    """正解つきの質問で、答えの正しさを測る。"""
    from bot.evaluation.report import evaluated, report
    from bot.knowledge.labelled import labelled
    from bot.understanding.hands import in_kana, mistyped

    try:
        items = labelled(questions)
    except KnowledgeError as error:
        fail(*error.problems)
    guide = guide_over(knowledge_dir)
    for council in sorted({item.council for item in items if item.council}):
        of_these(guide, council)
    if typed == "kana":
        items = [replace(item, q=in_kana(item.q, guide.ear.japanese)) for item in items]
    elif typed == "slips":
        items = [replace(item, q=mistyped(item.q, seed)) for seed, item in enumerate(items)]
    for line in report(evaluated(guide, items), failures):
        click.echo(line)


@click.command()
@knowledge_option
def learn(knowledge_dir: Path | None) -> None:
    """言い方を前もって学んでおく（はじめの一度だけ時間がかかる）。"""
    guide_over(knowledge_dir)
