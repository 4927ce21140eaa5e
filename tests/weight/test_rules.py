"""What is true of weight, at its edges."""

import math
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.weight.rules import (
    Band,
    Bar,
    Body,
    Entry,
    Goal,
    GoalKind,
    GoalProblem,
    NotANumberError,
    OutOfRangeError,
    Profile,
    Reading,
    SafetyReason,
    Sex,
    Source,
    Unit,
    WaistBand,
    band,
    bar,
    baseline,
    bmi,
    closing,
    closing_days,
    decimal_of,
    deserves_warning,
    effective,
    expected,
    goal_band,
    goal_problem,
    grams_of,
    height_mm_of,
    last_observation,
    likely_meant,
    lowest_target,
    overview,
    safety_reasons,
    season_result,
    shown_rate,
    suggested_kind,
    text_of,
    trend,
    trend_before,
    waist_band,
    waist_mm_of,
    waist_over_half,
    weekly_rate,
)
from tracker.weight.rules.quantities import bmi_tenths_shown

START = date(2024, 8, 11)
END = date(2024, 11, 10)
BODY = Body(height_mm=1650, sex=Sex.FEMALE, birth_year=1984, doctor_first=False)
DOCTOR_FIRST = Body(height_mm=1650, sex=Sex.FEMALE, birth_year=1984, doctor_first=True)


def on(days: int, grams: int) -> Reading:
    """A reading so many days after the start of self-management."""
    return Reading(START + timedelta(days=days), grams)


@st.composite
def histories(draw: st.DrawFn) -> list[Reading]:
    days = draw(st.lists(st.integers(0, 120), unique=True, min_size=1, max_size=25))
    return [on(day, draw(st.integers(25_000, 300_000))) for day in sorted(days)]


@pytest.mark.parametrize("typed", ["67.5", "67,5", "67。5", "６７．５", " 67.5 ", "67，5"])
def test_every_form_of_a_decimal_is_read(typed: str) -> None:
    assert decimal_of(typed) == Decimal("67.5")


@pytest.mark.parametrize(
    "typed",
    ["", " ", "1e3", "NaN", "inf", "+67", "-67", "６七", "6.7.5", "1,067.5", "67²", "٦٧", ".5"],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotANumberError):
        decimal_of(typed)


@pytest.mark.parametrize(
    ("typed", "unit", "grams"),
    [
        ("25", Unit.KG, 25_000),
        ("300", Unit.KG, 300_000),
        ("50", Unit.JIN, 25_000),
        ("600", Unit.JIN, 300_000),
        ("135.1", Unit.JIN, 67_550),
    ],
)
def test_a_weight_becomes_whole_grams(typed: str, unit: Unit, grams: int) -> None:
    assert grams_of(typed, unit) == grams


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("24.999", Unit.KG), ("300.001", Unit.KG), ("49.9", Unit.JIN), ("600.1", Unit.JIN)],
)
def test_a_weight_nobody_has_is_refused(typed: str, unit: Unit) -> None:
    with pytest.raises(OutOfRangeError):
        grams_of(typed, unit)


@pytest.mark.parametrize(("typed", "millimetres"), [("100", 1000), ("165.5", 1655), ("230", 2300)])
def test_a_height_becomes_whole_millimetres(typed: str, millimetres: int) -> None:
    assert height_mm_of(typed) == millimetres


@pytest.mark.parametrize("typed", ["99.9", "230.1", "1.65"])
def test_a_height_nobody_has_is_refused(typed: str) -> None:
    with pytest.raises(OutOfRangeError):
        height_mm_of(typed)


def test_a_waist_is_typed_in_centimetres() -> None:
    assert waist_mm_of("83.5") == 835


@given(st.integers(25_000, 300_000), st.sampled_from(Unit))
def test_what_is_written_is_read_back(grams: int, unit: Unit) -> None:
    tens = grams // 10 * 10

    assert grams_of(text_of(tens, unit), unit) == tens


@pytest.mark.parametrize(
    ("grams", "text"),
    [(67_500, "67.5"), (67_000, "67.0"), (100_000, "100.0"), (67_550, "67.55")],
)
def test_a_weight_is_written_with_at_least_one_decimal(grams: int, text: str) -> None:
    assert text_of(grams, Unit.KG) == text


