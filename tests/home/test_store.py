"""What both pages read: her logs and leave, and nothing of her body without consent."""

from datetime import date, timedelta

from flask import Flask

from tests.factories import Factory
from tests.queries import counted
from tracker.campaign.rules import ConsentKind, Participant
from tracker.campaign.store import current_season, participant_of
from tracker.database import db
from tracker.exercise.rules import again, week_of
from tracker.home import store
from tracker.home.rules import Pause
from tracker.teams.models import Leave

TODAY = date(2024, 10, 16)
YESTERDAY = TODAY - timedelta(days=1)


def participant(make: Factory, *refused: ConsentKind) -> Participant:
    season_id = make.season()
    participant_id = make.participant(season_id, make.team(season_id), refused=frozenset(refused))
    season = current_season()
    assert season is not None
    found = participant_of(make.account_of(participant_id), season)
    assert found is not None
    db.session.rollback()  # the read ends here, so that rows made later are seen
    return found


def test_both_logs_make_her_days(make: Factory, database: Flask) -> None:
    someone = participant(make)
    make.reading(someone.id, YESTERDAY, 61_300)
    make.exercise(someone.id, TODAY)

    with counted(database) as asked:
        diary = store.diary(someone, TODAY)

    assert diary.noted == {YESTERDAY, TODAY}
    assert diary.last_grams == 61_300
    assert diary.weighs
    # Readings, profile, exercise, leave.
    assert len(asked) == 4


def test_without_consent_nothing_of_her_body_is_read(make: Factory, database: Flask) -> None:
    someone = participant(make, ConsentKind.BODY_DATA)
    make.reading(someone.id, YESTERDAY, 61_300)

    with counted(database) as asked:
        diary = store.diary(someone, TODAY)

    assert (diary.weighs, diary.readings, diary.last_grams) == (False, (), None)
    assert not any("reading" in statement or "body" in statement for statement in asked)


def test_nobody_elses_days_are_hers(make: Factory, database: Flask) -> None:  # noqa: ARG001 - the context
    someone = participant(make)
    other = make.participant(someone.season.id, make.team(someone.season.id), name="陈静")
    make.exercise(other, TODAY)
    make.reading(other, TODAY, 70_000)

    assert store.diary(someone, TODAY).noted == frozenset()


def test_days_of_leave_come_in_their_order(make: Factory, database: Flask) -> None:  # noqa: ARG001 - the context
    someone = participant(make)
    for back in (3, 20):
        first = TODAY - timedelta(days=back)
        db.session.add(Leave(participant_id=someone.id, first=first, last=first))
    db.session.commit()

    assert store.pauses(someone.id, TODAY) == (
        (
            Pause(date(2024, 9, 26), date(2024, 9, 26)),
            Pause(date(2024, 10, 13), date(2024, 10, 13)),
        ),
        None,
    )


def test_todays_page_has_the_same_days_chips_and_week(make: Factory, database: Flask) -> None:
    assert database
    someone = participant(make)
    for back, kind in enumerate(["cycling", "tai_chi", *["brisk_walking"] * 30]):
        make.exercise(someone.id, TODAY - timedelta(days=60 - back), kind=kind)
    make.exercise(someone.id, TODAY, 45)

    whole, todays = store.diary(someone, TODAY), store.todays(someone, TODAY)

    assert todays.noted == whole.noted
    assert again(todays.entries) == again(whole.entries)
    calendar = someone.season.calendar
    assert week_of(calendar, todays.entries, TODAY) == week_of(calendar, whole.entries, TODAY)
