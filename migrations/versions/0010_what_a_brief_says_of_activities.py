"""What organizers write about activities held, for a brief."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('brief_note',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('monday', sa.Integer(), nullable=False),
    sa.Column('activities', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_brief_note_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'scope', 'monday', name=op.f('pk_brief_note'))
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table('brief_note')
