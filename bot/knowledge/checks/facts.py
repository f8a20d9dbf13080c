"""Numbers and dates: what must not be shown, what looks like a slip, what has run out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.knowledge.folder import Folder
from bot.knowledge.freshness import due, last_day, plan_end
from bot.knowledge.reader import Loaded, Place, Problem

# What residents say, and the list itself, are not shown.
_UNREAD = frozenset({"questions", "dangers", "near_misses", "never_show"})


def never_shown(folder: Folder) -> Iterator[Problem]:
    """Numbers that must never be shown stand nowhere a resident could read them."""
    banned = {
        number
        for loaded in folder.hotlines
        for _, line in loaded.parts
        for number in line.never_show
    }
    files: list[Loaded[Any]] = [*folder.hotlines, *folder.councils, *folder.entries]
    files += [*folder.needs, *folder.texts, *folder.situations]
    for loaded in files:
        for place, text in _texts(loaded.document.data):
            if _UNREAD.intersection(place):
                continue
            for number in banned:
                if number in text:
                    message = f"{number} は出してはいけない番号（never_show）です"
                    yield loaded.document.problem(place, message)


def _texts(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text in plain values, with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*place, index))


def exchanges_differ(folder: Folder) -> Iterator[Problem]:
    """A FAX on another exchange than the telephone is often a slip, until somebody has looked."""
    for loaded in folder.councils:
        for _, council in loaded.parts:
            for index, office in enumerate(council.offices):
                if not office.phone or not office.fax or "fax" in office.doubtful:
                    continue
                if office.verified_by:
                    continue
                if office.phone.rsplit("-", 1)[0] != office.fax.rsplit("-", 1)[0]:
                    message = (
                        f"{office.name}の電話 {office.phone} と FAX {office.fax} は局番が違います。"
                        "確かめてください"
                    )
                    place = ("offices", index, "fax")
                    yield loaded.document.problem(place, message, serious=False)


def plans_end(folder: Folder, today: date) -> Iterator[Problem]:
    """Plans whose dates make no sense, that have run out, or that soon will."""
    for loaded in folder.councils:
        for _, council in loaded.parts:
            plan = council.plan
            if plan is None or not plan.end:
                continue
            place = ("plan", "to")
            if plan.start and plan.start > plan.end:
                message = f"計画の終わり {plan.end} が、始まり {plan.start} より前です"
                yield loaded.document.problem(place, message)
                continue
            match plan_end(plan.end, today):
                case "ended":
                    message = f"計画は {plan.end} で終わっています。次の計画に書きかえてください"
                    yield loaded.document.problem(place, message, serious=False)
                case "ending":
                    message = f"計画は {plan.end} で終わります。次の計画の用意をしてください"
                    yield loaded.document.problem(place, message, serious=False)


def dates(folder: Folder, today: date) -> Iterator[Problem]:
    """Dates of verification that lie in the future, or too far back."""
    files: tuple[Loaded[Any], ...] = (*folder.entries, *folder.hotlines)
    for loaded in files:
        for at, part in loaded.parts:
            yield from _verified(loaded, (*at, "verified"), part.verified or "", today)
    for councils in folder.councils:
        for _, council in councils.parts:
            for index, office in enumerate(council.offices):
                place = ("offices", index, "verified")
                yield from _verified(councils, place, office.verified or "", today)


def _verified(loaded: Loaded[Any], place: Place, verified: str, today: date) -> Iterator[Problem]:
    if not verified:
        message = "確かめた日がありません。電話などで確かめて、verified を書いてください"
        yield loaded.document.problem(place, message, serious=False)
    elif verified > today.isoformat():
        message = f"verified の {verified} は、まだ来ていない日です。確かめた日を書いてください"
        yield loaded.document.problem(place, message)
    elif due(verified, today):
        message = (
            f"{verified} に確かめたままです。もう一度確かめて、verified を今日の日にしてください"
        )
        yield loaded.document.problem(place, message, serious=False)


def days_exist(folder: Folder) -> Iterator[Problem]:
    """Dates that the calendar knows（2026-02-30 is written well and does not exist）."""
    files: list[Loaded[Any]] = [*folder.councils, *folder.entries, *folder.hotlines]
    for loaded in files:
        for place, text in _texts(loaded.document.data):
            if place[-1:] in (("verified",), ("from",), ("to",)) and last_day(text) is None:
                message = f"{place[-1]} の {text} は、暦にない日です"
                yield loaded.document.problem(place, message)
