"""One ticket: what was said around it, what can be done with it, and what colleagues do meanwhile."""

import hashlib
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.casework import Done, Member
from bot.conversation import review
from bot.desk.parts import Desk, member, text, theirs
from bot.knowledge.edit import EditError
from bot.knowledge.reader import KnowledgeError
from bot.model import EntryKind, Outcome, Ticket
from bot.store.roster import Person
from bot.store.store import Work

# The first is what is sent where nobody chose: it must say nothing of what was right.
REASONS = ("by-phone", "elsewhere", "duplicate", "no-question", "other")
_ELSEWHERE, _NOTHING = "elsewhere", "nothing"
_ALIKE = 0.25
_LOOKED_AT = 300
_SHOWN = 3


def _number(request: Request) -> int:
    return int(request.path_params["id"])


async def _around(desk: Desk, work: Work, person: Person, ticket: Ticket) -> dict[str, Any]:
    """What changes while others work: shown again without loading the page anew."""
    notes = await work.desk.notes(ticket.id)
    mine = ticket.staff == person.member
    seen = f"{ticket.state}{ticket.staff}{ticket.answer}{ticket.wants_reply}{len(notes)}"
    return {
        "ticket": ticket,
        "notes": notes,
        "ended": ticket.ended,
        "mine": mine,
        "free": ticket.free_for(person.member),
        "seen": hashlib.sha256(seen.encode()).hexdigest()[:16],
    }


async def show(desk: Desk, person: Person, request: Request) -> Response:
    return await _page(desk, person, request)


async def _page(
    desk: Desk,
    person: Person,
    request: Request,
    *,
    refusal: str = "",
    draft: str = "",
    right: str = "",
) -> Response:
    """The ticket; after a ``refusal`` of an answer, with what was written and chosen for it."""
    async with desk.store.read() as work:
        ticket = await theirs(work, person, _number(request))
        around = await _around(desk, work, person, ticket)
        question = await work.question(ticket.question)
        answered = await work.desk.answered(ticket.council, _LOOKED_AT)
        canned = await work.desk.canned((ticket.council,))
        colleagues = [
            one
            for one in await work.staff.everybody()
            if one.reaches(ticket.council) and one.id != person.id
        ]
    guide = desk.counter.guide
    message = guide.ear.listen(ticket.text)
    belief = guide.matcher.believe(message, ticket.council)
    ids = review.near_entries(guide.knowledge, ticket)
    near = [pair for pair in belief.needs.items() if pair[1] >= review.NEAR]
    needs = sorted(near, key=lambda pair: -pair[1])[:_SHOWN]
    others = [one for one in answered if one.id != ticket.id]
    likeness = guide.ear.likenesses(ticket.text, [one.text for one in others])
    alike = sorted(
        ((much, one) for much, one in zip(likeness, others, strict=True) if much >= _ALIKE),
        key=lambda pair: -pair[0],
    )
    return desk.page(
        request,
        "ticket.html",
        person,
        **around,
        question=question,
        asked_in="" if ticket.language == "ja" else desk.say(f"staff-asked-in-{ticket.language}"),
        thought=[(guide.knowledge.entries[i], dict(ticket.candidates)[i]) for i in ids],
        reasons_of=guide.reasons.of(message, belief, ids),
        needs=[(guide.knowledge.needs[need].name.ja, p) for need, p in needs],
        alike=alike[:_SHOWN],
        canned=canned,
        colleagues=colleagues,
        refused=bool(refusal),
        chosen=right,
        filled=draft
        or next(
            (one.text for one in canned if str(one.id) == request.query_params.get("canned")), ""
        ),
        reasons=REASONS,
        entries=[
            one
            for one in guide.knowledge.entries_of(ticket.council)
            if one.kind is not EntryKind.PLAN
        ],
        Outcome=Outcome,
        told=refusal,
    )


async def state(desk: Desk, person: Person, request: Request) -> Response:
    """What has changed since ``seen``; nothing where nothing has."""
    async with desk.store.read() as work:
        ticket = await theirs(work, person, _number(request))
        around = await _around(desk, work, person, ticket)
    if around["seen"] == request.query_params.get("seen"):
        return Response(status_code=204)
    return desk.page(request, "state.html", person, **around)


async def preview(desk: Desk, person: Person, request: Request) -> Response:
    words = text(await request.form(), "text", 3000)
    async with desk.store.read() as work:
        ticket = await theirs(work, person, _number(request))
    if not words:
        return HTMLResponse("")
    messages = [Markup(one) for one in desk.post.preview(desk.cases.draft(ticket, words))]  # noqa: S704  # nosec B704
    return desk.page(request, "preview.html", person, messages=messages)


