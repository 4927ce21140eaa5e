"""An erasure says which bare account it left, so that a restored backup can be told."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("erasure") as table:
        table.add_column(sa.Column("account_key", sa.BigInteger(), nullable=True))
        table.create_index(op.f("ix_erasure_account_key"), ["account_key"])


def downgrade() -> None:
    """Change them back."""
    with op.batch_alter_table("erasure") as table:
        table.drop_index(op.f("ix_erasure_account_key"))
        table.drop_column("account_key")
