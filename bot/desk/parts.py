"""What every page of the desk works with, and how a page is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.casework import Casework, Done, Member
from bot.conversation.review import waited
from bot.conversation.wording import Wording
from bot.counter import Counter
from bot.desk.school import School
from bot.model import Reply, Ticket
from bot.store.outbox import Parcel
from bot.store.roster import Person, Role
from bot.store.store import Store, Work
from bot.verifying import Verifying

HERE = Path(__file__).parent
JAPAN = timezone(timedelta(hours=9))
_TOLD = "desk-told"


class Post(Protocol):
    """The channel by which residents and the staff's group learn what was done at the desk."""

    def preview(self, reply: Reply) -> list[str]:
        """The messages as the resident gets them, as safe HTML."""
        ...

    def letters(self, done: Done) -> list[Parcel]:
        """What is to be sent after a staff action."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts; ``url`` is where browsers reach the desk."""

    counter: Counter
    cases: Casework
    store: Store
    post: Post
    school: School
    verifying: Verifying
    url: str
    now: Callable[[], datetime]
    pages: Environment

    @property
    def secure(self) -> bool:
        return self.url.startswith("https://")

    @property
    def cookie(self) -> str:
        return "__Host-desk" if self.secure else "desk"

    @property
    def wording(self) -> Wording:
        """What staff read, in the words of the knowledge that is served."""
        return self.counter.staff_wording()

    def say(self, text: str, **places: str) -> str:
        return self.wording(text, **places)

    def councils(self, person: Person) -> tuple[str, ...]:
        """The councils whose tickets a member may see."""
        known = self.counter.knowledge.councils
        return tuple(council for council in known if person.reaches(council))

    def scope(self, person: Person) -> tuple[str, ...] | None:
        """The same for a query: None where no ticket is left out."""
        return None if person.role is Role.OPERATOR else self.councils(person)

    def page(
        self,
        request: Request,
        name: str,
        person: Person | None = None,
        *,
        told: str = "",
        **values: Any,
    ) -> Response:
        """A page, with what was told of the last action."""
        told = told or unquote(request.cookies.get(_TOLD, ""))
        html = self.pages.get_template(name).render(
            person=person,
            told=told,
            t=lambda text, **places: self.say(f"desk-{text}", **places),
            knowledge=self.counter.knowledge,
            now=self.now(),
            here=request.url.path,
            Role=Role,
            **values,
        )
        answer = HTMLResponse(html)
        if told:
            answer.delete_cookie(_TOLD, path="/desk")
        return answer

    def back(self, place: str, words: str = "") -> Response:
        """On to a page of the desk after an action, to be told there what came of it."""
        assert place.startswith("/desk")
        answer = RedirectResponse(place, 303)
        if words:
            answer.set_cookie(
                _TOLD,
                quote(words),
                max_age=60,
                path="/desk",
                httponly=True,
                secure=self.secure,
                samesite="lax",
            )
        return answer


async def theirs(work: Work, person: Person, ticket: int) -> Ticket:
    """A ticket that a member may see. Raises 404 as for one that is not there."""
    found = await work.ticket(ticket)
    if found is None or not person.reaches(found.council):
        raise HTTPException(404)
    return found


def member(person: Person, council: str) -> Member:
    return Member(person.member, person.name, council)


def pages() -> Environment:
    """The templates; everything put into them is escaped."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["moment"] = lambda when: when.astimezone(JAPAN).strftime("%-m/%-d %H:%M")
    made.filters["waited"] = waited
    made.filters["span"] = _span
    made.filters["hours"] = lambda hours: waited(timedelta(hours=hours))
    return made


def _span(span: timedelta) -> str:
    """A span of time as ``waited`` says it, but with tenths of hours, which a figure has."""
    hours = span.total_seconds() / 3600
    if hours >= 1:
        return f"{hours:.1f}時間"
    return waited(span) if span >= timedelta(minutes=1) else "1分未満"


def text(form: Mapping[str, Any], name: str, longest: int = 4000) -> str:
    """A field of a form, without what surrounds it. Raises 400 where it is too long or no text."""
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise HTTPException(400)
    return value.strip().replace("\r\n", "\n")
