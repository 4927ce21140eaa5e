"""Body data taken back stays taken back, whichever backup is restored."""

from datetime import UTC, datetime, timedelta

from tests.backups.conftest import House
from tests.conftest import TODAY
from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import ConsentKind
from tracker.database.ledger import NAME, WITHDRAWN, append, erasures
from tracker.exercise.models import EntryRow
from tracker.privacy import store
from tracker.weight.models import BodyRow, ReadingRow

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)


def decide(house: House, participant_id: int, moment: datetime, *, given: bool) -> None:
    with house.app.app_context():
        kind = ConsentKind.BODY_DATA
        store.decide(participant_id, kind, "0" * 64, 1, TODAY, moment, given=given)


def readings(house: House, participant_id: int) -> int:
    return house.count(ReadingRow, ReadingRow.participant_id == participant_id)


def restored(house: House) -> None:
    """The disk is lost, and the first backup put in its place."""
    house.lose()
    result = house.run("restore", str(house.backups()[0]))
    assert result.exit_code == 0, result.output


def test_a_backup_from_before_does_not_bring_body_data_back(house: House) -> None:
    hers, his = house.people()
    house.back_up()
    decide(house, hers, NOW, given=False)

    restored(house)

    assert (readings(house, hers), readings(house, his)) == (0, 1)
    assert house.count(BodyRow, BodyRow.participant_id == hers) == 0
    assert house.count(EntryRow, EntryRow.participant_id == hers) == 1
    with house.app.app_context():
        assert not store.decisions(hers)[ConsentKind.BODY_DATA].given
        assert store.decisions(hers)[ConsentKind.BODY_DATA].decided_at == NOW


def test_a_backup_from_after_she_gave_it_anew_keeps_what_she_noted_since(house: House) -> None:
    hers, _his = house.people()
    decide(house, hers, NOW, given=False)
    decide(house, hers, NOW + timedelta(hours=1), given=True)
    house.make.reading(hers, TODAY, 65_000)
    house.back_up()

    restored(house)

    assert readings(house, hers) == 1


def test_one_from_before_there_was_a_folder_is_noted_with_the_next_backup(
    sqlite_house: House,
) -> None:
    hers, _his = sqlite_house.people()
    sqlite_house.app.config["BACKUP_FOLDER"] = None
    decide(sqlite_house, hers, NOW, given=False)
    sqlite_house.app.config["BACKUP_FOLDER"] = sqlite_house.folder

    sqlite_house.back_up()

    assert erasures(sqlite_house.folder / WITHDRAWN) == {hers: NOW}


def test_a_line_whose_withdrawal_was_cut_off_is_carried_out_before_the_next_backup(
    sqlite_house: House,
) -> None:
    hers, _his = sqlite_house.people()
    sqlite_house.back_up()
    append(sqlite_house.folder / WITHDRAWN, {hers: NOW})

    sqlite_house.back_up()

    assert readings(sqlite_house, hers) == 0


def test_where_the_list_cannot_be_written_she_takes_it_back_all_the_same(
    sqlite_house: House,
) -> None:
    hers, _his = sqlite_house.people()
    sqlite_house.folder.write_text("no folder", encoding="utf-8")

    decide(sqlite_house, hers, NOW, given=False)

    assert readings(sqlite_house, hers) == 0


def test_a_refusal_at_joining_and_an_erased_person_are_on_no_list(sqlite_house: House) -> None:
    season_id = sqlite_house.make.season()
    team_id = sqlite_house.make.team(season_id)
    refused = frozenset({ConsentKind.BODY_DATA})
    sqlite_house.make.participant(season_id, team_id, refused=refused)

    sqlite_house.back_up()

    assert (sqlite_house.folder / NAME).exists()
    assert not (sqlite_house.folder / WITHDRAWN).exists()
    assert sqlite_house.count(ConsentRow, ConsentRow.given.is_(False)) == 1
