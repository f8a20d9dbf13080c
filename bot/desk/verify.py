"""What is to be verified: reported by residents, in doubt or old; one button each."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.parts import Desk, text
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.verify import council_of
from bot.store.roster import Person
from bot.verifying import doubts

_MOST = 100


async def show(desk: Desk, person: Person, request: Request) -> Response:
    theirs = {one for one in (*desk.councils(person), "") if person.reaches(one)}
    waiting = await desk.verifying.queue(desk.counter.knowledge, theirs)
    shown = [(one, doubts(one.fact, desk.wording)) for one in waiting[:_MOST]]
    return desk.page(request, "verify.html", person, waiting=shown, count=len(waiting))


async def confirm(desk: Desk, person: Person, request: Request) -> Response:
    """Write that a fact was verified today by this member."""
    fact = text(await request.form(), "fact", 120)
    council = council_of(fact)
    if not person.reaches(council):
        raise HTTPException(404)
    try:
        known = await desk.verifying.confirm(fact, council, person.name)
    except KnowledgeError:
        return desk.back("/desk/verify", desk.say("desk-verified-not"))
    if known is None:
        raise HTTPException(404)
    async with desk.store.begin() as work:
        await work.staff.note(person, "verify", f"fact {fact}", council or None, desk.now())
    return desk.back("/desk/verify", desk.say("desk-verified", name=known.name))
