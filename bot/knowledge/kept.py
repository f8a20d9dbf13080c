"""The linked knowledge of a folder, kept on disk under the digest of its files.

Reading the YAML of two thousand municipalities takes many seconds, reading this takes one. It is
never trusted: other files, another version of the code or a damaged byte, and the YAML is read anew.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot import model
from bot.knowledge import load
from bot.knowledge.folder import version
from bot.knowledge.writing import replace_file

_SHAPE = TypeAdapter(model.Knowledge)
_NAME = "knowledge-"
_KEPT = 3


def kept_or_read(
    root: Path, folder: Path, read: Callable[[Path], model.Knowledge] = load.load
) -> model.Knowledge:
    """The knowledge under ``root``: as kept in ``folder``, or read now and kept.

    Raises KnowledgeError where the folder cannot be served.
    """
    if not root.is_dir():
        return read(root)
    file = folder / f"{_NAME}{version(root)}-{_code()}.json"
    try:
        checksum, _, text = file.read_bytes().partition(b"\n")
        if checksum == _checksum(text):
            return _SHAPE.validate_json(text)
    except (OSError, ValidationError):
        pass
    made = read(root)
    text = _SHAPE.dump_json(made)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(file, (_checksum(text) + b"\n" + text).decode())
        kept = sorted(folder.glob(f"{_NAME}*.json"), key=lambda f: -f.stat().st_mtime)
        for old in kept[_KEPT:]:
            old.unlink()
    except OSError:
        # A folder that cannot be written costs the time again, nothing else.
        pass
    return made


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _code() -> str:
    code = hashlib.sha256()
    here = Path(__file__).parent
    shapes = sorted((here / "schema").glob("*.py"))
    for file in (Path(model.__file__), here / "load.py", here / "folder.py", *shapes):
        code.update(file.read_bytes())
    return code.hexdigest()[:12]
