"""Whose own values are not in the last frozen figures."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; whoever is limited now comes in again when nobody of her district waits."""
    op.create_table(
        "outside_figures",
        sa.Column("participant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("departed_id", sa.BigInteger(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_outside_figures_participant_id"),
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_outside_figures")),
    )
    op.execute(
        "INSERT INTO outside_figures (participant_id, waits)"
        " SELECT id, true FROM participant WHERE limited_at IS NOT NULL"
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("outside_figures")
