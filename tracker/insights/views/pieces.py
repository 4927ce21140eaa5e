"""What of a page is the same for everybody who sees it: made once, until it may have changed.

A page is a frame with what is its reader's own (who she is, her forms' tokens) around a piece with
a group's numbers. Pieces and figures are kept under everything they depend on: the group's version
in the database, the viewer by what she may know, language, address, day, and the minute, since a
page says when it was counted.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import orjson
from flask import Response, g, render_template, request
from markupsafe import Markup

from tracker.campaign.guards import participant_or_none
from tracker.clock import now
from tracker.insights import store
from tracker.insights.rules import Group
from tracker.insights.views.desks import open_season, viewer_of
from tracker.web.charts import Chart
from tracker.web.exports import Kind, chart_file, json_response
from tracker.web.filters import language
from tracker.web.kept import Piece, kept

ASKED = ("as_of", "sort", "show")
"""What else an address may ask of a group's page."""

AREA_PATIENCE = 20.0
"""Seconds; with the half minute for which an area is shown as counted, less than a minute."""

Context = Callable[[], Mapping[str, Any]]
"""What a piece is made from, read only when it is not kept."""


def piece(template: str, group: Group, context: Context) -> Markup:
    """A part of a page that is the same for all who see the same of a group."""
    made = _kept(template, group, lambda: render_template(template, **context()))
    return Markup(made)  # noqa: S704 - our own template, which has escaped what it was given


def framed(template: str, group: Group, title: str, context: Context) -> str:
    """A whole page around one piece."""
    return render_template(
        "insights/framed.html", title=title, body=piece(template, group, context)
    )


def figure_file(name: str, group: Group, kind: Kind, draw: Callable[[], Chart]) -> Response:
    """A figure; its JSON, which every page asks for, is kept."""
    if kind is not Kind.JSON:
        return chart_file(draw(), kind)
    return json_response(_kept(name, group, lambda: orjson.dumps(draw().figure)))


def _kept(name: str, group: Group, make: Callable[[], Piece]) -> Piece:
    """A team's is of this moment; an area's may be the one before while the next is made."""
    key = request.endpoint, name, *_reader(group)
    patience = AREA_PATIENCE if group.is_area else 0
    return kept(key, make, version=_version(group), patience=patience)


def _reader(group: Group) -> tuple[Hashable, ...]:
    """For whom a piece is, and what of the group she asks for."""
    asked = tuple(request.args.get(name) for name in ASKED)
    return group, _viewer(group), language(), asked


def _version(group: Group) -> Hashable:
    """What a piece was made from; found once a request, however many pieces a page has."""
    found: dict[Group, Hashable] = g.setdefault("versions_of_groups", {})
    if group not in found:
        found[group] = store.version_of(group), now().replace(second=0, microsecond=0)
    return found[group]


def _viewer(group: Group) -> Hashable:
    """The viewer by what the group's figures depend on: a team's by whether she is in them."""
    if group.team_id is None:
        return viewer_of(open_season())
    reader = participant_or_none()
    return store.contributed(reader.id if reader else None, group.team_id)