async def _act(desk: Desk, person: Person, request: Request, verb: str) -> Response:
    form = await request.form()
    ticket = _number(request)
    async with desk.store.begin() as work:
        found = await theirs(work, person, ticket)
        done = await _done(desk, work, member(person, found.council), found, verb, form)
        if done.ticket is not None:
            await work.outbox.put(desk.post.letters(done), desk.now())
            await work.staff.note(person, verb, f"ticket {ticket}", found.council, desk.now())
    if done.ticket is None and verb == "answer":
        draft, chosen = text(form, "text", 3000), text(form, "right", 80)
        # Not after a redirect: what was written to a resident is nothing for a cookie.
        page = await _page(desk, person, request, refusal=done.words, draft=draft, right=chosen)
        page.status_code = 409 if draft else 422
        return page
    right = _right(desk, found, verb, form) if done.ticket is not None else None
    confirmed = "" if right is None else await _confirm(desk, person, found, right)
    return desk.back(f"/desk/tickets/{ticket}", "".join((done.words, confirmed)))


async def confirm(desk: Desk, person: Person, request: Request) -> Response:
    """Say what was right for a question, whenever that is known."""
    form = await request.form()
    async with desk.store.read() as work:
        found = await theirs(work, person, _number(request))
    right = _right(desk, found, "confirm", form)
    told = desk.say("desk-right-none") if right is None else ""
    if right is not None:
        told = await _confirm(desk, person, found, right)
    return desk.back(f"/desk/tickets/{found.id}", told)


def _right(desk: Desk, ticket: Ticket, verb: str, form: Any) -> tuple[str, ...] | None:
    """The entries that were right for a ticket; None where nobody has said so."""
    chosen = text(form, "right", 80)
    if chosen == _NOTHING or (verb == "close" and text(form, "reason", 20) == _ELSEWHERE):
        return ()
    entry = desk.counter.knowledge.entries.get(chosen)
    return (entry.id,) if entry is not None and entry.council == ticket.council else None


async def _confirm(desk: Desk, person: Person, ticket: Ticket, right: tuple[str, ...]) -> str:
    """Label the question for measuring, and let colleagues see it; what came of it in words."""
    asked = " ".join(desk.counter.mask(ticket.text).split())
    if not asked:
        return desk.say("desk-right-no-words")
    try:
        await desk.school.confirm(ticket.council, asked, right)
    except (EditError, KnowledgeError, OSError):
        return desk.say("desk-right-unwritten")
    names = [desk.counter.knowledge.entries[one].name.ja for one in right]
    words = desk.say("desk-right-is", name="、".join(names) or desk.say("desk-right-nothing"))
    async with desk.store.begin() as work:
        await work.desk.note(ticket.id, person.name, words, desk.now())
        await work.staff.note(person, "confirm", f"ticket {ticket.id}", ticket.council, desk.now())
    return desk.say("desk-right-kept")


async def _done(desk: Desk, work: Work, mine: Member, ticket: Ticket, verb: str, form: Any) -> Done:
    cases = desk.cases
    match verb:
        case "claim":
            return await cases.claim(mine, ticket.id)
        case "takeover":
            return await cases.take_over(mine, ticket.id)
        case "answer":
            return await cases.answer(mine, ticket.id, text(form, "text", 3000))
        case "close":
            reason = text(form, "reason", 20)
            if reason not in REASONS:
                raise HTTPException(400)
            return await cases.end(mine, ticket.id, reason)
        case "reopen":
            return await cases.reopen(mine, ticket.id)
        case "assign":
            chosen = text(form, "to", 9)
            to = await work.staff.person(int(chosen)) if chosen.isdigit() else None
            if to is None or not to.reaches(ticket.council):
                raise HTTPException(400)
            return await cases.hand_over(mine, ticket.id, member(to, ticket.council))
        case _:
            words = text(form, "text", 2000)
            if not words:
                return Done(desk.say("desk-note-empty"))
            await work.desk.note(ticket.id, mine.name, words, desk.now())
            return Done(desk.say("desk-noted"), ticket)


def acting(verb: str):  # type: ignore[no-untyped-def]
    """The handler of one verb."""

    async def handler(desk: Desk, person: Person, request: Request) -> Response:
        return await _act(desk, person, request, verb)

    return handler


async def canned(desk: Desk, person: Person, request: Request) -> Response:
    async with desk.store.read() as work:
        kept = await work.desk.canned(desk.scope(person))
    return desk.page(request, "canned.html", person, canned=kept, councils=desk.councils(person))


async def keep_canned(desk: Desk, person: Person, request: Request) -> Response:
    form = await request.form()
    council, title, words = (
        text(form, "council", 40),
        text(form, "title", 80),
        text(form, "text", 3000),
    )
    if council not in desk.councils(person):
        raise HTTPException(404)
    if not title or not words:
        return desk.back("/desk/canned", desk.say("desk-canned-empty"))
    async with desk.store.begin() as work:
        await work.desk.keep_canned(council, title, words)
        await work.staff.note(person, "canned", "kept", council, desk.now())
    return desk.back("/desk/canned", desk.say("desk-canned-kept"))


async def drop_canned(desk: Desk, person: Person, request: Request) -> Response:
    async with desk.store.begin() as work:
        found = await work.desk.one_canned(_number(request))
        if found is None or not person.reaches(found.council):
            raise HTTPException(404)
        await work.desk.drop_canned(found.id)
        await work.staff.note(person, "canned", f"dropped {found.id}", found.council, desk.now())
    return desk.back("/desk/canned", desk.say("desk-canned-dropped"))
