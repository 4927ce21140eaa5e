"""Gates, tickets and who came."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('gate_key',
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('public', sa.String(length=100), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_gate_key_showcase_id')),
    sa.PrimaryKeyConstraint('showcase_id', name=op.f('pk_gate_key'))
    )
    op.create_table('gate_door',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_gate_door_account_id')),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_gate_door_showcase_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_door')),
    sa.UniqueConstraint('code', name=op.f('uq_gate_door_code'))
    )
    with op.batch_alter_table('gate_door', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_door_showcase_id'), ['showcase_id'], unique=False)

    op.create_table('gate_ticket',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('ticket_number', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_gate_ticket_participant_id')),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_gate_ticket_showcase_id')),
    sa.PrimaryKeyConstraint('participant_id', 'showcase_id', name=op.f('pk_gate_ticket')),
    sa.UniqueConstraint('showcase_id', 'ticket_number', name=op.f('uq_gate_ticket_showcase_id_ticket_number'))
    )
    op.create_table('gate_passage',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('showcase_id', sa.BigInteger(), nullable=False),
    sa.Column('door_id', sa.BigInteger(), nullable=True),
    sa.Column('how', sa.Enum('scan', 'number', 'hand', name='how', native_enum=False, length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['door_id'], ['gate_door.id'], name=op.f('fk_gate_passage_door_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_gate_passage_participant_id')),
    sa.ForeignKeyConstraint(['showcase_id'], ['showcase.id'], name=op.f('fk_gate_passage_showcase_id')),
    sa.PrimaryKeyConstraint('participant_id', 'key', name=op.f('pk_gate_passage'))
    )
    with op.batch_alter_table('gate_passage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_passage_showcase_id_received_at'), ['showcase_id', 'received_at'], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table('gate_passage')
    op.drop_table('gate_ticket')
    op.drop_table('gate_door')
    op.drop_table('gate_key')
