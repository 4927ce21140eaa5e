"""One unit of a name in a district's season, one team of a name in a unit."""

from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

UNIT = sa.table("unit", *map(sa.column, ("id", "season_id", "district_code", "name")))
TEAM = sa.table("team", *map(sa.column, ("id", "unit_id", "name")))
LONGEST = {UNIT: 60, TEAM: 40}


def upgrade() -> None:
    """Change the tables; of those that share a name, all but the first get a number behind it."""
    _number(UNIT, [UNIT.c.season_id, UNIT.c.district_code])
    _number(TEAM, [TEAM.c.unit_id])
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_unit_id'))
        batch_op.create_index(batch_op.f('ix_team_unit_id_name'), ['unit_id', 'name'], unique=True)

    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_season_id_district_code'))
        batch_op.create_index(batch_op.f('ix_unit_season_id_district_code_name'), ['season_id', 'district_code', 'name'], unique=True)


def downgrade() -> None:
    """Change them back; the numbers stay."""
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_season_id_district_code_name'))
        batch_op.create_index(batch_op.f('ix_unit_season_id_district_code'), ['season_id', 'district_code'], unique=False)

    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_unit_id_name'))
        batch_op.create_index(batch_op.f('ix_team_unit_id'), ['unit_id'], unique=False)


def _number(table: sa.TableClause, within: list[sa.ColumnClause]) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.id, table.c.name, *within).order_by(table.c.id)).all()
    taken = {(*row[2:], row.name) for row in rows}
    seen = Counter()
    for row in rows:
        key = (*row[2:], row.name)
        seen[key] += 1
        if seen[key] == 1:
            continue
        number = seen[key]
        while (*row[2:], _numbered(table, row.name, number)) in taken:
            number += 1
        taken.add((*row[2:], _numbered(table, row.name, number)))
        connection.execute(
            table.update().where(table.c.id == row.id).values(name=_numbered(table, row.name, number))
        )


def _numbered(table: sa.TableClause, name: str, number: int) -> str:
    ending = f" {number}"
    return name[: LONGEST[table] - len(ending)] + ending
