"""What a conversation remembers, what was thought of an answer, news per theme, notices of a council.

Revision ID: 0020
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("memory", sa.JSON(none_as_null=True)))
    op.add_column("questions", sa.Column("verdict", sa.String(8)))
    op.create_table(
        "subscriptions",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("chat", sa.String(64), primary_key=True),
        sa.Column("council", sa.String(40), primary_key=True),
        sa.Column("theme", sa.String(40), primary_key=True),
    )
    op.create_table(
        "notices",
        sa.Column("council", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("staff", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("notices")
    op.drop_table("subscriptions")
    op.drop_column("questions", "verdict")
    op.drop_column("sessions", "memory")
