"""Formations of squads."""
import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('formation',
    sa.Column('squad_id', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('shape', sa.Enum('three_rows', 'four_rows', 'two_rows', 'wedge', 'free', name='shape', native_enum=False, length=24), nullable=False),
    sa.Column('cells', sa.String(length=400), nullable=False),
    sa.Column('remarks', sa.String(length=500), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['squad_id'], ['squad.id'], name=op.f('fk_formation_squad_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('squad_id', 'revision', name=op.f('pk_formation'))
    )
    op.create_table('formation_place',
    sa.Column('squad_id', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('participant_id', sa.BigInteger(), nullable=True),
    sa.Column('remark', sa.String(length=40), nullable=False),
    sa.Column('absent', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_formation_place_participant_id')),
    sa.ForeignKeyConstraint(['squad_id', 'revision'], ['formation.squad_id', 'formation.revision'], name=op.f('fk_formation_place_squad_id_revision'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('squad_id', 'revision', 'number', name=op.f('pk_formation_place'))
    )
    with op.batch_alter_table('formation_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_formation_place_participant_id'), ['participant_id'], unique=False)

    op.create_table('formation_stand_in',
    sa.Column('squad_id', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_formation_stand_in_participant_id')),
    sa.ForeignKeyConstraint(['squad_id', 'revision'], ['formation.squad_id', 'formation.revision'], name=op.f('fk_formation_stand_in_squad_id_revision'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('squad_id', 'revision', 'number', name=op.f('pk_formation_stand_in'))
    )
    with op.batch_alter_table('formation_stand_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_formation_stand_in_participant_id'), ['participant_id'], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    with op.batch_alter_table('formation_stand_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_formation_stand_in_participant_id'))

    op.drop_table('formation_stand_in')
    with op.batch_alter_table('formation_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_formation_place_participant_id'))

    op.drop_table('formation_place')
    op.drop_table('formation')
