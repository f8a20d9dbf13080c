"""The tables. What a resident wrote and who the resident is never stand in one row.

``questions`` say what was asked, ``links`` say which chat waits for the answer to a ticket (only on
the resident's yes, and only until it is answered). Times are UTC.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("council", String(40)),
    Column("office", String(80)),
    Column("language", String(4), nullable=False),
    Column("pending", Text),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("council", String(40)),
    Column("language", String(4), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("care", Boolean, nullable=False),
    Column("text", Text),
    Column("candidates", JSON, nullable=False),
    Column("chosen", String(80)),
    Index("questions_by_time", "asked_at"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("question", ForeignKey("questions.id"), nullable=False, unique=True),
    Column("council", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("wants_reply", Boolean, nullable=False),
    Column("staff", String(64)),
    Column("staff_name", String(80)),
    Column("answer", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("post_chat", BigInteger),
    Column("post_message", BigInteger),
    Index("tickets_by_state", "council", "state"),
    Index("tickets_by_post", "post_chat", "post_message"),
)

links = Table(
    "links",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("language", String(4), nullable=False),
)
