"""Changes to a knowledge folder, tried on a copy and then put in their places, all or none."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.knowledge.load import read_folder
from bot.knowledge.reader import KnowledgeError, Problem
from bot.knowledge.writing import replace_file


def apply(root: Path, files: Mapping[Path, str], *, dry: bool = False) -> None:
    """Write files of a knowledge folder; nothing at all where the folder would not load with them.

    Raises KnowledgeError that names the files as they would stand in the folder.
    """
    if not files:
        return
    with tempfile.TemporaryDirectory(prefix=".import-", dir=root.parent) as kept:
        draft = Path(kept) / "knowledge"
        shutil.copytree(root, draft, copy_function=_linked)
        for file, text in files.items():
            place = draft / file.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(place, text)
        problems = read_folder(draft).problems
        if problems:
            raise KnowledgeError(
                [
                    Problem(root / p.file.relative_to(draft), p.line, p.message, p.serious)
                    for p in problems
                ]
            )
        if not dry:
            _move(draft, root, list(files), Path(kept))


def _linked(source: str, target: str) -> None:
    """A copy takes no time as a link; ``replace_file`` never writes into a file that is there."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _move(draft: Path, root: Path, files: list[Path], kept: Path) -> None:
    """Put each drafted file in its place; where one cannot be, put all that was there back."""
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, file in enumerate(files):
            old = kept / f"old-{number}" if file.exists() else None
            file.parent.mkdir(parents=True, exist_ok=True)
            if old is not None:
                _linked(str(file), str(old))
            (draft / file.relative_to(root)).replace(file)
            done.append((file, old))
    except OSError:
        for file, old in reversed(done):
            if old is None:
                file.unlink()
            else:
                old.replace(file)
        raise
