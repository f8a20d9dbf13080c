"""The form for a new entry: its fields, and the entry as it will stand in the file."""

from typing import Any

from starlette.datastructures import FormData

from bot.desk.parts import text
from bot.model import EntryKind, Knowledge, NeedKind, Ticket

KINDS = (EntryKind.SERVICE, EntryKind.ACTIVITY, EntryKind.INITIATIVE)
ROLES = ("city", "council", "people")
_LINE, _TEXT, _LINES = 80, 400, 2000


def written(form: FormData, ticket: Ticket, wording: str) -> dict[str, Any]:
    """The new entry in the order of the fields of the format; what was left empty is left out."""

    def line(name: str, longest: int = _LINE) -> str:
        return " ".join(text(form, name, longest).split())

    def lines(name: str) -> list[str]:
        return [one.strip() for one in text(form, name, _LINES).split("\n") if one.strip()]

    def chosen(name: str) -> list[str]:
        return list(dict.fromkeys(str(one)[:_LINE] for one in form.getlist(name) if one))

    needs = chosen("needs")
    entry = {
        "id": f"{ticket.council}/{line('id', 30)}",
        "kind": line("kind"),
        "name": line("name"),
        "name_easy": line("name_easy"),
        "name_en": line("name_en"),
        "marks": lines("marks"),
        "goal": line("goal", _TEXT),
        "direction": line("direction", _TEXT),
        "summary": line("summary", _TEXT),
        "easy": line("easy", _TEXT),
        "en": line("en", _TEXT),
        "roles": {role: said for role in ROLES if (said := line(f"roles-{role}", _TEXT))},
        "details": lines("details"),
        "themes": chosen("themes"),
        "join": line("join", _TEXT),
        "join_easy": line("join_easy", _TEXT),
        "join_en": line("join_en", _TEXT),
        "needs": needs,
        "also": [need for need in chosen("also") if need not in needs],
        "questions": list(dict.fromkeys([wording, *lines("questions")])),
        "office": line("office"),
        "source": {key: said for key in ("document", "at") if (said := line(f"source-{key}", 200))},
        "verified": line("verified", 10),
        "verified_by": line("verified_by"),
    }
    return {name: value for name, value in entry.items() if value or name in ("needs", "source")}


def offered(knowledge: Knowledge, council: str) -> dict[str, Any]:
    """What the fields of the form let one choose from."""
    plan = knowledge.councils[council].plan
    entries = knowledge.entries_of(council)
    return {
        "kinds": KINDS,
        "roles": ROLES,
        "offices": knowledge.offices_of(council),
        "all_needs": [n for n in knowledge.needs.values() if n.kind is NeedKind.NEED],
        "themes": tuple(knowledge.themes.values()),
        "goals": _together(plan.goals if plan else (), (e.goal for e in entries)),
        "directions": _together(plan.directions if plan else (), (e.direction for e in entries)),
    }


def _together(*several: Any) -> list[str]:
    return list(dict.fromkeys(one for some in several for one in some if one))
