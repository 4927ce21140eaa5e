"""The record of erasures."""

import sqlalchemy as sa
from alembic import op

import tracker.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "erasure",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", tracker.database.Moment(timezone=True), nullable=False),
        sa.Column("rows_deleted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("erasure")
