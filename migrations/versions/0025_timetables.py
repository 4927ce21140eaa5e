"""Timetables and running orders."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('timetable',
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('starts', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changeover', sa.Integer(), nullable=False),
    sa.Column('gap', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('early', sa.Boolean(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_timetable_showcase_id')),
    sa.PrimaryKeyConstraint('showcase_id', name=op.f('pk_timetable'))
    )
    op.create_table('timetable_slot',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('together', 'squad', 'speech', 'break', name='entrykind', native_enum=False, length=24), nullable=False),
    sa.Column('item_id', sa.BigInteger(), nullable=True),
    sa.Column('squad_id', sa.BigInteger(), nullable=True),
    sa.Column('title', sa.String(length=30), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('changeover', sa.Integer(), nullable=False),
    sa.Column('pinned', sa.DateTime(timezone=True), nullable=True),
    sa.Column('starts', sa.DateTime(timezone=True), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('skipped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['showcase_item.id'], name=op.f('fk_timetable_slot_item_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['showcase_id'], ['timetable.showcase_id'], name=op.f('fk_timetable_slot_showcase_id')),
    sa.ForeignKeyConstraint(['squad_id'], ['squad.id'], name=op.f('fk_timetable_slot_squad_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable_slot')),
    sa.UniqueConstraint('showcase_id', 'squad_id', name=op.f('uq_timetable_slot_showcase_id_squad_id'))
    )
    with op.batch_alter_table('timetable_slot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_timetable_slot_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_slot_showcase_id_position'), ['showcase_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_slot_squad_id'), ['squad_id'], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('timetable_slot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_timetable_slot_squad_id'))
        batch_op.drop_index(batch_op.f('ix_timetable_slot_showcase_id_position'))
        batch_op.drop_index(batch_op.f('ix_timetable_slot_item_id'))

    op.drop_table('timetable_slot')
    op.drop_table('timetable')
