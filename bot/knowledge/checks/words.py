"""Sentences and utterances: what is said twice, reached by nobody, missing in a language, or hard to read."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bot.knowledge.checks.plain import LONGEST_SUMMARY, hard_points
from bot.knowledge.folder import Folder
from bot.knowledge.reader import Document, Loaded, Place, Problem
from bot.model import NeedKind, OfficeKind

_SPOKEN = frozenset(
    {"questions", "dangers", "near_misses", "words", "aliases", "areas", "names", "places"}
)
_LANGUAGES = {"easy": "やさしい日本語", "en": "英語"}


def utterances_twice(folder: Folder) -> Iterator[Problem]:
    """A wording teaches one need."""
    first: dict[str, str] = {}
    for loaded in folder.needs:
        for at, need in loaded.parts:
            for index, question in enumerate(need.questions):
                if first.setdefault(question, need.id) != need.id:
                    message = f"「{question}」は {first[question]} にもあります。片方にしてください"
                    yield loaded.document.problem((*at, "questions", index), message)


def said_twice(folder: Folder) -> Iterator[Problem]:
    """What stands twice in one list is only superfluous."""
    files: list[Loaded[Any]] = [*folder.needs, *folder.entries, *folder.faqs, *folder.situations]
    files += [*folder.councils, *folder.vocabulary, *folder.cityhall]
    for loaded in files:
        for place, texts in _spoken_lists(loaded.document.data):
            first: dict[str, int] = {}
            for index, text in enumerate(texts):
                before = first.setdefault(_spelled(text), index)
                if before != index:
                    line = loaded.document.line((*place, before))
                    message = (
                        f"「{text}」は、{line}行目の「{texts[before]}」と同じです"
                        "（空白と全角・半角は区別しません）。どちらかを消してください"
                    )
                    yield loaded.document.problem((*place, index), message, serious=False)


def _spelled(text: str) -> str:
    """A text without what is no difference to a reader."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _spoken_lists(data: Any, place: Place = ()) -> Iterator[tuple[Place, list[str]]]:
    """Every list of what residents say, with its place."""
    inside = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in inside:
        if step in _SPOKEN:
            yield (*place, step), value
        elif isinstance(value, dict | list):
            yield from _spoken_lists(value, (*place, step))


def entry_questions_twice(folder: Folder) -> Iterator[Problem]:
    """Two entries of one council with the same wording cannot both be meant by it."""
    first: dict[tuple[str, str], str] = {}
    for loaded in folder.entries:
        for at, entry in loaded.parts:
            for index, question in enumerate(entry.questions):
                key = (entry.id.split("/")[0], question)
                if first.setdefault(key, entry.id) != entry.id:
                    message = f"「{question}」は {first[key]} にもあります。片方にしてください"
                    yield loaded.document.problem((*at, "questions", index), message)


def unreached(folder: Folder) -> Iterator[Problem]:
    """Entries that no wording leads to, and needs that no entry of a council meets."""
    met: dict[str, set[str]] = defaultdict(set)
    for loaded in folder.entries:
        for at, entry in loaded.parts:
            met[entry.id.split("/")[0]].update(entry.needs, entry.also)
            if not (entry.needs or entry.also or entry.questions):
                message = f"「{entry.id}」は、どの言い方からも案内されません。needs か questions を書いてください"
                yield loaded.document.problem((*at, "id"), message, serious=False)
    needs = [
        need.id for loaded in folder.needs for _, need in loaded.parts if need.kind is NeedKind.NEED
    ]
    for council_file in folder.councils:
        for _, council in council_file.parts:
            if council.plan is None:
                # A city's desks answer for what they are there for and no more.
                continue
            if lacking := [need for need in needs if need not in met[council.id]]:
                message = (
                    f"応える項目がない困りごとがあります（{'、'.join(lacking)}）。"
                    "項目の needs か also に足すか、項目を書いてください"
                )
                yield council_file.document.problem(("id",), message, serious=False)


