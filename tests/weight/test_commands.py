"""A weighing station's file, line by line."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.factories import Factory
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.database import db
from tracker.teams.models import StaleTeamDay
from tracker.weight import store
from tracker.weight.rules import Entry, Reading, Source

PHONE = "13812345678"
HEADER = "phone,day,weight_kg\n"


@dataclass
class Station:
    """A season with one participant, and a way to import a file."""

    app: Flask
    make: Factory
    folder: Path
    season: int
    team: int
    her: int

    def bring(self, *lines: str, flags: str = "", encoding: str = "utf-8") -> Result:
        """Import lines under the header."""
        path = self.folder / "station.csv"
        path.write_bytes((HEADER + "\n".join(lines) + "\n").encode(encoding))
        return self.run(str(path), flags)

    def run(self, path: str, flags: str = "") -> Result:
        """Import a file."""
        return self.app.test_cli_runner().invoke(args=["import-weights", path, *flags.split()])

    def entries(self, participant_id: int | None = None) -> tuple[Entry, ...]:
        """What is stored."""
        with self.app.app_context():
            return store.entries(participant_id or self.her)

    def person(self, phone: str, *refused: ConsentKind, height_mm: int | None = 1650) -> int:
        """One more participant."""
        account_id = self.make.account("赵丽", phone)
        return self.make.participant(
            self.season,
            self.team,
            account_id=account_id,
            refused=frozenset(refused),
            height_mm=height_mm,
        )


@pytest.fixture
def station(app: Flask, make: Factory, tmp_path: Path) -> Station:
    season = make.season()
    team = make.team(season)
    account_id = make.account("王芳", PHONE)
    return Station(
        app, make, tmp_path, season, team, make.participant(season, team, account_id=account_id)
    )


def last_line(result: Result) -> str:
    return result.output.splitlines()[-1]


def test_good_lines_are_stored_as_the_stations(station: Station) -> None:
    result = station.bring(f"{PHONE},2024-10-14,67.5", f"{PHONE},2024-10-15,67.3")

    assert result.exit_code == 0
    assert last_line(result) == "2 accepted, 0 unchanged, 0 refused"
    assert station.entries() == (
        Entry(date(2024, 10, 14), 67_500, Source.STATION),
        Entry(date(2024, 10, 15), 67_300, Source.STATION),
    )


def test_a_second_run_changes_nothing(station: Station) -> None:
    lines = (f"{PHONE},2024-10-14,67.5", f"{PHONE},2024-10-15,76.5", f"{PHONE},2024-10-16,67.1")
    first = station.bring(*lines)
    before = station.entries()

    second = station.bring(*lines)

    assert last_line(first) == "2 accepted, 0 unchanged, 1 refused"
    assert last_line(second) == "0 accepted, 2 unchanged, 1 refused"
    assert station.entries() == before


@pytest.mark.parametrize(
    "day",
    [
        "2024-10-14",
        "2024/10/14",
        "2024.10.14",
        "2024/10/14 ",
        "2024年10月14日",
        "２０２４－１０－１４",
        "2024/10/14 0:00",
        "2024-10-14 00:00:00",
    ],
)
def test_days_are_read_as_people_write_them(station: Station, day: str) -> None:
    station.bring(f"{PHONE},{day},67.5")

    assert [entry.day for entry in station.entries()] == [date(2024, 10, 14)]


def test_a_day_beyond_the_calendar_is_refused(station: Station) -> None:
    result = station.bring(f"{PHONE},9999,67.5", flags="--first-day 9990-01-01")

    assert "line 2: the day cannot be read" in result.output


def test_days_are_counted_from_the_first_day(station: Station) -> None:
    result = station.bring(f"{PHONE},0,67.5", f"{PHONE},9,67.3", flags="--first-day 2024-08-11")

    assert result.exit_code == 0
    assert [entry.day for entry in station.entries()] == [date(2024, 8, 11), date(2024, 8, 20)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_encodings_of_office_programs_are_read(station: Station, encoding: str) -> None:
    result = station.bring(f"{PHONE},2024-10-14,６７。５", encoding=encoding)

    assert last_line(result) == "1 accepted, 0 unchanged, 0 refused"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("12345,2024-10-14,67.5", "11-digit"),
        ("13900001111,2024-10-14,67.5", "nobody in the open season"),
        (f"{PHONE},0,67.5", "the day cannot be read"),
        (f"{PHONE},2024-02-30,67.5", "the day cannot be read"),
        (f"{PHONE},2024/10/14 8:30,67.5", "the day cannot be read"),
        (f"{PHONE},2024-10-14", "not a plain number"),
        (f"{PHONE},2024-10-14,1e2", "not a plain number"),
        (f"{PHONE},2024-10-14,-67", "not a plain number"),
        (f"{PHONE},2024-10-14,24.9", "between 25 and 300"),
        (f"{PHONE},2024-07-10,67.5", "not between 2024-07-11 and 2024-10-16"),
        (f"{PHONE},2024-10-17,67.5", "not between 2024-07-11 and 2024-10-16"),
        (f"{PHONE},2024-10-14,135", "doubtful, 135.0 or 67.5 kg?"),
    ],
)
def test_a_refused_line_says_why(station: Station, line: str, why: str) -> None:
    result = station.bring(line)

    assert result.exit_code == 1
    assert "line 2: " in result.output
    assert why in result.output
    assert last_line(result) == "0 accepted, 0 unchanged, 1 refused"
    assert station.entries() == ()


def test_the_first_and_the_last_possible_day(station: Station) -> None:
    result = station.bring(f"{PHONE},2024-07-11,67.5", f"{PHONE},2024-10-16,67.5")

    assert last_line(result) == "2 accepted, 0 unchanged, 0 refused"


def test_a_doubtful_line_is_stored_when_asked_to(station: Station) -> None:
    lines = (f"{PHONE},2024-10-14,67.5", f"{PHONE},2024-10-15,76.5")

    result = station.bring(*lines, flags="--accept-doubtful")

    assert result.exit_code == 0
    assert "line 3: doubtful, 76.5 or 67.5 kg?" in result.output
    assert last_line(result) == "2 accepted, 0 unchanged, 0 refused"
    assert last_line(station.bring(*lines)) == "0 accepted, 2 unchanged, 0 refused"


def test_a_later_value_for_the_same_day_is_refused_by_line(station: Station) -> None:
    result = station.bring(
        f"{PHONE},2024-10-15,67.5", f"{PHONE},2024-10-15,67.5", f"{PHONE},2024-10-15,67.9"
    )

    assert "line 4: line 2 has another weight" in result.output
    assert last_line(result) == "1 accepted, 1 unchanged, 1 refused"
    assert [entry.grams for entry in station.entries()] == [67_500]


def test_a_line_that_repeats_a_refused_one_is_refused_too(station: Station) -> None:
    result = station.bring(f"{PHONE},2024-10-15,135", f"{PHONE},2024-10-15,135")

    assert last_line(result) == "0 accepted, 0 unchanged, 2 refused"


def test_a_new_value_corrects_the_stored_one(station: Station) -> None:
    station.bring(f"{PHONE},2024-10-15,67.5")

    result = station.bring(f"{PHONE},2024-10-15,67.4")

    assert last_line(result) == "1 accepted, 0 unchanged, 0 refused"
    assert [entry.grams for entry in station.entries()] == [67_400]


def test_the_station_counts_and_her_own_entry_stays(station: Station) -> None:
    station.make.reading(station.her, date(2024, 10, 15), 67_900)

    station.bring(f"{PHONE},2024-10-15,67.5")

    assert len(station.entries()) == 2
    with station.app.app_context():
        assert store.readings(station.her) == (Reading(date(2024, 10, 15), 67_500),)


def test_strict_stores_all_or_nothing(station: Station) -> None:
    lines = (f"{PHONE},2024-10-15,67.5", "13900001111,2024-10-15,67.5")

    result = station.bring(*lines, flags="--strict")

    assert result.exit_code == 1
    assert last_line(result) == "0 accepted, 0 unchanged, 1 refused"
    assert station.entries() == ()
    assert last_line(station.bring(lines[0], flags="--strict")) == (
        "1 accepted, 0 unchanged, 0 refused"
    )


def test_without_consent_or_as_a_minor_nothing_is_stored(station: Station) -> None:
    refused = station.person("13900002222", ConsentKind.BODY_DATA)
    minor = station.person("13900003333", height_mm=None)

    result = station.bring("13900002222,2024-10-15,67.5", "13900003333,2024-10-15,67.5")

    assert "has not agreed to body data" in result.output
    assert "weight is for adults" in result.output
    assert station.entries(refused) == station.entries(minor) == ()


def test_whoever_left_is_not_weighed_any_more(station: Station) -> None:
    with station.app.app_context():
        db.session.get_one(ParticipantRow, station.her).left_on = date(2024, 10, 1)
        db.session.commit()

    assert "has left the season" in station.bring(f"{PHONE},2024-10-15,67.5").output


def test_the_days_are_marked_stale(station: Station) -> None:
    station.bring(f"{PHONE},2024-10-14,67.5", f"{PHONE},2024-10-15,76.5")

    with station.app.app_context():
        assert set(db.session.scalars(db.select(StaleTeamDay.day))) == {date(2024, 10, 14)}


def test_empty_lines_and_column_order_do_not_matter(station: Station) -> None:
    path = station.folder / "other.csv"
    path.write_text("weight_kg, Phone ,day,note\n\n,,,\n , ,\t,\n67.5,138-1234-5678,2024-10-15,x\n")

    result = station.run(str(path))

    assert last_line(result) == "1 accepted, 0 unchanged, 0 refused"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "must name the columns"),
        (b"phone,day\n", "missing: weight_kg"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (
            b'phone,day,weight_kg\n"13812345678,2024-10-14,67.5\n1,2,3\n',
            "not CSV from about line 2 on",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    station: Station, content: bytes, why: str
) -> None:
    path = station.folder / "broken.csv"
    path.write_bytes(content)

    result = station.run(str(path))

    assert result.exit_code == 1
    assert why in result.output


def test_without_a_season_there_is_nothing_to_import(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "station.csv"
    path.write_text(HEADER)

    result = app.test_cli_runner().invoke(args=["import-weights", str(path)])

    assert result.exit_code == 1
    assert "No season is open" in result.output


def test_many_people_are_imported_at_once(station: Station) -> None:
    people = {f"139{number:08d}": station.person(f"139{number:08d}") for number in range(20)}
    days = [date(2024, 8, 11) + timedelta(days=n) for n in range(30)]
    lines = [f"{phone},{day},{60 + n % 3}" for phone in people for n, day in enumerate(days)]

    result = station.bring(*lines)

    assert last_line(result) == "600 accepted, 0 unchanged, 0 refused"
    assert all(len(station.entries(each)) == 30 for each in people.values())
