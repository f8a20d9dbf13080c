"""Teaching from a ticket: what a wording shall lead to, what that would change, and its review."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.newentry import offered, written
from bot.desk.parts import Desk, text, theirs
from bot.knowledge.edit import EditError
from bot.knowledge.lessons import faults
from bot.model import Knowledge, NeedKind, Ticket
from bot.store.lessons import Lesson, LessonState
from bot.store.roster import Person, Role

_FOUND = 8
_LIKELY = 4


async def show(desk: Desk, person: Person, request: Request) -> Response:
    async with desk.store.read() as work:
        ticket = await theirs(work, person, int(request.path_params["id"]))
    return _form(desk, person, request, ticket, {}, [])


async def find(desk: Desk, person: Person, request: Request) -> Response:
    """Search as one types: entries and needs by name, or by what a wording would lead to."""
    async with desk.store.read() as work:
        ticket = await theirs(work, person, int(request.path_params["id"]))
    words = request.query_params.get("q", "").strip()[:80]
    return desk.page(
        request, "targets.html", person, targets=_targets(desk, ticket, words), searched=bool(words)
    )


async def propose(desk: Desk, person: Person, request: Request) -> Response:
    form = await request.form()
    async with desk.store.read() as work:
        ticket = await theirs(work, person, int(request.path_params["id"]))
    knowledge = desk.counter.knowledge
    wording = " ".join(desk.counter.mask(text(form, "wording", 300)).split())
    target = text(form, "target", 80)
    entry = written(form, ticket, wording) if target == "new" else None
    wrong = [] if wording else ["wording"]
    if entry is not None:
        wrong += faults(knowledge, entry)
        target = entry["id"]
    elif not _possible(knowledge, ticket, target):
        wrong.append("target")
    if wrong:
        return _form(desk, person, request, ticket, form, wrong)
    async with desk.store.begin() as work:
        by = (person.id, person.name)
        number = await work.lessons.propose(
            ticket.id, ticket.council, wording, target, entry, by, desk.now()
        )
        await work.staff.note(person, "propose", f"lesson {number}", ticket.council, desk.now())
        lesson = await work.lessons.lesson(number)
    assert lesson is not None
    desk.school.try_out(lesson)
    return desk.back(f"/desk/lessons/{number}", desk.say("desk-lesson-begun"))


async def lessons(desk: Desk, person: Person, request: Request) -> Response:
    async with desk.store.read() as work:
        found = await work.lessons.of(desk.scope(person))
    return desk.page(request, "lessons.html", person, lessons=found, name_of=_namer(desk))


async def lesson(desk: Desk, person: Person, request: Request) -> Response:
    found = await _lesson(desk, person, request)
    waiting = found.state in (LessonState.TRYING, LessonState.PROPOSED)
    return desk.page(
        request,
        "lesson.html",
        person,
        lesson=found,
        diff=desk.school.diff(found) if waiting else [],
        may_review=person.role.may(Role.EDITOR) and person.id != found.by,
        name_of=_namer(desk),
    )


async def progress(desk: Desk, person: Person, request: Request) -> Response:
    """How far a lesson is; the page is loaded anew when its state has changed."""
    found = await _lesson(desk, person, request)
    state = f"{found.state.value}{found.live}"
    if state != request.query_params.get("seen"):
        return Response(headers={"HX-Refresh": "true"})
    return desk.page(request, "progress.html", person, lesson=found)


async def approve(desk: Desk, person: Person, request: Request) -> Response:
    found = await _lesson(desk, person, request)
    if person.id == found.by:
        raise HTTPException(403)
    words = "desk-lesson-taken"
    try:
        async with desk.store.begin() as work:
            by = (person.id, person.name)
            taken = await work.lessons.review(found.id, LessonState.TAKEN, by, "", desk.now())
            if taken:
                await work.staff.note(
                    person, "approve", f"lesson {found.id}", found.council, desk.now()
                )
                await desk.school.take(found)
            else:
                words = "desk-lesson-reviewed"
    except (EditError, OSError):
        return desk.back(f"/desk/lessons/{found.id}", desk.say("desk-lesson-unwritten"))
    if taken:
        desk.school.go_live()
    return desk.back(f"/desk/lessons/{found.id}", desk.say(words))


async def refuse(desk: Desk, person: Person, request: Request) -> Response:
    found = await _lesson(desk, person, request)
    remark = text(await request.form(), "remark", 500)
    async with desk.store.begin() as work:
        by = (person.id, person.name)
        done = await work.lessons.review(found.id, LessonState.REFUSED, by, remark, desk.now())
        if done:
            await work.staff.note(person, "refuse", f"lesson {found.id}", found.council, desk.now())
    told = "desk-lesson-refused" if done else "desk-lesson-reviewed"
    return desk.back(f"/desk/lessons/{found.id}", desk.say(told))


async def _lesson(desk: Desk, person: Person, request: Request) -> Lesson:
    async with desk.store.read() as work:
        found = await work.lessons.lesson(int(request.path_params["id"]))
    if found is None or not person.reaches(found.council):
        raise HTTPException(404)
    return found


def _form(
    desk: Desk,
    person: Person,
    request: Request,
    ticket: Ticket,
    form: Mapping[str, Any],
    wrong: list[str],
) -> Response:
    knowledge = desk.counter.knowledge
    page = desk.page(
        request,
        "teach.html",
        person,
        ticket=ticket,
        form=form,
        chosen={
            name: form.getlist(name) if isinstance(form, FormData) else []
            for name in ("needs", "also", "themes")
        },
        wrong=wrong,
        targets=_targets(desk, ticket, ""),
        searched=False,
        needs=_likely(desk, ticket),
        **offered(knowledge, ticket.council),
        today=desk.counter.today(),
    )
    page.status_code = 422 if wrong else 200
    return page


def _targets(desk: Desk, ticket: Ticket, words: str) -> list[tuple[str, str, str]]:
    """What a wording may lead to: id, name, and which of entry and need it is."""
    knowledge = desk.counter.knowledge
    entries = knowledge.entries_of(ticket.council)
    needs = [n for n in knowledge.needs.values() if n.kind is not NeedKind.SMALLTALK]
    guide = desk.counter.guide
    belief = guide.matcher.believe(guide.ear.listen(words or ticket.text), ticket.council)
    ranked = {c.id: c.score for c in belief.ranked}
    scores: list[tuple[float, str, str, str]] = []
    for entry in entries:
        named = 2.0 if words and words in entry.name.ja else 0.0
        if score := named + ranked.get(entry.id, 0.0):
            scores.append((score, entry.id, entry.name.ja, "entry"))
    for need in needs:
        named = 2.0 if words and words in need.name.ja else 0.0
        if (score := named + belief.needs.get(need.id, 0.0)) > 0.01:
            scores.append((score, need.id, need.name.ja, "need"))
    scores.sort(key=lambda one: -one[0])
    return [(id_, name, kind) for _, id_, name, kind in scores[:_FOUND]]


def _likely(desk: Desk, ticket: Ticket) -> list[Any]:
    guide = desk.counter.guide
    belief = guide.matcher.believe(guide.ear.listen(ticket.text), ticket.council)
    needs = (guide.knowledge.needs[i] for i in sorted(belief.needs, key=lambda i: -belief.needs[i]))
    return [need for need in needs if need.kind is NeedKind.NEED][:_LIKELY]


def _possible(knowledge: Knowledge, ticket: Ticket, target: str) -> bool:
    if target in knowledge.entries:
        return knowledge.entries[target].council == ticket.council
    return target in knowledge.needs


def _namer(desk: Desk):  # type: ignore[no-untyped-def]
    knowledge = desk.counter.knowledge

    def name_of(target: str) -> str:
        found = knowledge.entries.get(target) or knowledge.needs.get(target)
        return found.name.ja if found is not None else target

    return name_of
