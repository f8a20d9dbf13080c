"""What a person should mend in a knowledge folder: mistakes that stop a release, and work to do."""

import re
from collections.abc import Iterable
from pathlib import Path

from bot.knowledge.load import Folder, read_folder
from bot.knowledge.proposals import check_proposals
from bot.knowledge.reader import Problem

_FIELD = re.compile(r"\{(\w*)\}")


def check_folder(root: Path, proposals: Path | None = None) -> list[Problem]:
    """Every problem of a folder and of the proposals to it, by file and line.

    Raises KnowledgeError where there is no folder to check.
    """
    folder = read_folder(root)
    problems = list(folder.problems)
    if not problems:
        problems.extend(_utterances_twice(folder))
        problems.extend(_never_shown(folder))
        problems.extend(_places_differ(folder))
        problems.extend(_exchanges_differ(folder))
    if proposals is not None:
        problems.extend(check_proposals(proposals, folder))
    return sorted(problems, key=lambda p: (str(p.file), p.line))


def _utterances_twice(folder: Folder) -> Iterable[Problem]:
    first: dict[str, str] = {}
    for loaded in folder.needs:
        for at, need in loaded.parts:
            for index, question in enumerate(need.questions):
                if first.setdefault(question, need.id) != need.id:
                    message = f"「{question}」は {first[question]} にもあります。片方にしてください"
                    yield loaded.document.problem((*at, "questions", index), message)


def _never_shown(folder: Folder) -> Iterable[Problem]:
    """Numbers that must never be shown stand nowhere a resident could read them."""
    banned = {
        number
        for loaded in folder.hotlines
        for _, line in loaded.parts
        for number in line.never_show
    }
    shown = [
        (loaded.document, (*at, "number"), number)
        for loaded in folder.hotlines
        for at, line in loaded.parts
        for number in (line.number, *line.alternatives)
    ]
    shown += [
        (loaded.document, ("offices", index), number)
        for loaded in folder.councils
        for _, council in loaded.parts
        for index, office in enumerate(council.offices)
        for number in (office.phone, office.fax)
        if number
    ]
    for document, place, number in shown:
        if number in banned:
            yield document.problem(place, f"{number} は出してはいけない番号（never_show）です")


def _places_differ(folder: Folder) -> Iterable[Problem]:
    """The {places} of a sentence are the same in every language."""
    for loaded in folder.texts:
        for at, text in loaded.parts:
            expected = set(_FIELD.findall(text.ja))
            for language in ("easy", "en"):
                words = getattr(text, language)
                if words and set(_FIELD.findall(words)) != expected:
                    message = f"「{text.id}」の {language} の {{ }} が ja と違います"
                    yield loaded.document.problem((*at, language), message)


def _exchanges_differ(folder: Folder) -> Iterable[Problem]:
    """A FAX on another exchange than the telephone is often a slip; staff look once."""
    for loaded in folder.councils:
        for _, council in loaded.parts:
            for index, office in enumerate(council.offices):
                if not office.phone or not office.fax or "fax" in office.doubtful:
                    continue
                if office.phone.rsplit("-", 1)[0] != office.fax.rsplit("-", 1)[0]:
                    message = (
                        f"{office.name}の電話 {office.phone} と FAX {office.fax} は局番が違います。"
                        "確かめてください"
                    )
                    place = ("offices", index, "fax")
                    yield loaded.document.problem(place, message, serious=False)
