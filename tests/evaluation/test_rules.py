"""What may be in the file: small groups coarsened, values rounded, nothing that names anybody."""

import csv
import io
import json
import math
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.evaluation.crowds import AS_OF, DISTRICTS, SNAPSHOT, crowd
from tracker.campaign.rules import BEIJING_2024
from tracker.evaluation.rules import (
    CLUSTER_MIN,
    Standing,
    TooFewError,
    built,
    clusters_of,
    coarsened,
    moments,
    rows_of,
    shuffled,
    standing,
)
from tracker.evaluation.rules.coarsening import AGES, ANY, COLUMNS, OTHER, Known
from tracker.evaluation.rules.codebook import codebook_rows
from tracker.evaluation.rules.file import Built, cell
from tracker.evaluation.rules.rounding import hundredths, means_of_some
from tracker.insights.rules import K, SnapshotOf

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
KINDS = st.tuples(
    st.sampled_from(DISTRICTS),
    st.sampled_from(("female", "male", "unknown")),
    st.sampled_from((*AGES, "unknown")),
    st.sampled_from(("underweight", "normal", "obese", "none")),
)
CROWDS = st.dictionaries(KINDS, st.integers(1, 30), min_size=1, max_size=25)
SIZES = st.tuples(st.integers(30, 300), st.integers(0, 10_000), st.integers(1, 40))


def known(kinds: dict[tuple[str, ...], int]) -> Known:
    """So many people of each kind, as columns."""
    people = [kind for kind, count in kinds.items() for _ in range(count)]
    return {
        name: np.array(column)
        for name, column in zip(COLUMNS, zip(*people, strict=True), strict=True)
    }


def kinds_of(people: Known) -> list[tuple[str, ...]]:
    return list(zip(*(people[name].tolist() for name in COLUMNS), strict=True))


def files(made: Built) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@given(CROWDS)
def test_no_combination_of_what_others_know_has_fewer_than_ten_people(
    kinds: dict[tuple[str, ...], int],
) -> None:
    people = known(kinds)
    count = sum(kinds.values())

    if count < K:
        with pytest.raises(TooFewError):
            coarsened(people)
    else:
        assert min(Counter(kinds_of(coarsened(people))).values()) >= K


@given(CROWDS)
def test_whatever_is_still_said_of_somebody_is_true(kinds: dict[tuple[str, ...], int]) -> None:
    if sum(kinds.values()) < K:
        return
    people = known(kinds)
    wider = {"18-39": ("18-29", "30-39"), "40+": ("40-49", "50+")}

    for before, after in zip(kinds_of(people), kinds_of(coarsened(people)), strict=True):
        for was, says in zip(before, after, strict=True):
            assert says in {was, ANY, OTHER} or was in wider[says]


@given(CROWDS)
def test_of_people_alike_either_all_keep_a_value_or_none(kinds: dict[tuple[str, ...], int]) -> None:
    if sum(kinds.values()) < K:
        return
    people = known(kinds)
    became: dict[tuple[str, ...], set[tuple[str, ...]]] = {}

    for before, after in zip(kinds_of(people), kinds_of(coarsened(people)), strict=True):
        became.setdefault(before, set()).add(after)

    assert {len(each) for each in became.values()} == {1}


def test_a_group_of_ten_keeps_everything() -> None:
    people = known({("110101", "female", "18-29", "normal"): K})

    assert set(kinds_of(coarsened(people))) == {("110101", "female", "18-29", "normal")}


def test_ages_are_merged_first_then_taken_away_and_districts_only_then() -> None:
    merged = known(
        {
            ("110101", "female", "18-29", "normal"): 6,
            ("110101", "female", "30-39", "normal"): 6,
            ("110105", "male", "18-29", "normal"): 6,
            ("110105", "male", "50+", "normal"): 6,
            ("110112", "male", "18-29", "obese"): 6,
            ("110118", "male", "18-29", "obese"): 6,
        }
    )

    assert set(kinds_of(coarsened(merged))) == {
        ("110101", "female", "18-39", "normal"),
        ("110105", "male", ANY, "normal"),
        (OTHER, "male", ANY, "obese"),
    }


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=50))
def test_rounding_crosses_no_boundary_of_a_share_or_a_bin(values: list[float]) -> None:
    percent = np.array(values)
    scaled, nearest = 100 * percent, np.round(100 * percent)
    exact = np.where(np.abs(scaled - nearest) < 1e-7, nearest, scaled)

    found = hundredths(percent)

    assert np.all(np.abs(found - exact) <= 1)
    for boundary in (-1000, -600, -500, -200, 0, 200, 600, 1000):
        assert np.array_equal(np.sign(found - boundary), np.sign(exact - boundary))


@given(st.integers(-4_000_000, 4_000_000))
def test_rounding_again_to_a_tenth_gives_what_the_exact_value_gives(thousandths: int) -> None:
    exact = thousandths / 100_000
    assume(abs(exact * 20 - round(exact * 20)) > 1e-6)  # halfway either is right

    assert round(float(hundredths(np.array([exact]))[0]) / 100, 1) == round(exact, 1)


@given(st.lists(st.tuples(st.floats(0.5, 3), st.integers(0, 3)), max_size=60))
def test_a_kilogram_in_percent_is_always_ten_peoples_mean_and_adds_up(
    pairs: list[tuple[float, int]],
) -> None:
    values = np.array([value for value, _ in pairs])
    groups = np.array([group for _, group in pairs], np.int64)

    found = means_of_some(values, groups)

    if len(values) < K:
        assert np.all(np.isnan(found))
    else:
        assert math.isclose(found.sum(), values.sum(), rel_tol=1e-9)
        for group in range(4):
            if (groups == group).sum() >= K and min(np.bincount(groups)[np.unique(groups)]) >= K:
                inside = groups == group
                assert math.isclose(found[inside].sum(), values[inside].sum(), rel_tol=1e-9)


