"""The guide, as commands need it: a mistake in the knowledge ends the command with each in a line."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bot.console import fail, settings
from bot.conversation.guide import Guide
from bot.knowledge.reader import KnowledgeError
from bot.model import Entry


def guide_over(knowledge_dir: Path | None, *, staffed: bool = False) -> Guide:
    """The guide for a command, or the end of the command with each mistake in a line."""
    from bot.app import build_guide

    configured = settings()
    try:
        return build_guide(
            knowledge_dir or configured.knowledge_dir,
            configured.cache,
            configured.sudachi_dictionary,
            on_learning=lambda: click.echo(
                "言い方を学んでいます（はじめの一度だけ、数分かかります）…", err=True
            ),
            staffed=frozenset(configured.staff_chats) if staffed else frozenset(),
            watch=_watched,
        )
    except KnowledgeError as error:
        fail(*error.problems)
    except ModuleNotFoundError as error:
        fail(f"辞書がありません（{error.name}）。SUDACHI_DICTIONARY を core にしてください。")


def _watched(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Entries one by one, with a bar on the terminal of how far it has come."""
    label = "FAQ を読んでいます（はじめの一度だけ）"
    with click.progressbar(entries, label=label, file=sys.stderr) as shown:
        yield from shown


def of_these(guide: Guide, council: str) -> None:
    """The end of the command where there is no such council."""
    if council not in guide.knowledge.councils:
        fail(unknown_council(guide, council))


def unknown_council(guide: Guide, council: str) -> str:
    """What is said of a council that is not there."""
    known = "、".join(f"{c.id}（{c.place.ja}）" for c in guide.knowledge.councils.values())
    return f"協議会「{council}」はありません。次のどれかを書いてください: {known}"
