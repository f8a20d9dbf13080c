"""Inbox, outbox and leases; chats that blocked the bot.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.add_column(
        "sessions", sa.Column("blocked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("update_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("chat", sa.String(64)),
        sa.Column("raw", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
    )
    for name, columns in (("in_order", ["update_id"]), ("of_chat", ["chat", "update_id"])):
        op.create_index(
            f"inbox_{name}", "inbox", columns, sqlite_where=_WAITING, postgresql_where=_WAITING
        )
    op.create_table(
        "outbox",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("ticket", sa.Integer()),
        sa.Column("receipt", sa.JSON(none_as_null=True)),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_of_chat", "outbox", ["chat", "id"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("until", _TIME, nullable=False),
    )


def downgrade() -> None:
    for table in ("leases", "outbox", "inbox"):
        op.drop_table(table)
    op.drop_column("sessions", "blocked")
