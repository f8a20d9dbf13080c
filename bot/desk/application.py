"""Every page of the desk in one table, and what stands around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.desk import door, doubts, figures, inbox, teach, tickets, verify
from bot.desk.guard import Guard, Page, guarded
from bot.desk.parts import HERE, Desk
from bot.store.roster import Role
from bot.store.store import StoreError

_TICKET = "/desk/tickets/{id:int}"
_LESSON = "/desk/lessons/{id:int}"

PAGES = (
    Page("GET", "/desk", inbox.inbox),
    Page("POST", "/desk/groups/answer", inbox.answer_all),
    Page("GET", _TICKET, tickets.show),
    Page("GET", f"{_TICKET}/state", tickets.state),
    Page("POST", f"{_TICKET}/preview", tickets.preview),
    *(
        Page("POST", f"{_TICKET}/{verb}", tickets.acting(verb))
        for verb in ("claim", "takeover", "assign", "note", "answer", "close", "reopen")
    ),
    Page("POST", f"{_TICKET}/confirm", tickets.confirm),
    Page("GET", "/desk/canned", tickets.canned),
    Page("POST", "/desk/canned", tickets.keep_canned),
    Page("POST", "/desk/canned/{id:int}/drop", tickets.drop_canned),
    Page("GET", f"{_TICKET}/teach", teach.show),
    Page("POST", f"{_TICKET}/teach", teach.propose),
    Page("GET", f"{_TICKET}/targets", teach.find),
    Page("GET", "/desk/lessons", teach.lessons),
    Page("GET", _LESSON, teach.lesson),
    Page("GET", f"{_LESSON}/progress", teach.progress),
    Page("POST", f"{_LESSON}/approve", teach.approve, Role.EDITOR),
    Page("POST", f"{_LESSON}/refuse", teach.refuse, Role.EDITOR),
    Page("GET", "/desk/doubts", doubts.show),
    Page("POST", "/desk/questions/{question:str}/judge", doubts.judge),
    Page("GET", "/desk/verify", verify.show),
    Page("POST", "/desk/verify", verify.confirm),
    Page("GET", "/desk/figures", figures.show),
    *(
        Page("GET", f"/desk/export/{what}.{form}", figures.export(what, form))
        for what in ("tickets", "figures")
        for form in ("csv", "xlsx")
    ),
    Page("GET", "/desk/audit", door.audit, Role.OPERATOR),
    Page("POST", "/desk/leave", door.leave),
)


def application(desk: Desk) -> ASGIApp:
    """The desk as a web application; ``at_work`` around it takes up interrupted lessons."""

    async def home(_request: Request) -> Response:
        return RedirectResponse("/desk", 303)

    async def enter(request: Request) -> Response:
        return await (door.enter if request.method == "POST" else door.door)(desk, request)

    async def sorry(request: Request, error: Exception) -> Response:
        match error:
            case HTTPException():
                status = error.status_code
            case StoreError():
                status = 503
            case _:
                status = 500
        words = f"sorry-{status if status in (403, 404, 500, 503) else 400}"
        page = desk.page(request, "sorry.html", words=words)
        page.status_code = status
        return page

    pages = Starlette(
        routes=[
            Route("/", home),
            Route("/desk/enter", enter, methods=["GET", "POST"]),
            *(Route(page.path, guarded(desk, page), methods=[page.method]) for page in PAGES),
            Mount("/desk/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={HTTPException: sorry, StoreError: sorry, Exception: sorry},
    )
    # Around everything: what Starlette answers where a page breaks has our headers too.
    return Guard(pages, desk.secure)


@asynccontextmanager
async def at_work(desk: Desk) -> AsyncIterator[None]:
    """Lessons go on in the background until the block ends."""
    await desk.school.resume()
    try:
        yield
    finally:
        await desk.school.close()
