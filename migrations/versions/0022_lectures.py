"""Lectures, registrations and attendance."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('lecture',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=True),
    sa.Column('unit_id', sa.BigInteger(), nullable=True),
    sa.Column('title', sa.String(length=40), nullable=False),
    sa.Column('speaker', sa.String(length=40), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('starts', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends', sa.DateTime(timezone=True), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('lets_more_in', sa.Boolean(), nullable=False),
    sa.Column('for_district', sa.String(length=6), nullable=True),
    sa.Column('for_unit', sa.BigInteger(), nullable=True),
    sa.Column('secret', sa.String(length=64), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['for_unit'], ['unit.id'], name=op.f('fk_lecture_for_unit')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_lecture_made_by')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_lecture_season_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_lecture_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lecture'))
    )
    with op.batch_alter_table('lecture', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lecture_season_id_day'), ['season_id', 'day'], unique=False)

    op.create_table('lecture_registration',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('lecture_id', sa.BigInteger(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('waited', sa.Boolean(), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lecture_id'], ['lecture.id'], name=op.f('fk_lecture_registration_lecture_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_lecture_registration_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'lecture_id', name=op.f('pk_lecture_registration')),
    sa.UniqueConstraint('lecture_id', 'turn', name=op.f('uq_lecture_registration_lecture_id_turn'))
    )
    op.create_table('lecture_attendance',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('lecture_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('how', sa.Enum('code', 'name', name='how', native_enum=False, length=24), nullable=False),
    sa.ForeignKeyConstraint(['lecture_id'], ['lecture.id'], name=op.f('fk_lecture_attendance_lecture_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_lecture_attendance_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'lecture_id', name=op.f('pk_lecture_attendance'))
    )
    with op.batch_alter_table('lecture_attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lecture_attendance_lecture_id'), ['lecture_id'], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('lecture_attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lecture_attendance_lecture_id'))

    op.drop_table('lecture_attendance')
    op.drop_table('lecture_registration')
    with op.batch_alter_table('lecture', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lecture_season_id_day'))

    op.drop_table('lecture')
