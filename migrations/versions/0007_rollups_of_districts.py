"""Roll-ups of districts with their denominators, equivalent minutes, and what the job runner did."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

ADDED = {'rolled_up_team': ('version', sa.BigInteger), 'team_week': ('enough', sa.Integer), 'team_week_kind': ('equivalent', sa.Integer)}
INDEX = 'ix_team_week_kind_monday_kind_team_id_minutes'


def upgrade() -> None:
    """Change the tables; every week that was counted is marked to be counted again."""
    for table, (column, kind) in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, kind(), nullable=False, server_default='0'))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, existing_type=kind(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('team_week_kind', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f(INDEX))
    for table in ('team_week', 'team_week_kind'):
        op.execute(
            'INSERT INTO stale_team_day (team_id, day) '
            f'SELECT DISTINCT team_id, monday FROM {table} WHERE NOT EXISTS '
            f'(SELECT 1 FROM stale_team_day s WHERE s.team_id = {table}.team_id AND s.day = {table}.monday)'
        )
    op.create_table('stale_roster',
    sa.Column('team_id', sa.BigInteger(), nullable=False),
    sa.Column('mark', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_stale_roster_team_id')),
    sa.PrimaryKeyConstraint('team_id', name=op.f('pk_stale_roster'))
    )
    op.create_table('team_enrolled',
    sa.Column('team_id', sa.BigInteger(), nullable=False),
    sa.Column('monday', sa.Integer(), nullable=False),
    sa.Column('enrolled', sa.Integer(), nullable=False),
    sa.Column('on_leave', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_team_enrolled_team_id')),
    sa.PrimaryKeyConstraint('team_id', 'monday', name=op.f('pk_team_enrolled'))
    )
    _district_table('district_day', ['day'], ['active', 'members', 'joined'])
    _district_table('district_week', ['monday'], ['active', 'regular', 'enough', 'enrolled', 'on_leave'])
    _district_table('district_week_kind', ['monday', 'kind'], ['minutes', 'equivalent'])
    _district_table('stale_district_week', ['monday'], [])
    op.create_table('rolled_up_area',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_rolled_up_area_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'scope', name=op.f('pk_rolled_up_area'))
    )
    op.create_table('job_run',
    sa.Column('job', sa.String(length=24), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('job', name=op.f('pk_job_run'))
    )


def downgrade() -> None:
    """Change them back; what was counted of districts is lost and can be counted again."""
    for table in ('job_run', 'rolled_up_area', 'stale_district_week', 'district_week_kind',
                  'district_week', 'district_day', 'team_enrolled', 'stale_roster'):
        op.drop_table(table)
    with op.batch_alter_table('team_week_kind', schema=None) as batch_op:
        batch_op.create_index(batch_op.f(INDEX), ['monday', 'kind', 'team_id', 'minutes'], unique=False)
    for table, (column, _) in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)


def _district_table(name: str, keys: list[str], counts: list[str]) -> None:
    op.create_table(name,
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    *(sa.Column(key, sa.String(length=24) if key == 'kind' else sa.Integer(), nullable=False) for key in keys),
    *(sa.Column(count, sa.Integer(), nullable=False) for count in counts),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f(f'fk_{name}_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'district_code', *keys, name=op.f(f'pk_{name}'))
    )
