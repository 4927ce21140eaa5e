from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory

BASE = [
    "create-team",
    *("--district", "110112"),
    *("--unit", "机械厂"),
    *("--kind", "enterprise"),
    *("--name", "一组"),
]
PEOPLE = ["--leader", "139 0000 0002", "--deputy", "13900000005"]
NAMES = ["--leader-name", "李伟", "--deputy-name", "赵敏"]


def test_a_team_is_created_and_its_join_path_is_printed(
    app: Flask, client: FlaskClient, make: Factory
) -> None:
    make.season()

    result = app.test_cli_runner().invoke(args=[*BASE, *PEOPLE, *NAMES])

    assert result.exit_code == 0, result.output
    assert "First password of 13900000002: " in result.output
    path = result.output.strip().splitlines()[-1]
    assert client.get(path).status_code == 200


def test_the_printed_password_signs_the_leader_in(
    app: Flask, client: FlaskClient, make: Factory
) -> None:
    make.season()
    output = app.test_cli_runner().invoke(args=[*BASE, *PEOPLE, *NAMES]).output
    password = output.split("13900000002: ")[1].split("\n")[0]

    answer = client.post("/sign-in", data={"phone": "13900000002", "password": password})

    assert answer.status_code == 303


def test_teams_are_listed_with_their_leaders(app: Flask, make: Factory) -> None:
    make.season()
    runner = app.test_cli_runner()
    path = runner.invoke(args=[*BASE, *PEOPLE, *NAMES]).output.strip().splitlines()[-1]

    listed = runner.invoke(args=["list-teams", "--district", "110112"]).output

    assert "机械厂 / 一组  (李伟, 赵敏)" in listed
    assert path in listed


def test_the_same_person_cannot_be_both(app: Flask, make: Factory) -> None:
    make.season()
    same = ["--leader", "13900000002", "--deputy", "+86 139-0000-0002"]

    result = app.test_cli_runner().invoke(args=[*BASE, *same, *NAMES])

    assert result.exit_code == 1
    assert "two people" in result.output


def test_what_is_wrong_is_said_in_a_sentence(app: Flask, make: Factory) -> None:
    runner = app.test_cli_runner()
    without_season = runner.invoke(args=[*BASE, *PEOPLE, *NAMES])
    make.season()
    without_name = runner.invoke(args=[*BASE, *PEOPLE])
    short_phone = runner.invoke(args=[*BASE, "--leader", "139", "--deputy", "13900000005"])
    runner.invoke(args=[*BASE, *PEOPLE, *NAMES])
    twice = runner.invoke(args=[*BASE, *PEOPLE, *NAMES])
    nameless = runner.invoke(args=[*BASE[:-1], " ", *PEOPLE, *NAMES])
    long_name = runner.invoke(args=[*BASE, *PEOPLE, "--leader-name", "王" * 31])

    outputs = [each.output for each in (without_season, without_name, short_phone, twice)]

    assert [each.exit_code for each in (without_season, without_name, short_phone, twice)] == [
        1
    ] * 4
    assert "open-season" in outputs[0]
    assert "--leader-name" in outputs[1]
    assert "11 digits" in outputs[2]
    assert "has a team" in outputs[3]
    assert "--name needs" in nameless.output
    assert "at most 30" in long_name.output
