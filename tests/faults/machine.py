"""The bot as a process of its own, to be killed; and a balancer before several of them."""

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web
from botapi import BotApi

_START_SECONDS = 40.0
_LOOK_SECONDS = 0.02


class Machine:
    """``madoguchi run`` with settings of its own; what it logs is in ``log``."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.log = folder / f"log-{os.urandom(3).hex()}"
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    @property
    def written(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    async def start(self, *, until: str = '"receiving"') -> None:
        """Start, and wait until it has logged that it works."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        before = self.written.count(until)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), **self._settings},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(_START_SECONDS):
            while self.written.count(until) == before:
                assert self._process.returncode is None, self.written[-2000:]
                await asyncio.sleep(_LOOK_SECONDS)

    async def kill(self) -> None:
        """No time to say goodbye."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self, seconds: float = 10.0) -> int:
        """The exit code after a polite request to end."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self.ended(seconds)

    async def ended(self, seconds: float) -> int:
        """The exit code, which must be there within so many seconds."""
        assert self._process is not None
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    async def away(self) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()


def settings(api: BotApi, knowledge: Path, data: Path, **more: str) -> dict[str, str]:
    """Settings of a machine; ``data`` holds what was learned."""
    return {
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_BASE_URL": api.base_url,
        "KNOWLEDGE_DIR": str(knowledge),
        "DATA_DIR": str(data),
        **more,
    }


@asynccontextmanager
async def balancer(places: Sequence[str]) -> AsyncIterator[str]:
    """The URL of one that hands each request to the next place that takes it."""
    turns = itertools.cycle(places)

    async def hand_on(request: web.Request) -> web.Response:
        body = await request.read()
        for place in itertools.islice(turns, len(places) + 1):
            try:
                async with session.post(
                    f"http://{place}{request.path}", data=body, headers=request.headers
                ) as answer:
                    return web.Response(status=answer.status, body=await answer.read())
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)

    async with aiohttp.ClientSession() as session:
        app = web.Application()
        app.router.add_post("/{path:.*}", hand_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            host, port = runner.addresses[0][:2]
            yield f"http://{host}:{port}"
        finally:
            await runner.cleanup()
