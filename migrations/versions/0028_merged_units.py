"""Units that were merged into another."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column."""
    op.add_column('unit', sa.Column('merged_into', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column('unit', 'merged_into')
