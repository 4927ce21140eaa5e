"""Showcases, items, squads and their people."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('showcase',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=True),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('venue', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('opens', sa.DateTime(timezone=True), nullable=False),
    sa.Column('starts', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('draft', 'open', 'confirmed', 'over', 'cancelled', name='state', native_enum=False, length=24), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_showcase_season_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_showcase'))
    )
    with op.batch_alter_table('showcase', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_showcase_season_id_day'), ['season_id', 'day'], unique=False)

    op.create_table('showcase_district',
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('teams', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_showcase_district_showcase_id')),
    sa.PrimaryKeyConstraint('showcase_id', 'district_code', name=op.f('pk_showcase_district'))
    )
    op.create_table('showcase_item',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('baduanjin', 'slow_jog', 'warm_up', 'free', name='itemkind', native_enum=False, length=24), nullable=False),
    sa.Column('title', sa.String(length=30), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('together', sa.Boolean(), nullable=False),
    sa.Column('squad_size', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_showcase_item_showcase_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_showcase_item'))
    )
    with op.batch_alter_table('showcase_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_showcase_item_showcase_id'), ['showcase_id'], unique=False)

    op.create_table('squad',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('item_id', sa.BigInteger(), nullable=False),
    sa.Column('team_id', sa.BigInteger(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('substitutes', sa.Integer(), nullable=False),
    sa.Column('clothes', sa.String(length=60), nullable=False),
    sa.Column('music', sa.String(length=60), nullable=False),
    sa.Column('coach', sa.String(length=30), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['showcase_item.id'], name=op.f('fk_squad_item_id')),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_squad_showcase_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_squad_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_squad')),
    sa.UniqueConstraint('item_id', 'team_id', name=op.f('uq_squad_item_id_team_id'))
    )
    with op.batch_alter_table('squad', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_squad_showcase_id'), ['showcase_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_squad_team_id'), ['team_id'], unique=False)

    op.create_table('rehearsal',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('squad_id', sa.BigInteger(), nullable=False),
    sa.Column('starts', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['squad_id'], ['squad.id'], name=op.f('fk_rehearsal_squad_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rehearsal'))
    )
    with op.batch_alter_table('rehearsal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rehearsal_squad_id'), ['squad_id'], unique=False)

    op.create_table('squad_member',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('squad_id', sa.BigInteger(), nullable=False),
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('is_substitute', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('height_cm', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_squad_member_participant_id')),
    sa.ForeignKeyConstraint(['squad_id'], ['squad.id'], name=op.f('fk_squad_member_squad_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_squad_member')),
    sa.UniqueConstraint('squad_id', 'participant_id', name=op.f('uq_squad_member_squad_id_participant_id'))
    )
    with op.batch_alter_table('squad_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_squad_member_participant_id'), ['participant_id'], unique=False)

    op.create_table('rehearsal_attendance',
    sa.Column('rehearsal_id', sa.BigInteger(), nullable=False),
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_rehearsal_attendance_participant_id')),
    sa.ForeignKeyConstraint(['rehearsal_id'], ['rehearsal.id'], name=op.f('fk_rehearsal_attendance_rehearsal_id')),
    sa.PrimaryKeyConstraint('rehearsal_id', 'participant_id', name=op.f('pk_rehearsal_attendance'))
    )
    with op.batch_alter_table('rehearsal_attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rehearsal_attendance_participant_id'), ['participant_id'], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('rehearsal_attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rehearsal_attendance_participant_id'))

    op.drop_table('rehearsal_attendance')
    with op.batch_alter_table('squad_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_squad_member_participant_id'))

    op.drop_table('squad_member')
    with op.batch_alter_table('rehearsal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rehearsal_squad_id'))

    op.drop_table('rehearsal')
    with op.batch_alter_table('squad', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_squad_team_id'))
        batch_op.drop_index(batch_op.f('ix_squad_showcase_id'))

    op.drop_table('squad')
    with op.batch_alter_table('showcase_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_showcase_item_showcase_id'))

    op.drop_table('showcase_item')
    op.drop_table('showcase_district')
    with op.batch_alter_table('showcase', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_showcase_season_id_day'))

    op.drop_table('showcase')
