"""What is exchanged: the parts of councils as plain values, and their way into a knowledge folder."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, get_args

from bot.knowledge.edit import add_office, add_part, load_text, remove, set_value
from bot.knowledge.folder import Folder
from bot.knowledge.reader import Loaded, Place, read
from bot.knowledge.schema.council import CouncilFile, OfficePart
from bot.knowledge.schema.entries import EntryPart, FaqPart
from bot.knowledge.schema.forms import Part
from bot.knowledge.writing import listed, rendered

Values: TypeAlias = Mapping[str, Any]
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class CouncilValues:
    """One council as its files write it: ``facts`` (without offices), ``offices``, ``entries``, ``faqs``.

    What is imported may be a part: ``facts`` is empty where only offices or entries arrive.
    """

    id: str
    facts: Values = field(default_factory=dict)
    offices: Sequence[Values] = ()
    entries: Sequence[Values] = ()
    faqs: Sequence[Values] = ()


def council_values(folder: Folder) -> list[CouncilValues]:
    """The councils of a folder without problems, as plain values in the order of the schema."""
    entries, faqs = _by_council(folder.entries), _by_council(folder.faqs)
    found = []
    for council_file in folder.councils:
        for _, council in council_file.parts:
            facts, id_ = plain(council), council.id
            offices = facts.pop("offices")
            theirs = (entries.get(id_, []), faqs.get(id_, []))
            found.append(CouncilValues(id_, facts, offices, *theirs))
    return found


def _by_council(files: Iterable[Loaded[Any]]) -> dict[str, list[Values]]:
    found: dict[str, list[Values]] = {}
    for loaded in files:
        for _, part in loaded.parts:
            found.setdefault(part.id.split("/")[0], []).append(plain(part))
    return found


def plain(part: Part) -> dict[str, Any]:
    """A part as texts, lists and mappings, without what is empty."""
    return filled(part.model_dump(mode="json", by_alias=True))


def filled(part: Values) -> dict[str, Any]:
    """The values of a part that say something, within it too."""
    pairs = {key: _filled(value) for key, value in part.items()}
    return {key: value for key, value in pairs.items() if value not in _EMPTY}


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return filled(value)
    return [_filled(one) for one in value] if isinstance(value, list | tuple) else value


def written(root: Path, councils: Iterable[CouncilValues]) -> dict[Path, str]:
    """The files of a knowledge folder as they are to be after councils came in.

    New councils get files of their own; in those that are there, only values that differ are
    changed, and comments stay. What an import does not mention stays as it is: nothing is deleted
    but values that it says are empty (``""``). Raises EditError, KnowledgeError.
    """
    files: dict[Path, str] = {}
    for council in councils:
        place = root / council.id
        if (place / "council.yaml").exists():
            files |= _merged(place, council)
        else:
            facts = filled({**council.facts, "offices": council.offices})
            files[place / "council.yaml"] = rendered(facts)
            # A council may have nothing but the FAQ that was imported.
            if council.entries or not council.faqs:
                files[place / "entries.yaml"] = listed(map(filled, council.entries)) or "[]\n"
            if council.faqs:
                files[place / "faq.yaml"] = listed(map(filled, council.faqs))
    return files


def _merged(place: Path, council: CouncilValues) -> dict[Path, str]:
    file = place / "council.yaml"
    before = load_text(file)
    data = read(file).data
    text = _changed(before, (), data, council.facts, CouncilFile)
    known = [office["id"] for office in data["offices"]]
    for office in council.offices:
        if office["id"] in known:
            at = known.index(office["id"])
            text = _changed(text, ("offices", at), data["offices"][at], office, OfficePart)
        else:
            text = add_office(text, filled(office))
    files = {file: text} if text != before else {}
    files |= _list_merged(place / "entries.yaml", council.entries, EntryPart)
    return files | _list_merged(place / "faq.yaml", council.faqs, FaqPart)


def _list_merged(file: Path, parts: Sequence[Values], shape: type[Part]) -> dict[Path, str]:
    before = text = load_text(file) if file.exists() else ""
    there = (read(file).data or []) if file.exists() else []
    if not there and parts:
        return {file: listed(map(filled, parts))}
    known = [one["id"] for one in there]
    for part in parts:
        if part["id"] in known:
            at = known.index(part["id"])
            text = _changed(text, (at,), there[at], part, shape)
        else:
            text = add_part(text, filled(part))
    return {file: text} if text != before else {}


def _changed(text: str, place: Place, old: Values, new: Values, shape: type[Part]) -> str:
    for key, said in new.items():
        here = _filled(old.get(key))
        if isinstance(here, dict) and _is_part(shape, key):
            # A table may know the document and not the place in it.
            said = {**here, **said}
        value = _filled(said)
        if value in _EMPTY and here not in _EMPTY:
            text = remove(text, (*place, key))
        elif value not in _EMPTY and value != here:
            text = set_value(text, (*place, key), value)
    return text


def _is_part(shape: type[Part], key: str) -> bool:
    fields = {field.alias or name: field for name, field in shape.model_fields.items()}
    annotation = fields[key].annotation
    kinds = get_args(annotation) or (annotation,)
    return any(isinstance(kind, type) and issubclass(kind, Part) for kind in kinds)