def languages_missing(folder: Folder) -> Iterator[Problem]:
    """Where やさしい日本語 or English would fall back to ordinary Japanese before a resident."""
    for loaded in folder.texts:
        # What staff read is in Japanese alone, and in files of its own.
        if any(part.easy or part.en for _, part in loaded.parts):
            for at, text in loaded.parts:
                yield from _lacking(loaded.document, at, text, "ja", "", serious=True)
    for needs in folder.needs:
        yield from _missing(needs, "reply", "reply_")
    for entries in folder.entries:
        yield from _missing(entries, "summary", "")
        for field in ("name", "join", "roles", "details"):
            yield from _missing(entries, field, f"{field}_")
    for lines in folder.hotlines:
        for field in ("hours", "cost", "note"):
            yield from _missing(lines, field, f"{field}_")
    for councils in folder.councils:
        for at, council in councils.parts:
            if council.plan is None:
                # The desks of a city bear the names the city gave them, in one language.
                continue
            for field in ("name", "city"):
                yield from _lacking(councils.document, at, council, field, f"{field}_")
            for index, office in enumerate(council.offices):
                place = ("offices", index)
                for field in ("name", "hours", "services"):
                    yield from _lacking(councils.document, place, office, field, f"{field}_")
                if office.kind is OfficeKind.BRANCH and office.areas:
                    shown = "district" if office.district else "areas"
                    yield from _lacking(councils.document, place, office, shown, "district_")


def _missing(loaded: Loaded[Any], field: str, prefix: str) -> Iterator[Problem]:
    for at, part in loaded.parts:
        yield from _lacking(loaded.document, at, part, field, prefix)


def _lacking(
    document: Document, at: Place, part: Any, field: str, prefix: str, *, serious: bool = False
) -> Iterator[Problem]:
    said = getattr(part, field)
    lacking = [name for name in _LANGUAGES if not _as_full(getattr(part, prefix + name), said)]
    if said and lacking:
        spoken = "と".join(_LANGUAGES[name] for name in lacking)
        keys = " と ".join(prefix + name for name in lacking)
        message = f"{field} の{spoken}がありません。{keys} を書いてください"
        yield document.problem((*at, field), message, serious=serious)


def _as_full(version: Any, said: Any) -> bool:
    """Whether a version says something, and of all whom the Japanese names."""
    return set(said) <= set(version) if isinstance(said, dict) else bool(version)


def too_hard(folder: Folder) -> Iterator[Problem]:
    """やさしい日本語 that is not easy, and summaries that nobody reads to the end."""
    files: Iterable[Loaded[Any]] = (
        *folder.texts,
        *folder.needs,
        *folder.entries,
        *folder.hotlines,
        *folder.situations,
    )
    for loaded in files:
        for at, part in loaded.parts:
            yield from _hard_fields(loaded, at, part)
    for councils in folder.councils:
        for at, council in councils.parts:
            yield from _hard_fields(councils, at, council)
            for index, office in enumerate(council.offices):
                yield from _hard_fields(councils, ("offices", index), office)
    for entries in folder.entries:
        for at, entry in entries.parts:
            if len(entry.summary) > LONGEST_SUMMARY:
                message = f"summary が{len(entry.summary)}字あります。{LONGEST_SUMMARY}字までにしてください"
                yield entries.document.problem((*at, "summary"), message, serious=False)


def _hard_fields(loaded: Loaded[Any], at: Place, part: Any) -> Iterator[Problem]:
    for field in type(part).model_fields:
        if field == "easy" or field.endswith("_easy"):
            for message in _hard(getattr(part, field)):
                yield loaded.document.problem((*at, field), f"{field}: {message}", serious=False)


def _hard(said: Any) -> Iterator[str]:
    texts = said.values() if isinstance(said, dict) else (said,) if isinstance(said, str) else said
    for text in texts:
        yield from hard_points(text)
