"""What staff see of tickets, and which tickets ask the same thing. Pure, like the rest of the room."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import Choice, Choices, Knowledge, Office, Reply, Text, Ticket, TicketState

# As many as one reads at a time; Telegram lets a group have twenty messages a minute.
AT_ONCE = 10
_SAME = 0.45
_NUMBERS_SHOWN = 5
_LONGEST_LINE = 80
_ENTRIES_SHOWN = 3
# An entry that is less near than this was not near at all.
NEAR = 0.05
# A post holds the question, the answer and what stands around them in one Telegram message.
_LONGEST_QUESTION = 2000
_LONGEST_ANSWER = 1000
# Telegram's own mark of the chats whose messages have links.
_SUPERGROUP = "-100"

# What is asked once more before it is done: to close while a resident waits, to take from a colleague.
Asks = Literal["close", "takeover"]


def post(knowledge: Knowledge, ticket: Ticket, say: Wording, asks: Asks | None = None) -> Reply:
    """A ticket as it stands in the staff's chat, with what can be done with it.

    Where it ``asks``, nothing can be done until somebody has said yes or no.
    """
    council = knowledge.councils[ticket.council]
    state = say(f"staff-state-{ticket.state.value}", name=ticket.staff_name)
    words = [
        say("staff-ticket", number=str(ticket.id), council=council.short_name, state=state),
        _short(ticket.text, _LONGEST_QUESTION),
    ]
    if not ticket.ended:
        words.append(say("staff-wants-reply" if ticket.wants_reply else "staff-wants-no-reply"))
        if ticket.language != "ja":
            words.append(say(f"staff-asked-in-{ticket.language}"))
    near = [knowledge.entries[id_].name.ja for id_ in near_entries(knowledge, ticket)]
    words.append(say("staff-near", names="、".join(near)) if near else say("staff-near-none"))
    if ticket.answer:
        words.append(say("staff-answer-given", answer=_short(ticket.answer, _LONGEST_ANSWER)))
    if asks is not None:
        words.append(say(f"staff-sure-{asks}", name=ticket.staff_name))
    rows = tuple(
        tuple(Choice(say(f"staff-do-{verb}"), token(verb, str(ticket.id))) for verb in row)
        for row in _verbs(ticket, asks)
    )
    return Reply(tuple(Text(text) for text in words), Choices(rows))


def _verbs(ticket: Ticket, asks: Asks | None) -> tuple[tuple[str, ...], ...]:
    """What can be done with a ticket, in rows of buttons."""
    if asks is not None:
        return (("end" if asks == "close" else "instead", "leave"),)
    if ticket.ended:
        return (("propose", "reopen"),)
    answer = ("answer",) if ticket.wants_reply else ()
    if ticket.state is TicketState.OPEN:
        return (("claim", *answer, "close"),)
    return ((*answer, "close"), ("takeover",))


def near_entries(knowledge: Knowledge, ticket: Ticket) -> list[str]:
    """The entries that a question came near to, the nearest first."""
    near = [id_ for id_, score in ticket.candidates if score >= NEAR and id_ in knowledge.entries]
    return near[:_ENTRIES_SHOWN]


def doubted(office: Office, say: Wording) -> Reply:
    """An office whose number is said to be wrong, to be verified or hidden with one tap."""
    number = office.shown("phone") or say("staff-no-number")
    words = say("staff-number-doubted", name=office.name.ja, number=number)
    right = verified(office.id, say("staff-do-verified"))
    wrong = Choice(say("staff-do-misnumbered"), token("misnumbered", office.id))
    shown = bool(office.shown("phone"))
    return Reply((Text(words),), Choices(((right, wrong) if shown else (right,),)))


def misnumbered(office: Office, say: Wording) -> Reply:
    """The question whether a number is to be hidden from residents."""
    words = say("staff-sure-misnumbered", name=office.name.ja, number=office.phone)
    answers = tuple(
        Choice(say(f"staff-do-{verb}"), token(verb, office.id))
        for verb in ("hidenumber", "keepnumber")
    )
    return Reply((Text(words),), Choices((answers,)))


def hidden(office: Office, by: str, say: Wording) -> Reply:
    """An office whose number residents no longer see, and what is to be done so that they do again."""
    words = say("staff-number-hidden", name=office.name.ja, number=office.phone, by=by)
    return Reply((Text(words),), Choices(((verified(office.id, say("staff-do-verified")),),)))


def verified(fact: str, label: str) -> Choice:
    """The button that says: somebody has looked, it is right."""
    return Choice(label, token("verified", fact))


def listing(
    groups: Sequence[Sequence[Ticket]], say: Wording, now: datetime, *, desk: bool
) -> Reply:
    """/unanswered: each of the oldest groups once, with the numbers of its tickets, and how many more.

    Where there is a ``desk``, it is said that many can be answered at once there.
    """
    if not groups:
        return Reply((Text(say("staff-none-waiting")),))
    total = sum(len(group) for group in groups)
    lines = [_line(group, say, now) for group in groups[:AT_ONCE]]
    later = sum(len(group) for group in groups[AT_ONCE:])
    return Reply(
        (
            Text(say("staff-waiting", count=str(total))),
            Text("\n".join(lines)),
            *((Text(say("staff-waiting-more", count=str(later))),) if later else ()),
            *((Text(say("staff-waiting-desk")),) if desk else ()),
        )
    )


def _line(group: Sequence[Ticket], say: Wording, now: datetime) -> str:
    """A group of tickets: what is asked, how long it waits, for whom, and where it is posted."""
    first = group[0]
    wants = any(ticket.wants_reply for ticket in group)
    asked = say(
        "staff-waiting-line",
        numbers=_numbers(group, say),
        text=_short(first.text.replace("\n", " "), _LONGEST_LINE),
        state=say(f"staff-state-{first.state.value}", name=first.staff_name),
    )
    waits = say(
        "staff-waiting-since",
        span=waited(now - first.opened_at),
        wish=say("staff-waiting-wanted" if wants else "staff-waiting-unwanted"),
    )
    return " ".join(filter(None, (f"{asked}\n　{waits}", _link(first))))


def _link(ticket: Ticket) -> str:
    """Where a ticket's post can be opened; empty where it has none, or its chat gives no links."""
    chat, message = ticket.post or (0, 0)
    number = str(chat).removeprefix(_SUPERGROUP)
    return f"https://t.me/c/{number}/{message}" if number != str(chat) else ""


def waited(span: timedelta) -> str:
    """A span of time as people say it."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}分"
    return f"{minutes // 60}時間" if minutes < 48 * 60 else f"{minutes // 1440}日"


def _numbers(group: Sequence[Ticket], say: Wording) -> str:
    shown = "・".join(f"#{ticket.id}" for ticket in group[:_NUMBERS_SHOWN])
    rest = len(group) - _NUMBERS_SHOWN
    return f"{shown} {say('staff-waiting-same', count=str(rest))}" if rest > 0 else shown


def grouped(
    tickets: Sequence[Ticket], leaders: Callable[[Sequence[str], float], list[int]]
) -> list[list[Ticket]]:
    """Tickets that ask the same thing together, groups and their tickets in the order given.

    ``leaders`` gives for each text the number of the one that leads its group.
    """
    groups: dict[int, list[Ticket]] = {}
    texts = [ticket.text for ticket in tickets]
    for ticket, leader in zip(tickets, leaders(texts, _SAME), strict=True):
        groups.setdefault(leader, []).append(ticket)
    return list(groups.values())


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
