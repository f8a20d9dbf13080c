"""A knowledge folder in, the model out: read, validated by the schema, and linked.

A folder that loads can be served: every id that one part names exists in another.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from rapidfuzz import fuzz, process

from bot import model
from bot.knowledge import schema
from bot.knowledge.reader import Document, KnowledgeError, Loaded, Place, Problem, read
from bot.knowledge.sentences import unsayable
from bot.model import EntryKind

T = TypeVar("T", bound=BaseModel)
EVERYWHERE = "全国"
QUESTIONS = "questions.yaml"


@dataclass(slots=True)
class Folder:
    """Everything a knowledge folder holds, before it is linked, and the problems met so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    councils: list[Loaded[schema.CouncilFile]] = field(default_factory=list)
    entries: list[Loaded[schema.EntryPart]] = field(default_factory=list)
    faqs: list[Loaded[schema.FaqPart]] = field(default_factory=list)
    needs: list[Loaded[schema.NeedPart]] = field(default_factory=list)
    situations: list[Loaded[schema.SituationPart]] = field(default_factory=list)
    hotlines: list[Loaded[schema.HotlinePart]] = field(default_factory=list)
    themes: list[Loaded[schema.ThemePart]] = field(default_factory=list)
    life: list[Loaded[schema.LifePart]] = field(default_factory=list)
    texts: list[Loaded[schema.TextPart]] = field(default_factory=list)
    vocabulary: list[Loaded[schema.IdeaPart]] = field(default_factory=list)
    cityhall: list[Loaded[schema.IdeaPart]] = field(default_factory=list)
    prefectures: list[Loaded[schema.PrefecturePart]] = field(default_factory=list)


def load(root: Path) -> model.Knowledge:
    """The knowledge base under ``root``. Raises KnowledgeError with every mistake found."""
    folder = read_folder(root)
    if folder.problems:
        raise KnowledgeError(sorted(folder.problems, key=lambda p: (str(p.file), p.line)))
    return build(folder)


def read_folder(root: Path) -> Folder:
    """Read and validate every file, then follow the references between them."""
    if not root.is_dir():
        message = "知識フォルダがありません。--knowledge か KNOWLEDGE_DIR を確かめてください"
        raise KnowledgeError([Problem(root, 1, message)])
    folder = Folder(root)
    for file in sorted((root / "needs").glob("*.yaml")):
        _many(folder, file, schema.NeedPart, folder.needs)
    for file in sorted((root / "texts").glob("*.yaml")):
        _many(folder, file, schema.TextPart, folder.texts)
    _many(folder, root / "danger.yaml", schema.SituationPart, folder.situations)
    _many(folder, root / "hotlines.yaml", schema.HotlinePart, folder.hotlines)
    _many(folder, root / "themes.yaml", schema.ThemePart, folder.themes)
    _many(folder, root / "life.yaml", schema.LifePart, folder.life)
    _many(folder, root / "vocabulary.yaml", schema.IdeaPart, folder.vocabulary)
    # Only who imports the FAQ of a city hall needs it.
    if (root / "cityhall.yaml").exists():
        _many(folder, root / "cityhall.yaml", schema.IdeaPart, folder.cityhall)
    _many(folder, root / "municipalities.yaml", schema.PrefecturePart, folder.prefectures)
    for file in sorted(root.glob("*/council.yaml")):
        _one(folder, file, schema.CouncilFile, folder.councils)
        faq = file.with_name("faq.yaml")
        if faq.exists():
            _many(folder, faq, schema.FaqPart, folder.faqs)
        # A council may have nothing but the FAQ that was imported.
        if not faq.exists() or file.with_name("entries.yaml").exists():
            _many(folder, file.with_name("entries.yaml"), schema.EntryPart, folder.entries)
    if not folder.councils and not folder.problems:
        message = "協議会が一つもありません。<協議会>/council.yaml を置いてください"
        folder.problems.append(Problem(root, 1, message))
    if not folder.problems:
        folder.problems.extend(_dangling(folder))
        folder.problems.extend(_without_a_plan(folder))
        folder.problems.extend(unsayable(root / "texts", folder.texts))
    return folder


def build(folder: Folder) -> model.Knowledge:
    """The model of a folder without problems."""
    offices = [
        office.build(council.id)
        for loaded in folder.councils
        for _, council in loaded.parts
        for office in council.offices
    ]
    entries = [entry.build(entry.id.split("/")[0]) for _, entry in _parts(folder.entries)]
    entries.extend(faq.build(faq.id.split("/")[0]) for _, faq in _parts(folder.faqs))
    return model.Knowledge(
        version=version(folder.root),
        councils={c.id: c.build() for _, c in _parts(folder.councils)},
        offices={office.id: office for office in offices},
        entries={entry.id: entry for entry in entries},
        needs={need.id: need.build() for _, need in _parts(folder.needs)},
        situations={s.id: s.build() for _, s in _parts(folder.situations)},
        hotlines={h.id: h.build() for _, h in _parts(folder.hotlines)},
        themes={t.id: t.build() for _, t in _parts(folder.themes)},
        life={part.id: part.build() for _, part in _parts(folder.life)},
        vocabulary=dict(word.build() for _, word in _parts(folder.vocabulary)),
        cityhall=dict(word.build() for _, word in _parts(folder.cityhall)),
        municipalities=tuple(m for _, p in _parts(folder.prefectures) for m in p.build()),
        texts=dict(text.build() for _, text in _parts(folder.texts)),
    )


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