@pytest.mark.parametrize(
    ("grams", "found"),
    [
        (47_359, Band.UNDERWEIGHT),
        (47_360, Band.NORMAL),
        (61_439, Band.NORMAL),
        (61_440, Band.OVERWEIGHT),
        (71_679, Band.OVERWEIGHT),
        (71_680, Band.OBESE),
    ],
)
def test_bands_begin_at_exact_grams(grams: int, found: Band) -> None:
    assert band(grams, 1600) is found


def test_bmi_is_not_rounded() -> None:
    assert bmi(67_500, 1650) == pytest.approx(24.793388, abs=1e-6)


@given(st.integers(25_000, 300_000), st.integers(1_000, 2_300))
def test_the_bmi_shown_lies_in_the_band_beside_it(grams: int, height_mm: int) -> None:
    shown = bmi_tenths_shown(grams, height_mm)

    edges = {Band.UNDERWEIGHT: 0, Band.NORMAL: 185, Band.OVERWEIGHT: 240, Band.OBESE: 280}
    beside = max((edge, name) for name, edge in edges.items() if shown >= edge)[1]
    assert beside is band(grams, height_mm)


def test_the_bmi_shown_is_rounded() -> None:
    assert bmi_tenths_shown(67_500, 1650) == 248


@pytest.mark.parametrize(
    ("millimetres", "sex", "found"),
    [
        (799, Sex.FEMALE, WaistBand.NORMAL),
        (800, Sex.FEMALE, WaistBand.WARNING),
        (850, Sex.FEMALE, WaistBand.CENTRAL_OBESITY),
        (849, Sex.MALE, WaistBand.NORMAL),
        (850, Sex.MALE, WaistBand.WARNING),
        (899, Sex.MALE, WaistBand.WARNING),
        (900, Sex.MALE, WaistBand.CENTRAL_OBESITY),
    ],
)
def test_waist_bands_begin_at_exact_millimetres(
    millimetres: int, sex: Sex, found: WaistBand
) -> None:
    assert waist_band(millimetres, sex) is found


def test_half_the_height_is_too_much() -> None:
    assert waist_over_half(825, 1650)
    assert not waist_over_half(824, 1650)


def test_a_stations_reading_counts_where_a_day_has_both() -> None:
    day, next_day = START, START + timedelta(days=1)
    found = effective(
        [
            Entry(next_day, 68_000, Source.SELF),
            Entry(day, 67_000, Source.STATION),
            Entry(day, 67_500, Source.SELF),
        ]
    )

    assert found == (Reading(day, 67_000), Reading(next_day, 68_000))


def test_the_first_three_readings_are_averaged() -> None:
    assert trend([on(0, 60_000), on(1, 61_000), on(14, 65_000)]) == [60.0, 60.5, 62.0]


def test_a_reading_after_fourteen_days_is_smoothed() -> None:
    share = 1 - math.exp(-15 / 7)

    assert trend([on(0, 60_000), on(15, 61_000)])[1] == pytest.approx(60 + share)


def test_the_fourth_reading_is_smoothed_by_its_distance() -> None:
    values = trend([on(0, 60_000), on(1, 60_000), on(2, 60_000), on(5, 61_000)])

    assert values[3] == pytest.approx(61 - math.exp(-3 / 7))


def test_readings_are_taken_by_day() -> None:
    assert trend([on(1, 61_000), on(0, 60_000)]) == [60.0, 60.5]


def test_nothing_has_no_trend() -> None:
    assert trend([]) == []


@given(histories(), st.integers(1, 60), st.integers(25_000, 300_000))
def test_a_later_reading_never_changes_an_earlier_value(
    readings: list[Reading], later: int, grams: int
) -> None:
    one_more = Reading(readings[-1].day + timedelta(days=later), grams)

    assert trend([*readings, one_more])[:-1] == trend(readings)


@given(histories())
def test_the_trend_stays_within_the_readings(readings: list[Reading]) -> None:
    weights = [reading.grams / 1000 for reading in readings]

    for value in trend(readings):
        assert min(weights) - 1e-9 <= value <= max(weights) + 1e-9


def test_the_trend_before_a_day_leaves_that_day_out() -> None:
    readings = [on(0, 60_000), on(1, 99_000)]

    assert trend_before(readings, readings[1].day) == 60.0
    assert trend_before(readings, readings[0].day) is None