@given(SIZES)
def test_every_cluster_has_eleven_completers_and_each_is_in_one(
    size: tuple[int, int, int],
) -> None:
    people = crowd(*size)

    try:
        found = clusters_of(people)
    except TooFewError:
        assert people.completer.sum() < CLUSTER_MIN
        return

    sums = math.fsum(each.people * each.mean_change for each in found)
    assert min(each.people for each in found) >= CLUSTER_MIN
    assert sum(each.people for each in found) == people.completer.sum()
    assert sum(each.teams for each in found) == len(np.unique(people.team[people.completer]))
    assert math.isclose(sums, math.fsum(people.change[people.completer]), abs_tol=1e-6)


def test_a_large_team_is_a_cluster_of_its_own() -> None:
    people = crowd(400, teams=8)

    assert [each.teams for each in clusters_of(people)] == [1] * 8


@given(SIZES)
def test_the_rows_are_as_coarse_as_the_rule_and_as_many_as_the_people(
    size: tuple[int, int, int],
) -> None:
    people = crowd(*size)

    rows = rows_of(people)

    kinds = Counter(zip(*(rows.columns[name] for name in COLUMNS), strict=True))
    assert min(kinds.values()) >= K
    assert {len(column) for column in rows.columns.values()} == {len(people)}
    assert set(rows.whole_districts) <= set(DISTRICTS)


def test_the_same_people_and_secret_give_the_same_bytes_and_another_secret_another_order() -> None:
    people = crowd(300)

    made = [built(people, SNAPSHOT, BEIJING_2024, secret) for secret in (5, 5, 6)]

    assert made[0] == made[1]
    assert made[0].sha256 != made[2].sha256
    assert made[0].rows == 300


def test_rows_are_in_an_order_drawn_by_lot() -> None:
    people = crowd(300)

    drawn = shuffled(people, 5)

    assert sorted(drawn.participant_id.tolist()) == people.participant_id.tolist()
    assert drawn.participant_id.tolist() != people.participant_id.tolist()


def test_every_column_has_its_line_in_the_codebook_and_every_line_a_column() -> None:
    found = files(built(crowd(300), SNAPSHOT, BEIJING_2024, 5))
    columns = [
        (name, column)
        for name in ("people.csv", "clusters.csv")
        for column in next(csv.reader(io.StringIO(found[name])))
    ]

    assert columns == [line[:2] for line in codebook_rows()[1:]]
    assert {len(line) for line in codebook_rows()} == {7}
    assert all(f"`{name}` · `{column}`" in found["codebook.md"] for name, column in columns)


def test_the_limits_in_words_are_those_of_the_rules() -> None:
    found = files(built(crowd(300), SNAPSHOT, BEIJING_2024, 5))

    assert f"fewer than {K}" in found["README.md"]
    assert f"fewer than {CLUSTER_MIN} completers" in found["README.md"].replace("\n  ", " ")
    assert f"at least {K} people" in found["codebook.csv"]


def test_the_file_says_of_which_day_of_the_season_it_is_and_how_much_was_coarsened() -> None:
    about = json.loads(files(built(crowd(300), SNAPSHOT, BEIJING_2024, 5))["release.json"])

    assert about["season_day"] == 65
    assert about["snapshot_hash"] == SNAPSHOT.data_hash
    assert set(about["coarsened"]) == set(COLUMNS)


def test_few_late_joiners_are_not_even_counted() -> None:
    people = crowd(300)
    late = np.arange(300)

    counted = [rows_of(replace(people, late=late < count)).late_joiners for count in (0, 9, 10)]

    assert counted == [0, None, 10]


def test_whoever_is_not_complete_has_no_change_and_no_band_after() -> None:
    rows = table(files(built(crowd(300), SNAPSHOT, BEIJING_2024, 5))["people.csv"])

    for row in rows:
        complete = row["status"] == "complete"
        assert bool(row["change_percent"]) == complete
        assert bool(row["lost_over_1_kg"]) == complete
        assert complete or row["closing_band"] == "none"
        assert bool(row["plus_1_kg_percent"]) == (row["status"] == "baseline_only")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@a", " =1", "\t=1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1.25", "12", "0.5", "p000001", "18-29", ""])
def test_numbers_and_words_stay_what_they_are(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    ("approved", "expires", "expected"),
    [
        (None, None, Standing.WAITING),
        (False, NOW + timedelta(days=1), Standing.REFUSED),
        (True, NOW + timedelta(seconds=1), Standing.APPROVED),
        (True, NOW, Standing.EXPIRED),
    ],
)
def test_an_approval_lasts_until_it_expires(
    approved: bool | None,  # noqa: FBT001 - as it is kept
    expires: datetime | None,
    expected: Standing,
) -> None:
    assert standing(approved, expires, NOW) is expected


def test_files_are_offered_in_the_latest_version_and_not_before_day_42() -> None:
    early = SnapshotOf(AS_OF - timedelta(days=49), 1, NOW, "a")
    before = SnapshotOf(AS_OF - timedelta(days=7), 1, NOW, "b")
    first, second = SnapshotOf(AS_OF, 1, NOW, "c"), SnapshotOf(AS_OF, 2, NOW, "d", "why")

    assert moments(BEIJING_2024, [early, before, first, second]) == (second, before)
