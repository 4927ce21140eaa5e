"""Rules of standings, settled weeks, switches."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('settled_week',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('monday', sa.Integer(), nullable=False),
    sa.Column('rules_version', sa.Integer(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_settled_week_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'monday', name=op.f('pk_settled_week'))
    )
    op.create_table('team_standing',
    sa.Column('team_id', sa.BigInteger(), nullable=False),
    sa.Column('monday', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('reporting', sa.Integer(), nullable=False),
    sa.Column('doing', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('band', sa.String(length=24), nullable=True),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_team_standing_team_id')),
    sa.PrimaryKeyConstraint('team_id', 'monday', name=op.f('pk_team_standing'))
    )
    op.create_table('team_mark',
    sa.Column('team_id', sa.BigInteger(), nullable=False),
    sa.Column('as_of', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('forgotten', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_team_mark_team_id')),
    sa.PrimaryKeyConstraint('team_id', 'as_of', name=op.f('pk_team_mark'))
    )
    op.create_table('mark_contributor',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('team_id', sa.BigInteger(), nullable=False),
    sa.Column('as_of', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_mark_contributor_participant_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_mark_contributor_team_id')),
    sa.PrimaryKeyConstraint('participant_id', 'team_id', 'as_of', name=op.f('pk_mark_contributor'))
    )
    op.create_table('standings_switch',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_standings_switch_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'scope', name=op.f('pk_standings_switch'))
    )
    op.create_table('points_choice',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_points_choice_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', name=op.f('pk_points_choice'))
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table('points_choice')
    op.drop_table('standings_switch')
    op.drop_table('mark_contributor')
    op.drop_table('team_mark')
    op.drop_table('team_standing')
    op.drop_table('settled_week')
