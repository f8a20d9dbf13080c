"""Every route as nobody, as staff of another council, and as each role; and what guards the door."""

import asyncio
import re
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from faults.postgresql import free_port

from bot.app import desk_alone
from bot.desk.application import PAGES
from bot.desk.guard import Page
from bot.store.roster import IDLE, LINK, SESSION, Role
from desk.conftest import Office

ASKED = "宇宙人と文通したいです"
# What each address names stands in one council: konosu.
_OF_A_COUNCIL = re.compile(r"\{(id|question)")
# Their own council decides what they show, and nothing in the address does.
_REFUSED = (403, 404)


class Visitor:
    """A program that speaks as a browser would, with the cookies of one session."""

    def __init__(self, office: Office, client: aiohttp.ClientSession) -> None:
        self._office = office
        self._client = client

    async def enter(self, person: int) -> int:
        link = await self._office.link(person)
        return await self.send("POST", "/desk/enter", key=link.partition("key=")[2])

    async def send(self, method: str, path: str, headers: Any = None, **form: str) -> int:
        """The status of the answer."""
        async with self._client.request(
            method,
            self._office.url + path,
            data=form if method == "POST" else None,
            headers={"Origin": self._office.url} if headers is None else headers,
            allow_redirects=False,
        ) as answer:
            self.answer = answer
            self.text = await answer.text("utf-8", "replace")
            return answer.status


