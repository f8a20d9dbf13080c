"""What stands before every page: headers, requests of other sites, and who may come in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.desk.parts import Desk
from bot.store.roster import Person, Role

_SAFE = ("GET", "HEAD")
_LONGEST = 64 * 1024
_SEEN_EVERY = timedelta(minutes=1)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cache-Control": "no-store",
}

Handler = Callable[[Desk, Person, Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page for those who are signed in, from ``role`` on."""

    method: str
    path: str
    handler: Handler
    role: Role = Role.STAFF


class Guard:
    """Headers on every answer; what another site sends here, or is too long, is refused."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        self._headers = dict(_HEADERS)
        if secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        headers = Headers(scope=scope)
        if scope["method"] not in _SAFE and not _from_here(headers):
            await PlainTextResponse("", 403)(scope, receive, dressed)
            return
        length = headers.get("content-length", "0")
        # A form of a browser says how long it is; what does not is none.
        if not length.isdigit() or int(length) > _LONGEST or "transfer-encoding" in headers:
            await PlainTextResponse("", 413)(scope, receive, dressed)
            return
        await self._app(scope, receive, dressed)


def _from_here(headers: Headers) -> bool:
    """Whether a request that changes something comes from a page of ours."""
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    return (
        bool(headers.get("host")) and urlsplit(headers.get("origin", "")).netloc == headers["host"]
    )


def guarded(desk: Desk, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a page, reached only by who may."""

    async def endpoint(request: Request) -> Response:
        person = await _signed_in(desk, request)
        if person is None:
            if request.method == "GET" and "hx-request" not in request.headers:
                return RedirectResponse("/desk/enter", 303)
            # The browser is led to the door, wherever on the page this was asked.
            return Response(status_code=401, headers={"HX-Redirect": "/desk/enter"})
        if not person.role.may(page.role):
            raise HTTPException(403)
        return await page.handler(desk, person, request)

    return endpoint


async def _signed_in(desk: Desk, request: Request) -> Person | None:
    session = request.cookies.get(desk.cookie, "")
    if not session:
        return None
    now = desk.now()
    async with desk.store.read() as work:
        found = await work.staff.who(session, now)
    if found is None:
        return None
    person, seen = found
    # What looks by itself, every few seconds, is no sign that somebody is there.
    if now - seen > _SEEN_EVERY and "hx-request" not in request.headers:
        async with desk.store.begin() as work:
            await work.staff.seen(session, now)
    return person
