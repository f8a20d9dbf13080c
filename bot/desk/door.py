"""Coming in by a link that is valid once, and going out."""

from starlette.requests import Request
from starlette.responses import Response

from bot.desk.parts import Desk, text
from bot.store.roster import SESSION, Person

_MOST_ENTRIES = 10


async def door(desk: Desk, request: Request) -> Response:
    """The page behind the link. It takes a press to come in: who only previews a link spends none."""
    return desk.page(request, "door.html", key=request.query_params.get("key", "")[:200], wrong="")


async def enter(desk: Desk, request: Request) -> Response:
    key = text(await request.form(), "key", 200)
    now = desk.now()
    host = request.client.host if request.client else "?"
    async with desk.store.begin() as work:
        admitted = await work.staff.attempt(f"enter {host}", _MOST_ENTRIES, now)
        entered = await work.staff.enter(key, now) if admitted else None
        if entered is not None:
            await work.staff.note(entered[0], "enter", "desk", None, now)
    if entered is None:
        wrong = "door-wrong" if admitted else "door-often"
        page = desk.page(request, "door.html", key="", wrong=wrong)
        page.status_code = 403 if admitted else 429
        return page
    answer = desk.back("/desk")
    answer.set_cookie(
        desk.cookie,
        entered[1],
        max_age=int(SESSION.total_seconds()),
        httponly=True,
        secure=desk.secure,
        samesite="lax",
    )
    return answer


async def leave(desk: Desk, person: Person, request: Request) -> Response:
    async with desk.store.begin() as work:
        await work.staff.leave(request.cookies.get(desk.cookie, ""))
        await work.staff.note(person, "leave", "desk", None, desk.now())
    answer = desk.back("/desk/enter")
    answer.delete_cookie(desk.cookie, secure=desk.secure, httponly=True, samesite="lax")
    return answer


async def audit(desk: Desk, person: Person, request: Request) -> Response:
    async with desk.store.read() as work:
        lines = await work.staff.lines(300)
    return desk.page(request, "audit.html", person, lines=lines)
