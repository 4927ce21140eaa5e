"""What a leader or organizer does to a member; she reads every one of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

WHY_MAX = 200


class Deed(StrEnum):
    """One kind of doing; what it is called on a page is the page's business."""

    CONTACTED = "contacted"
    PAUSE_PROPOSED = "pause_proposed"
    NUMBER_WRONG = "number_wrong"
    MARK_TAKEN_BACK = "mark_taken_back"
    REQUEST_APPROVED = "request_approved"
    REQUEST_DECLINED = "request_declined"
    TEAM_MERGED = "team_merged"
    UNIT_MERGED = "unit_merged"
    WEIGHED = "weighed"
    HEIGHT_TAKEN = "height_taken"
    LEAD_OFFERED = "lead_offered"
    DEPUTY_OFFERED = "deputy_offered"
    LEAD_TAKEN_OVER = "lead_taken_over"
    APPOINTED = "appointed"
    RELIEVED = "relieved"
    LECTURE_CHECKED_IN = "lecture_checked_in"
    LECTURE_CHECK_IN_UNDONE = "lecture_check_in_undone"
    CHECKED_IN = "checked_in"
    CHECK_IN_UNDONE = "check_in_undone"
    SQUAD_ASKED = "squad_asked"
    SQUAD_ASK_WITHDRAWN = "squad_ask_withdrawn"
    SQUAD_PLACE_CHANGED = "squad_place_changed"
    BREACH_LISTED = "breach_listed"


@dataclass(frozen=True)
class Done:
    """Who did what to her, when, and why in the doer's own words."""

    by: str
    deed: Deed
    why: str
    at: datetime
