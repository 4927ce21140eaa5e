"""What stays in figures of whoever left them, until ten have gathered."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "departed",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("district", sa.String(length=6), nullable=False),
        sa.Column("unit", sa.BigInteger(), nullable=False),
        sa.Column("sex", sa.String(length=8), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("bmi", sa.Integer(), nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("has_station", sa.Boolean(), nullable=False),
        sa.Column("station", sa.Integer(), nullable=True),
        sa.Column("season_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_departed_season_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departed")),
    )
    op.create_index(op.f("ix_departed_season_id"), "departed", ["season_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_index(op.f("ix_departed_season_id"), table_name="departed")
    op.drop_table("departed")
