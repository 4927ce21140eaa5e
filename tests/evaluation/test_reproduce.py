"""The script in docs reproduces the published figures from the file and nothing else."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select, update

from tests.conftest import TODAY, app_on, empty_database
from tests.factories import LONG_AGO
from tracker.accounts.rules import CITY_SCOPE
from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import BEIJING_2024, ConsentKind, Season
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.config import PROJECT
from tracker.database import db, insert
from tracker.evaluation.rules import built
from tracker.evaluation.store import people_who_agreed
from tracker.insights.rules import SnapshotOf
from tracker.insights.rules.outcome import (
    BANDS,
    Outcome,
    draws_of,
    mean_interval,
    outcome_of,
)
from tracker.insights.rules.population import Population
from tracker.insights.rules.snapshots import seed_of
from tracker.insights.store import freeze_as_of, section, snapshot
from tracker.simulation import store
from tracker.simulation.rules import Plan, World, make_world
from tracker.teams.rules import districts
from tracker.weight.models import BodyRow, ReadingRow
from tracker.weight.rules.quantities import Source

SCRIPT = PROJECT / "docs" / "evaluation" / "reproduce.py"
MONDAY = date(2024, 10, 14)
PEOPLE, AT_STATIONS = 2_000, 150
AGES = ("18-29", "30-39", "40-49", "50+")


@dataclass
class Reproduced:
    """What the script says, and the people it says it of."""

    figures: dict[str, Any]
    people: Population
    snapshot: SnapshotOf
    frozen: dict[str, Any]
    """What the snapshot itself says of the city."""
    everybody: bool

    @property
    def exact(self) -> Outcome:
        """The exact figures of the same people."""
        return outcome_of(self.people, with_change=True)


@cache
def world() -> World:
    return make_world(Plan(PEOPLE, 3, TODAY))


def weigh_at_stations() -> None:
    """Some people are also weighed at a station, twice at the start and twice of late."""
    days = [BEIJING_2024.starts + timedelta(days=offset) for offset in (0, 5)]
    days += [MONDAY - timedelta(days=offset) for offset in (9, 2)]
    weighed = select(BodyRow.participant_id).order_by(BodyRow.participant_id).limit(AT_STATIONS)
    rows = [
        {
            "participant_id": participant_id,
            "day": day,
            "source": Source.STATION,
            "grams": 71_300 - 310 * place - 300 * number,
            "noted_at": LONG_AGO,
            "corrections": 0,
        }
        for number, participant_id in enumerate(db.session.scalars(weighed), -75)
        for place, day in enumerate(days)
    ]
    # Some have been at a station on such a day already.
    db.session.execute(insert(ReadingRow).on_conflict_do_nothing(), rows)


def everybody_decides(*, given: bool) -> None:
    """Everybody agrees, or everybody whose key is odd does not."""
    decided = ConsentRow.kind == ConsentKind.EVALUATION
    everybody = update(ConsentRow).where(decided)
    db.session.execute(everybody.values(given=True))
    if not given:
        db.session.execute(everybody.where(ConsentRow.participant_id % 2 == 1).values(given=False))
    db.session.commit()


def reproduce(season: Season, folder: Path, *, everybody: bool) -> Reproduced:
    which = snapshot(season.id)
    people = people_who_agreed(db.session(), season, which.as_of)
    path, out = folder / "file.zip", folder / "figures.json"
    path.write_bytes(built(people, which, season.calendar, 7).content)
    subprocess.run([sys.executable, "-I", SCRIPT, path, "--out", out], check=True)  # noqa: S603
    return Reproduced(
        figures=json.loads(out.read_text(encoding="utf-8")),
        people=people,
        snapshot=which,
        frozen=section(season.id, which, "change", [CITY_SCOPE])[CITY_SCOPE],
        everybody=everybody,
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[bool, Reproduced]:
    """The file of everybody, and the file of those who agreed, each with what the script says."""
    app = app_on(empty_database(request, tmp_path_factory.mktemp("season")))
    app.config["TRACKER_TODAY"] = TODAY
    found = {}
    with app.app_context():
        store.write(world(), lambda _table, _rows: None)
        weigh_at_stations()
        db.session.commit()
        season = current_season()
        assert season
        freeze_as_of(season, MONDAY, now())
        for everybody in (True, False):
            everybody_decides(given=everybody)
            folder = tmp_path_factory.mktemp("file")
            found[everybody] = reproduce(season, folder, everybody=everybody)
    with app.app_context():
        db.engine.dispose()
    return found


@pytest.fixture(params=[True, False], ids=["all agree", "some agree"])
def told(request: pytest.FixtureRequest, both: dict[bool, Reproduced]) -> Reproduced:
    """One of the two."""
    return both[request.param]


def tenth(value: float | None) -> float | None:
    """As published."""
    return None if value is None else round(value, 1)


def test_everybody_who_agreed_is_in_it_and_nobody_else(told: Reproduced) -> None:
    agree = PEOPLE if told.everybody else int((world().people.id % 2 == 0).sum())

    assert told.figures["release"]["people"] == len(told.people) == agree


def test_the_snapshots_own_figures_come_out_when_everybody_agreed(told: Reproduced) -> None:
    frozen = told.frozen
    city = told.figures["city"]
    found = [
        city["flow"]["enrolled"],
        city["flow"]["with_baseline"],
        city["flow"]["complete"],
        city["shares"]["lost"],
    ]
    names = ("enrolled", "with_baseline", "completers", "lost")

    if told.everybody:
        assert found == [frozen[name] for name in names]
        assert tenth(city["completers"]["mean"]) == tenth(frozen["mean_change"])
    else:
        assert all(one < frozen[name] for one, name in zip(found, names, strict=True))


def test_the_flow_comes_out(told: Reproduced) -> None:
    city, exact = told.figures["city"], told.exact

    assert city["flow"] == {
        "enrolled": exact.enrolled,
        "with_body_data": exact.with_body,
        "with_baseline": exact.with_baseline,
        "complete": exact.completers,
    }
    assert city["late_joiners"] == (exact.late if exact.late in {0, *range(10, 9999)} else None)


def test_the_three_populations_and_the_sensitivity_line_come_out(told: Reproduced) -> None:
    city, exact = told.figures["city"], told.exact

    everyone, last, completers = (
        city["everyone_enrolled"],
        city["last_observation"],
        city["completers"],
    )

    assert [everyone["n"], last["n"], completers["n"]] == [
        exact.enrolled,
        exact.with_baseline,
        exact.completers,
    ]
    assert tenth(everyone["mean"]) == tenth(exact.total / exact.enrolled)
    assert tenth(everyone["missing_plus_1_kg"]) == tenth(
        (exact.total + exact.gained) / exact.enrolled
    )
    assert tenth(last["mean"]) == tenth(exact.last_total / exact.with_baseline)
    assert tenth(completers["mean"]) == tenth(exact.mean)
    assert tenth(completers["median"]) == tenth(exact.median)


def test_the_sensitivity_line_is_exact_since_tens_add_up(told: Reproduced) -> None:
    line = told.figures["city"]["everyone_enrolled"]
    gained = (line["missing_plus_1_kg"] - line["mean"]) * line["n"]

    assert gained == pytest.approx(told.exact.gained, abs=1e-2)


def test_shares_bands_and_the_distribution_come_out(told: Reproduced) -> None:
    city, exact = told.figures["city"], told.exact
    shares, bands = city["shares"], city["bands"]

    assert [shares[name] for name in ("lost", "lost_over_1_kg", "lost_5_percent")] == [
        exact.lost,
        exact.lost_over_1_kg,
        exact.lost_5_percent,
    ]
    assert city["distribution"]["counts"] == list(exact.bins)
    assert list(bands["after"].values()) == list(exact.bands_after)
    assert list(bands["after"]) == [each.value for each in BANDS]
    missed = np.array(exact.bands_before) - np.array(list(bands["before"].values()))
    assert missed.sum() == bands["coarsened"]
    assert np.all(missed >= 0)
    if not missed.any():
        assert [shares["normal_at_baseline"], shares["normal_kept"]] == [
            exact.normal,
            exact.normal_kept,
        ]


def test_stations_alone_come_out(told: Reproduced) -> None:
    found, exact = told.figures["city"]["stations"], told.exact.station

    assert exact.completers > 50
    assert (found["n"], found["with_baseline"]) == (exact.completers, exact.with_baseline)
    assert tenth(found["mean"]) == tenth(exact.total / exact.completers)


@pytest.mark.parametrize(
    ("name", "labels"),
    [("sex", ("female", "male")), ("age", AGES), ("band", tuple(each.value for each in BANDS))],
)
def test_splits_come_out_wherever_the_file_says_that_they_do(
    told: Reproduced, name: str, labels: tuple[str, ...]
) -> None:
    split, cells = told.figures["city"]["splits"][name], told.exact.splits[name]

    for label, cell in zip(labels, cells, strict=True):
        found = split["groups"][label]
        if found["exact"]:
            assert (found["enrolled"], found["with_baseline"], found["n"]) == (
                cell.enrolled,
                cell.with_baseline,
                cell.completers,
            )
            assert tenth(found["mean"]) == tenth(cell.total / cell.completers)
        else:
            assert found["enrolled"] <= cell.enrolled
            assert sum(split["coarsened"].values()) > 0


def test_sexes_and_bands_come_out_of_a_season_of_this_size(told: Reproduced) -> None:
    splits = told.figures["city"]["splits"]

    exact = {
        name: all(each["exact"] for each in splits[name]["groups"].values()) for name in splits
    }

    assert exact == {"sex": told.everybody, "age": False, "band": told.everybody}


def test_a_district_comes_out_or_is_marked_as_coarsened(told: Reproduced) -> None:
    for code in (each.code for each in districts()):
        found = told.figures["districts"].get(code)
        exact = outcome_of(told.people.where(told.people.district == code), with_change=True)
        if found is None:
            continue
        if found["exact"]:
            assert found["flow"]["enrolled"] == exact.enrolled
            assert tenth(found["completers"]["mean"]) == tenth(exact.mean)
        assert found["flow"]["enrolled"] <= exact.enrolled


def test_the_interval_of_the_mean_comes_out_within_its_last_digit(told: Reproduced) -> None:
    people, found = told.people, told.figures["city"]["interval"]
    who = people.completer
    draws = draws_of(people.team[who], people.district[who], seed_of(told.snapshot.data_hash))

    published = mean_interval(draws, people.team[who], people.change[who])

    assert published
    assert found["teams"] == told.exact.teams
    if told.everybody:
        assert [found["low"], found["high"]] == pytest.approx(list(published), abs=0.05)
    else:  # half the members of each team: most teams had to be put together
        assert found["low"] is None


def test_what_cannot_come_out_is_said_with_its_reason(told: Reproduced) -> None:
    reasons = told.figures["not_reproducible"]

    assert len(reasons) == 5
    assert all(len(each) > 40 for each in reasons.values())
