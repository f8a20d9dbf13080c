"""Which ticket a message on its way answers.

Revision ID: 0060
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("answers", sa.Integer))


def downgrade() -> None:
    op.drop_column("outbox", "answers")
