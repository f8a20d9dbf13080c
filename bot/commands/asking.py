"""``ask`` and ``chat``: a resident's conversation in the terminal, and many questions in JSON Lines."""

import io
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.guiding import guide_over, of_these, unknown_council
from bot.console import fail, knowledge_option
from bot.conversation.guide import Guide
from bot.model import Outcome, Session, Turn

_MOST_ENTRIES = 10
_EXPLAINED = 3


@click.command()
@click.argument("question", required=False)
@click.option("--council", default=None, metavar="ID", help="お住まいの協議会（honjo など）")
@click.option("--jsonl", is_flag=True, help="標準入力の JSON Lines に答える")
@click.option("--explain", is_flag=True, help="そう答えたわけも表示する")
@knowledge_option
def ask(
    question: str | None,
    council: str | None,
    jsonl: bool,
    explain: bool,
    knowledge_dir: Path | None,
) -> None:
    """質問に一つ答える。"""
    from bot.channels.terminal import render

    if jsonl:
        guide = guide_over(knowledge_dir)
        # Bytes on both ends: UTF-8 whatever the terminal speaks, and no line can break the next.
        out = sys.stdout.buffer
        for answer in _answers(guide, sys.stdin.buffer):
            line = json.dumps(answer, ensure_ascii=False) + "\n"
            out.write(line.encode("utf-8", "backslashreplace"))
            out.flush()
        return
    if question is None or not question.strip():
        fail('質問が空です。madoguchi ask "困りごと" のように書いてください。')
    guide = guide_over(knowledge_dir)
    if council is not None:
        of_these(guide, council)
    turn = guide.hear(Session(council=council), question, "-")
    if explain:
        for line in _explained(guide, question, turn):
            click.echo(line)
        click.echo()
    click.echo(render(turn.reply))


@click.command()
@click.option("--council", default=None, metavar="ID", help="お住まいの協議会（honjo など）")
@knowledge_option
def chat(council: str | None, knowledge_dir: Path | None) -> None:
    """端末で会話する。番号でえらび、Ctrl+D で終わる。"""
    from bot.channels.terminal import PROMPT, Conversation

    guide = guide_over(knowledge_dir)
    if council is not None:
        of_these(guide, council)
    conversation = Conversation(guide, Session(council=council), lambda: datetime.now(UTC))
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    click.echo(conversation.start())
    while True:
        try:
            typed = input("\n" + PROMPT)
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if "\ufffd" in typed:
            click.echo("文字が読み取れませんでした。もう一度書いてください。")
            continue
        click.echo("\n" + conversation.answer(typed))


def _answers(guide: Guide, lines: Iterable[bytes]) -> Iterable[dict[str, Any]]:
    from bot.channels.terminal import render

    for line in lines:
        try:
            asked = json.loads(line)
            question, council = asked["q"], asked.get("council")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            yield {
                "error": '{"q": "質問", "council": "honjo など、または null"} の形で書いてください'
            }
            continue
        if not isinstance(question, str) or not isinstance(council, str | None):
            yield {"error": "q は文字、council は文字か null で書いてください"}
            continue
        if council is not None and council not in guide.knowledge.councils:
            yield {"error": unknown_council(guide, council)}
            continue
        turn = guide.hear(Session(council=council), question, "-")
        yield {
            "outcome": turn.outcome.value,
            # What was only weighed is for staff; here stands what was put forward.
            "entries": []
            if turn.outcome is Outcome.UNMATCHED
            else [c.id for c in turn.candidates][:_MOST_ENTRIES],
            "office": turn.office,
            "care": turn.care,
            "text": render(turn.reply),
        }


def _explained(guide: Guide, question: str, turn: Turn) -> Iterable[str]:
    from bot.understanding.refusal import odds

    message = guide.ear.listen(question)
    danger = guide.danger.assess(message)
    where = guide.gazetteer.find(question, turn.session.council)
    belief = guide.matcher.believe(message, turn.council)
    yield f"結果: {turn.outcome.value}"
    yield f"危険: {danger.grade.value}（{danger.measure:+.2f}）{'、'.join(danger.situations)}"
    yield f"場所: 協議会 {where.council or '—'}、窓口 {where.office or '—'}、ほかの町 {where.elsewhere or '—'}"
    evidence = belief.evidence
    yield (
        f"私たちの用件か: {odds(belief):+.2f}（用件 {evidence.ours:+.2f}、よその用件 {evidence.elsewhere:+.2f}、"
        f"近い言い方 {evidence.nearer:+.2f}、全体 {evidence.whole:+.2f}）"
    )
    yield f"割合: 用件 {belief.ours:.2f}、雑談 {belief.smalltalk:.2f}、連絡先 {belief.contact:.2f}"
    needs = sorted(belief.needs.items(), key=lambda pair: -pair[1])[:3]
    yield "困りごと: " + "、".join(f"{need} {p:.0%}" for need, p in needs)
    entries = guide.knowledge.entries
    best = turn.candidates[:_EXPLAINED]
    reasons = guide.reasons.of(message, belief, [c.id for c in best if c.id in entries])
    for candidate in best:
        entry = entries.get(candidate.id)
        yield f"・{candidate.id} {entry.name.ja if entry else candidate.id}（{candidate.score:.2f}）"
        for reason in reasons.get(candidate.id, ()):
            yield f"    {reason}"
