"""Who sees her, who looked, what was done to her, and the pages on which others see her."""

from flask import render_template
from flask_babel import gettext as _

from tracker import clock
from tracker.accounts.guards import current_person, signed_in
from tracker.accounts.rules import Role
from tracker.campaign.guards import participant_or_none
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import deeds_to
from tracker.home.rules import by_viewer_and_day
from tracker.home.store import looks_at
from tracker.insights.figures import district_name
from tracker.privacy import store
from tracker.privacy.rules.watchers import Watchers
from tracker.privacy.views.room import pages
from tracker.teams.rules import Team, district
from tracker.teams.store import team_of


@pages.get("/me/seen")
@signed_in
def seen() -> str:
    """The grants over her in words, who looked when, and what others did for her."""
    her = participant_or_none()
    if her is None or her.left_on is not None:
        return _seen_outside(current_person().account_id)
    today = clock.today()
    mine, now = team_of(her.id, today), clock.now()
    reach = store.reach(her, mine, now)
    return render_template(
        "privacy/seen.html",
        watchers=store.watchers(her, reach, now),
        reach=reach,
        role_words=_role_words(),
        place_of=lambda each: _place(each, mine),
        agreed={kind for kind, each in store.decisions(her.id).items() if each.given},
        kinds=ConsentKind,
        roles=Role,
        team=mine,
        looks=by_viewer_and_day(looks_at(her.account_id, [her.id])),
        deeds=deeds_to(her.id),
    )


def _seen_outside(account_id: int) -> str:
    """Whoever takes no part, or no longer: who looked at her while she did."""
    parts = store.parts_of(account_id)
    deeds = [deed for part in parts for deed in deeds_to(part)]
    return render_template(
        "privacy/seen_outside.html",
        looks=by_viewer_and_day(looks_at(account_id, parts)),
        deeds=sorted(deeds, key=lambda deed: deed.at, reverse=True),
    )


def _role_words() -> dict[Role, str]:
    return {
        Role.LEADER: _("组长"),
        Role.DEPUTY: _("副组长"),
        Role.CONTACT: _("单位联系人"),
        Role.DISTRICT: _("区级管理员"),
        Role.EDUCATOR: _("区健康管理员"),
        Role.CITY: _("市级管理员"),
        Role.STATISTICIAN: _("评估统计员"),
        Role.STATION: _("体重站工作人员"),
        Role.GATE: _("展示门口的工作人员"),
    }


def _place(each: Watchers, mine: Team | None) -> str:
    """What the scope is called: her district by its name, the others as they were read."""
    if each.place or mine is None:
        return each.place
    kind, _colon, code = each.scope.partition(":")
    return district_name(district(code)) if kind == "district" else ""
