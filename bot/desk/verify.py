"""What is to be verified: reported by residents, in doubt or old; one button each."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.conversation.cards import source_line
from bot.conversation.wording import Wording
from bot.desk.parts import Desk, text
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.verify import council_of
from bot.model import Knowledge
from bot.store.roster import Person
from bot.verifying import doubts

_MOST = 100
_CONTACTS = ("postal_code", "address", "phone", "fax", "email", "url")


async def show(desk: Desk, person: Person, request: Request) -> Response:
    theirs = {one for one in (*desk.councils(person), "") if person.reaches(one)}
    knowledge, say = desk.counter.knowledge, desk.wording
    waiting = await desk.verifying.queue(knowledge, theirs)
    shown = [
        (one, doubts(one.fact, say), *particulars(knowledge, one.fact.id, say))
        for one in waiting[:_MOST]
    ]
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


def particulars(knowledge: Knowledge, fact: str, say: Wording) -> tuple[dict[str, str], str]:
    """What somebody who verifies a fact compares: its values by name, and the line of its source.

    What is doubtful is among them: it is what is to be verified.
    """
    if office := knowledge.offices.get(fact):
        values = {
            **{
                f"staff-field-{name.replace('_', '-')}": getattr(office, name) for name in _CONTACTS
            },
            "staff-field-hours": office.hours.ja,
        }
        source = office.source
    elif entry := knowledge.entries.get(fact):
        values = {
            "desk-field-summary": entry.summary.ja,
            "desk-field-details": "\n".join(entry.details.ja),
            "desk-field-join": entry.join.ja,
            "desk-field-office": knowledge.offices[entry.office].name.ja,
        }
        source = entry.source
    else:
        line = knowledge.hotlines[fact]
        values = {
            "staff-field-phone": line.number,
            "staff-field-hours": line.hours.ja,
            "desk-verify-cost": line.cost.ja,
            "desk-verify-note": line.note.ja,
        }
        source = line.source
    shown = {say(name): value for name, value in values.items() if value}
    return shown, source_line(knowledge, source, "", say)
