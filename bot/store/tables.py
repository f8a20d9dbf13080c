"""The tables. What a resident wrote and who the resident is never stand in one row.

``questions`` say what was asked, ``links`` say which chat waits for the answer to a ticket (only on
the resident's yes, and only until it is answered). ``inbox`` and ``outbox`` hold both, but only
while a message is on its way; of what has arrived, the inbox keeps the number. ``bursts`` know
which chat wrote in the last two minutes. Times are UTC.
"""

from datetime import UTC, datetime

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
    false,
    text,
)

metadata = MetaData()
# SQLite counts by itself only in a column of exactly this type.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")
_WAITING = text("state = 'waiting'")
_WORDS = text("text IS NOT NULL")
# Written out, in the index and in what is asked of it: only so the index is found by it.
TO_DO = text("state IN ('open', 'claimed')")


def utc(when: datetime) -> datetime:
    """A time as it was kept; SQLite forgets the zone it was given."""
    return when if when.tzinfo else when.replace(tzinfo=UTC)


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
    Column("blocked", Boolean, nullable=False, server_default=false()),
    Column("memory", JSON(none_as_null=True)),
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
    Column("verdict", String(8)),
    Column("need", String(80)),
    Column("shown", JSON),
    Column("judged", String(10)),
    Index("questions_by_time", "asked_at"),
    # Few rows have words, and the old ones of them must be found without reading all.
    Index("questions_with_words", "asked_at", sqlite_where=_WORDS, postgresql_where=_WORDS),
    Index("questions_of_council", "council", "asked_at"),
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
    Column("reason", String(20)),
    Index("tickets_by_state", "council", "state"),
    Index("tickets_by_post", "post_chat", "post_message"),
    Index(
        "tickets_waiting",
        "opened_at",
        "council",
        "id",
        sqlite_where=TO_DO,
        postgresql_where=TO_DO,
    ),
)

links = Table(
    "links",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("language", String(4), nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("council", String(40), primary_key=True),
    Column("theme", String(40), primary_key=True),
)

notices = Table(
    "notices",
    metadata,
    Column("council", String(40), primary_key=True),
    Column("id", String(24), nullable=False),
    Column("words", Text, nullable=False),
    Column("staff", String(64), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("chat", String(64)),
    Column("raw", Text),
    Column("failures", Integer, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Index("inbox_in_order", "update_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("inbox_of_chat", "chat", "update_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("method", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("ticket", Integer),
    Column("receipt", JSON(none_as_null=True)),
    Column("answers", Integer),
    Column("state", String(8), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Index("outbox_of_chat", "chat", "id"),
    # A number must not come back: it may still stand for a message that is being sent.
    sqlite_autoincrement=True,
)

bursts = Table(
    "bursts",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("count", Integer, nullable=False),
    Column("newcomer", Boolean, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("question", String(24), primary_key=True),
    Column("fact", String(120), primary_key=True),
    Column("council", String(40), nullable=False),
    Column("reported_at", DateTime(timezone=True), nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)
