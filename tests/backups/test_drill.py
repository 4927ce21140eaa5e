"""The restore drill: a season, a backup, more saves and an erasure, and the database is lost."""

from pathlib import Path

from sqlalchemy import MetaData

from tests.backups.conftest import HERS, HIS, NAME, PASSWORD, House
from tests.conftest import TODAY
from tests.server import Browser, serve
from tracker.accounts.models import Account
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.insights import store as insights
from tracker.weight.models import ReadingRow

ROLLED_UP = ("team_day", "team_week", "district_day", "district_week", "team_enrolled")


def figures(house: House, *, anew: bool) -> dict[str, list[str]]:
    """The roll-ups that pages of groups are made of: as they are kept, or counted from nothing."""
    with house.app.app_context():
        season = current_season()
        assert season
        (insights.rebuild if anew else insights.refresh)(season.id)
        tables = MetaData()
        tables.reflect(db.engine, only=ROLLED_UP)
        with db.engine.connect() as connection:
            return {
                table.name: sorted(map(str, connection.execute(table.select())))
                for table in tables.sorted_tables
            }


def sign_in(browser: Browser, phone: str) -> int:
    """The status after giving phone and password."""
    token = browser.token("/sign-in")
    return browser.post("/sign-in", csrf_token=token, phone=phone, password=PASSWORD)[0]


def test_a_lost_database_comes_back_as_a_working_site_without_the_erased(
    house: House, tmp_path: Path
) -> None:
    hers, his = house.people()
    cookie = house.make.signed_in(house.make.account_of(his)).get_cookie("session")
    assert cookie
    figures(house, anew=False)
    before = house.everything()
    backup = house.back_up()

    house.make.exercise(his, TODAY)
    erased = house.run("erase-person", "--phone", HERS, "--yes")
    house.lose()
    restored = house.run("restore", str(backup))

    assert (erased.exit_code, restored.exit_code) == (0, 0), restored.output
    assert "Erased again: 1" in restored.output
    canaries = (HERS.encode(), NAME.encode())
    assert [canary for canary in canaries if canary in house.text()] == []
    assert house.count(ReadingRow, ReadingRow.participant_id == hers) == 0
    assert house.count(EntryRow, EntryRow.participant_id == his) == 1, "as of the backup"
    assert house.count(Account) == len(before["account"]), "a bare number is left of her"
    kept, counted_anew = (figures(house, anew=anew) for anew in (False, True))
    assert kept == counted_anew
    assert kept["team_day"]
    answers(house, cookie.value, tmp_path / "server.log")


def answers(house: House, old_cookie: str, log: Path) -> None:
    """The site works for him, who has to sign in, and she is unknown to it."""
    server = serve(house.url, TODAY.isoformat(), log)
    try:
        assert Browser(server.port, {"session": old_cookie}).get("/weight")[0] == 302
        assert sign_in(Browser(server.port), HERS) != 303
        browser = Browser(server.port)
        assert sign_in(browser, HIS) == 303
        saved, page = browser.post(
            "/weight",
            csrf_token=browser.token("/weight"),
            weight="65.43",
            unit="kg",
            day=TODAY.isoformat(),
        )
        assert saved == 303, page
        assert "65.43" in browser.get("/weight")[1]
    finally:
        server.kill()


def test_every_row_comes_back_as_it_was(house: House) -> None:
    house.people()
    before = house.everything()
    backup = house.back_up()

    house.lose()
    result = house.run("restore", str(backup))

    assert result.exit_code == 0, result.output
    after = house.everything()
    for rows in (before, after):
        for account in rows["account"]:
            del account["epoch"]  # raised
    assert after == before
