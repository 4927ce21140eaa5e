"""Consents changed one by one: what a changed notice asks anew."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Beside each season, which notice is in force: read with the season, so by every page.

    Added in place: made anew, the table would be dropped under the rows that point at it.
    """
    version = sa.Column('notice_version', sa.Integer(), server_default='0', nullable=False)
    op.add_column('season', version)


def downgrade() -> None:
    """Forget it."""
    op.drop_column('season', 'notice_version')
