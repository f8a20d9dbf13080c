"""``madoguchi`` as another process, for work that would keep residents waiting."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator

from bot.settings import Settings


@contextlib.asynccontextmanager
async def program(settings: Settings, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """``madoguchi`` with some words as a process that stands back for others; ends with the block."""
    known = {
        "DATA_DIR": str(settings.data_dir),
        "CACHE_DIR": str(settings.cache),
        "KNOWLEDGE_DIR": str(settings.knowledge_dir),
        "SUDACHI_DICTIONARY": settings.sudachi_dictionary,
    }
    running = await asyncio.create_subprocess_exec(
        "nice",
        sys.executable,
        "-m",
        "bot",
        *words,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), **known},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=1 << 24,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                running.kill()
        await running.wait()
