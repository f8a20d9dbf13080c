"""Lessons in the background: each is tried out on a copy of the knowledge, and taken into the files.

Trying out is the work of another process (``madoguchi knowledge compare``): learning takes a minute
and all of a processor, and residents must not wait for it.
"""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.counter import Counter
from bot.knowledge.edit import EditError, save
from bot.knowledge.folder import QUESTIONS, version
from bot.knowledge.lessons import Teaching, changed, labelled
from bot.store.lessons import Lesson, LessonState
from bot.store.store import Store

_LOOK_SECONDS = 1.0
# The running ``madoguchi``: words in, its lines out one by one, then None or what it complained of.
Program = Callable[..., Any]


class School:
    """``questions`` are files of labelled questions that every lesson is tried on; ``writing`` is
    held by whoever changes the files under ``root``.
    """

    def __init__(
        self,
        counter: Counter,
        store: Store,
        root: Path,
        questions: tuple[Path, ...],
        program: Program,
        writing: asyncio.Lock,
    ) -> None:
        self._counter = counter
        self._store = store
        self._root = root
        self._questions = questions
        self._program = program
        self._one = asyncio.Semaphore(1)
        self._writing = writing
        self._tasks: set[asyncio.Task[None]] = set()

    async def resume(self) -> None:
        """Take up what a restart has interrupted."""
        async with self._store.read() as work:
            trying = await work.lessons.in_state(LessonState.TRYING)
            to_come = await work.lessons.to_come()
        for lesson in trying:
            self._begin(self._try(lesson))
        if to_come:
            self._begin(self._go_live())

    def try_out(self, lesson: Lesson) -> None:
        self._begin(self._try(lesson))

    async def take(self, lesson: Lesson) -> None:
        """Write a lesson into the files. Raises EditError where it does not fit any more."""
        async with self._writing:
            files = changed(self._root, self._counter.knowledge, teaching(lesson))
            for file, text in files.items():
                save(file, text)

    async def confirm(self, council: str, words: str, right: Sequence[str]) -> None:
        """Add a question to the council's own labelled ones. Raises EditError, KnowledgeError, OSError."""
        async with self._writing:
            for file, text in labelled(self._root, council, words, right).items():
                save(file, text)

    def go_live(self) -> None:
        self._begin(self._go_live())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def diff(self, lesson: Lesson) -> list[str]:
        """What a lesson would change in the files, as lines of a diff."""
        import difflib

        try:
            files = changed(self._root, self._counter.knowledge, teaching(lesson))
        except EditError:
            return []
        lines: list[str] = []
        for file, text in files.items():
            name = str(file.relative_to(self._root))
            before = file.read_bytes().decode().splitlines() if file.exists() else []
            lines += difflib.unified_diff(before, text.splitlines(), name, name, lineterm="", n=2)
        return lines

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _go_live(self) -> None:
        async with self._writing:
            wanted = await asyncio.to_thread(version, self._root)
        while self._counter.knowledge.version != wanted:
            # Who follows the folder reads and learns it, and then lets the counter know.
            await asyncio.sleep(_LOOK_SECONDS)
            wanted = await asyncio.to_thread(version, self._root)
        async with self._store.begin() as work:
            for lesson in await work.lessons.to_come():
                await work.lessons.live(lesson.id)

    async def _try(self, lesson: Lesson) -> None:
        async with self._one:
            with tempfile.TemporaryDirectory(prefix="madoguchi-lesson-") as folder:
                copy = Path(folder) / "knowledge"
                await asyncio.to_thread(shutil.copytree, self._root, copy)
                try:
                    files = changed(copy, self._counter.knowledge, teaching(lesson))
                except EditError as error:
                    await self._failed(lesson, str(error))
                    return
                for file, text in files.items():
                    save(file, text)
                await self._compare(lesson, copy)

    async def _compare(self, lesson: Lesson, copy: Path) -> None:
        asked = [*self._questions, *labelled_in(copy)]
        words = ["knowledge", "compare", str(self._root), str(copy), *map(str, asked)]
        told: Mapping[str, Any] = {}
        async with self._program(*words) as running:
            while line := await running.stdout.readline():
                told = json.loads(line)
                if told["stage"] != "done":
                    await self._progress(lesson, told)
            complaint = (await running.stderr.read()).decode("utf-8", "replace")
            failed = await running.wait() != 0
        if failed or told.get("stage") != "done":
            await self._failed(lesson, complaint.replace(str(copy), "")[-500:])
            return
        async with self._store.begin() as work:
            await work.lessons.tried(lesson.id, told)

    async def _progress(self, lesson: Lesson, told: Mapping[str, Any]) -> None:
        words = f"{told['stage']} {told.get('done', '')} {told.get('of', '')}".strip()
        async with self._store.begin() as work:
            await work.lessons.progress(lesson.id, words)

    async def _failed(self, lesson: Lesson, why: str) -> None:
        async with self._store.begin() as work:
            await work.lessons.failed(lesson.id, why)


def labelled_in(root: Path) -> list[Path]:
    """The councils' own labelled questions."""
    return sorted(root.glob(f"*/{QUESTIONS}"))


def teaching(lesson: Lesson) -> Teaching:
    return Teaching(lesson.council, lesson.wording, lesson.target, lesson.entry)
