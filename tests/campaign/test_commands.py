from flask import Flask

from tests.factories import Factory
from tracker.campaign.store import current_season


def test_a_season_is_opened_from_the_preset_shifted_and_named(app: Flask) -> None:
    arguments = ["open-season", "--preset", "beijing-2024", "--shift-weeks", "52"]

    result = app.test_cli_runner().invoke(args=[*arguments, "--late-joining", "--name", "再来一季"])

    assert result.exit_code == 0, result.output
    assert "late_joining" in result.output
    with app.app_context():
        season = current_season()
    assert season is not None
    assert season.name == "再来一季"
    assert str(season.calendar.starts) == "2025-08-10"


def test_a_second_season_waits_until_the_first_has_ended(app: Flask, make: Factory) -> None:
    make.season()

    result = app.test_cli_runner().invoke(args=["open-season", "--preset", "beijing-2024"])

    assert result.exit_code == 1
    assert "end-season" in result.output


def test_ending_the_season_is_confirmed_first(app: Flask, make: Factory) -> None:
    make.season()
    runner = app.test_cli_runner()

    refused = runner.invoke(args=["end-season"], input="n\n")
    accepted = runner.invoke(args=["end-season", "--yes"])

    assert (refused.exit_code, accepted.exit_code) == (1, 0)
    with app.app_context():
        assert current_season() is None


def test_without_a_season_there_is_nothing_to_end(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["end-season", "--yes"])

    assert result.exit_code == 1
    assert "No season is open" in result.output
