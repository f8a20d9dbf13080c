"""The files of a knowledge folder: read, and each part validated by its shape."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.knowledge.mistakes import sentences
from bot.knowledge.reader import Document, KnowledgeError, Loaded, Place, Problem, read
from bot.knowledge.schema.council import CouncilFile
from bot.knowledge.schema.entries import EntryPart, FaqPart
from bot.knowledge.schema.shared import (
    HotlinePart,
    IdeaPart,
    LifePart,
    NeedPart,
    PrefecturePart,
    SituationPart,
    TextPart,
    ThemePart,
)

T = TypeVar("T", bound=BaseModel)
QUESTIONS = "questions.yaml"


@dataclass(slots=True)
class Folder:
    """Everything a knowledge folder holds, before it is linked, and the problems met so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    councils: list[Loaded[CouncilFile]] = field(default_factory=list)
    entries: list[Loaded[EntryPart]] = field(default_factory=list)
    faqs: list[Loaded[FaqPart]] = field(default_factory=list)
    needs: list[Loaded[NeedPart]] = field(default_factory=list)
    situations: list[Loaded[SituationPart]] = field(default_factory=list)
    hotlines: list[Loaded[HotlinePart]] = field(default_factory=list)
    themes: list[Loaded[ThemePart]] = field(default_factory=list)
    life: list[Loaded[LifePart]] = field(default_factory=list)
    texts: list[Loaded[TextPart]] = field(default_factory=list)
    vocabulary: list[Loaded[IdeaPart]] = field(default_factory=list)
    cityhall: list[Loaded[IdeaPart]] = field(default_factory=list)
    prefectures: list[Loaded[PrefecturePart]] = field(default_factory=list)


def read_files(root: Path) -> Folder:
    """Read and validate every file, without following what refers to what.

    Raises KnowledgeError where there is no such folder.
    """
    if not root.is_dir():
        message = "知識フォルダがありません。--knowledge か KNOWLEDGE_DIR を確かめてください"
        raise KnowledgeError([Problem(root, 1, message)])
    folder = Folder(root)
    for file in sorted((root / "needs").glob("*.yaml")):
        _many(folder, file, NeedPart, folder.needs)
    for file in sorted((root / "texts").glob("*.yaml")):
        _many(folder, file, TextPart, folder.texts)
    _many(folder, root / "danger.yaml", SituationPart, folder.situations)
    _many(folder, root / "hotlines.yaml", HotlinePart, folder.hotlines)
    _many(folder, root / "themes.yaml", ThemePart, folder.themes)
    _many(folder, root / "life.yaml", LifePart, folder.life)
    _many(folder, root / "vocabulary.yaml", IdeaPart, folder.vocabulary)
    # Only who imports the FAQ of a city hall needs it.
    if (root / "cityhall.yaml").exists():
        _many(folder, root / "cityhall.yaml", IdeaPart, folder.cityhall)
    _many(folder, root / "municipalities.yaml", PrefecturePart, folder.prefectures)
    for file in sorted(root.glob("*/council.yaml")):
        _one(folder, file, CouncilFile, folder.councils)
        faq = file.with_name("faq.yaml")
        if faq.exists():
            _many(folder, faq, FaqPart, folder.faqs)
        # A council may have nothing but the FAQ that was imported.
        if not faq.exists() or file.with_name("entries.yaml").exists():
            _many(folder, file.with_name("entries.yaml"), EntryPart, folder.entries)
    if not folder.councils and not folder.problems:
        message = "協議会が一つもありません。<協議会>/council.yaml を置いてください"
        folder.problems.append(Problem(root, 1, message))
    return folder


def served_files(root: Path) -> list[Path]:
    """The files that answers are made of: labelled questions only measure them."""
    return sorted(file for file in root.rglob("*.yaml") if file.name != QUESTIONS)


def version(root: Path) -> str:
    """A digest of the name and content of every file that answers are made of."""
    digest = hashlib.sha256()
    for file in served_files(root):
        digest.update(str(file.relative_to(root)).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:32]


def parts(loaded: Iterable[Loaded[T]]) -> Iterable[tuple[Place, T]]:
    """The parts of several files as one."""
    for one in loaded:
        yield from one.parts


def _one(folder: Folder, file: Path, shape: type[T], into: list[Loaded[T]]) -> None:
    try:
        document = read(file)
    except KnowledgeError as error:
        folder.problems.extend(error.problems)
        return
    part = _validated(folder, document, (), document.data, shape)
    if part is not None:
        into.append(Loaded(document, [((), part)]))


def _many(folder: Folder, file: Path, shape: type[T], into: list[Loaded[T]]) -> None:
    try:
        document = read(file)
    except KnowledgeError as error:
        folder.problems.extend(error.problems)
        return
    if not isinstance(document.data, list):
        message = "ここには「- id: …」で始まる一覧を書いてください"
        folder.problems.append(document.problem((), message))
        return
    parts = [
        ((index,), part)
        for index, data in enumerate(document.data)
        if (part := _validated(folder, document, (index,), data, shape)) is not None
    ]
    into.append(Loaded(document, [(place, part) for place, part in parts]))


def _validated(
    folder: Folder, document: Document, place: Place, data: Any, shape: type[T]
) -> T | None:
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        for inside, message in sentences(error, shape):
            folder.problems.append(document.problem((*place, *inside), message))
    return None
