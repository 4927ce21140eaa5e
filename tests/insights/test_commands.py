from datetime import date

from flask import Flask

from tests.factories import Factory


def test_freezing_says_how_many_figures_and_does_it_once(app: Flask, make: Factory) -> None:
    season_id = make.season()
    make.participant(season_id, make.team(season_id))
    runner = app.test_cli_runner()

    first, second = (runner.invoke(args=["freeze-figures"]) for _ in range(2))

    assert first.output == "18 figures of season 2024 frozen.\n"
    assert second.output == "0 figures of season 2024 frozen.\n"


def test_roll_ups_are_counted_anew_from_the_command_line(app: Flask, make: Factory) -> None:
    season_id = make.season()
    make.exercise(make.participant(season_id, make.team(season_id)), date(2024, 9, 3))

    result = app.test_cli_runner().invoke(args=["rebuild-rollups"])

    assert (result.exit_code, result.stdout) == (0, "Roll-ups of season 2024 counted again.\n")
    assert result.stderr.startswith("Teams")


def test_without_a_season_both_commands_say_so(app: Flask) -> None:
    for command in ("rebuild-rollups", "freeze-figures"):
        result = app.test_cli_runner().invoke(args=[command])

        assert result.exit_code == 1
        assert "No season is open" in result.output
