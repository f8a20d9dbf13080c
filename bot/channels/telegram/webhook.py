"""Webhook mode: Telegram brings the updates, and is told "200" when they are kept."""

import asyncio
import hmac
import json
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.channels.telegram.bell import unless
from bot.channels.telegram.parsing import UnreadableError, arrived
from bot.channels.telegram.receiving import UPDATES, Patience, Reception
from bot.channels.telegram.transport import Api
from bot.pulse import Pulse

_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_LONGEST_BODY = 1024 * 1024
_LOOK_SECONDS = 10.0


def application(url: str, secret: str, reception: Reception) -> Starlette:
    """Takes updates under the path of ``url`` from whoever knows the secret."""

    async def take(request: Request) -> Response:
        given = request.headers.get(_SECRET, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            raise HTTPException(403)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise HTTPException(415)
        try:
            update = arrived(json.loads(await _body(request)))
        except (ValueError, RecursionError, UnreadableError):
            raise HTTPException(400) from None
        await reception.take([update])
        return Response()

    return Starlette(routes=[Route(urlsplit(url).path or "/", take, methods=["POST"])])


class Hook:
    """Keeps Telegram told where to bring updates, also where somebody else has told it otherwise."""

    def __init__(self, api: Api, url: str, secret: str, pulse: Pulse, stop: asyncio.Event) -> None:
        self._api = api
        self._url = url
        self._secret = secret
        self._pulse = pulse
        self._stop = stop
        self._patience = Patience()

    async def run(self) -> None:
        """Look after it until it is time to stop. Raises RefusedError."""
        while not self._stop.is_set():
            try:
                await self._look()
            except TelegramError as error:
                self._patience.judge(error)
            await unless(self._stop, asyncio.sleep(_LOOK_SECONDS))

    async def _look(self) -> None:
        known = await self._api.call("getWebhookInfo", {})
        if known.get("url") != self._url or sorted(known.get("allowed_updates", ())) != UPDATES:
            told = {"url": self._url, "secret_token": self._secret, "allowed_updates": UPDATES}
            await self._api.call("setWebhook", told)
        self._pulse.polled()
        self._patience.forget()


async def _body(request: Request) -> bytes:
    """Raises HTTPException where it is too long, before all of it has come."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            raise HTTPException(413)
    return body
