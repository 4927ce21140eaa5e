"""Whom a leader asked, nudges and reminders."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('follow_up',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=24), nullable=False),
    sa.Column('until', sa.Integer(), nullable=True),
    sa.Column('actor_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_follow_up_actor_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_follow_up_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'day', name=op.f('pk_follow_up'))
    )
    op.create_table('nudge',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_nudge_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'at', name=op.f('pk_nudge'))
    )
    op.create_table('nudge_mute',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('muted_until', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_nudge_mute_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', name=op.f('pk_nudge_mute'))
    )
    op.create_table('reminder',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('at_time', sa.Time(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_reminder_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'weekday', name=op.f('pk_reminder'))
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table('reminder')
    op.drop_table('nudge_mute')
    op.drop_table('nudge')
    op.drop_table('follow_up')
