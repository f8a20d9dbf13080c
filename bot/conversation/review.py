"""What staff see of tickets, and which tickets ask the same thing. Pure, like the rest of the room."""

from collections.abc import Callable, Sequence

from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import Choice, Choices, Knowledge, Office, Reply, Text, Ticket, TicketState

# As many as one reads at a time; Telegram lets a group have twenty messages a minute.
AT_ONCE = 10
_SAME = 0.45
_NUMBERS_SHOWN = 5
_LONGEST_LINE = 80
_ENTRIES_SHOWN = 3
# A post holds the question, the answer and what stands around them in one Telegram message.
_LONGEST_QUESTION = 2000
_LONGEST_ANSWER = 1000


def post(knowledge: Knowledge, ticket: Ticket, say: Wording) -> Reply:
    """A ticket as it stands in the staff's chat, with what can be done with it."""
    council = knowledge.councils[ticket.council]
    state = say(f"staff-state-{ticket.state.value}", name=ticket.staff_name)
    wish = say("staff-wants-reply" if ticket.wants_reply else "staff-wants-no-reply")
    words = [
        say("staff-ticket", number=str(ticket.id), council=council.short_name, state=state),
        _short(ticket.text, _LONGEST_QUESTION),
        wish,
    ]
    near = [
        knowledge.entries[id_].name.ja
        for id_, _ in ticket.candidates[:_ENTRIES_SHOWN]
        if id_ in knowledge.entries
    ]
    if near:
        words.append(say("staff-near", names="、".join(near)))
    if ticket.answer:
        words.append(say("staff-answer-given", answer=_short(ticket.answer, _LONGEST_ANSWER)))
    number = str(ticket.id)
    match ticket.state:
        case TicketState.OPEN | TicketState.CLAIMED:
            verbs = (
                *(("claim",) if ticket.state is TicketState.OPEN else ()),
                *(("answer",) if ticket.wants_reply else ()),
                "close",
            )
        case _:
            verbs = ("propose",)
    buttons = tuple(Choice(say(f"staff-do-{verb}"), token(verb, number)) for verb in verbs)
    return Reply(tuple(Text(text) for text in words), Choices((buttons,)))


def doubted(office: Office, say: Wording) -> Reply:
    """An office whose number is said to be wrong, to be verified with one tap."""
    number = office.shown("phone") or say("staff-no-number")
    words = say("staff-number-doubted", name=office.name.ja, number=number)
    return Reply((Text(words),), Choices(((verified(office.id, say("staff-do-verified")),),)))


def verified(fact: str, label: str) -> Choice:
    """The button that says: somebody has looked, it is right."""
    return Choice(label, token("verified", fact))


def listing(groups: Sequence[Sequence[Ticket]], say: Wording) -> Reply:
    """/unanswered: each of the oldest groups once, with the numbers of its tickets, and how many more."""
    if not groups:
        return Reply((Text(say("staff-none-waiting")),))
    total = sum(len(group) for group in groups)
    lines = [
        say(
            "staff-waiting-line",
            numbers=_numbers(group, say),
            text=_short(group[0].text.replace("\n", " "), _LONGEST_LINE),
            state=say(f"staff-state-{group[0].state.value}", name=group[0].staff_name),
        )
        for group in groups[:AT_ONCE]
    ]
    later = sum(len(group) for group in groups[AT_ONCE:])
    return Reply(
        (
            Text(say("staff-waiting", count=str(total))),
            Text("\n".join(lines)),
            *((Text(say("staff-waiting-more", count=str(later))),) if later else ()),
        )
    )


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
