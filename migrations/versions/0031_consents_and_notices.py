"""Consents changed one by one: what a changed notice asks anew."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Beside each season, which notice is in force: read with the season, so by every page."""
    with op.batch_alter_table('season') as season:
        season.add_column(
            sa.Column('notice_version', sa.Integer(), server_default='0', nullable=False)
        )


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table('season') as season:
        season.drop_column('notice_version')
