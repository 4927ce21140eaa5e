"""A restored backup has the rows of every listed table, and forgets whoever was erased since."""

from sqlalchemy import MetaData

from tests.backups.conftest import HERS, House
from tests.privacy.rows import COLLEAGUES, NAME, fill
from tracker.database import db
from tracker.privacy.rules import KEPT

CHANGED = {("account", "epoch"), ("leaving", "asked_at")}
"""What a restored backup changes on purpose: all are signed out, seven days begin anew."""
WORDS = (b"canary-passkey", b"canary-reason", b"canary-caption", b"66617", b"61307")
"""Of her rows; the numbers as words are where everything is asked for in words."""


def rows_of(house: House) -> dict[str, list[str]]:
    """Every row by its columns' names, whose order a migrated table may not share."""
    with house.app.app_context(), db.engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        return {
            table.name: sorted(
                str(sorted((name, row[name]) for name in row if (table.name, name) not in CHANGED))
                for row in connection.execute(table.select()).mappings()
            )
            for table in tables.sorted_tables
        }


def filled(house: House, *people: str) -> None:
    """A row in every listed table for each of these."""
    season_id = house.make.season()
    team_id = house.make.team(season_id)
    for phone in people:
        fill(house.make, season_id, team_id, phone, NAME if phone == HERS else "小红")


def test_rows_of_every_listed_table_come_back(house: House) -> None:
    filled(house, HERS, COLLEAGUES)
    before = rows_of(house)
    backup = house.back_up()

    house.lose()
    result = house.run("restore", str(backup))

    assert result.exit_code == 0, result.output
    after = rows_of(house)
    assert [kept.table for kept in KEPT if not after[kept.table]] == []
    assert after == before


def test_erased_since_she_is_in_no_table_of_a_restored_backup(house: House) -> None:
    filled(house, HERS)
    backup = house.back_up()
    before = repr(house.everything()).encode()

    house.run("erase-person", "--phone", HERS, "--yes")
    house.lose()
    result = house.run("restore", str(backup))

    assert "Erased again: 1" in result.output
    after = repr(house.everything()).encode() + house.text()
    assert [word for word in WORDS if word not in before] == []
    assert [word for word in (*WORDS, HERS.encode(), NAME.encode()) if word in after] == []
