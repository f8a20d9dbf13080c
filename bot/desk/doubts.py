"""Where we may have been wrong: suggestions nobody chose, and sure answers marked as wrong."""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.parts import Desk, text
from bot.store.roster import Person

_TIME_TO_CHOOSE = timedelta(minutes=10)
_MOST = 50


async def show(desk: Desk, person: Person, request: Request) -> Response:
    scope = desk.scope(person)
    async with desk.store.read() as work:
        passed_over = await work.desk.passed_over(scope, desk.now() - _TIME_TO_CHOOSE, _MOST)
        doubted = await work.desk.doubted(scope, _MOST)
    return desk.page(request, "doubts.html", person, passed_over=passed_over, doubted=doubted)


async def judge(desk: Desk, person: Person, request: Request) -> Response:
    """Make a ticket of a question, to be taught from; or put it aside."""
    verdict = text(await request.form(), "verdict", 10)
    question = str(request.path_params["question"])
    async with desk.store.begin() as work:
        found = await work.question(question)
        if found is None or found.council is None or not person.reaches(found.council):
            raise HTTPException(404)
        if verdict not in ("ticket", "seen"):
            raise HTTPException(400)
        await work.desk.judge(question, "seen")
        await work.staff.note(person, verdict, f"question {question}", found.council, desk.now())
        if verdict == "ticket":
            ticket = await work.open_ticket(question, found.council, desk.now())
            return desk.back(f"/desk/tickets/{ticket}")
    return desk.back("/desk/doubts", desk.say("desk-put-aside"))
