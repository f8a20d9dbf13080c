"""The inbox: what waits for staff, alone or in groups that ask the same thing."""

import asyncio
from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.conversation import review
from bot.desk.parts import Desk, member, text, theirs
from bot.model import Outcome, TicketState
from bot.store.desk import Filter, Order
from bot.store.roster import Person

_PAGE = 30
_MOST_GROUPED = 10_000
_MOST_PAGES = 2_000
_MOST_AT_ONCE = 200
WAITS = (1, 24, 72, 168)


def wanted(desk: Desk, person: Person, request: Request) -> Filter:
    """The filter that an address asks for, within one's own councils."""
    query = request.query_params
    council = query.get("council", "")
    mine = desk.councils(person)
    hours = query.get("wait", "")
    return Filter(
        councils=(council,) if council in mine else desk.scope(person),
        need=query.get("need", "")[:80],
        outcome=query.get("outcome", "")[:12],
        channel=query.get("channel", "")[:20],
        before=desk.now() - timedelta(hours=int(hours))
        if hours in {str(one) for one in WAITS}
        else None,
        words=query.get("q", "").strip()[:80],
        ended=query.get("ended", "") == "1",
    )


async def inbox(desk: Desk, person: Person, request: Request) -> Response:
    query = request.query_params
    filter_ = wanted(desk, person, request)
    order: Order = "newest" if query.get("order") == "newest" else "oldest"
    together = query.get("view") == "groups"
    page = query.get("page", "1")
    number = min(int(page), _MOST_PAGES) if page.isascii() and page.isdigit() and page != "0" else 1
    async with desk.store.read() as work:
        count = await work.desk.count(filter_)
        limit, skip = (_MOST_GROUPED, 0) if together else (_PAGE, (number - 1) * _PAGE)
        found = await work.desk.tickets(filter_, order, limit, skip)
        canned = await work.desk.canned(desk.scope(person))
    ear = desk.counter.guide.ear
    # Only a whole inbox is worth a thread of its own.
    groups = await asyncio.to_thread(review.grouped, found, ear.leaders)
    if together:
        groups = sorted((g for g in groups if len(g) > 1), key=len, reverse=True)[:_PAGE]
    kept = {name: value for name, value in query.items() if name != "page" and value}
    return desk.page(
        request,
        "inbox.html",
        person,
        groups=groups,
        count=count,
        query=query,
        number=number,
        more=not together and number * _PAGE < count,
        page_link=lambda to: "/desk?" + urlencode({**kept, "page": to}),
        councils=desk.councils(person),
        outcomes=[Outcome.UNMATCHED, Outcome.SUGGESTED],
        waits=WAITS,
        canned=canned,
        together=together,
    )


async def answer_all(desk: Desk, person: Person, request: Request) -> Response:
    """One answer to every ticket of a group; what a colleague has taken meanwhile is left."""
    form = await request.form()
    words = text(form, "text", 3000)
    ids = [str(one) for one in form.getlist("ticket")][:_MOST_AT_ONCE]
    if not words:
        return desk.back("/desk?view=groups", desk.say("staff-answer-empty"))
    done = 0
    async with desk.store.begin() as work:
        for one in ids:
            if not (one.isascii() and one.isdigit() and len(one) < 10):
                continue
            ticket = await theirs(work, person, int(one))
            mine = member(person, ticket.council)
            answered = await desk.cases.answer(mine, ticket.id, words)
            if answered.ticket is None or answered.ticket.state is not TicketState.ANSWERED:
                continue
            done += 1
            await work.outbox.put(desk.post.letters(answered), desk.now())
            await work.staff.note(person, "answer", f"ticket {one}", ticket.council, desk.now())
    told = desk.say("desk-answered-all", done=str(done), left=str(len(ids) - done))
    return desk.back("/desk?view=groups", told)
