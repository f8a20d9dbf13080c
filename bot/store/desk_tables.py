"""The tables of the review desk: who works there, what they did, and what they are teaching.

None of them holds a resident's words, except the wording that a member of staff puts into a lesson
and their own notes.
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
    String,
    Table,
    Text,
)

from bot.store.tables import metadata

_TIME = DateTime(timezone=True)

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(80), nullable=False),
    Column("role", String(10), nullable=False),
    Column("councils", JSON, nullable=False),
    Column("telegram", BigInteger, unique=True),
    Column("added_at", _TIME, nullable=False),
    Column("removed_at", _TIME),
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id"), nullable=False),
    Column("until", _TIME, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id"), nullable=False),
    Column("seen_at", _TIME, nullable=False),
    Column("until", _TIME, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("who", String(80), primary_key=True),
    Column("since", _TIME, nullable=False),
    Column("count", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", _TIME, nullable=False),
    Column("staff", Integer),
    Column("name", String(80), nullable=False),
    Column("verb", String(30), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("council", String(40)),
    Index("audit_by_time", "at"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("at", _TIME, nullable=False),
    Column("name", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Index("notes_of_ticket", "ticket"),
)

canned = Table(
    "canned",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("council", String(40), nullable=False),
    Column("title", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Index("canned_of_council", "council"),
)

lessons = Table(
    "lessons",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("ticket", ForeignKey("tickets.id")),
    Column("council", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("wording", Text, nullable=False),
    Column("target", String(80), nullable=False),
    Column("entry", JSON(none_as_null=True)),
    Column("by", Integer, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("at", _TIME, nullable=False),
    Column("progress", String(80), nullable=False),
    Column("report", JSON(none_as_null=True)),
    Column("reviewed_by", Integer),
    Column("reviewed_name", String(80)),
    Column("reviewed_at", _TIME),
    Column("remark", Text),
    Column("live", Boolean, nullable=False),
    Index("lessons_by_state", "council", "state"),
)
