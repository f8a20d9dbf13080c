"""What refers to what: every id stands once, in its council, and leads somewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from rapidfuzz import fuzz, process

from bot.knowledge.folder import Folder, parts
from bot.knowledge.reader import Document, Loaded, Place, Problem
from bot.knowledge.schema.council import OfficePart
from bot.knowledge.schema.entries import EntryPart
from bot.model import EVERYWHERE, EntryKind


def broken(folder: Folder) -> Iterator[Problem]:
    """Every link of a folder of valid parts that does not hold."""
    yield from _dangling(folder)
    yield from _without_a_plan(folder)


def _placeless(folder: Folder) -> Iterable[Problem]:
    """Only a council that is an imported FAQ and no more need not say where it is."""
    for loaded in folder.councils:
        if loaded.document.file.with_name("faq.yaml").exists():
            continue
        for at, council in loaded.parts:
            for name in ("city", "prefecture", "comprehensive"):
                if not getattr(council, name):
                    message = f"「{name}」がありません。この項目が必要です"
                    yield loaded.document.problem(at, message)


def _dangling(folder: Folder) -> Iterable[Problem]:
    """Ids that stand twice, ids in the wrong council, and references that lead nowhere."""
    for loaded_parts in (
        folder.needs,
        folder.situations,
        folder.hotlines,
        folder.themes,
        folder.life,
    ):
        yield from _twice(loaded_parts)
    yield from _placeless(folder)
    yield from _twice(folder.texts)
    yield from _twice([*folder.entries, *folder.faqs])
    yield from _twice(folder.councils)
    yield from _twice(folder.vocabulary, "idea")
    yield from _twice(folder.cityhall, "idea")
    needs = {need.id for _, need in parts(folder.needs)}
    themes = {theme.id for _, theme in parts(folder.themes)}
    hotlines = {line.id: line.area for _, line in parts(folder.hotlines)}
    councils = {council.id for _, council in parts(folder.councils)}
    planless = {council.id for _, council in parts(folder.councils) if council.plan is None}
    offices_of: dict[str, set[str]] = defaultdict(set)
    for _, council in parts(folder.councils):
        offices_of[council.id].update(o.id for o in council.offices)
    entries_of: dict[str, set[str]] = defaultdict(set)
    for _, entry in parts(folder.entries):
        entries_of[entry.id.split("/")[0]].add(entry.id)

    for council_file in folder.councils:
        document = council_file.document
        for _, council in council_file.parts:
            seen: set[str] = set()
            for index, office in enumerate(council.offices):
                place: Place = ("offices", index, "id")
                if office.id in seen:
                    yield document.problem(place, f"id「{office.id}」が二度使われています")
                seen.add(office.id)
                if not office.id.startswith(council.id + "/"):
                    yield document.problem(place, f"id は「{council.id}/…」にしてください")
                yield from _without_document(document, ("offices", index), office, planless)
            for key, own in (("headquarters", offices_of), ("comprehensive", entries_of)):
                named = filter(None, [getattr(council, key)])
                yield from _unknown(document, (key,), named, own[council.id])
    for entry_file in folder.entries:
        document = entry_file.document
        for at, entry in entry_file.parts:
            if entry.id.split("/")[0] not in councils:
                yield document.problem((*at, "id"), f"「{entry.id}」の協議会がありません")
            yield from _without_document(document, at, entry, planless)
            theirs = offices_of[entry.id.split("/")[0]]
            yield from _unknown(document, (*at, "office"), [entry.office], theirs)
            yield from _unknown(document, (*at, "needs"), entry.needs, needs)
            yield from _unknown(document, (*at, "also"), entry.also, needs)
            yield from _unknown(document, (*at, "themes"), entry.themes, themes)
    for need_file in folder.needs:
        for at, need in need_file.parts:
            where = (*at, "hotlines")
            yield from _unknown(need_file.document, where, need.hotlines, set(hotlines))
    for life_file in folder.life:
        for at, part in life_file.parts:
            yield from _unknown(life_file.document, (*at, "needs"), part.needs, needs)
    for faq_file in folder.faqs:
        document = faq_file.document
        council_id = document.file.parent.name
        for at, question in faq_file.parts:
            if not question.id.startswith(council_id + "/"):
                yield document.problem((*at, "id"), f"id は「{council_id}/…」にしてください")
            yield from _unknown(
                document, (*at, "office"), [question.office], offices_of[council_id]
            )
    for situation_file in folder.situations:
        document = situation_file.document
        for at, situation in situation_file.parts:
            where = (*at, "hotlines")
            yield from _unknown(document, where, situation.hotlines, set(hotlines))
            if not any(hotlines.get(line) == EVERYWHERE for line in situation.hotlines):
                yield document.problem(where, f"{EVERYWHERE}の電話を一つは入れてください")
            for number, kind in enumerate(situation.kinds):
                where = (*at, "kinds", number, "hotlines")
                yield from _unknown(document, where, kind.hotlines, set(hotlines))


def _without_document(
    document: Document,
    at: Place,
    part: OfficePart | EntryPart,
    planless: set[str],
) -> Iterable[Problem]:
    """A source that is a council's id stands for its plan, which must then be there."""
    if part.source.document in planless:
        message = (
            f"「{part.source.document}」には計画がありません。資料の名前か URL を書いてください"
        )
        yield document.problem((*at, "source", "document"), message)


def _without_a_plan(folder: Folder) -> Iterable[Problem]:
    """Each council with a plan has a page of it: /plan shows the first."""
    planned = {e.id.split("/")[0] for _, e in parts(folder.entries) if e.kind is EntryKind.PLAN}
    for loaded in folder.councils:
        for at, council in loaded.parts:
            if council.plan is not None and council.id not in planned:
                message = f"entries.yaml に「{council.id}/plan」（kind: plan）を置いてください"
                yield loaded.document.problem((*at, "id"), message)


def _twice(loaded_parts: Iterable[Loaded[Any]], key: str = "id") -> Iterable[Problem]:
    first: dict[str, str] = {}
    for loaded in loaded_parts:
        for at, part in loaded.parts:
            place, name = (*at, key), getattr(part, key)
            here = f"{loaded.document.file}:{loaded.document.line(place)}"
            if name in first:
                message = f"{key}「{name}」は {first[name]} でも使われています"
                yield loaded.document.problem(place, message)
            first.setdefault(name, here)


def _unknown(
    document: Document, place: Place, named: Iterable[str], known: set[str]
) -> Iterable[Problem]:
    for index, name in enumerate(named):
        if name in known:
            continue
        near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=60)
        hint = f"「{near[0]}」のことですか" if near else "先に定義してください"
        where = (*place, index) if (*place, index) in document.lines else place
        yield document.problem(where, f"「{name}」は見つかりません。{hint}")
