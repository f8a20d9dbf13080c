"""Every sentence that the bot says is there, and can be filled: a missing one would fail a resident."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from string import Formatter

from bot.knowledge.reader import Document, Loaded, Problem, read
from bot.knowledge.schema.shared import TextPart
from bot.settings import PROJECT

TEXTS = PROJECT / "knowledge" / "texts"
_LANGUAGES = ("ja", "easy", "en")


def unsayable(folder: Path, texts: Sequence[Loaded[TextPart]]) -> Iterator[Problem]:
    """What is wrong with the sentences in ``folder``; ``texts`` are its files.

    An installation may word them otherwise, but has all that this version says, with the same
    {places}. Raises KnowledgeError where the product's own cannot be read.
    """
    yield from _places_differ(texts)
    if folder.resolve() != TEXTS.resolve():
        yield from _other_than_ours(folder, texts)


def _places_differ(texts: Iterable[Loaded[TextPart]]) -> Iterator[Problem]:
    """The {places} of a sentence are the same in every language."""
    for loaded in texts:
        for at, text in loaded.parts:
            expected = _places(text.ja)
            for language in _LANGUAGES:
                words = getattr(text, language)
                if not words:
                    continue
                places = _places(words)
                if places is None:
                    message = f"「{text.id}」の {language} の {{ }} が閉じていないか、空です"
                    yield loaded.document.problem((*at, language), message)
                elif expected is not None and places != expected:
                    message = f"「{text.id}」の {language} の {{ }} が ja と違います"
                    yield loaded.document.problem((*at, language), message)


def _other_than_ours(folder: Path, texts: Iterable[Loaded[TextPart]]) -> Iterator[Problem]:
    there = {text.id: (loaded.document, at, text) for loaded in texts for at, text in loaded.parts}
    for document, id_, words in _ours():
        if id_ not in there:
            name = document.file.name
            message = (
                f"「{id_}」という文がありません。製品の knowledge/texts/{name} から写してください"
            )
            yield Problem(folder / name, 1, message)
            continue
        theirs, at, text = there[id_]
        unknown = (_places(text.ja) or set()) - (_places(words) or set())
        if unknown:
            message = f"「{id_}」に {{{min(unknown)}}} は使えません。消してください"
            yield theirs.problem((*at, "ja"), message)


def _ours() -> Iterator[tuple[Document, str, str]]:
    for file in sorted(TEXTS.glob("*.yaml")):
        document = read(file)
        for part in document.data:
            yield document, part["id"], part["ja"]


def _places(text: str) -> set[str] | None:
    """The names between { and }; None where they cannot be filled by name."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None
    return names if all(name.isidentifier() for name in names) else None
