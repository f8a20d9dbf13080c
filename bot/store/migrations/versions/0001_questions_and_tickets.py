"""Sessions, questions, tickets, and the links by which an answer finds its way back."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("chat", sa.String(64), primary_key=True),
        sa.Column("council", sa.String(40)),
        sa.Column("office", sa.String(80)),
        sa.Column("language", sa.String(4), nullable=False),
        sa.Column("pending", sa.Text()),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("council", sa.String(40)),
        sa.Column("language", sa.String(4), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("care", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.String(80)),
    )
    op.create_index("questions_by_time", "questions", ["asked_at"])
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column(
            "question", sa.String(24), sa.ForeignKey("questions.id"), nullable=False, unique=True
        ),
        sa.Column("council", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("staff", sa.String(64)),
        sa.Column("staff_name", sa.String(80)),
        sa.Column("answer", sa.Text()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("post_chat", sa.BigInteger()),
        sa.Column("post_message", sa.BigInteger()),
    )
    op.create_index("tickets_by_state", "tickets", ["council", "state"])
    op.create_index("tickets_by_post", "tickets", ["post_chat", "post_message"])
    op.create_table(
        "links",
        sa.Column("ticket", sa.Integer(), sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("language", sa.String(4), nullable=False),
    )


def downgrade() -> None:
    for table in ("links", "tickets", "questions", "sessions"):
        op.drop_table(table)
