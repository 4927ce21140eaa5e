"""Weights and exercise that people bring back from copies of former seasons.

It came after 0042, which had its number kept for it meanwhile.
"""

import sqlalchemy as sa
from alembic import op

from tracker.database import Day

revision = "0041"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "brought_reading",
        sa.Column("participant_id", sa.BigInteger(), nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("waist_mm", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "grams BETWEEN 25000 AND 300000", name=op.f("ck_brought_reading_weight_limits")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_brought_reading_participant_id"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "day", "source", name=op.f("pk_brought_reading")),
    )
    op.create_table(
        "brought_entry",
        sa.Column("participant_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("effort", sa.String(length=24), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 600", name=op.f("ck_brought_entry_minutes_limits")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_brought_entry_participant_id"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "key", name=op.f("pk_brought_entry")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("brought_entry")
    op.drop_table("brought_reading")
