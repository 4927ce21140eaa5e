"""Statistics, ratios within rounds, the form of the results, and how the server is started."""

import re
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import evening, fill, results, servers
from bench.addresses import TARGETS
from bench.generator import Load
from bench.rounds import Round, percentile, summary
from tracker.config import PROJECT

GOOD = {
    "rps": 400.0,
    "p50_ms": 2.0,
    "p95_ms": 5.0,
    "p99_ms": 9.0,
    "ratio_hello": 0.4,
    "ratio_floor": 0.7,
    "ratio_small": 1.2,
    "ratio_large": 1.3,
}


def load(rate: float, latencies: tuple[float, ...] = (0.01,)) -> Load:
    """A load with this rate."""
    return Load(list(latencies), seconds=1.0, within=int(rate), cpu=0.2)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.001, 1)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: int) -> None:
    assert percentile(range(100, 0, -1), share) == expected


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7.0], 0.99) == 7.0


def test_ratios_are_taken_within_a_round_so_that_a_busy_round_spoils_none() -> None:
    quiet = Round(hello=load(1000), own=load(400), floor=load(500), small=load(600))
    busy = Round(hello=load(100), own=load(40), floor=load(50), small=load(60))

    found = summary([quiet, busy, busy])

    assert found["rps"] == 40
    assert (found["ratio_hello"], found["ratio_floor"], found["ratio_small"]) == (0.4, 0.8, 1.5)


def test_a_line_has_only_the_ratios_that_were_measured() -> None:
    found = summary([Round(hello=load(10), own=load(5, (0.001, 0.002, 0.003)))])

    assert found == {"rps": 5, "p50_ms": 2, "p95_ms": 3, "p99_ms": 3, "ratio_hello": 0.5}


def test_every_line_of_the_results_is_measured() -> None:
    assert sorted(target.name for target in TARGETS) == sorted(results.LINES)
    assert {target.name for target in TARGETS if target.small} == set(results.AREAS)


def test_a_longer_run_adds_to_the_file_and_takes_nothing_away(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.write({"sqlite": {"city_page": {"rps": 1.0}}, "postgresql": {"rebuild_s": 3}}, path)

    results.write({"sqlite": {"city_page": {"ratio_large": 1.1}, "crowd": {"lost": 0}}}, path)

    assert results.read(path) == {
        "sqlite": {"city_page": {"rps": 1.0, "ratio_large": 1.1}, "crowd": {"lost": 0}},
        "postgresql": {"rebuild_s": 3},
    }


def test_new_numbers_replace_the_old_ones_in_the_document(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("before\n```text\nold\n```\nafter\n", encoding="utf-8")

    results.publish({"sqlite": {"rebuild_s": 12.0}}, path)

    text = path.read_text(encoding="utf-8")
    assert text.startswith("before\n```text\nsqlite")
    assert text.endswith("\n```\nafter\n")
    assert "12 (<= 30) met" in text
    assert "old" not in text


def test_the_goals_say_what_is_met_what_is_not_and_what_is_not_known() -> None:
    table = list(results.table({"sqlite": {"post_weight": GOOD | {"ratio_floor": 0.5}}}))

    assert "0.4 (>= 0.35) met" in table[1]
    assert "0.5 (>= 0.6) NOT MET" in table[2]
    assert table[1].endswith("not measured")


def test_the_slow_end_of_the_waits_is_held_against_their_middle() -> None:
    goal = next(each for each in results.GOALS if each.what == "city_page: p95 / p50")

    assert goal.value({"city_page": GOOD}) == 2.5
    assert goal.is_met(2.5, "sqlite")
    assert not goal.is_met(3.5, "postgresql")


def test_the_server_is_measured_as_it_is_served() -> None:
    script = (PROJECT / "scripts" / "run").read_text(encoding="utf-8")
    words = re.search(r"granian.*?app:app", script, re.DOTALL)
    assert words

    assert set(servers.GRANIAN.split()) <= set(words[0].replace("\\\n", " ").split())


def test_two_make_targets_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench"])
    short = command.arguments()
    monkeypatch.setattr("sys.argv", ["bench", "--long"])
    long = command.arguments()

    assert (short.long, long.long) == (None, ("crowd", "large"))
    assert (short.people, fill.SEED, evening.SMALLER) == (26_000, 1, 10)