@pytest.mark.parametrize(
    ("days", "exists"),
    [
        ([0, 3, 6, 10], True),
        ([0, 3, 6, 9], False),
        ([0, 5, 10], False),
        ([0, 4, 8, 13], True),
        ([0, 5, 9, 14], False),
    ],
)
def test_a_rate_needs_four_readings_over_ten_of_fourteen_days(
    days: list[int], *, exists: bool
) -> None:
    assert (weekly_rate([on(day, 60_000 - 50 * day) for day in days]) is not None) is exists


def test_the_window_is_counted_back_from_the_latest_reading() -> None:
    old = [on(day, 90_000) for day in range(4)]
    recent = [on(day, 60_000) for day in (30, 34, 38, 42)]

    values = trend([*old, *recent])[4:]
    mean = sum(values) / 4
    slope = sum(d * (v - mean) for d, v in zip((-6, -2, 2, 6), values, strict=True)) / 80
    assert weekly_rate([*old, *recent]) == pytest.approx(7 * slope)


def test_nothing_has_no_rate() -> None:
    assert weekly_rate([]) is None


@pytest.mark.parametrize(
    ("first", "age", "shown"), [(8, 0, False), (7, 0, True), (7, 7, True), (7, 8, False)]
)
def test_a_rate_is_shown_when_recent_and_settled(first: int, age: int, *, shown: bool) -> None:
    readings = [on(day, 60_000) for day in (first, 16, 20, 24, 28)]

    found = shown_rate(readings, on(28 + age, 0).day)

    assert (found is not None) is shown


def test_less_than_four_hundred_grams_a_week_is_steady() -> None:
    readings = [on(day, 70_000 - 20 * day) for day in range(40)]
    falling = [on(day, 70_000 - 100 * day) for day in range(40)]
    today = on(39, 0).day

    calm, steep = shown_rate(readings, today), shown_rate(falling, today)

    assert calm is not None
    assert calm.steady
    assert steep is not None
    assert not steep.steady


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("76.5", Unit.KG, 67_500),
        ("65.7", Unit.KG, None),
        ("135", Unit.KG, 67_500),
        ("67.5", Unit.JIN, 67_500),
        ("153", Unit.JIN, 67_500),
        ("70.8", Unit.KG, None),
        ("72", Unit.KG, None),
        ("45", Unit.KG, None),
    ],
)
def test_a_slip_is_told_from_a_change(typed: str, unit: Unit, meant: int | None) -> None:
    assert likely_meant(grams_of(typed, unit), unit, expected(67.5, 1650)) == meant


@pytest.mark.parametrize(("grams", "meant"), [(6_750, 67_500), (675_000, 67_500)])
def test_a_displaced_point_is_recognised_beyond_the_limits(grams: int, meant: int) -> None:
    assert likely_meant(grams, Unit.KG, expected(67.5, 1650)) == meant


@pytest.mark.parametrize(
    ("trend_kg", "typed", "meant"),
    [
        (69.588, "76.5", None),
        (69.587, "76.5", "67.5"),
        (71.715, "75.3", None),
        (71.714, "75.3", "73.5"),
    ],
)
def test_five_and_three_percent_are_the_edges(
    trend_kg: float, typed: str, meant: str | None
) -> None:
    found = likely_meant(grams_of(typed, Unit.KG), Unit.KG, expected(trend_kg, 1650))

    assert found == (grams_of(meant, Unit.KG) if meant else None)


@pytest.mark.parametrize(
    ("grams", "meant"),
    [(45_000, None), (76_500, None), (89_000, None), (135_000, 67_500), (170_000, None)],
)
def test_without_history_only_a_wide_miss_is_asked_about(grams: int, meant: int | None) -> None:
    assert likely_meant(grams, Unit.KG, expected(None, 1650)) == meant


def reasons(readings: list[Reading], body: Body = BODY) -> tuple[SafetyReason, ...]:
    return safety_reasons(readings, body, START, readings[-1].day)


@pytest.mark.parametrize(
    ("days", "a_day", "held"), [(29, 130, True), (20, 130, False), (29, 90, False)]
)
def test_a_fast_loss_is_seen_at_two_checks_a_week_apart(
    days: int, a_day: int, *, held: bool
) -> None:
    readings = [on(day, 80_000 - a_day * day) for day in range(0, days, 2)]

    assert (SafetyReason.FAST_LOSS in reasons(readings)) is held


def test_too_few_readings_say_nothing_of_a_fast_loss() -> None:
    assert reasons([on(0, 80_000), on(21, 76_500)]) == ()


