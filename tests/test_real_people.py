"""The twelve people of Krone et al. 2020 as docs/real-people.md tells it, on both databases.

What the definitions make of them is computed here a second time, by numpy, from the file alone.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from scripts.krone import Person, people, readings_of, table, write_station_file
from scripts.real_people import (
    FIRST_DAY,
    JOINING_DAY,
    LEADER,
    PASSWORD,
    TEAM,
    TODAY,
    begin_leading,
    join,
    released,
    sign_in,
)
from tracker.campaign.rules import BEIJING_2024
from tracker.campaign.store import current_season
from tracker.config import PROJECT
from tracker.weight.rules import Reading

FILE = PROJECT / "tests" / "data" / "weighins_krone2020.csv"
DOCUMENT = PROJECT / "docs" / "real-people.md"
ROUND_2_OVER, SEASON_OVER = date(2024, 10, 7), date(2024, 11, 11)
SEASONS_END = date(2024, 9, 9)
"""With this first day the file's last reading is self-management's last day."""

HIDDEN = "不足 10 人，不显示"


@dataclass
class Town:
    """The team with its twelve members, and a way to import their file."""

    app: Flask
    everybody: list[Person]
    file: Path
    leader_password: str

    def bring(self, first_day: date = FIRST_DAY) -> Result:
        """Import the file."""
        words = ["import-weights", str(self.file), "--first-day", str(first_day)]
        return self.app.test_cli_runner().invoke(args=words)

    def stored(self) -> list[tuple[Reading, ...]]:
        """Everybody's readings."""
        with self.app.app_context():
            season = current_season()
            assert season is not None
            return [readings_of(each, season) for each in self.everybody]

    def rows(self, as_of: date) -> list[str]:
        """The product's results as the document prints them."""
        with self.app.app_context():
            season = current_season()
            assert season is not None
            return table(self.everybody, season, as_of)[3:]

    def client(self, number: int) -> FlaskClient:
        """The browser of one of the twelve."""
        client = self.app.test_client()
        sign_in(client, self.everybody[number - 1].phone, PASSWORD)
        return client

    def leaders_client(self) -> FlaskClient:
        """The leader's browser, after the first password was changed for one of her own."""
        client = self.app.test_client()
        begin_leading(client, self.leader_password)
        return client


@pytest.fixture
def town(app: Flask, tmp_path: Path) -> Town:
    everybody, file = people(FILE), tmp_path / "station.csv"
    write_station_file(file, everybody)
    app.config["TRACKER_TODAY"] = JOINING_DAY
    run = app.test_cli_runner().invoke
    run(args=["open-season", "--preset", "beijing-2024"])
    opened = run(args=["create-team", *TEAM]).output.split()
    for each in everybody:
        assert join(app.test_client(), opened[-1], each) == 303
    app.config["TRACKER_TODAY"] = TODAY
    return Town(app, everybody, file, opened[opened.index(f"{LEADER}:") + 1])


def from_the_file(first_day: date, as_of: date) -> dict[int, float]:
    """Each completer's change in percent, by the definitions, from the file alone."""
    rows = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
    number, day = (np.array([int(row[name]) for row in rows]) for name in ("participant", "day"))
    weight = np.array([float(row["weight_kg"]) for row in rows])
    start = (BEIJING_2024.starts - first_day).days
    last = min((as_of - first_day).days, (BEIJING_2024.ends - first_day).days + 1)
    found = {}
    for person in np.unique(number):
        known = (number == person) & (day < last)
        counted = day[known & (day >= start - 14)]
        if not counted.size:
            continue
        begins = counted.min()
        baseline = weight[known & (day >= begins) & (day < begins + 14)]
        closing = weight[known & (day >= last - 14)]
        if min(baseline.size, closing.size) >= 2 and (last - 14) - (begins + 13) >= 28:
            found[int(person)] = float(100 * (closing.mean() / baseline.mean() - 1))
    return found


def changes(rows: list[str]) -> dict[int, str]:
    """Completers and their printed change, from a table's rows."""
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows]
    return {int(row[0].split()[0]): row[-1] for row in cells if row[-1] != "-"}


