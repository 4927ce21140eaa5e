"""Everything kept about one person, read."""

from dataclasses import asdict

from sqlalchemy import select

from tracker.database import db
from tracker.home.store import looks_at
from tracker.privacy.rules import KEPT, Copy, Kept, Rows
from tracker.privacy.store.finding import Her, find, points_at, table_of
from tracker.teams.store import team


def copy_of(phone: str) -> Copy:
    """Everything kept about whoever has this phone; raises UnknownPersonError."""
    her = find(db.session(), phone)
    tables = {kept.name: _copied(kept, her) for kept in KEPT}
    for stay in tables["membership"]:
        found = team(stay["team_id"])
        stay["team"] = f"{found.unit_name} · {found.name}"
    return Copy(tables, _looks_at(her))


def _copied(kept: Kept, her: Her) -> Rows:
    table = table_of(kept)
    columns = [column for column in table.c if column.name not in kept.withheld]
    query = select(*columns).where(points_at(kept, her)).order_by(*table.primary_key)
    return [dict(row._mapping) for row in db.session.execute(query)]  # noqa: SLF001 (public API)


def _looks_at(her: Her) -> Rows:
    """Who looked at her, as she reads it on her own page too."""
    return [asdict(look) for look in looks_at(her.account_id, her.participant_ids)]
