"""Weighing stations."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('station',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('unit_id', sa.BigInteger(), nullable=True),
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('opens', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['opened_by'], ['account.id'], name=op.f('fk_station_opened_by')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_station_season_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_station_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_station'))
    )
    with op.batch_alter_table('station', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_station_season_id_district_code_day'), ['season_id', 'district_code', 'day'], unique=False)

    op.create_table('station_door',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('station_id', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_station_door_account_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_station_door_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_station_door')),
    sa.UniqueConstraint('code', name=op.f('uq_station_door_code'))
    )
    with op.batch_alter_table('station_door', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_station_door_station_id'), ['station_id'], unique=False)

    op.create_table('weighing_code',
    sa.Column('number', sa.String(length=8), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('wants_height', sa.Boolean(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_weighing_code_participant_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_weighing_code')),
    sa.UniqueConstraint('code', name=op.f('uq_weighing_code_code'))
    )
    with op.batch_alter_table('weighing_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_weighing_code_participant_id'), ['participant_id'], unique=False)

    op.create_table('weighing_asked_again',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_weighing_asked_again_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'day', name=op.f('pk_weighing_asked_again'))
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table('weighing_asked_again')
    with op.batch_alter_table('weighing_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_weighing_code_participant_id'))

    op.drop_table('weighing_code')
    with op.batch_alter_table('station_door', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_station_door_station_id'))

    op.drop_table('station_door')
    with op.batch_alter_table('station', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_station_season_id_district_code_day'))

    op.drop_table('station')
