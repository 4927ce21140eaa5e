"""Learning: questions answered, boxes, quizzes, edited texts."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('lesson_version',
    sa.Column('card_id', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('edited_by', sa.BigInteger(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['edited_by'], ['account.id'], name=op.f('fk_lesson_version_edited_by')),
    sa.PrimaryKeyConstraint('card_id', 'version', name=op.f('pk_lesson_version'))
    )
    op.create_table('lesson_read',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('card_id', sa.String(length=60), nullable=False),
    sa.Column('read_on', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_lesson_read_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'card_id', name=op.f('pk_lesson_read'))
    )
    op.create_table('question_answer',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('question_id', sa.String(length=60), nullable=False),
    sa.Column('first_on', sa.Integer(), nullable=False),
    sa.Column('first_version', sa.Integer(), nullable=False),
    sa.Column('first_right', sa.Boolean(), nullable=False),
    sa.Column('last_on', sa.Integer(), nullable=False),
    sa.Column('last_version', sa.Integer(), nullable=False),
    sa.Column('last_option', sa.Integer(), nullable=False),
    sa.Column('last_right', sa.Boolean(), nullable=False),
    sa.Column('box', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_question_answer_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'question_id', name=op.f('pk_question_answer'))
    )
    op.create_table('quiz',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('paper', sa.String(length=700), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_quiz_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'day', name=op.f('pk_quiz'))
    )
    op.create_index(op.f('ix_quiz_day'), 'quiz', ['day'])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table('quiz')
    op.drop_table('question_answer')
    op.drop_table('lesson_read')
    op.drop_table('lesson_version')
