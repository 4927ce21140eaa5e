"""What a gate's phone talks to: its page, its list, its notes, and the worker that keeps them."""

from datetime import UTC, datetime

import orjson
from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.config import PROJECT
from tracker.gates import store
from tracker.gates.forms import NumberForm
from tracker.gates.guards import at_gate, current_gate
from tracker.gates.rules import (
    BadBatchError,
    Passage,
    UnknownTicketError,
    entries_of,
    hidden_name,
    hours,
    milliseconds,
    moment_of,
    signed_text,
)
from tracker.gates.views.room import key_pair, pages
from tracker.web.forms import csrf_token
from tracker.web.guards import public

CAMERA = {"Permissions-Policy": "geolocation=(), camera=(self), microphone=()"}
"""On the one page that scans."""
WORKER = PROJECT / "static" / "js" / "gate-worker.js"


@pages.get("/gates/worker.js")
@public
def worker() -> Response:
    """The worker of the gate pages, from an address that is above them all and never kept long."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/gates/"}
    return Response(WORKER.read_bytes(), mimetype="text/javascript", headers=headers)


@pages.get("/gates/<key:showcase_id>")
@at_gate
def gate(showcase_id: int) -> Response:
    """Scan or type; what a phone needs to go on without a network is on this page."""
    return _page(showcase_id, NumberForm(formdata=None))


@pages.post("/gates/<key:showcase_id>")
@at_gate
def by_form(showcase_id: int) -> BaseResponse | tuple[Response, int]:
    """Without a script: one number to the server, and what it says."""
    form, event = NumberForm(), current_gate()
    if not form.validate():
        return _page(showcase_id, form), 422
    now, public_key = clock.now(), key_pair(showcase_id).public
    try:
        first = store.check_in(event, _door(showcase_id), form.text, public_key, now)
    except UnknownTicketError:
        form.say("number", _("不是这场的票。"))
        return _page(showcase_id, form), 422
    flash(*_said(first, now))
    return redirect(url_for("gates.gate", showcase_id=showcase_id), 303)


@pages.get("/gates/<key:showcase_id>/tickets.json")
@at_gate
def tickets(showcase_id: int) -> Response:
    """The signed list: number, squad, and a family name with stars."""
    body = _list(showcase_id)
    pair = key_pair(showcase_id)
    signature = signed_text(pair.private, body) if pair.private else ""
    said = {"body": body, "signature": signature, "csrf": csrf_token(), **_now()}
    return _json(said)


@pages.post("/gates/<key:showcase_id>/passages")
@at_gate
def passages(showcase_id: int) -> Response:
    """Take what a phone noted, once however often it comes, and tell it what others noted."""
    try:
        sent = request.get_json(silent=True) or {}
        entries, since = entries_of(sent), moment_of(sent.get("since"))
    except BadBatchError:
        abort(400)
    now, door_id = clock.now(), _door(showcase_id)
    refused: set[str] = set()
    if entries:
        keys = key_pair(showcase_id)
        refused = store.take(current_gate(), door_id, entries, keys.public, now)
    begun = since if since > datetime.fromtimestamp(0, UTC) else None
    changed = [
        (number, milliseconds(each.at) if each else None, _gate(each, door_id))
        for number, each in store.changed_since(showcase_id, begun)
    ]
    return _json({"refused": sorted(refused), "changed": changed, "now": milliseconds(now)})


def _page(showcase_id: int, form: NumberForm) -> Response:
    event, now = current_gate(), clock.now()
    when, pair = hours(event), key_pair(showcase_id)
    page = render_template(
        "gates/gate.html",
        showcase=event,
        form=form,
        public_key=pair.public,
        first=milliseconds(when.first),
        last=milliseconds(when.last),
        now=milliseconds(now),
        standing=when.standing(now),
    )
    return Response(page, headers=CAMERA)


def _list(showcase_id: int) -> str:
    """As little as tells the staff that it is she: a phone at a gate is easily lost."""
    squads = store.listed_by_squad(showcase_id)
    lines: dict[str, tuple[str, list[int]]] = {}
    for at, (_squad, people) in enumerate(squads):
        for each in people:
            mine = lines.setdefault(each.number, (hidden_name(each.member.name), []))
            mine[1].append(at)
    body = {
        "showcase": str(showcase_id),
        "squads": [squad.name for squad, _people in squads],
        "tickets": [[number, name, at] for number, (name, at) in sorted(lines.items())],
    }
    return orjson.dumps(body).decode()


def _said(first: Passage, now: datetime) -> tuple[str, str]:
    """Whether she was in before."""
    if (now - first.at).total_seconds() < 1:
        return _("好，请进。"), "good"
    at = f"{first.at.astimezone(clock.BEIJING):%H:%M}"
    gate = first.gate or _("组织者")
    return _("%(time)s 已经进过（%(gate)s）。", time=at, gate=gate), "warn"


def _gate(passage: Passage | None, door_id: int | None) -> str:
    """Which gate, for a phone at another; nothing where it was this phone."""
    if passage is None or passage.door_id == door_id:
        return ""
    return passage.gate or _("组织者")


def _door(showcase_id: int) -> int | None:
    return store.door_of(showcase_id, current_person().account_id)


def _now() -> dict[str, int]:
    return {"now": milliseconds(clock.now())}


def _json(said: dict[str, object]) -> Response:
    return Response(orjson.dumps(said), mimetype="application/json")
