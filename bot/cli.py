"""The command ``madoguchi``. Every mistake of its user gets one clear sentence and a non-zero exit."""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot import deskwork, keeping
from bot.console import fail, knowledge_option, settings
from bot.conversation.guide import Guide
from bot.knowledge.reader import KnowledgeError
from bot.model import Candidate, Entry, Outcome, Phrase, Session, Turn

_MOST_ENTRIES = 10


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
                "言い方を学んでいます（はじめの一度だけ、1、2分かかります）…", err=True
            ),
            staffed=frozenset(configured.staff_chats) if staffed else frozenset(),
            watch=_watched,
        )
    except KnowledgeError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(2)
    except ModuleNotFoundError as error:
        fail(f"辞書がありません（{error.name}）。SUDACHI_DICTIONARY を core にしてください。")


def _watched(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Entries one by one, with a bar on the terminal of how far it has come."""
    label = "FAQ を読んでいます（はじめの一度だけ）"
    with click.progressbar(entries, label=label, file=sys.stderr) as shown:
        yield from shown


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """窓口: 困りごとから、役に立つ窓口と電話番号へ。"""


main.add_command(keeping.knowledge)
main.add_command(deskwork.staff)


@main.command()
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
    if council is not None and council not in guide.knowledge.councils:
        fail(_unknown_council(guide, council))
    turn = guide.hear(Session(council=council), question, "-")
    if explain:
        for line in _explained(guide, question, turn):
            click.echo(line)
        click.echo()
    click.echo(render(turn.reply))


@main.command()
@click.option("--council", default=None, metavar="ID", help="お住まいの協議会（honjo など）")
@knowledge_option
def chat(council: str | None, knowledge_dir: Path | None) -> None:
    """端末で会話する。番号でえらび、Ctrl+D で終わる。"""
    from bot.channels.terminal import PROMPT, Conversation

    guide = guide_over(knowledge_dir)
    if council is not None and council not in guide.knowledge.councils:
        fail(_unknown_council(guide, council))
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


@main.command()
@knowledge_option
def run(knowledge_dir: Path | None) -> None:
    """Telegram の窓口を開く。"""
    import asyncio

    from telegram.error import InvalidToken

    from bot import app, log
    from bot.channels.telegram.receiving import RefusedError
    from bot.listening import ListeningError
    from bot.store.store import StoreError

    configured = settings()
    log.set_up(configured.log_level)
    if not configured.telegram_bot_token.get_secret_value():
        fail(
            "TELEGRAM_BOT_TOKEN がありません。BotFather でもらったトークンを .env に書いてください。"
        )
    if configured.webhook_url and not configured.webhook_secret.get_secret_value():
        fail(
            "WEBHOOK_SECRET がありません。WEBHOOK_URL を使うときは、長いでたらめな英数字を書いてください。"
        )
    if knowledge_dir is not None:
        configured = configured.model_copy(update={"knowledge_dir": knowledge_dir})
    guide = guide_over(knowledge_dir, staffed=True)
    unknown = sorted(set(configured.staff_chats) - set(guide.knowledge.councils))
    if unknown:
        fail(f"STAFF_CHATS の「{unknown[0]}」という協議会はありません。")
    try:
        asyncio.run(app.run(guide, configured))
    except StoreError as error:
        fail(str(error))
    except ListeningError as error:
        fail(str(error))
    except (InvalidToken, RefusedError):
        fail("TELEGRAM_BOT_TOKEN が正しくありません。BotFather で確かめてください。")


@main.command()
@click.option("--bot", required=True, metavar="NAME", help="ボットのユーザー名（@ は省く）")
@click.option("--into", type=click.Path(path_type=Path), required=True, metavar="DIR")
@knowledge_option
def poster(bot: str, into: Path, knowledge_dir: Path | None) -> None:
    """協議会と窓口ごとの QR ポスター（SVG と印刷用のページ）、窓口の一覧をつくる。"""
    from bot.knowledge.load import load
    from bot.poster import write

    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,31}", bot):
        fail(f"「{bot}」はボットのユーザー名の形ではありません。例: madoguchi_bot")
    try:
        written = write(load(knowledge_dir or settings().knowledge_dir), bot, into)
    except KnowledgeError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(2)
    except OSError as error:
        fail(f"{into} に書けません（{error.strerror}）")
    click.echo(f"{into} に {len(written)} 個のファイルをつくりました。")


@main.command("setup-telegram")
@knowledge_option
def setup_telegram(knowledge_dir: Path | None) -> None:
    """Telegram に、コマンドの一覧と説明をことばごとに知らせる（一度だけでよい）。"""
    import asyncio

    from telegram.error import TelegramError

    from bot.channels.telegram.introduction import introduce
    from bot.channels.telegram.transport import AiohttpRequest, Api
    from bot.knowledge.load import load

    configured = settings()
    token = configured.telegram_bot_token.get_secret_value()
    if not token:
        fail(
            "TELEGRAM_BOT_TOKEN がありません。BotFather でもらったトークンを .env に書いてください。"
        )

    async def work(texts: Mapping[str, Phrase]) -> int:
        request = AiohttpRequest(proxy=configured.telegram_proxy or None)
        await request.initialize()
        try:
            api = Api(request, token, configured.telegram_base_url)
            return await introduce(api, texts, configured.staff_chats.values())
        finally:
            await request.shutdown()

    try:
        texts = load(knowledge_dir or configured.knowledge_dir).texts
        done = asyncio.run(work(texts))
    except KnowledgeError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(2)
    except TelegramError as error:
        fail(f"Telegram に知らせられませんでした（{type(error).__name__}）。")
    click.echo(f"Telegram に知らせました（{done}件）。")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8082, show_default=True)
@knowledge_option
def desk(host: str, port: int, knowledge_dir: Path | None) -> None:
    """職員のウェブ画面だけを開く。"""
    import asyncio

    from bot import app, log
    from bot.listening import ListeningError
    from bot.store.store import StoreError

    configured = settings()
    log.set_up(configured.log_level)
    place = {
        "desk_listen": f"{host}:{port}",
        "knowledge_dir": knowledge_dir or configured.knowledge_dir,
    }
    if configured.desk_url == type(configured).model_fields["desk_url"].default:
        place["desk_url"] = f"http://{host}:{port}"
    guide = guide_over(knowledge_dir, staffed=True)
    try:
        asyncio.run(app.run_desk(guide, configured.model_copy(update=place)))
    except (StoreError, ListeningError) as error:
        fail(str(error))


@main.group("db")
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


@keeping.knowledge.command()
@knowledge_option
def learn(knowledge_dir: Path | None) -> None:
    """言い方を前もって学んでおく（はじめの一度だけ時間がかかる）。"""
    guide_over(knowledge_dir)


@keeping.knowledge.command()
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


@main.command()
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
    from bot.evaluation.hands import in_kana, mistyped
    from bot.evaluation.report import evaluated, report
    from bot.knowledge.labelled import labelled

    try:
        items = labelled(questions)
    except KnowledgeError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(2)
    guide = guide_over(knowledge_dir)
    unknown = {i.council for i in items if i.council} - set(guide.knowledge.councils)
    if unknown:
        fail(_unknown_council(guide, sorted(unknown)[0]))
    if typed == "kana":
        items = [replace(item, q=in_kana(item.q, guide.ear.japanese)) for item in items]
    elif typed == "slips":
        items = [replace(item, q=mistyped(item.q, seed)) for seed, item in enumerate(items)]
    for line in report(evaluated(guide, items), failures):
        click.echo(line)


def _unknown_council(guide: Guide, council: str) -> str:
    known = "、".join(f"{c.id}（{c.place.ja}）" for c in guide.knowledge.councils.values())
    return f"協議会「{council}」はありません。次のどれかを書いてください: {known}"


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
            yield {"error": _unknown_council(guide, council)}
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
        f"近い言い方 {evidence.nearer:+.2f}、ことば {evidence.words}）"
    )
    yield f"割合: 用件 {belief.ours:.2f}、雑談 {belief.smalltalk:.2f}、連絡先 {belief.contact:.2f}"
    needs = sorted(belief.needs.items(), key=lambda pair: -pair[1])[:3]
    yield "困りごと: " + "、".join(f"{need} {p:.0%}" for need, p in needs)
    for candidate in turn.candidates[:3]:
        yield from _candidate(guide, candidate)


def _candidate(guide: Guide, candidate: Candidate) -> Iterable[str]:
    entry = guide.knowledge.entries.get(candidate.id)
    name = entry.name.ja if entry else candidate.id
    yield f"・{candidate.id} {name}（{candidate.score:.2f}）"
    for reason in candidate.reasons:
        yield f"    {reason}"
