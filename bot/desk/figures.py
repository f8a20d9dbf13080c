"""Pictures and exports: what was asked, by day, need and council; how long people waited."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.desk.guard import Handler
from bot.desk.inbox import wanted
from bot.desk.parts import JAPAN, Desk
from bot.knowledge.exchange.tables import write_csv, write_xlsx
from bot.model import Knowledge, NeedKind, Outcome, Ticket
from bot.store.figures import Asked
from bot.store.roster import Person

_DAYS = 30
_TOP = 10
_HEAT_ROWS = 25
_SHADES = 5
_MOST_EXPORTED = 50_000
_WAITS = (
    ("1時間まで", 1),
    ("8時間まで", 8),
    ("1日まで", 24),
    ("3日まで", 72),
    ("それより長い", None),
)
COUNTED = (Outcome.ANSWERED, Outcome.SUGGESTED, Outcome.UNMATCHED, Outcome.CRISIS)


@dataclass(frozen=True, slots=True)
class Cell:
    """Questions of one need in one council; ``shade`` from 0, ``missing`` where no entry meets it."""

    count: int
    shade: int
    missing: bool


@dataclass(frozen=True, slots=True)
class Heat:
    need: str
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)

    @property
    def lacking(self) -> int:
        """How many questions of the need met a council without an entry for it."""
        return sum(cell.count for cell in self.cells if cell.missing)


def by_day(asked: Iterable[Asked], days: Sequence[str]) -> dict[str, dict[str, int]]:
    """Day to outcome to count; days without a question are there too."""
    table = {day: {outcome.value: 0 for outcome in COUNTED} for day in days}
    for one in asked:
        if one.day in table and one.outcome in table[one.day]:
            table[one.day][one.outcome] += one.count
    return table


def heat(asked: Iterable[Asked], knowledge: Knowledge, councils: Sequence[str]) -> list[Heat]:
    """Needs by council, those asked for most first."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in asked:
        if one.need in knowledge.needs and knowledge.needs[one.need].kind is NeedKind.NEED:
            counts[one.need][one.council] += one.count
    met = {(need, e.council) for e in knowledge.entries.values() for need in (*e.needs, *e.also)}
    most = max((n for row in counts.values() for n in row.values()), default=1)
    rows = [
        Heat(
            need,
            tuple(
                Cell(
                    row.get(council, 0),
                    -(-row.get(council, 0) * _SHADES // most),
                    (need, council) not in met,
                )
                for council in councils
            ),
        )
        for need, row in counts.items()
    ]
    # What lacks an answer comes first: it is what this picture is for.
    rows.sort(key=lambda row: (-row.lacking, -row.total, row.need))
    return rows[:_HEAT_ROWS]


def waits(
    spans: Iterable[tuple[datetime, datetime]],
) -> tuple[list[tuple[str, int]], timedelta | None]:
    """How many waited how long, and the median."""
    hours = [(end - start).total_seconds() / 3600 for start, end in spans]
    table = []
    least = 0.0
    for name, most in _WAITS:
        table.append((name, sum(least <= h and (most is None or h < most) for h in hours)))
        least = most or least
    return table, timedelta(hours=median(hours)) if hours else None


async def show(desk: Desk, person: Person, request: Request) -> Response:
    now = desk.now()
    since = now - timedelta(days=_DAYS)
    scope = desk.scope(person)
    async with desk.store.read() as work:
        asked = await work.figures.asked(scope, since)
        spans = await work.figures.waits(scope, since)
    days = [
        (now.astimezone(JAPAN) - timedelta(days=back)).strftime("%Y-%m-%d")
        for back in reversed(range(_DAYS))
    ]
    knowledge = desk.counter.knowledge
    needs: dict[str, int] = defaultdict(int)
    for one in asked:
        if one.need in knowledge.needs:
            needs[one.need] += one.count
    table = by_day(asked, days)
    total = sum(one.count for one in asked if one.outcome in {o.value for o in COUNTED})
    answered = sum(one.count for one in asked if one.outcome == Outcome.ANSWERED)
    waited, middle = waits(spans)
    councils = desk.councils(person)
    return desk.page(
        request,
        "figures.html",
        person,
        days=table,
        highest=max((sum(row.values()) for row in table.values()), default=0) or 1,
        outcomes=COUNTED,
        top=sorted(needs.items(), key=lambda pair: -pair[1])[:_TOP],
        heat=heat(asked, knowledge, councils),
        councils=councils,
        waits=waited,
        median=middle,
        total=total,
        share=round(100 * answered / total) if total else None,
    )


def export(what: str, form: str) -> Handler:
    """The handler that gives tickets or figures as CSV or XLSX."""

    async def handler(desk: Desk, person: Person, request: Request) -> Response:
        return await _exported(desk, person, request, what, form)

    return handler


async def _exported(desk: Desk, person: Person, request: Request, what: str, form: str) -> Response:
    now = desk.now()
    async with desk.store.begin() as work:
        if what == "tickets":
            found = await work.desk.tickets(wanted(desk, person, request), "newest", _MOST_EXPORTED)
            rows = [_ticket_row(desk, one) for one in found]
        else:
            asked = await work.figures.asked(desk.scope(person), now - timedelta(days=365))
            rows = [_asked_row(desk, one) for one in asked]
        await work.staff.note(person, "export", f"{what}.{form}", None, now)
    headings = [desk.say(f"desk-column-{name}") for name in _COLUMNS[what]]
    named = [dict(zip(headings, row, strict=True)) for row in rows]
    with tempfile.NamedTemporaryFile(suffix=f".{form}", delete=False) as made:
        file = Path(made.name)
    if form == "csv":
        write_csv(file, headings, named)
    else:
        write_xlsx(file, {desk.say(f"desk-sheet-{what}"): (headings, named)})
    name = f"{what}-{now.astimezone(JAPAN):%Y%m%d}.{form}"
    return FileResponse(file, filename=name, background=BackgroundTask(file.unlink))


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "tickets": (
        *("number", "council", "state", "opened", "ended", "outcome", "channel", "need"),
        *("question", "staff", "answer", "reason"),
    ),
    "figures": ("day", "council", "outcome", "need", "count"),
}


def _ticket_row(desk: Desk, one: Ticket) -> tuple[str, ...]:
    knowledge = desk.counter.knowledge
    return (
        str(one.id),
        knowledge.councils[one.council].short_name
        if one.council in knowledge.councils
        else one.council,
        desk.say(f"desk-state-{one.state.value}"),
        f"{one.opened_at.astimezone(JAPAN):%Y-%m-%d %H:%M}",
        f"{one.ended_at.astimezone(JAPAN):%Y-%m-%d %H:%M}" if one.ended_at else "",
        desk.say(f"desk-outcome-{one.outcome}"),
        one.channel,
        knowledge.needs[one.need].name.ja if one.need and one.need in knowledge.needs else "",
        one.text,
        one.staff_name,
        one.answer,
        desk.say(f"desk-reason-{one.reason}") if one.reason else "",
    )


def _asked_row(desk: Desk, one: Asked) -> tuple[str, ...]:
    knowledge = desk.counter.knowledge
    council = knowledge.councils.get(one.council)
    need = knowledge.needs.get(one.need)
    return (
        one.day,
        council.short_name if council else "",
        desk.say(f"desk-outcome-{one.outcome}"),
        need.name.ja if need else "",
        str(one.count),
    )
