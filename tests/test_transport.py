"""The HTTP under the library: its timeouts, its errors, and that the token stays out of everything."""

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import web
from botapi import BotApi
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.transport import (
    AiohttpRequest,
    Api,
    BrokenError,
    UnsentError,
    UnsentInTimeError,
)

TOKEN = "123456789:AAF-a_token_as_long_as_a_real_one_0"


@pytest.fixture
def everything() -> Iterator[io.StringIO]:
    """All that any library logs, at any level, with tracebacks."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    made = AiohttpRequest(connect_timeout=0.3, read_timeout=0.3, pool_timeout=0.3, connections=1)
    await made.initialize()
    yield made
    await made.shutdown()


async def failure(api: Api) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await api.call("getMe", {})
    return caught.value


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 400}, BadRequest),
        ({"status": 401}, InvalidToken),
        ({"status": 403}, Forbidden),
        ({"status": 404}, InvalidToken),
        ({"status": 409}, Conflict),
        ({"retry_after": 3}, RetryAfter),
        ({"status": 500}, NetworkError),
        ({"status": 502}, NetworkError),
        ({"reset": "before"}, BrokenError),
        ({"reset": "after"}, BrokenError),
        ({"latency": 1.0}, TimedOut),
    ],
    ids=str,
)
async def test_each_failure_is_the_librarys_own(
    request_: AiohttpRequest, fault: dict[str, Any], kind: type[TelegramError]
) -> None:
    async with BotApi(token=TOKEN) as server:
        api = Api(request_, TOKEN, server.base_url)
        server.fail_next("getMe", **fault)
        error = await failure(api)
        assert type(error) is kind
        assert (await api.call("getMe", {}))["username"] == "test_bot"


async def test_a_server_that_is_not_there_was_not_reached(request_: AiohttpRequest) -> None:
    for origin in (
        "http://127.0.0.1:9/bot",
        "http://no.such.host.invalid/bot",
        "htp:/x",
        "http://",
    ):
        assert isinstance(await failure(Api(request_, TOKEN, origin)), UnsentError)


async def test_who_waits_for_a_connection_too_long_was_not_heard(
    request_: AiohttpRequest,
) -> None:
    async with BotApi(token=TOKEN, latency=0.25) as server:
        api = Api(request_, TOKEN, server.base_url)
        calls = (api.call("getMe", {}) for _ in range(6))
        ended = await asyncio.gather(*calls, return_exceptions=True)
    late = [one for one in ended if isinstance(one, Exception)]
    assert late
    assert {type(one) for one in late} == {UnsentInTimeError}


async def test_a_proxy_is_used(request_: AiohttpRequest) -> None:
    asked = []

    async def proxy(request: web.Request) -> web.Response:
        asked.append(request.host)
        return web.json_response({"ok": True, "result": {"id": 1}})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", proxy)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    through = AiohttpRequest(proxy=f"http://{host}:{port}")
    await through.initialize()
    try:
        api = Api(through, TOKEN, "http://telegram.invalid/bot")
        assert await api.call("getMe", {}) == {"id": 1}
    finally:
        await through.shutdown()
        await runner.cleanup()
    assert asked == ["telegram.invalid"]


async def test_a_proxy_that_is_not_there_was_not_reached() -> None:
    through = AiohttpRequest(proxy="http://user:word@127.0.0.1:9")
    await through.initialize()
    error = await failure(Api(through, TOKEN, "http://telegram.invalid/bot"))
    await through.shutdown()
    assert isinstance(error, UnsentError)
    assert "word" not in "".join(traceback.format_exception(error))


async def test_the_token_is_in_no_log_and_in_no_traceback(
    request_: AiohttpRequest, everything: io.StringIO
) -> None:
    secret = TOKEN.partition(":")[2]
    asyncio.get_running_loop().set_debug(True)
    async with BotApi(token=TOKEN) as server:
        api = Api(request_, TOKEN, server.base_url)
        faults: list[dict[str, Any]] = [
            {"status": 401},
            {"status": 502},
            {"reset": "before"},
            {"latency": 1.0},
        ]
        for fault in faults:
            server.fail_next("getMe", **fault)
            error = await failure(api)
            logging.getLogger("x").error("failed", exc_info=error)
    for origin in (
        "http://127.0.0.1:9/bot",
        "htp:/x",
        "http://",
        "http://[::bad/bot",
        "http://\ud800/",
    ):
        error = await failure(Api(request_, TOKEN, origin))
        logging.getLogger("x").error("failed %r", error, exc_info=error)
        seen: BaseException | None = error
        while seen is not None:
            assert secret not in repr(seen)
            seen = seen.__cause__ or seen.__context__
    assert secret not in everything.getvalue()
