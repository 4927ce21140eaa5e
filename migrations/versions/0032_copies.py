"""Files with everything about somebody."""

import sqlalchemy as sa
from alembic import op

from tracker.database import Moment, RandomKey

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "copied_file",
        sa.Column("account_id", RandomKey(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("made_at", Moment(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_copied_file_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_copied_file")),
    )
    with op.batch_alter_table("copied_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_copied_file_asked_at"), ["asked_at"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("copied_file")
