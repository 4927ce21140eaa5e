"""Targets of districts and units, and what a district lets its units see of themselves."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables; nobody has a target, and no unit sees a health figure, until told."""
    op.create_table('target',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_target_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'scope', name=op.f('pk_target'))
    )
    op.create_table('district_choice',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('units_see', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_district_choice_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'district_code', name=op.f('pk_district_choice'))
    )


def downgrade() -> None:
    """Drop them; the targets are lost."""
    op.drop_table('district_choice')
    op.drop_table('target')
