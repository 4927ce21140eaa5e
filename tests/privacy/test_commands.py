"""The two commands, as whoever runs the server types them."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import TODAY
from tests.factories import Factory

PHONE = "13899991234"


def run(app: Flask, *words: str, answer: str = "") -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=answer)


@pytest.fixture
def person(make: Factory) -> str:
    """Her phone, once she takes part and has noted a weight."""
    season_id = make.season()
    account_id = make.account("王芳", PHONE)
    participant_id = make.participant(season_id, make.team(season_id), account_id=account_id)
    make.reading(participant_id, TODAY, 66_617)
    return PHONE


def test_an_export_is_the_file_she_can_fetch_herself(
    app: Flask, person: str, tmp_path: Path
) -> None:
    out = tmp_path / "person.zip"

    result = run(app, "export-person", "--phone", person, "--out", str(out))

    with ZipFile(out) as archive:
        found = json.loads(archive.read("everything.json"))
        names = set(archive.namelist())
    assert result.exit_code == 0, result.output
    assert {"index.html", "README.txt", "codebook.csv", "csv/reading.csv"} <= names
    assert found["tables"]["reading"][0]["grams"] == 66_617
    assert found["tables"]["reading"][0]["day"] == "2024-10-16"
    assert found["codebook"]["columns"]["grams"].endswith("weight in grams")


def test_an_export_can_be_read_by_its_owner_alone(app: Flask, person: str, tmp_path: Path) -> None:
    out = tmp_path / "person.json"

    run(app, "export-person", "--phone", person, "--out", str(out))

    assert out.stat().st_mode & 0o077 == 0


def test_an_erasure_asks_first_and_a_no_changes_nothing(
    app: Flask, person: str, tmp_path: Path
) -> None:
    result = run(app, "erase-person", "--phone", person, answer="n\n")

    kept = run(app, "export-person", "--phone", person, "--out", str(tmp_path / "p.json"))
    assert (result.exit_code, kept.exit_code) == (1, 0)


def test_an_erasure_prints_a_certificate_without_the_phone(app: Flask, person: str) -> None:
    result = run(app, "erase-person", "--phone", "138 9999 1234", "--yes")

    assert result.exit_code == 0, result.output
    assert result.output.startswith("Certificate ")
    assert person not in result.output


@pytest.mark.parametrize("words", [["erase-person", "--yes"], ["export-person", "--out", "x"]])
def test_a_phone_nobody_has_is_said_and_not_repeated_in_full(app: Flask, words: list[str]) -> None:
    result = run(app, *words, "--phone", "13811112222")

    assert result.exit_code == 1
    assert "138****2222" in result.output


def test_what_is_no_phone_is_refused_with_an_example(app: Flask) -> None:
    result = run(app, "erase-person", "--yes", "--phone", "12345")

    assert result.exit_code == 2
    assert "13812345678" in result.output
