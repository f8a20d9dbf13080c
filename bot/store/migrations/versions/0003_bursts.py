"""How much a chat writes within a minute; finding the words that are to be forgotten.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WORDS = sa.text("text IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "bursts",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("chat", sa.String(64), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("newcomer", sa.Boolean(), nullable=False),
    )
    op.create_index(
        "questions_with_words",
        "questions",
        ["asked_at"],
        sqlite_where=_WORDS,
        postgresql_where=_WORDS,
    )


def downgrade() -> None:
    op.drop_index("questions_with_words", "questions")
    op.drop_table("bursts")
