"""How long personal data is kept, table by table: the one source of the notice and of the job.

A table's line says by which of few terms it is kept. A term is a function of the season's last day,
or of the day a line was written, so that what the notice promises is what the night's job does.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.campaign.rules import Calendar
from tracker.campaign.rules import kept_until as season_kept_until

LOG_DAYS = 184
"""Six months, however long the months are: the law has logs kept at least that long."""
RECORD_DAYS = 3 * 366
"""Three years: the law has assessments and records of processing kept at least that long."""
LEAVING_DAYS = 7
"""Within so many days whoever asked to be erased may come back by one tap."""


class Term(StrEnum):
    """By which rule a table's rows come to their end."""

    SEASON = "season"
    """Until the season's date: some months after its last day, for results and questions."""
    LOG = "log"
    """Six months after the line was written, as the law asks of logs."""
    RECORD = "record"
    """Three years, as the law asks of records of processing, consents and releases."""
    BRIEF = "brief"
    """Minutes to days: gone once it was used or has expired, at the latest with the season."""


@dataclass(frozen=True)
class Retention:
    """One table's line: its name in the database, by which term, and in which group it is told."""

    table: str
    term: Term
    group: "Group"


class Group(StrEnum):
    """What the notice calls a handful of tables, so that people can read it."""

    ACCOUNT = "account"
    TAKING_PART = "taking_part"
    BODY = "body"
    EXERCISE = "exercise"
    LEARNING = "learning"
    SHOWCASE = "showcase"
    TALK = "talk"
    DUTIES = "duties"
    FIGURES = "figures"
    ACCESS = "access"
    CONSENTS = "consents"
    RECORDS = "records"
    PROOFS = "proofs"


def _lines(group: Group, term: Term, *tables: str) -> tuple[Retention, ...]:
    return tuple(Retention(table, term, group) for table in tables)


RETENTIONS: tuple[Retention, ...] = (
    *_lines(Group.ACCOUNT, Term.SEASON, "account"),
    *_lines(Group.ACCOUNT, Term.BRIEF, "role_slip", "invitation", "roster_upload"),
    *_lines(Group.ACCOUNT, Term.BRIEF, "leaving", "leaving_part"),
    *_lines(Group.ACCOUNT, Term.BRIEF, "copied_file", "code_number", "text_code"),
    *_lines(Group.ACCOUNT, Term.BRIEF, "recovery_slip"),
    *_lines(Group.ACCOUNT, Term.SEASON, "account_session", "passkey", "recovery_code"),
    *_lines(Group.ACCOUNT, Term.SEASON, "account_news", "own_code"),
    *_lines(Group.TAKING_PART, Term.SEASON, "participant", "membership", "leave", "points_choice"),
    *_lines(Group.TAKING_PART, Term.SEASON, "move_request", "pause_proposal", "thanks_wish"),
    *_lines(Group.BODY, Term.SEASON, "body", "goal", "reading", "doctor_request"),
    *_lines(Group.BODY, Term.SEASON, "weighing_asked_again", "brought_reading"),
    *_lines(Group.BODY, Term.BRIEF, "weight_undo", "weighing_code"),
    *_lines(Group.EXERCISE, Term.SEASON, "exercise_entry", "brought_entry"),
    *_lines(Group.EXERCISE, Term.BRIEF, "exercise_undo"),
    *_lines(Group.LEARNING, Term.SEASON, "lesson_read", "question_answer", "quiz"),
    *_lines(Group.LEARNING, Term.SEASON, "lecture_registration", "lecture_attendance"),
    *_lines(Group.SHOWCASE, Term.SEASON, "squad_member", "rehearsal_attendance"),
    *_lines(Group.SHOWCASE, Term.SEASON, "gate_ticket", "gate_passage"),
    *_lines(Group.SHOWCASE, Term.SEASON, "formation_place", "formation_stand_in"),
    *_lines(Group.SHOWCASE, Term.SEASON, "photograph_person"),
    *_lines(Group.TALK, Term.SEASON, "nudge", "nudge_mute", "reminder", "announcement_reader"),
    *_lines(Group.TALK, Term.SEASON, "follow_up"),
    *_lines(Group.DUTIES, Term.SEASON, "role_grant", "deed", "station", "station_door"),
    *_lines(Group.DUTIES, Term.SEASON, "gate_door", "announcement", "photograph", "lecture"),
    *_lines(Group.DUTIES, Term.SEASON, "lesson_version"),
    *_lines(Group.FIGURES, Term.SEASON, "mark_contributor", "release_contributor"),
    *_lines(Group.FIGURES, Term.SEASON, "outside_figures"),
    *_lines(Group.ACCESS, Term.LOG, "access_look", "sign_in_failure"),
    *_lines(Group.ACCESS, Term.BRIEF, "sign_in_lock"),
    *_lines(Group.CONSENTS, Term.SEASON, "consent"),
    *_lines(Group.PROOFS, Term.RECORD, "consent_proof"),
    *_lines(Group.RECORDS, Term.RECORD, "file_request", "file_decision", "file_download"),
    *_lines(Group.RECORDS, Term.RECORD, "compliance_facts", "compliance_notice"),
    *_lines(Group.RECORDS, Term.RECORD, "compliance_assessment", "compliance_approval"),
    *_lines(Group.RECORDS, Term.RECORD, "compliance_breach", "compliance_release"),
)
"""Every table that points at a person, once; a test compares it with privacy's own list.

Beside those the proofs of consents, which point at a certificate's number and at nobody.
"""

TERM_OF: dict[str, Term] = {line.table: line.term for line in RETENTIONS}
"""By which term a table is kept."""


def season_ends(calendar: Calendar) -> date:
    """The last day of a season's last phase."""
    return max(phase.last for phase in calendar.phases)


def kept_until(term: Term, calendar: Calendar) -> date:
    """The last day on which rows of a season are kept under a term.

    A log's last line may be written on the last day on which somebody has an account.
    """
    season = season_kept_until(calendar)
    if term is Term.LOG:
        return season + timedelta(days=LOG_DAYS)
    return season_ends(calendar) + timedelta(days=RECORD_DAYS) if term is Term.RECORD else season


def is_over(calendar: Calendar, today: date) -> bool:
    """Whether a season's personal data is past its date."""
    return today > season_kept_until(calendar)


def oldest_log(today: date) -> date:
    """The first day whose lines of a log are still kept."""
    return today - timedelta(days=LOG_DAYS)


def oldest_record(today: date) -> date:
    """The first day whose records are still kept."""
    return today - timedelta(days=RECORD_DAYS)


def groups_of(term: Term) -> tuple[Group, ...]:
    """What is kept under a term, in the order in which it is told, each group once."""
    return tuple(dict.fromkeys(line.group for line in RETENTIONS if line.term is term))
