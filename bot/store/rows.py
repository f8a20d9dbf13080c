"""Rows of the database as the words of the project."""

from typing import Any

from sqlalchemy import Row, and_, select

from bot.model import Question, Ticket, TicketState
from bot.store.tables import questions, tickets, utc


def open_to(ticket: int, staff: str) -> Any:
    """The condition that a member may take a ticket: it is open, or theirs already."""
    theirs = and_(tickets.c.state == TicketState.CLAIMED, tickets.c.staff == staff)
    return and_(tickets.c.id == ticket, (tickets.c.state == TicketState.OPEN) | theirs)


def all_tickets() -> Any:
    return select(
        tickets,
        questions.c.text,
        questions.c.candidates,
        questions.c.language,
        questions.c.need,
        questions.c.outcome,
        questions.c.channel,
    ).join(questions, tickets.c.question == questions.c.id)


def to_ticket(row: Row[Any]) -> Ticket:
    return Ticket(
        id=row.id,
        question=row.question,
        council=row.council,
        state=TicketState(row.state),
        opened_at=utc(row.opened_at),
        text=row.text or "",
        candidates=tuple((id_, score) for id_, score in row.candidates),
        wants_reply=row.wants_reply,
        staff=row.staff,
        staff_name=row.staff_name or "",
        answer=row.answer or "",
        post=(row.post_chat, row.post_message) if row.post_chat is not None else None,
        language=row.language,
        reason=row.reason or "",
        need=row.need,
        outcome=row.outcome,
        channel=row.channel,
        ended_at=utc(row.ended_at) if row.ended_at is not None else None,
    )


def to_question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        asked_at=utc(row.asked_at),
        channel=row.channel,
        council=row.council,
        language=row.language,
        outcome=row.outcome,
        care=row.care,
        text=row.text,
        candidates=tuple((id_, score) for id_, score in row.candidates),
        need=row.need,
        shown=tuple(row.shown or ()),
        chosen=row.chosen,
    )
