"""Twelve real people's morning weights as one team, through the product's own commands and pages.

    .venv/bin/python -m scripts.real_people [DATABASE] [--first-day DAY] [--today DAY]

Weights and sexes are from Krone et al. 2020, PLOS ONE 15(5): e0232680, supplement S1, CC BY 4.0
(tests/data/weighins_krone2020.csv). Everything else is invented here: names, phones, heights,
years of birth, the unit, the leader and the deputy.
"""

import argparse
import html
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from scripts.krone import (
    Person,
    cards,
    farthest,
    moments,
    people,
    straight,
    table,
    write_station_file,
)
from tracker import create_app
from tracker.campaign.rules import UnknownSeasonError
from tracker.campaign.store import current_season
from tracker.config import PROJECT

FIRST_DAY, TODAY = date(2024, 8, 12), date(2024, 10, 14)
JOINING_DAY = date(2024, 8, 9)
PASSWORD = "healthy-weight"  # noqa: S105 - of invented people, in a scratch database
LEADER, DEPUTY = "13900000198", "13900000199"
TEAM = (
    *("--district", "110101", "--unit", "演示单位", "--kind", "enterprise", "--name", "十二人队"),
    *("--leader", LEADER, "--leader-name", "郑一", "--deputy", DEPUTY, "--deputy-name", "吴二"),
)
SHOWN = 14
"""Lines of a command's output that are printed, beside its last."""

HEIGHT_CM = {"male": "175", "female": "163"}
"""Invented, one for all men and one for all women, so that nobody takes it for a person's own."""

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
CHANGE = re.compile(r"<dt>资料完整</dt>(.*?)<dt>打卡</dt>", re.DOTALL)


def join(client: FlaskClient, path: str, person: Person) -> int:
    """Fill the join page in as this person; the status of the answer.

    Her first weight stands in the form as remembered, not as weighed today: it is no reading.
    """
    answers = {
        "phone": person.phone,
        "name": f"{person.number} 号",
        "password": PASSWORD,
        "terms": "y",
        "body_data": "y",
        "leader_sees": "y",
        "birth_year": "1980",
        "height": HEIGHT_CM[person.sex],
        "weight": person.weights[0][1],
        "weight_unit": "kg",
        "sex": person.sex,
        "doctor_first": "no",
        "goal": "keep",
    }
    return post(client, path, answers)


def sign_in(client: FlaskClient, phone: str, password: str) -> int:
    """Sign in through the page; the status of the answer."""
    return post(client, "/sign-in", {"phone": phone, "password": password})


def post(client: FlaskClient, path: str, fields: dict[str, str]) -> int:
    """Send a form with the token its page holds."""
    token = TOKEN.search(client.get(path).text)
    return client.post(path, data=fields | ({"csrf_token": token[1]} if token else {})).status_code


def begin_leading(client: FlaskClient, first_password: str) -> int:
    """The leader changes the password an organizer saw for one of her own."""
    sign_in(client, LEADER, first_password)
    return post(client, "/account/first-password", {"new": PASSWORD, "again": PASSWORD})


def released(client: FlaskClient) -> str:
    """What the team's page says about the mean change to whoever is signed in."""
    section = CHANGE.search(client.get("/team").text)
    words = re.sub(r"<[^>]+>", " ", section[1]) if section else ""
    return html.unescape(" ".join(words.split()))


class Scratch:
    """A database of its own, driven by the product's commands and pages on chosen days."""

    def __init__(self, database: Path, first_day: date, today: date) -> None:
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        database.parent.mkdir(parents=True, exist_ok=True)
        self.file = database.with_suffix(".csv")
        self.first_day, self.today = first_day, today
        self.environ = {"TRACKER_ENV": "development", "DATABASE_URL": f"sqlite:///{database}"}

    def command(self, on: date, *words: str) -> str:
        """Run one of the product's commands on a day, print it and what it says."""
        print(f"\n$ TRACKER_TODAY={on} flask --app app {' '.join(words)}")
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=PROJECT,
            env={**os.environ, **self.environ, "TRACKER_TODAY": str(on)},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        output: str = done.stdout
        said = output.splitlines()
        print(*said[:SHOWN], sep="\n")
        if len(said) > SHOWN:
            print(*[f"({len(said) - SHOWN - 1} more lines)", said[-1]], sep="\n")
        return output

    def application(self, on: date) -> Flask:
        """The application on a day, for the pages."""
        return create_app({**self.environ, "TRACKER_TODAY": str(on)})

    def fill(self, everybody: Sequence[Person]) -> None:
        """Season, team, its leader, twelve people who join, and their file."""
        self.command(JOINING_DAY, "db", "upgrade")
        self.command(JOINING_DAY, "open-season", "--preset", "beijing-2024")
        opened = self.command(JOINING_DAY, "create-team", *TEAM)
        path = opened.split()[-1]
        application = self.application(JOINING_DAY)
        passwords: dict[str, str] = dict(re.findall(r"First password of (\d+): (\S+)", opened))
        begin_leading(application.test_client(), passwords[LEADER])
        print(f"\nThe answers of {path} to each person on {JOINING_DAY}:")
        for each in everybody:
            print(f"  {each.number}: {join(application.test_client(), path, each)}")
        words = ("import-weights", str(self.file), "--first-day", str(self.first_day))
        for slips in (True, False, False):
            print("\nThe file,", "everybody's tenth weight in jin:" if slips else "as it is:")
            write_station_file(self.file, everybody, slips=slips)
            self.command(self.today, *words)

    def tell(self, everybody: Sequence[Person]) -> None:
        """Each person's result, and what the team's page shows to whom."""
        application = self.application(self.today)
        with application.app_context():
            season = current_season()
            if season is None:
                raise UnknownSeasonError
            for found in (
                straight(everybody),
                farthest(everybody, season),
                cards(everybody, season, self.today),
            ):
                print("", *found, sep="\n")
            for as_of in sorted({*moments(season.calendar, self.today), self.today}):
                print("", *table(everybody, season, as_of), sep="\n")
        print(f"\n/team on {self.today}, under 体重的平均变化:")
        viewers = {f"{each.number}": each.phone for each in everybody}
        for name, phone in {"leader": LEADER, **viewers}.items():
            client = application.test_client()
            sign_in(client, phone, PASSWORD)
            print(f"{name:>6}: {released(client)}")


def main() -> int:
    """Fill a scratch database and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("database", nargs="?", type=Path, default=PROJECT / "build/real-people.db")
    parser.add_argument("--first-day", type=date.fromisoformat, default=FIRST_DAY)
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY)
    chosen = parser.parse_args()
    everybody = people()
    scratch = Scratch(chosen.database.resolve(), chosen.first_day, chosen.today)
    scratch.fill(everybody)
    scratch.tell(everybody)
    return 0


if __name__ == "__main__":
    sys.exit(main())