def _parts(loaded: Iterable[Loaded[T]]) -> Iterable[tuple[Place, T]]:
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


def sentences(
    error: ValidationError, shape: type[BaseModel], names: Mapping[str, str] | None = None
) -> Iterable[tuple[Place, str]]:
    """Each mistake of a part: where in it, and what to write; ``names`` of keys as people know them.

    The end of a place may be a marker of pydantic's, not a key.
    """
    errors = error.errors(include_url=False)
    inside = {one["loc"][:length] for one in errors for length in range(len(one["loc"]))}
    for one in errors:
        if one["type"] == "too_short" and one["loc"] in inside:
            # A list whose every item is wrong counts as empty.
            continue
        message = _sentence(
            one["type"], one.get("ctx", {}), one["loc"], one["input"], shape, names or {}
        )
        yield one["loc"], message


# How pydantic marks that a key, and not its value, is wrong.
_KEY = "[key]"
_EXPECTED = {
    "string_type": "文字を書いてください",
    "missing": "この項目が必要です",
    "dict_type": "「項目: 値」の形で書いてください",
    "model_type": "「項目: 値」の形で書いてください",
    "tuple_type": "一覧（- … か [ … ]）で書いてください",
    "string_too_short": "空です。文字を書いてください",
    "string_too_long": "短くしてください",
    "too_short": "一つ以上書いてください",
}


def _sentence(
    kind: str,
    context: dict[str, Any],
    place: tuple[int | str, ...],
    found: Any,
    shape: type[BaseModel],
    names: Mapping[str, str],
) -> str:
    written = [step for step in place if isinstance(step, str) and step != _KEY]
    name = names.get(written[-1], written[-1]) if written else "ここ"
    if kind == "extra_forbidden":
        keys = _keys_at(shape, written[:-1])
        near = process.extractOne(name, keys, scorer=fuzz.ratio, score_cutoff=60)
        hint = f"「{near[0]}」のことですか" if near else "使える項目: " + "、".join(keys)
        return f"「{name}」という項目はここにはありません。{hint}"
    if kind in ("enum", "literal_error"):
        return f"{name} の「{found}」は使えません。次のどれかにしてください: {context['expected']}"
    if kind == "string_pattern_mismatch":
        hint = _FORMS.get(context["pattern"], f"形は {context['pattern']} です")
        return f"{name} の「{found}」は形が違います。{hint}"
    if kind == "missing":
        return f"「{name}」がありません。{_EXPECTED['missing']}"
    shown = "" if found is None or isinstance(found, (dict, list)) else f"の「{found}」"
    subject = f"{name} " if written else name
    return f"{subject}{shown}が読めません。{_EXPECTED.get(kind, '書き方を確かめてください')}"


def _keys_at(shape: type[BaseModel], place: Iterable[str]) -> list[str]:
    """The keys that may stand at a place inside a shape."""
    for step in place:
        fields = {field.alias or key: field for key, field in shape.model_fields.items()}
        shape = _model_in(fields[step].annotation) or shape
    return [field.alias or key for key, field in shape.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _pattern(annotated: Any) -> str:
    return str(annotated.__metadata__[0].pattern)


_FORMS = {
    _pattern(schema.Slug): "英小文字・数字・ハイフンで書いてください（例 money-now）",
    _pattern(schema.Path2): "「協議会/名前」の形で書いてください（例 konosu/12）",
    _pattern(
        schema.FaqId
    ): "「協議会/番号」の形で、番号は英数字と - _ . で書いてください（例 konosu/FAQ-12）",
    _pattern(schema.Phone): "電話番号は 043-209-8884 の形で書いてください",
    _pattern(schema.Dial): "電話番号は 0120-279-338、189、#8008 のような形で書いてください",
    _pattern(schema.Postal): "郵便番号は 365-0062 の形で書いてください",
    _pattern(schema.Email): "メールアドレスの形で書いてください",
    _pattern(schema.Url): "https:// で始まる URL を書いてください",
    _pattern(schema.Day): "日付は 2026-03 か 2026-03-31 の形で書いてください",
    _pattern(schema.Month): "年月は 2026-03 の形で書いてください",
    _pattern(schema.Times): "時間は 8:30-17:15 の形で書いてください",
    _pattern(schema.YearSpan): "期間は 12-29/01-03 の形で書いてください",
}


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
    needs = {need.id for _, need in _parts(folder.needs)}
    themes = {theme.id for _, theme in _parts(folder.themes)}
    hotlines = {line.id: line.area for _, line in _parts(folder.hotlines)}
    councils = {council.id for _, council in _parts(folder.councils)}
    planless = {council.id for _, council in _parts(folder.councils) if council.plan is None}
    offices_of: dict[str, set[str]] = defaultdict(set)
    for _, council in _parts(folder.councils):
        offices_of[council.id].update(o.id for o in council.offices)
    entries_of: dict[str, set[str]] = defaultdict(set)
    for _, entry in _parts(folder.entries):
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


def _without_document(
    document: Document,
    at: Place,
    part: schema.OfficePart | schema.EntryPart,
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
    planned = {e.id.split("/")[0] for _, e in _parts(folder.entries) if e.kind is EntryKind.PLAN}
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
