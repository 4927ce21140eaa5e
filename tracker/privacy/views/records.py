"""Records of consents and of what left the system, kept for three years; as pages and tables."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response, abort, render_template
from flask_babel import gettext as _

from tracker.accounts.guards import granted, password_again
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.clock import BEIJING
from tracker.compliance.store import releases
from tracker.privacy.store.records import consents_decided, proofs
from tracker.privacy.views.room import pages
from tracker.web.exports import cell_text


@pages.get("/city/records")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def records() -> str:
    """How many decided what on which version, and everything that left."""
    season = _season()
    return render_template(
        "privacy/records.html",
        decided=consents_decided(season.id),
        releases=releases(season.id),
    )


@pages.get("/city/records/<any(consents, releases):which>.csv")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def records_file(which: str) -> Response:
    """The same line by line; of a consent a number that names nobody."""
    season = _season()
    if which == "consents":
        head = (_("编号"), _("同意的种类"), _("是否同意"), _("版本"), _("文字的指纹"), _("日期"))
        rows: Iterable[Sequence[str]] = (
            (each.number, each.kind, str(int(each.given)), str(each.version), each.text_hash,
             each.on.isoformat())
            for each in proofs(season.id)
        )  # fmt: skip
    else:
        head = (_("种类"), _("范围"), _("说明"), _("文件的指纹"), _("谁拿出去的"), _("时间"))
        rows = (
            (each.kind.value, each.scope, each.detail, each.sha256, each.by,
             each.at.astimezone(BEIJING).isoformat(timespec="minutes"))
            for each in releases(season.id)
        )  # fmt: skip
    text = StringIO()
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerow(head)
    lines.writerows([cell_text(cell) for cell in row] for row in rows)
    return Response(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{which}.csv"'},
    )


def _season() -> Season:
    return season_or_none() or abort(404)
