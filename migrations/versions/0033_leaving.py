"""Processing limited; leaving with days to return; certificates that say what was erased."""

import sqlalchemy as sa
from alembic import op

from tracker.database import Day, Moment, RandomKey

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    # Not as a batch, which on SQLite would drop the table that so many others point at.
    op.add_column("participant", sa.Column("limited_at", Moment(), nullable=True))
    op.create_index(op.f("ix_participant_limited_at"), "participant", ["limited_at"])
    op.create_table(
        "leaving",
        sa.Column("account_id", RandomKey(), nullable=False),
        sa.Column("number", RandomKey(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_leaving_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_leaving")),
        sa.UniqueConstraint("number", name=op.f("uq_leaving_number")),
    )
    with op.batch_alter_table("leaving", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leaving_asked_at"), ["asked_at"], unique=False)
    op.create_table(
        "leaving_part",
        sa.Column("participant_id", RandomKey(), nullable=False),
        sa.Column("team_id", RandomKey(), nullable=True),
        sa.Column("left_on", Day(), nullable=False),
        sa.Column("limited_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_leaving_part_participant_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_leaving_part_team_id")),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_leaving_part")),
    )
    op.create_table(
        "consent_proof",
        sa.Column("id", RandomKey(), nullable=False),
        sa.Column("number", RandomKey(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("decided_on", Day(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("kept_since", Day(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_proof")),
    )
    with op.batch_alter_table("consent_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_proof_kept_since"), ["kept_since"])
        batch_op.create_index(batch_op.f("ix_consent_proof_number"), ["number"])
    op.add_column("erasure", sa.Column("counts", sa.JSON(), nullable=True))
    op.add_column("erasure", sa.Column("asked_at", Moment(), nullable=True))


def downgrade() -> None:
    """Drop the tables."""
    op.drop_column("erasure", "asked_at")
    op.drop_column("erasure", "counts")
    op.drop_table("consent_proof")
    op.drop_table("leaving_part")
    op.drop_table("leaving")
    op.drop_index(op.f("ix_participant_limited_at"), table_name="participant")
    op.drop_column("participant", "limited_at")
