"""Knowledge that changes while we serve: checked and learned beside, then swapped in whole.

A change on disk is looked for by the files' times and sizes. What cannot be served is refused with
file and line, and the old knowledge serves on. Learning is done by another process, so that no
resident waits for it. Replicas over one folder each do this by themselves and end up the same.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot import log
from bot.conversation.guide import Guide
from bot.knowledge.folder import served_files, version
from bot.knowledge.reader import KnowledgeError

Signature = frozenset[tuple[str, int, int]]
_EVERY_SECONDS = 2.0
_MOST_TOLD = 10


def signature(root: Path) -> Signature:
    """Name, time and size of every knowledge file: other than before where one was changed."""
    found = []
    for file in served_files(root):
        try:
            state = file.stat()
        except OSError:
            continue
        found.append((str(file), state.st_mtime_ns, state.st_size))
    return frozenset(found)


async def learned_beside(root: Path, cache: Path, dictionary: str) -> list[str]:
    """Read, check and learn a folder in another process, which leaves what it made in the caches.

    Gives the lines that say what is wrong, file and line in front; none where it can be served.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "knowledge", "learn", "--knowledge", str(root)),
        env={
            **os.environ,
            "CACHE_DIR": str(cache),
            "SUDACHI_DICTIONARY": dictionary,
            "PYTHONUTF8": "1",
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, told = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    lines = told.decode("utf-8", "replace").splitlines()
    return lines if process.returncode else []


async def keep_up(
    root: Path,
    serving: str,
    learn: Callable[[], Awaitable[list[str]]],
    build: Callable[[], Guide],
    serve: Callable[[Guide], None],
    tell: Callable[[Sequence[str]], Awaitable[None]],
    every: float = _EVERY_SECONDS,
) -> None:
    """Follow a knowledge folder until cancelled.

    ``serving`` is the version of the knowledge that is served so far. ``learn`` says what is wrong
    with the folder, ``build`` makes the guide over it, ``serve`` puts the guide in the place of
    the old one, ``tell`` says to staff why a change was refused.
    """
    before = await asyncio.to_thread(signature, root)
    # It may have changed since it was read.
    unchanged = await asyncio.to_thread(version, root) == serving
    served = before if unchanged else None
    while True:
        await asyncio.sleep(every)
        now = await asyncio.to_thread(signature, root)
        # Whoever writes several files is let finish.
        if now != before or now == served:
            before = now
            continue
        served = now
        wrong = await learn()
        if not wrong:
            try:
                guide = await asyncio.to_thread(build)
            except KnowledgeError as error:
                wrong = [str(problem) for problem in error.problems]
            except OSError as error:
                wrong = [f"{root}: {error.strerror}"]
            else:
                serve(guide)
                log.logger().info("knowledge swapped", version=guide.knowledge.version)
                continue
        log.logger().warning("knowledge refused", count=len(wrong))
        await tell(wrong[:_MOST_TOLD])
