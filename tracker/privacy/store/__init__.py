"""Who sees a person, her consents, and finding, copying and erasing what points at her."""

from tracker.privacy.store.certifying import certificate
from tracker.privacy.store.consents import (
    agreed_version,
    answer_notice,
    begin_body,
    decide,
    decisions,
    withdraw_noted,
    withdrawals,
)
from tracker.privacy.store.copying import (
    ask_file,
    copy_of,
    copy_of_account,
    discard_file,
    file_content,
    finish_file,
    forget_copies,
    keep_file,
    rows_of,
    unmade_files,
    waiting_file,
    wanted_file,
)
from tracker.privacy.store.correcting import correct, said_by
from tracker.privacy.store.erasing import add_erasure, erase, erase_noted, erasures
from tracker.privacy.store.finding import parts_of
from tracker.privacy.store.leaving import (
    come_back,
    erase_due,
    leave,
    leaving_numbered,
    leaving_of,
)
from tracker.privacy.store.limiting import lift, limit
from tracker.privacy.store.retention import keep_to_dates, left_over, season_names, seasons_over
from tracker.privacy.store.watchers import reach, watchers

__all__ = [
    "add_erasure",
    "agreed_version",
    "answer_notice",
    "ask_file",
    "begin_body",
    "certificate",
    "come_back",
    "copy_of",
    "copy_of_account",
    "correct",
    "decide",
    "decisions",
    "discard_file",
    "erase",
    "erase_due",
    "erase_noted",
    "erasures",
    "file_content",
    "finish_file",
    "forget_copies",
    "keep_file",
    "keep_to_dates",
    "leave",
    "leaving_numbered",
    "leaving_of",
    "left_over",
    "lift",
    "limit",
    "parts_of",
    "reach",
    "rows_of",
    "said_by",
    "season_names",
    "seasons_over",
    "unmade_files",
    "waiting_file",
    "wanted_file",
    "watchers",
    "withdraw_noted",
    "withdrawals",
]
