"""What a leader did to a member."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('deed',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('actor_id', sa.BigInteger(), nullable=False),
    sa.Column('deed', sa.String(length=24), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_deed_actor_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_deed_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'id', name=op.f('pk_deed'))
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table('deed')
