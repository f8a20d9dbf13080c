"""``run``, ``desk`` and what prepares them: ``setup-telegram`` and ``poster``."""

import re
from collections.abc import Mapping
from pathlib import Path

import click

from bot.commands.guiding import guide_over
from bot.console import fail, knowledge_option, settings
from bot.knowledge.reader import KnowledgeError
from bot.model import Phrase
from bot.settings import Settings

# Only what no token can be: how long the second part is, Telegram alone knows.
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_REFUSED = "TELEGRAM_BOT_TOKEN が正しくありません。BotFather で確かめてください。"


@click.command()
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
    _token(configured)
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
        fail(_REFUSED)


@click.command()
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


def _token(configured: Settings) -> str:
    """The token, or the end of the command where there is none or it cannot be one."""
    token = configured.telegram_bot_token.get_secret_value()
    if not token:
        fail(
            "TELEGRAM_BOT_TOKEN がありません。BotFather でもらったトークンを .env に書いてください。"
        )
    if not _TOKEN.fullmatch(token):
        fail(_REFUSED)
    return token


@click.command("setup-telegram")
@knowledge_option
def setup_telegram(knowledge_dir: Path | None) -> None:
    """Telegram に、コマンドの一覧と説明をことばごとに知らせる（一度だけでよい）。"""
    import asyncio

    from telegram.error import InvalidToken, TelegramError

    from bot.channels.telegram.introduction import introduce
    from bot.channels.telegram.transport import AiohttpRequest, Api
    from bot.knowledge.load import load

    configured = settings()
    token = _token(configured)

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
        fail(*error.problems)
    except InvalidToken:
        fail(_REFUSED)
    except TelegramError as error:
        fail(f"Telegram に知らせられませんでした（{type(error).__name__}）。")
    click.echo(f"Telegram に知らせました（{done}件）。")


@click.command()
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
        fail(*error.problems)
    except OSError as error:
        fail(f"{into} に書けません（{error.strerror}）")
    click.echo(f"{into} に {len(written)} 個のファイルをつくりました。")
