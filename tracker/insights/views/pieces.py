"""What of a page is the same for everybody who sees it: made once, until it may have changed.

A page is a frame with what is its reader's own (who she is, her forms' tokens) around a piece with
a group's numbers. Pieces and figures are kept under everything they depend on: the group's version
in the database, the viewer by what she may know, language, address, day, and the minute, since a
page says when it was counted.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import orjson
from flask import Response, g, render_template, request
from markupsafe import Markup

from tracker.campaign.guards import participant_or_none
from tracker.clock import now
from tracker.insights import store
from tracker.insights.rules import Group, RosterLine
from tracker.insights.views.desks import open_season, viewer_of
from tracker.web.charts import Chart
from tracker.web.exports import Kind, chart_file, json_response
from tracker.web.filters import language
from tracker.web.kept import kept

ASKED = ("as_of", "sort", "show")
"""What else an address may ask of a group's page."""

Context = Callable[[], Mapping[str, Any]]
"""What a piece is made from, read only when it is not kept."""


def piece(template: str, group: Group, context: Context) -> Markup:
    """A part of a page that is the same for all who see the same of a group."""
    made = kept((template, _key(group)), lambda: render_template(template, **context()))
    return Markup(made)  # noqa: S704 - our own template, which has escaped what it was given


def roster_piece(roster: Sequence[RosterLine]) -> Markup:
    """A roster's rows, kept by what stands in them and by nothing else."""
    template = "insights/_roster_lines.html"
    made = kept((template, language(), *roster), lambda: render_template(template, roster=roster))
    return Markup(made)  # noqa: S704 - likewise


def framed(template: str, group: Group, title: str, context: Context) -> str:
    """A whole page around one piece."""
    return render_template(
        "insights/framed.html", title=title, body=piece(template, group, context)
    )


def figure_file(name: str, group: Group, kind: Kind, draw: Callable[[], Chart]) -> Response:
    """A figure; its JSON, which every page asks for, is kept."""
    if kind is not Kind.JSON:
        return chart_file(draw(), kind)
    return json_response(
        kept((request.endpoint, name, _key(group)), lambda: orjson.dumps(draw().figure))
    )


def _key(group: Group) -> Hashable:
    """Found once a request, however many pieces a page has."""
    found: dict[Group, Hashable] = g.setdefault("keys_of_pieces", {})
    if group not in found:
        asked = tuple(request.args.get(name) for name in ASKED)
        minute = now().replace(second=0, microsecond=0)
        version = store.version_of(group)
        found[group] = group, version, _viewer(group), language(), asked, minute
    return found[group]


def _viewer(group: Group) -> Hashable:
    """The viewer by what the group's figures depend on: a team's by whether she is in them."""
    if group.team_id is None:
        return viewer_of(open_season())
    reader = participant_or_none()
    return store.contributed(reader.id if reader else None, group.team_id)