@pytest.mark.parametrize(("grams", "held"), [(76_000, True), (76_001, False)])
def test_five_percent_in_four_weeks_is_seen_to_the_gram(grams: int, *, held: bool) -> None:
    readings = [on(0, 80_000), on(28, grams)]

    assert (SafetyReason.MONTH_LOSS in reasons(readings)) is held


@pytest.mark.parametrize(
    ("grams", "held"),
    [
        ([50_366], True),
        ([50_367], False),
        ([51_800, 51_000], True),
        ([51_000, 51_100], False),
        ([53_000, 52_400], False),
    ],
)
def test_a_low_weight_is_seen_and_a_nearly_low_one_when_falling(
    grams: list[int], *, held: bool
) -> None:
    readings = [on(day, each) for day, each in enumerate(grams)]

    assert (SafetyReason.LOW_WEIGHT in reasons(readings)) is held


def test_a_doctors_word_first_shows_the_card_from_the_first_day() -> None:
    assert safety_reasons([], DOCTOR_FIRST, START, START) == (SafetyReason.DOCTOR_FIRST,)


def test_a_steady_person_is_left_in_peace() -> None:
    readings = [on(day, 68_000 + 600 * (-1) ** day) for day in range(60)]

    assert reasons(readings) == ()


def problem(
    kind: GoalKind, target: int | None, now: int | None = 68_000, weeks: float = 13
) -> GoalProblem | None:
    return goal_problem(Goal(kind, target, START), BODY, now, weeks)


@pytest.mark.parametrize(
    ("kind", "target", "found"),
    [
        (GoalKind.LOSE, 64_000, None),
        (GoalKind.KEEP, None, None),
        (GoalKind.GAIN, 70_000, None),
        (GoalKind.LOSE, None, GoalProblem.TARGET_MISSING),
        (GoalKind.LOSE, 68_000, GoalProblem.WRONG_WAY),
        (GoalKind.GAIN, 67_000, GoalProblem.WRONG_WAY),
        (GoalKind.LOSE, 50_366, GoalProblem.TOO_LIGHT),
    ],
)
def test_a_goal_is_checked(kind: GoalKind, target: int | None, found: GoalProblem | None) -> None:
    assert problem(kind, target) is found


@pytest.mark.parametrize(
    ("now", "target", "found"),
    [
        (68_000, 65_280, None),
        (68_000, 65_279, GoalProblem.TOO_FAST),
        (120_000, 116_000, None),
        (120_000, 115_999, GoalProblem.TOO_FAST),
    ],
)
def test_a_plan_is_at_most_a_kilogram_and_a_percent_a_week(
    now: int, target: int, found: GoalProblem | None
) -> None:
    assert problem(GoalKind.LOSE, target, now, weeks=4) is found


def test_the_lowest_target_is_exactly_bmi_eighteen_and_a_half() -> None:
    assert band(lowest_target(1600), 1600) is Band.NORMAL
    assert band(lowest_target(1600) - 1, 1600) is Band.UNDERWEIGHT


def test_without_a_known_weight_only_bmi_decides() -> None:
    assert problem(GoalKind.LOSE, 60_000, now=None) is None
    assert problem(GoalKind.LOSE, 50_000, now=None) is GoalProblem.TOO_LIGHT


def test_a_losing_goal_waits_for_the_doctor() -> None:
    goal = Goal(GoalKind.LOSE, 66_000, START)

    assert goal_problem(goal, DOCTOR_FIRST, 68_000, 13) is GoalProblem.ASK_DOCTOR


@pytest.mark.parametrize(("target", "warned"), [(64_600, False), (64_599, True)])
def test_more_than_five_percent_is_warned_about(target: int, *, warned: bool) -> None:
    assert deserves_warning(Goal(GoalKind.LOSE, target, START), 68_000) is warned


def test_keeping_needs_no_warning() -> None:
    assert not deserves_warning(Goal(GoalKind.KEEP, None, START), 68_000)


@pytest.mark.parametrize(
    ("now", "body", "kind"),
    [
        (80_000, BODY, GoalKind.LOSE),
        (80_000, DOCTOR_FIRST, GoalKind.KEEP),
        (60_000, BODY, GoalKind.KEEP),
        (45_000, BODY, GoalKind.GAIN),
        (None, BODY, GoalKind.KEEP),
    ],
)
def test_the_page_opens_on_what_suits_her(now: int | None, body: Body, kind: GoalKind) -> None:
    assert suggested_kind(now, body) is kind


def test_the_band_is_a_kilogram_around_a_target() -> None:
    assert goal_band(Goal(GoalKind.GAIN, 65_000, START), None) == (64.0, 66.0)


