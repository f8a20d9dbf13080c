"""Serving a web application inside the process, until the block ends."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

_CLOSING_SECONDS = 3


class ListeningError(Exception):
    """A place to listen at cannot be had; the message is one sentence for the operator."""


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The process has one place where signals are heard, and it is not here.
        yield


@contextlib.asynccontextmanager
async def listening(app: ASGIApp, place: str) -> AsyncIterator[None]:
    """Serve at ``host:port``. Raises ListeningError where it is taken."""
    parts = urlsplit(f"//{place}")
    try:
        bound = socket.create_server((parts.hostname or "", parts.port or 0), backlog=1024)
    except OSError as error:
        raise ListeningError(f"{place} で待ち受けられません（{error.strerror}）。") from None
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=_CLOSING_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving
