"""Photographs."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('photograph',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('squad_id', sa.BigInteger(), nullable=False),
    sa.Column('uploaded_by', sa.BigInteger(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('caption', sa.String(length=60), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('questioned', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['squad_id'], ['squad.id'], name=op.f('fk_photograph_squad_id')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['account.id'], name=op.f('fk_photograph_uploaded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photograph')),
    sa.UniqueConstraint('squad_id', 'sha256', name=op.f('uq_photograph_squad_id_sha256'))
    )
    op.create_table('photograph_file',
    sa.Column('photograph_id', sa.BigInteger(), nullable=False),
    sa.Column('size', sa.String(length=24), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], name=op.f('fk_photograph_file_photograph_id')),
    sa.PrimaryKeyConstraint('photograph_id', 'size', name=op.f('pk_photograph_file'))
    )
    op.create_table('photograph_person',
    sa.Column('photograph_id', sa.BigInteger(), nullable=False),
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_photograph_person_participant_id')),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], name=op.f('fk_photograph_person_photograph_id')),
    sa.PrimaryKeyConstraint('photograph_id', 'participant_id', name=op.f('pk_photograph_person'))
    )
    op.create_index(op.f('ix_photograph_person_participant_id'), 'photograph_person', ['participant_id'])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table('photograph_person')
    op.drop_table('photograph_file')
    op.drop_table('photograph')
