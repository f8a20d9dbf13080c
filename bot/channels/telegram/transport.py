"""python-telegram-bot's HTTP over aiohttp: fast at many calls at once, and silent about the token."""

import random
from collections.abc import Mapping
from typing import Any

import aiohttp
from telegram import InputFile
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

_USER_AGENT = "madoguchi"
# Shorter than servers keep an idle connection, so that we are the ones to close it.
_KEPT_SECONDS = 20
_LONGEST_PAUSE = 300.0


class UnsentError(NetworkError):
    """No connection could be made: the call has certainly not been done."""


class UnsentInTimeError(TimedOut, UnsentError):
    """The same, since it took too long to connect."""


class BrokenError(NetworkError):
    """The connection broke: nobody knows whether the call has been done."""


class AiohttpRequest(BaseRequest):
    """Implements the library's request interface. Times are seconds; errors are the library's own.

    ``proxy`` is the URL of an HTTP proxy.
    """

    def __init__(
        self,
        connections: int = 64,
        connect_timeout: float = 5.0,
        read_timeout: float = 10.0,
        pool_timeout: float = 5.0,
        proxy: str | None = None,
    ) -> None:
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._pool_timeout = pool_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=_KEPT_SECONDS
            )
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Raises UnsentError, UnsentInTimeError, TimedOut or BrokenError."""
        if self._session is None:
            raise RuntimeError("initialize the request first")
        connecting = _given(connect_timeout, self._connect_timeout)
        pooled = _given(pool_timeout, self._pool_timeout)
        timeout = aiohttp.ClientTimeout(
            connect=None if connecting is None or pooled is None else connecting + pooled,
            sock_connect=connecting,
            sock_read=_given(read_timeout, self._read_timeout),
        )
        try:
            async with self._session.request(
                method,
                url,
                data=_body(request_data),
                timeout=timeout,
                proxy=self._proxy,
                headers={"User-Agent": _USER_AGENT},
            ) as response:
                return response.status, await response.read()
        except Exception as error:  # noqa: BLE001
            problem = _told(error)
        # Raised out here: an exception remembers what was being handled, and that holds the URL,
        # which holds the token.
        raise problem


class Api:
    """Calls of a bot, by their names, with JSON in and out."""

    def __init__(self, request: AiohttpRequest, token: str, base_url: str) -> None:
        self._request = request
        self._origin = f"{base_url}{token}"

    async def call(
        self, method: str, parameters: Mapping[str, Any], read_timeout: float | None = None
    ) -> Any:
        """The result of a call. Raises TelegramError."""
        given = [_parameter(name, value) for name, value in parameters.items()]
        seconds = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
        return await self._request.post(
            f"{self._origin}/{method}", RequestData(given), read_timeout=seconds
        )


def _parameter(name: str, value: Any) -> RequestParameter:
    """A document is given as its ``filename`` and its ``text``."""
    if name == "document":
        content = value["text"].encode()
        return RequestParameter.from_input(name, InputFile(content, filename=value["filename"]))
    return RequestParameter(name, value, None)


def backoff(failures: int) -> float:
    """Seconds until the next attempt: longer each time, and not the same for all."""
    longest = min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(failures, 20))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks us to be silent."""
    # Its public form warns, or not, depending on a switch in the environment.
    return error._retry_after.total_seconds()


def _told(error: Exception) -> TelegramError:
    kind = f"aiohttp {type(error).__name__}"
    match error:
        case aiohttp.ConnectionTimeoutError():
            return UnsentInTimeError(kind)
        case TimeoutError():
            return TimedOut(kind)
        case aiohttp.ClientConnectorError() | aiohttp.ClientHttpProxyError():
            return UnsentError(kind)
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return UnsentError(kind)
        case _:
            return BrokenError(kind)


def _given(value: Any, default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