def test_everybody_is_asked_about_a_weight_in_jin_and_nothing_else(town: Town) -> None:
    write_station_file(town.file, town.everybody, slips=True)
    slipped = town.bring()
    write_station_file(town.file, town.everybody)
    corrected = town.bring()

    *doubtful, last = slipped.output.splitlines()
    assert slipped.exit_code == 1
    assert last == "683 accepted, 0 unchanged, 12 refused"
    assert [Decimal(line.split()[3]) for line in doubtful] == [
        2 * Decimal(each.weights[9][1]) for each in town.everybody
    ]
    assert corrected.output.strip() == "12 accepted, 683 unchanged, 0 refused"


def test_the_file_is_stored_as_it_is_unasked_and_a_second_run_changes_nothing(town: Town) -> None:
    first = town.bring()
    before = town.stored()
    again = town.bring()

    assert first.output.strip() == "695 accepted, 0 unchanged, 0 refused"
    assert before == [
        tuple(
            Reading(FIRST_DAY + timedelta(days=day), round(float(weight) * 1000))
            for day, weight in each.weights
        )
        for each in town.everybody
    ]
    assert again.output.strip() == "0 accepted, 695 unchanged, 0 refused"
    assert town.stored() == before


def test_completers_are_those_the_file_says(town: Town) -> None:
    everybody = set(range(1, 13))
    not_complete = {
        date(2024, 9, 9): everybody,
        ROUND_2_OVER: {3, 5},
        TODAY: {3},
        date(2024, 10, 20): set[int](),
        date(2024, 10, 21): {6},
        date(2024, 10, 27): everybody,
    }
    town.bring()

    found = {as_of: changes(town.rows(as_of)) for as_of in not_complete}

    for as_of, without in not_complete.items():
        expected = from_the_file(FIRST_DAY, as_of)
        assert expected.keys() == everybody - without
        assert found[as_of] == {each: f"{change:+.2f} %" for each, change in expected.items()}


def test_the_team_is_shown_to_whoever_adds_nothing_to_it(town: Town) -> None:
    inside = from_the_file(FIRST_DAY, ROUND_2_OVER)
    mean = np.mean(list(inside.values()))
    town.bring()

    shown = {each.number: released(town.client(each.number)) for each in town.everybody}
    shown[0] = released(town.leaders_client())

    words = f"10-14 截至 10月7日 体重的平均变化 −{abs(round(mean * 2) / 2):.1f} % 截至 10月7日"
    assert len(inside) == 10
    assert {number for number, text in shown.items() if words in text} == {0, 3, 5}
    assert all(HIDDEN in shown[number] and "%" not in shown[number] for number in inside)


def test_at_the_seasons_end_the_whole_team_is_shown_its_change(town: Town) -> None:
    inside = from_the_file(SEASONS_END, SEASON_OVER)
    mean = np.mean(list(inside.values()))
    town.app.config["TRACKER_TODAY"] = SEASON_OVER
    town.bring(first_day=SEASONS_END)

    shown = [released(town.client(each.number)) for each in town.everybody]

    words = f"10-14 截至 11月11日 体重的平均变化 −{abs(round(mean * 2) / 2):.1f} % 截至 11月11日"
    assert set(range(1, 13)) - inside.keys() == {3}
    assert all(words in text for text in shown)


def test_each_sees_her_own_readings_no_more_dots_than_days_and_her_result(town: Town) -> None:
    town.bring()

    clients = [town.client(each.number) for each in town.everybody]
    figures = [client.get("/me/weight.json").json for client in clients]
    pages = [client.get("/me").text for client in clients]

    for each, figure in zip(town.everybody, figures, strict=True):
        assert figure is not None
        dots, trend = figure["data"]
        days = [str(FIRST_DAY + timedelta(days=day)) for day, _ in each.weights]
        assert dots["x"] == trend["x"] == days
        assert dots["y"] == [float(weight) for _, weight in each.weights]
    assert f"−{abs(from_the_file(FIRST_DAY, TODAY)[12]):.1f} %" in pages[11]
    assert "离起点还不到 28 天" in pages[2]


def test_the_document_prints_what_the_product_computes(town: Town) -> None:
    document = DOCUMENT.read_text(encoding="utf-8").splitlines()
    town.bring()

    rows = [row for as_of in (ROUND_2_OVER, TODAY) for row in town.rows(as_of)]

    assert [row for row in rows if row not in document] == []