def test_the_band_of_keeping_is_two_percent_around_the_baseline() -> None:
    keep = Goal(GoalKind.KEEP, None, START)

    assert goal_band(keep, 50.0) == (49.0, 51.0)
    assert goal_band(keep, None) is None
    assert goal_band(None, 50.0) is None


@pytest.mark.parametrize(
    ("consents", "born", "found"),
    [
        (True, 2006, None),
        (True, 2007, Bar.NOT_ADULT),
        (True, None, Bar.NOT_ADULT),
        (False, 1984, Bar.NO_CONSENT),
    ],
)
def test_adults_who_agreed(born: int | None, found: Bar | None, *, consents: bool) -> None:
    body = Body(1650, Sex.MALE, born, doctor_first=False) if born else None

    assert bar(consents=consents, body=body, today=date(2024, 10, 16)) is found


def test_baseline_begins_two_weeks_before_the_start_at_the_earliest() -> None:
    early = [on(-15, 90_000), on(-14, 70_000), on(-1, 72_000), on(0, 99_000)]

    assert baseline(early, START) == 71.0


def test_baseline_needs_two_days() -> None:
    assert baseline([on(0, 70_000), on(14, 71_000)], START) is None
    assert baseline([on(0, 70_000), on(13, 71_000)], START) == 70.5
    assert baseline([], START) is None


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        (date(2024, 10, 16), date(2024, 10, 2), date(2024, 10, 15)),
        (date(2024, 11, 10), date(2024, 10, 27), date(2024, 11, 9)),
        (date(2024, 11, 11), date(2024, 10, 28), date(2024, 11, 10)),
        (date(2024, 12, 24), date(2024, 10, 28), date(2024, 11, 10)),
    ],
)
def test_the_closing_days_are_the_last_fourteen_or_so_far(
    as_of: date, first: date, last: date
) -> None:
    assert closing_days(END, as_of) == (first, last)


def test_closing_needs_two_days() -> None:
    last = Reading(END, 66_000)
    first = Reading(END - timedelta(days=13), 65_000)

    assert closing([first, last], END, date(2024, 12, 1)) == 65.5
    assert closing([last], END, date(2024, 12, 1)) is None


@pytest.mark.parametrize(("joined", "complete"), [(37, True), (38, False)])
def test_a_completer_has_four_weeks_between_the_windows(joined: int, *, complete: bool) -> None:
    # The closing window begins on day 78; baseline days are joined to joined + 13.
    readings = [on(joined, 70_000), on(joined + 1, 70_000), on(80, 69_000), on(90, 68_300)]

    found = season_result(readings, START, END, date(2024, 12, 1))

    assert found.completer is complete
    assert found.change_percent == pytest.approx(100 * (68.65 / 70 - 1))


def test_without_a_closing_there_is_no_change() -> None:
    found = season_result([on(0, 70_000), on(1, 70_000)], START, END, date(2024, 12, 1))

    assert (found.baseline, found.closing, found.completer) == (70.0, None, False)
    assert found.change_percent is None
    assert found.last_observation == 70.0


def test_readings_of_the_day_itself_come_later() -> None:
    readings = [on(0, 70_000), on(1, 71_000)]

    assert season_result(readings, START, END, START + timedelta(days=1)).baseline is None
    assert season_result(readings, START, END, START).last_observation is None


def test_the_last_observation_is_of_her_own_last_fourteen_days() -> None:
    assert last_observation([on(0, 70_000), on(6, 60_000), on(19, 62_000)]) == 61.0


def test_nothing_yet() -> None:
    found = overview([], Profile(BODY, None, None, None), BEIJING_2024, START)

    assert (found.latest, found.trend_kg, found.until_trend, found.bmi) == (None, None, 3, None)
    assert found.safety == ()


def test_everything_there_is() -> None:
    readings = [on(day, 61_440) for day in range(3)]
    profile = Profile(
        Body(1600, Sex.FEMALE, 1984, doctor_first=False),
        Goal(GoalKind.KEEP, None, START),
        None,
        None,
    )

    found = overview(readings, profile, BEIJING_2024, on(2, 0).day)

    assert found.trend_kg == pytest.approx(61.44)
    assert (found.until_trend, found.bmi, found.band) == (0, 24.0, Band.OVERWEIGHT)
    assert found.goal_band == pytest.approx((60.2112, 62.6688))