@pytest.fixture
async def visitor(office: Office):  # type: ignore[no-untyped-def]
    """``visitor()``: somebody new at the door."""
    clients: list[aiohttp.ClientSession] = []

    def make() -> Visitor:
        # An address is no name, and its cookies are kept all the same.
        clients.append(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        return Visitor(office, clients[-1])

    yield make
    for client in clients:
        await client.close()


async def things(office: Office) -> dict[str, str]:
    """A ticket, a lesson, a canned reply and a question of konosu, by the route that names them."""
    now = datetime.now(UTC)
    number = await office.asks(ASKED)
    async with office.store.begin() as work:
        ticket = await work.ticket(number)
        assert ticket is not None
        await work.desk.keep_canned("konosu", "見出し", "本文")
        kept = await work.desk.canned(None)
        lesson = await work.lessons.propose(
            number, "konosu", ASKED, "konosu/13", None, (99, "佐藤"), now
        )
        await work.lessons.tried(
            lesson, {"of": 0, "before": 0, "after": 0, "better": [], "worse": []}
        )
    return {
        "tickets": str(number),
        "lessons": str(lesson),
        "canned": str(max(one.id for one in kept)),
        "questions": ticket.question,
    }


def address(page: Page, known: dict[str, str]) -> str:
    noun = page.path.split("/")[2] if page.path.count("/") > 1 else ""
    return re.sub(r"\{\w+:\w+\}", known.get(noun, ""), page.path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
async def test_every_route_as_everybody(office: Office, visitor: Any, page: Page) -> None:
    known = await things(office)
    path = address(page, known)
    nobody = visitor()
    assert await nobody.send(page.method, path) == (303 if page.method == "GET" else 401)
    if page.method == "GET":
        assert nobody.answer.headers["Location"] == "/desk/enter"
    assert ASKED not in nobody.text
    for role, council in (
        (Role.STAFF, "honjo"),
        (Role.EDITOR, "honjo"),
        (Role.STAFF, "konosu"),
        (Role.EDITOR, "konosu"),
        (Role.OPERATOR, ""),
    ):
        person = await office.person(f"{role} {council}", role, *([council] if council else []))
        somebody = visitor()
        assert await somebody.enter(person) == 303
        if page.path == "/desk/leave":
            continue
        # What one may do, the next must be able to do as well.
        path = address(page, await things(office))
        form = {
            "council": "konosu",
            "title": "題",
            "text": "文",
            "verdict": "seen",
            "reason": "other",
            "right": "nothing",
            "fact": "konosu/shakyo",
        }
        status = await somebody.send(page.method, path, **form)
        allowed = role.may(page.role) and (
            council != "honjo" or not _OF_A_COUNCIL.search(page.path)
        )
        if council == "honjo":
            assert ASKED not in somebody.text
            if page.path in ("/desk/canned", "/desk/verify") and page.method == "POST":
                allowed = False
        assert (status not in _REFUSED) == allowed, (role, council, status)
        assert status < 500


async def test_a_link_is_good_once_and_not_for_long(office: Office, visitor: Any) -> None:
    person = await office.person("田中", Role.STAFF, "konosu")
    key = (await office.link(person)).partition("key=")[2]
    somebody = visitor()
    # A preview of the link spends nothing.
    assert await somebody.send("GET", f"/desk/enter?key={key}") == 200
    assert await somebody.send("POST", "/desk/enter", key=key) == 303
    cookie = somebody.answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert await visitor().send("POST", "/desk/enter", key=key) == 403
    now = datetime.now(UTC)
    async with office.store.begin() as work:
        late = await work.staff.link(person, now - LINK)
        assert await work.staff.enter(late, now) is None
        first = await work.staff.link(person, now)
        await work.staff.link(person, now)
        assert await work.staff.enter(first, now) is None, "a new link takes the place of the old"


async def test_cookies_are_for_us_alone(office: Office) -> None:
    """Over https the cookies go nowhere else, and the name itself says so."""
    person = await office.person("田中", Role.STAFF, "konosu")
    number = await office.asks(ASKED)
    place = f"127.0.0.1:{free_port()}"
    behind_tls = {"desk_listen": place, "desk_url": f"https://{place}"}
    settings = office.settings.model_copy(update=behind_tls)
    async with desk_alone(office.counter.guide, settings), aiohttp.ClientSession() as client:
        key = (await office.link(person)).partition("key=")[2]
        asking: dict[str, Any] = {
            "headers": {"Origin": f"https://{place}"},
            "allow_redirects": False,
        }
        url = f"http://{place}/desk"
        async with client.post(f"{url}/enter", data={"key": key}, **asking) as entered:
            session = entered.cookies["__Host-desk"]
            assert "max-age" in entered.headers["Strict-Transport-Security"]
        asking["headers"]["Cookie"] = f"__Host-desk={session.value}"
        async with client.post(f"{url}/tickets/{number}/claim", data={}, **asking) as claimed:
            told = claimed.cookies["desk-told"]
    for cookie in (session, told):
        assert cookie["httponly"], cookie.key
        assert cookie["secure"], cookie.key
        assert cookie["samesite"] == "lax"
        assert not cookie["domain"]
    assert session["path"] == "/"


async def test_a_broken_page_says_so_kindly(office: Office, visitor: Any) -> None:
    """What nobody foresaw: a row that no page of ours has written."""
    number = await office.asks(ASKED)
    somebody = visitor()
    await somebody.enter(await office.person("田中", Role.STAFF, "konosu"))
    with sqlite3.connect(office.settings.data_dir / "madoguchi.db") as database:
        database.execute("UPDATE tickets SET state = 'strange' WHERE id = ?", (number,))
    database.close()
    assert await somebody.send("GET", f"/desk/tickets/{number}") == 500
    assert "この画面を出せませんでした" in somebody.text
    assert "受信箱" in somebody.text
    for inside in ("Traceback", "strange", "ValueError", ".py"):
        assert inside not in somebody.text
    _are_ours(somebody.answer.headers)


async def test_sessions_end(office: Office, visitor: Any) -> None:
    person = await office.person("田中", Role.STAFF, "konosu")
    now = datetime.now(UTC)
    async with office.store.begin() as work:
        entered = await work.staff.enter(await work.staff.link(person, now), now)
        assert entered is not None
        session = entered[1]
        assert await work.staff.who(session, now + IDLE - timedelta(minutes=1)) is not None
        assert await work.staff.who(session, now + IDLE) is None
        await work.staff.seen(session, now + SESSION)
        assert await work.staff.who(session, now + SESSION) is None
    somebody = visitor()
    await somebody.enter(person)
    assert await somebody.send("GET", "/desk") == 200
    assert await somebody.send("POST", "/desk/leave") == 303
    assert await somebody.send("GET", "/desk") == 303
    await somebody.enter(person)
    async with office.store.begin() as work:
        await work.staff.remove(person, now)
    assert await somebody.send("GET", "/desk") == 303


async def test_other_sites_are_refused(office: Office, visitor: Any) -> None:
    number = await office.asks(ASKED)
    somebody = visitor()
    await somebody.enter(await office.person("田中", Role.STAFF, "konosu"))
    path = f"/desk/tickets/{number}/claim"
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
        {"Origin": office.url, "Sec-Fetch-Site": "cross-site"},
        {"Origin": office.url, "Sec-Fetch-Site": "same-site"},
    ):
        assert await somebody.send("POST", path, headers=headers) == 403
    assert await somebody.send("POST", path, headers={"Sec-Fetch-Site": "same-origin"}) == 303
    for value in ("https://evil.example", "//evil.example", "/\\evil.example"):
        await somebody.send("GET", f"/desk/enter?key=x&next={value}")
        assert "evil" not in somebody.text
        assert "Location" not in somebody.answer.headers


async def test_headers_stand_on_every_answer(office: Office, visitor: Any) -> None:
    somebody = visitor()
    for path in ("/desk", "/desk/enter", "/desk/static/desk.css", "/nothing", "/desk/tickets/x"):
        await somebody.send("GET", path)
        _are_ours(somebody.answer.headers)


def _are_ours(headers: Mapping[str, str]) -> None:
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


async def test_attempts_are_limited(office: Office, visitor: Any) -> None:
    somebody = visitor()
    told = [await somebody.send("POST", "/desk/enter", key="wrong") for _ in range(12)]
    assert told == [403] * 10 + [429] * 2
    assert "何度も試されました" in somebody.text


async def test_what_is_shown_is_escaped(office: Office, visitor: Any) -> None:
    number = await office.asks("宇宙人と文通したいです<b onclick=x>")
    somebody = visitor()
    await somebody.enter(await office.person("<b>田中", Role.STAFF, "konosu"))
    for path in ("/desk", f"/desk/tickets/{number}", f"/desk/tickets/{number}/teach"):
        await somebody.send("GET", path)
        assert "<b onclick" not in somebody.text
        assert "<b>田中" not in somebody.text
        assert not re.search(r'\son\w+="|<script>|style="|javascript:', somebody.text)
        assert "1001" not in somebody.text, "who asked is never shown"


async def test_claims_at_the_same_moment(office: Office, visitor: Any) -> None:
    number = await office.asks(ASKED)
    everybody = []
    for name in "一二三四":
        somebody = visitor()
        await somebody.enter(await office.person(name, Role.STAFF, "konosu"))
        everybody.append(somebody)
    path = f"/desk/tickets/{number}/answer"
    await asyncio.gather(*(one.send("POST", path, text="返事") for one in everybody))
    async with office.store.read() as work:
        assert len(await work.outbox.to("telegram", "1001")) == 1
