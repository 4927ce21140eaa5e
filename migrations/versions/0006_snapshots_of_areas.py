"""Snapshots of districts and the city: all areas frozen together, with a hash and a version."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables; what `release` held of areas is frozen again with the next snapshot."""
    op.create_table('snapshot',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('as_of', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('data_hash', sa.String(length=64), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_snapshot_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'as_of', 'version', name=op.f('pk_snapshot'))
    )
    op.create_table('snapshot_part',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('as_of', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(length=24), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['season_id', 'as_of', 'version'], ['snapshot.season_id', 'snapshot.as_of', 'snapshot.version'], name=op.f('fk_snapshot_part_season_id_as_of_version')),
    sa.PrimaryKeyConstraint('season_id', 'as_of', 'version', 'section', 'scope', name=op.f('pk_snapshot_part'))
    )
    release = sa.table('release', sa.column('scope'))
    areas = sa.or_(release.c.scope == 'city', release.c.scope.like('district:%'))
    op.execute(release.delete().where(areas))


def downgrade() -> None:
    """Drop them; areas are frozen into `release` again when a page is opened."""
    op.drop_table('snapshot_part')
    op.drop_table('snapshot')
