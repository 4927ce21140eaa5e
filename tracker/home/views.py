"""The two pages of a person: today, and her way so far."""

from datetime import date

from flask import Blueprint, redirect, render_template, session
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, person_or_none
from tracker.announcements import store as announcements
from tracker.announcements.rules import Announcement, reader_of
from tracker.campaign.guards import (
    current_participant,
    notice_first,
    participant_or_none,
    participating,
    season_or_none,
)
from tracker.campaign.rules import ClosedError, Season, entry_days, open_on, week_number
from tracker.exercise import figures as exercise_figures
from tracker.exercise.rules import WEEKLY_TARGET, again, week_of
from tracker.followup import store as followup
from tracker.home import rules, store
from tracker.learning import store as learning
from tracker.learning.rules import card_of_the_day
from tracker.lectures import store as lectures
from tracker.showcases import store as showcases
from tracker.teams.store import lead_cards
from tracker.web.charts import Chart
from tracker.web.guards import public
from tracker.weight import figures as weight_figures

ENTRIES_LISTED = 30
WEIGHT_UNIT = "weight_unit"
"""Where the session remembers the unit she typed last."""

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def today() -> str | BaseResponse:
    """Today for whoever takes part, her desk for an organizer, for others what this is."""
    participant = participant_or_none()
    if participant and participant.left_on is None:
        return notice_first() or _today(store.todays(participant, clock.today()))
    person = person_or_none()
    desk = rules.desk(person.grants) if person else None
    if desk:
        return redirect(desk)
    return render_template("home/landing.html", season=season_or_none())


@pages.get("/me")
@participating
def me() -> str:
    """Her charts, her result so far, and what she did, for herself alone."""
    diary = store.diary(current_participant(), clock.today())
    news = lectures.news(diary.participant.id, clock.now())
    listed = list(reversed(diary.entries))[:ENTRIES_LISTED]
    return render_template(
        "home/me.html",
        diary=diary,
        weight_chart=_weight_chart(diary),
        exercise_chart=_exercise_chart(diary),
        spent=rules.spent(listed, diary.readings if diary.weighs else ()),
        lecture_news=news,
    )


@pages.get("/learn")
@participating
def learn() -> str:
    """Today's card, what comes back, the quiz, and the chapters.

    The page is here and not in `learning`, since the card is chosen by both her logs.
    """
    her, day = current_participant(), clock.today()
    bank, progress = learning.lessons().bank, learning.progress(her.id, day)
    living = rules.living(store.todays(her, day))
    cards = [card for chapter in bank.chapters for card in chapter.cards]
    return render_template(
        "learning/learn.html",
        card=card_of_the_day(cards, progress.read, living, her.id),
        chapters=bank.chapters,
        progress=progress,
        due=progress.due(bank, day),
    )


def _today(diary: rules.Diary) -> str:
    window, calendar = _window(diary), diary.participant.season.calendar
    if window and diary.is_silent and followup.comeback_shown(diary.participant.id, clock.now()):
        return render_template("home/silent.html", diary=diary)
    led = _led(diary.participant.season)
    return render_template(
        "home/today.html",
        diary=diary,
        overview=diary.overview,
        weight_unit=session.get(WEIGHT_UNIT, "kg"),
        week_number=week_number(calendar, diary.today),
        on_day=window[1] if window else None,
        today=diary.today,
        chips=again(diary.entries),
        week=week_of(calendar, diary.entries, window[1] if window else diary.today),
        target=WEEKLY_TARGET,
        unread=_unread(diary),
        squad_asks=_squad_asks(diary),
        leads=bool(led),
        lead_cards=lead_cards(current_person().grants, diary.participant.season, diary.today),
        to_ask=_to_ask(led, diary) if len(led) == 1 else None,
    )


def _unread(diary: rules.Diary) -> list[Announcement]:
    """What was announced to her since she last looked; one query."""
    her = diary.participant
    who = reader_of(current_person(), her.season.id, her.id)
    return announcements.unread(who, diary.today)


def _squad_asks(diary: rules.Diary) -> tuple[int, str] | None:
    """The squad that waits for her answer; one query, while showcases are signed up for."""
    if not open_on(diary.participant.season.calendar, diary.today).showcase_sign_up:
        return None
    return showcases.unanswered(diary.participant.id, diary.today)


def _led(season: Season) -> tuple[int, ...]:
    person = person_or_none()
    return rules.teams_led(person.grants, season.id) if person else ()


def _to_ask(led: tuple[int, ...], diary: rules.Diary) -> int:
    """How many people of her one team wait to be asked today; one query."""
    calendar = diary.participant.season.calendar
    people = followup.todays(led[0], calendar, diary.today)
    return sum(each.is_waiting for each in people)


def _window(diary: rules.Diary) -> tuple[date, date] | None:
    """The days that may be noted, or None while logging is closed."""
    participant = diary.participant
    try:
        return entry_days(participant.season.calendar, participant.enrolled_on, diary.today)
    except ClosedError:
        return None


def _weight_chart(diary: rules.Diary) -> Chart | None:
    if not diary.weighs or not diary.readings:
        return None
    goal_band = diary.overview.goal_band
    return weight_figures.weight_over_time(diary.readings, goal_band, diary.today)


def _exercise_chart(diary: rules.Diary) -> Chart | None:
    if not diary.entries:
        return None
    first = min(diary.participant.enrolled_on, diary.today)
    calendar = diary.participant.season.calendar
    return exercise_figures.minutes_by_week(calendar, diary.entries, first, diary.today)
