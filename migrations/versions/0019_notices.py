"""Who likes to be thanked, robots of teams and units, and what they say."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table('thanks_wish',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('wished_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_thanks_wish_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', name=op.f('pk_thanks_wish'))
    )
    op.create_table('robot',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('style', sa.String(length=24), nullable=False),
    sa.Column('sealed_address', sa.String(length=1000), nullable=False),
    sa.Column('sealed_secret', sa.String(length=1000), nullable=True),
    sa.Column('site', sa.String(length=200), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_robot_season_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_robot'))
    )
    op.create_index(op.f('ix_robot_season_id'), 'robot', ['season_id'])
    op.create_index(op.f('ix_robot_scope_kind'), 'robot', ['scope', 'kind'], unique=True)
    op.create_table('robot_message',
    sa.Column('robot_id', sa.BigInteger(), nullable=False),
    sa.Column('about', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(length=24), nullable=True),
    sa.ForeignKeyConstraint(['robot_id'], ['robot.id'], name=op.f('fk_robot_message_robot_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('robot_id', 'about', name=op.f('pk_robot_message'))
    )
    op.create_index(op.f('ix_robot_message_state_due_at'), 'robot_message', ['state', 'due_at'])


def downgrade() -> None:
    """Drop them."""
    op.drop_table('robot_message')
    op.drop_table('robot')
    op.drop_table('thanks_wish')
