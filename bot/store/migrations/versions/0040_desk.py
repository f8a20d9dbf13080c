"""The review desk: staff, their sessions and what they did; notes, canned replies and lessons.

Revision ID: 0040
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0020"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_WAITING = sa.text("state IN ('open', 'claimed')")


def upgrade() -> None:
    op.add_column("questions", sa.Column("need", sa.String(80)))
    op.add_column("questions", sa.Column("shown", sa.JSON()))
    op.add_column("questions", sa.Column("judged", sa.String(10)))
    op.create_index("questions_of_council", "questions", ["council", "asked_at"])
    op.add_column("tickets", sa.Column("reason", sa.String(20)))
    op.create_index(
        "tickets_waiting",
        "tickets",
        ["opened_at", "council", "id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("councils", sa.JSON(), nullable=False),
        sa.Column("telegram", sa.BigInteger(), unique=True),
        sa.Column("added_at", _TIME, nullable=False),
        sa.Column("removed_at", _TIME),
    )
    op.create_table(
        "staff_links",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("staff", sa.Integer(), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("until", _TIME, nullable=False),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("staff", sa.Integer(), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("who", sa.String(80), primary_key=True),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("staff", sa.Integer()),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("verb", sa.String(30), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("council", sa.String(40)),
    )
    op.create_index("audit_by_time", "audit", ["at"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("ticket", sa.Integer(), sa.ForeignKey("tickets.id"), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("notes_of_ticket", "notes", ["ticket"])
    op.create_table(
        "canned",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("council", sa.String(40), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("canned_of_council", "canned", ["council"])
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("ticket", sa.Integer(), sa.ForeignKey("tickets.id")),
        sa.Column("council", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("target", sa.String(80), nullable=False),
        sa.Column("entry", sa.JSON(none_as_null=True)),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("progress", sa.String(80), nullable=False),
        sa.Column("report", sa.JSON(none_as_null=True)),
        sa.Column("reviewed_by", sa.Integer()),
        sa.Column("reviewed_name", sa.String(80)),
        sa.Column("reviewed_at", _TIME),
        sa.Column("remark", sa.Text()),
        sa.Column("live", sa.Boolean(), nullable=False),
    )
    op.create_index("lessons_by_state", "lessons", ["council", "state"])


def downgrade() -> None:
    for table in (
        "lessons",
        "canned",
        "notes",
        "audit",
        "attempts",
        "staff_sessions",
        "staff_links",
        "staff",
    ):
        op.drop_table(table)
    op.drop_index("tickets_waiting", "tickets")
    op.drop_column("tickets", "reason")
    op.drop_index("questions_of_council", "questions")
    for column in ("judged", "shown", "need"):
        op.drop_column("questions", column)
