"""Who gets what answer at every address: a table, so that a new one fails until it has a line."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.security.town import ROLES, Town, ask, routes
from tracker import clock
from tracker.accounts.rules import team_scope
from tracker.accounts.store import note_look
from tracker.web.exports import Kind

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous"}
TAKING_PART = frozenset({"member", "outsider"})
LEADING = frozenset({"leader", "deputy"})
AT_STATION = frozenset({"station"})
AT_GATE = frozenset({"gate", "city"})
CITY = frozenset({"city"})
HERE = frozenset({"organizer", "city"})
CONTACT = frozenset({"contact"})
HOLDING = frozenset({"organizer"})
CITY_ALONE = frozenset({"city"})
INVITING = LEADING | HERE | {"contact"}


@dataclass(frozen=True)
class Line:
    """One address: who is let in, what answer they get, and what others get."""

    address: str
    allowed: frozenset[str]
    answer: int = 200
    refused: int = 403
    but: Mapping[str, int] | None = None
    fields: Mapping[str, str] | None = None

    def expected(self) -> dict[str, int]:
        """The status for each role; whoever is not signed in is sent to sign in."""
        answers = {role: self.answer if role in self.allowed else self.refused for role in ROLES}
        if "anonymous" not in self.allowed:
            answers["anonymous"] = 302
        return answers | dict(self.but or {})


LINES: dict[tuple[str, str], Line] = {
    ("GET", "/healthz"): Line("/healthz", EVERYBODY),
    ("GET", "/readyz"): Line("/readyz", EVERYBODY, 503),
    ("POST", "/language/<any:code>"): Line("/language/en", EVERYBODY, 303),
    ("POST", "/display/<any:size>"): Line("/display/large", EVERYBODY, 303),
    # Anybody may ask; who has a duty is sent on to it.
    ("GET", "/"): Line("/", EVERYBODY, 302, but={"anonymous": 200, "member": 200, "outsider": 200}),
    ("GET", "/season"): Line("/season", EVERYBODY),
    ("GET", "/notice"): Line("/notice", EVERYBODY),
    # Signing in and out.
    ("GET", "/sign-in"): Line("/sign-in", EVERYBODY, 302, but={"anonymous": 200}),
    ("POST", "/sign-in"): Line("/sign-in", EVERYBODY, 422),
    ("POST", "/sign-out"): Line("/sign-out", EVERYBODY, 303),
    ("GET", "/account"): Line("/account", SIGNED_IN),
    ("POST", "/account/password"): Line("/account/password", SIGNED_IN, 422),
    ("GET", "/confirm-password"): Line("/confirm-password", SIGNED_IN),
    ("POST", "/confirm-password"): Line("/confirm-password", SIGNED_IN, 422),
    # Joining: outside the enrolment of 2024 a closed window; who takes part already is told so.
    ("GET", "/join/<string:code>"): Line("/join/{code}", EVERYBODY),
    ("POST", "/join/<string:code>"): Line("/join/{code}", EVERYBODY, 409),
    # A person's own.
    ("GET", "/me"): Line("/me", TAKING_PART),
    ("GET", "/me/weight.<file:kind>"): Line("/me/weight.csv", TAKING_PART),
    ("GET", "/me/exercise.<file:kind>"): Line("/me/exercise.csv", TAKING_PART),
    ("GET", "/weight"): Line("/weight", TAKING_PART),
    ("POST", "/weight"): Line("/weight", TAKING_PART, 422),
    ("POST", "/weight/undo"): Line("/weight/undo", TAKING_PART, 303),
    ("POST", "/weight/delete"): Line("/weight/delete", TAKING_PART, 404),
    ("GET", "/weight/goal"): Line("/weight/goal", TAKING_PART),
    ("POST", "/weight/goal"): Line("/weight/goal", TAKING_PART, 422),
    ("POST", "/weight/contact-me"): Line("/weight/contact-me", TAKING_PART, 303),
    ("GET", "/exercise"): Line("/exercise", TAKING_PART),
    ("POST", "/exercise"): Line("/exercise", TAKING_PART, 422),
    ("POST", "/exercise/undo"): Line("/exercise/undo", TAKING_PART, 404),
    ("POST", "/exercise/delete"): Line("/exercise/delete", TAKING_PART, 404),
    ("GET", "/me/seen"): Line("/me/seen", TAKING_PART),
    ("GET", "/skills"): Line("/skills", EVERYBODY),
    ("GET", "/skills/<any('baduanjin','slow-jog','brisk-walk'):skill>"): Line(
        "/skills/baduanjin", EVERYBODY
    ),
    ("GET", "/skills/<any('baduanjin','slow-jog','brisk-walk'):skill>/guide"): Line(
        "/skills/baduanjin/guide", EVERYBODY
    ),
    # Learning: hers; cards are edited by the city alone.
    ("GET", "/learn"): Line("/learn", TAKING_PART),
    ("GET", "/learn/<string:slug>"): Line("/learn/monitoring", TAKING_PART),
    ("GET", "/learn/cards/<string:card_id>"): Line("/learn/cards/trend-not-dot", TAKING_PART),
    ("POST", "/learn/cards/<string:card_id>/read"): Line(
        "/learn/cards/trend-not-dot/read", TAKING_PART, 303
    ),
    ("POST", "/learn/questions/<string:question_id>"): Line(
        "/learn/questions/trend-not-dot-1", TAKING_PART, 404
    ),
    ("GET", "/learn/again"): Line("/learn/again", TAKING_PART),
    ("GET", "/learn/quiz"): Line("/learn/quiz", TAKING_PART),
    # Before anything is begun; afterwards an empty one is asked for again.
    ("POST", "/learn/quiz"): Line("/learn/quiz", TAKING_PART, 303),
    ("POST", "/learn/quiz/begin"): Line("/learn/quiz/begin", TAKING_PART, 303),
    ("GET", "/learn/edit"): Line("/learn/edit", frozenset({"city"})),
    ("GET", "/learn/edit/<string:card_id>"): Line("/learn/edit/trend-not-dot", frozenset({"city"})),
    ("POST", "/learn/edit/<string:card_id>"): Line(
        "/learn/edit/trend-not-dot", frozenset({"city"}), 422
    ),
    # Pausing, changing teams, asking to be let in, and who answers.
    ("GET", "/me/pause"): Line("/me/pause", TAKING_PART),
    ("POST", "/me/pause"): Line("/me/pause", TAKING_PART, 422),
    ("POST", "/me/pause/end"): Line("/me/pause/end", TAKING_PART, 404),
    ("POST", "/me/pause/answer"): Line("/me/pause/answer", TAKING_PART, 404),
    ("GET", "/me/transfer"): Line("/me/transfer", TAKING_PART),
    ("POST", "/me/transfer"): Line("/me/transfer", TAKING_PART, 404),
    ("POST", "/requests/withdraw"): Line("/requests/withdraw", SIGNED_IN, 303),
    ("GET", "/ask-to-join"): Line("/ask-to-join", EVERYBODY, but={"member": 302, "outsider": 302}),
    ("GET", "/ask-to-join/<key:team_id>"): Line(
        "/ask-to-join/{team}", EVERYBODY, but={"member": 302, "outsider": 302}
    ),
    ("POST", "/ask-to-join/<key:team_id>"): Line(
        "/ask-to-join/{team}", EVERYBODY, 409, but={"member": 302, "outsider": 302}
    ),
    ("GET", "/team/<key:team_id>/requests"): Line("/team/{team}/requests", LEADING),
    ("POST", "/team/<key:team_id>/requests/<key:request_id>"): Line(
        "/team/{team}/requests/1", LEADING, 404, fields={"decision": "approve"}
    ),
    # Announcements: everybody's list, and a desk for each who writes to those below.
    ("GET", "/announcements"): Line("/announcements", SIGNED_IN),
    ("GET", "/team/<key:team_id>/announcements"): Line("/team/{team}/announcements", LEADING),
    ("POST", "/team/<key:team_id>/announcements"): Line("/team/{team}/announcements", LEADING, 422),
    ("GET", "/units/<key:unit_id>/announcements"): Line(
        "/units/{unit}/announcements", HERE | {"contact"}
    ),
    ("POST", "/units/<key:unit_id>/announcements"): Line(
        "/units/{unit}/announcements", HERE | {"contact"}, 422
    ),
    ("GET", "/districts/<string:code>/announcements"): Line(
        "/districts/{here}/announcements", HERE
    ),
    ("POST", "/districts/<string:code>/announcements"): Line(
        "/districts/{here}/announcements", HERE, 422
    ),
    ("GET", "/city/announcements"): Line("/city/announcements", frozenset({"city"})),
    ("POST", "/city/announcements"): Line("/city/announcements", frozenset({"city"}), 422),
    # Photographs: a squad's, a district's desk, what it showed, and those somebody is in.
    ("GET", "/squads/<key:squad_id>/photographs"): Line(
        "/squads/{squad}/photographs", LEADING | HERE
    ),
    ("POST", "/squads/<key:squad_id>/photographs"): Line(
        "/squads/{squad}/photographs", LEADING | HERE, 422
    ),
    ("POST", "/squads/<key:squad_id>/photographs/<key:photograph_id>/remove"): Line(
        "/squads/{squad}/photographs/1/remove", LEADING | HERE, 404
    ),
    ("GET", "/showcases/<key:showcase_id>/districts/<string:code>/photographs"): Line(
        "/showcases/{showcase}/districts/{here}/photographs", HERE
    ),
    (
        "POST",
        (
            "/showcases/<key:showcase_id>/districts/<string:code>/photographs"
            "/<key:photograph_id>/<any:state>"
        ),
    ): Line("/showcases/{showcase}/districts/{here}/photographs/1/approved", HERE, 404),
    ("GET", "/showcases/<key:showcase_id>/shown/<string:code>"): Line(
        "/showcases/{showcase}/shown/{here}", SIGNED_IN
    ),
    ("GET", "/showcases/<key:showcase_id>/shown"): Line("/showcases/{showcase}/shown", SIGNED_IN),
    ("GET", "/me/photographs"): Line("/me/photographs", TAKING_PART),
    ("POST", "/me/photographs/<key:photograph_id>/take-out"): Line(
        "/me/photographs/1/take-out", TAKING_PART, 404
    ),
    ("POST", "/photographs/<key:photograph_id>/question"): Line(
        "/photographs/1/question", TAKING_PART, 404
    ),
    ("GET", "/photographs/<key:photograph_id>/<any:size>.jpg"): Line(
        "/photographs/1/small.jpg", SIGNED_IN, 404
    ),
    # Timetables: the organizers' plan, the running order, a person's own times, and the board.
    ("GET", "/showcases/<key:showcase_id>/timetable"): Line(
        "/showcases/{showcase}/timetable", CITY_ALONE
    ),
    ("POST", "/showcases/<key:showcase_id>/timetable"): Line(
        "/showcases/{showcase}/timetable", CITY_ALONE, 422
    ),
    ("POST", "/showcases/<key:showcase_id>/timetable/move"): Line(
        "/showcases/{showcase}/timetable/move", CITY_ALONE, 409
    ),
    ("POST", "/showcases/<key:showcase_id>/timetable/missing"): Line(
        "/showcases/{showcase}/timetable/missing", CITY_ALONE, 409
    ),
    ("POST", "/showcases/<key:showcase_id>/timetable/publish"): Line(
        "/showcases/{showcase}/timetable/publish", CITY_ALONE, 409
    ),
    ("POST", "/showcases/<key:showcase_id>/timetable/own"): Line(
        "/showcases/{showcase}/timetable/own", CITY_ALONE, 422
    ),
    ("GET", "/showcases/<key:showcase_id>/timetable/<key:entry_id>"): Line(
        "/showcases/{showcase}/timetable/{entry}", CITY_ALONE
    ),
    ("POST", "/showcases/<key:showcase_id>/timetable/<key:entry_id>"): Line(
        "/showcases/{showcase}/timetable/{entry}", CITY_ALONE, 422
    ),
    ("POST", "/showcases/<key:showcase_id>/timetable/<key:entry_id>/remove"): Line(
        "/showcases/{showcase}/timetable/{entry}/remove", CITY_ALONE, 409
    ),
    ("GET", "/showcases/<key:showcase_id>/timetable/sheet"): Line(
        "/showcases/{showcase}/timetable/sheet", CITY_ALONE
    ),
    ("GET", "/showcases/<key:showcase_id>/timetable.ics"): Line(
        "/showcases/{showcase}/timetable.ics", CITY_ALONE
    ),
    ("GET", "/showcases/<key:showcase_id>/my-times"): Line(
        "/showcases/{showcase}/my-times", SIGNED_IN
    ),
    ("GET", "/showcases/<key:showcase_id>/my-times.ics"): Line(
        "/showcases/{showcase}/my-times.ics", SIGNED_IN, 404
    ),
    ("GET", "/showcases/<key:showcase_id>/running"): Line(
        "/showcases/{showcase}/running", CITY_ALONE
    ),
    ("POST", "/showcases/<key:showcase_id>/running"): Line(
        "/showcases/{showcase}/running", CITY_ALONE, 303
    ),
    ("POST", "/showcases/<key:showcase_id>/running/undo"): Line(
        "/showcases/{showcase}/running/undo", CITY_ALONE, 404
    ),
    ("POST", "/showcases/<key:showcase_id>/running/early"): Line(
        "/showcases/{showcase}/running/early", CITY_ALONE, 303
    ),
    ("GET", "/showcases/<key:showcase_id>/board"): Line("/showcases/{showcase}/board", EVERYBODY),
    ("GET", "/showcases/<key:showcase_id>/board/stream"): Line(
        "/showcases/{showcase}/board/stream", EVERYBODY
    ),
    # Showcases: events, a district and a squad in one, and whoever is asked.
    ("GET", "/showcases"): Line("/showcases", SIGNED_IN),
    ("GET", "/city/showcases"): Line("/city/showcases", frozenset({"city"})),
    ("POST", "/city/showcases"): Line("/city/showcases", frozenset({"city"}), 422),
    ("GET", "/districts/<string:code>/showcases"): Line("/districts/{here}/showcases", HERE),
    ("POST", "/districts/<string:code>/showcases"): Line("/districts/{here}/showcases", HERE, 422),
    ("GET", "/showcases/<key:showcase_id>/settings"): Line(
        "/showcases/{showcase}/settings", frozenset({"city"})
    ),
    ("POST", "/showcases/<key:showcase_id>/settings"): Line(
        "/showcases/{showcase}/settings", frozenset({"city"}), 422, fields={"name": " "}
    ),
    ("POST", "/showcases/<key:showcase_id>/items"): Line(
        "/showcases/{showcase}/items", frozenset({"city"}), 422
    ),
    ("POST", "/showcases/<key:showcase_id>/items/<key:item_id>"): Line(
        "/showcases/{showcase}/items/{item}", frozenset({"city"}), 422
    ),
    ("POST", "/showcases/<key:showcase_id>/invited"): Line(
        "/showcases/{showcase}/invited", frozenset({"city"}), 422
    ),
    ("POST", "/showcases/<key:showcase_id>/state"): Line(
        "/showcases/{showcase}/state", frozenset({"city"}), 404
    ),
    ("GET", "/showcases/<key:showcase_id>/readiness"): Line(
        "/showcases/{showcase}/readiness", frozenset({"city"})
    ),
    ("GET", "/showcases/<key:showcase_id>/districts/<string:code>"): Line(
        "/showcases/{showcase}/districts/{here}", HERE
    ),
    ("POST", "/showcases/<key:showcase_id>/districts/<string:code>"): Line(
        "/showcases/{showcase}/districts/{here}", HERE, 422
    ),
    ("POST", "/squads/<key:squad_id>/confirm"): Line("/squads/{squad}/confirm", HERE, 303),
    ("POST", "/squads/<key:squad_id>/drop"): Line("/squads/{squad}/drop", HERE, 303),
    ("GET", "/squads/<key:squad_id>/settings"): Line("/squads/{squad}/settings", HERE),
    ("POST", "/squads/<key:squad_id>/settings"): Line(
        "/squads/{squad}/settings", HERE, 422, fields={"name": " "}
    ),
    ("GET", "/squads/<key:squad_id>"): Line("/squads/{squad}", LEADING | HERE),
    ("POST", "/squads/<key:squad_id>/ask"): Line("/squads/{squad}/ask", LEADING, 303),
    ("POST", "/squads/<key:squad_id>/members/<key:member_id>"): Line(
        "/squads/{squad}/members/1", LEADING, 404
    ),
    # A squad's formation: for who plans it; who stands in, for who organizes the event.
    ("GET", "/squads/<key:squad_id>/formation"): Line("/squads/{squad}/formation", LEADING | HERE),
    ("POST", "/squads/<key:squad_id>/formation"): Line(
        "/squads/{squad}/formation", LEADING | HERE, 422
    ),
    ("POST", "/squads/<key:squad_id>/formation/remarks"): Line(
        "/squads/{squad}/formation/remarks", LEADING | HERE, 422, fields={"remarks": "x" * 501}
    ),
    ("GET", "/squads/<key:squad_id>/formation/sheet"): Line(
        "/squads/{squad}/formation/sheet", LEADING | HERE
    ),
    ("GET", "/showcases/<key:showcase_id>/stand-ins"): Line(
        "/showcases/{showcase}/stand-ins", frozenset({"city"})
    ),
    ("POST", "/squads/<key:squad_id>/cues"): Line("/squads/{squad}/cues", LEADING | HERE, 303),
    ("POST", "/squads/<key:squad_id>/rehearsals"): Line(
        "/squads/{squad}/rehearsals", LEADING | HERE, 422
    ),
    ("GET", "/squads/<key:squad_id>/rehearsals/<key:rehearsal_id>"): Line(
        "/squads/{squad}/rehearsals/{rehearsal}", LEADING
    ),
    ("POST", "/squads/<key:squad_id>/rehearsals/<key:rehearsal_id>"): Line(
        "/squads/{squad}/rehearsals/{rehearsal}", LEADING, 303
    ),
    ("POST", "/squads/<key:squad_id>/rehearsals/<key:rehearsal_id>/remove"): Line(
        "/squads/{squad}/rehearsals/1/remove", LEADING | HERE, 404
    ),
    ("GET", "/squads/<key:squad_id>/answer"): Line(
        "/squads/{squad}/answer", TAKING_PART, but={"outsider": 404}
    ),
    ("POST", "/squads/<key:squad_id>/answer"): Line(
        "/squads/{squad}/answer", TAKING_PART, 422, but={"outsider": 404}
    ),
    # A team's codes and a unit.
    ("GET", "/team/<key:team_id>/join-codes"): Line("/team/{team}/join-codes", INVITING),
    ("POST", "/team/<key:team_id>/join-codes"): Line("/team/{team}/join-codes", INVITING, 303),
    ("POST", "/team/<key:team_id>/join-codes/<string:code>/revoke"): Line(
        "/team/{team}/join-codes/neverwas2345/revoke", INVITING, 404
    ),
    ("GET", "/team/<key:team_id>/join-codes/<string:code>.svg"): Line(
        "/team/{team}/join-codes/{code}.svg", INVITING
    ),
    ("GET", "/team/<key:team_id>/join-codes/<string:code>.png"): Line(
        "/team/{team}/join-codes/{code}.png", INVITING
    ),
    ("GET", "/team/<key:team_id>/join-codes/<string:code>/print"): Line(
        "/team/{team}/join-codes/{code}/print", INVITING
    ),
    # A team's settings and its lead; here nobody was asked anything.
    ("GET", "/team/<key:team_id>/settings"): Line("/team/{team}/settings", INVITING),
    ("POST", "/team/<key:team_id>/settings/name"): Line(
        "/team/{team}/settings/name", HERE | {"contact"}, 422
    ),
    ("POST", "/team/<key:team_id>/settings/places"): Line(
        "/team/{team}/settings/places", HERE | {"contact"}, 422
    ),
    ("GET", "/team/<key:team_id>/merge"): Line("/team/{team}/merge", HERE | {"contact"}),
    ("POST", "/team/<key:team_id>/merge"): Line("/team/{team}/merge", HERE | {"contact"}, 422),
    ("POST", "/team/<key:team_id>/close"): Line("/team/{team}/close", HERE, 303),
    ("GET", "/units/<key:unit_id>/merge"): Line("/units/{unit}/merge", HERE),
    ("POST", "/units/<key:unit_id>/merge"): Line("/units/{unit}/merge", HERE, 422),
    ("POST", "/team/<key:team_id>/lead/ask"): Line(
        "/team/{team}/lead/ask", frozenset({"leader"}), 404
    ),
    ("POST", "/team/<key:team_id>/lead/withdraw"): Line(
        "/team/{team}/lead/withdraw", frozenset({"leader"}), 404
    ),
    ("POST", "/team/<key:team_id>/lead/answer"): Line("/team/{team}/lead/answer", SIGNED_IN, 404),
    ("POST", "/team/<key:team_id>/lead/read"): Line("/team/{team}/lead/read", SIGNED_IN, 303),
    ("POST", "/team/<key:team_id>/lead/take-over"): Line(
        "/team/{team}/lead/take-over", frozenset({"deputy"}), 303
    ),
    ("POST", "/team/<key:team_id>/lead/step-down"): Line(
        "/team/{team}/lead/step-down", frozenset({"deputy"}), 404
    ),
    ("POST", "/team/<key:team_id>/lead/appoint"): Line(
        "/team/{team}/lead/appoint", HERE | {"contact"}, 422
    ),
    ("POST", "/units/<key:unit_id>/teams"): Line("/units/{unit}/teams", HERE | {"contact"}, 422),
    ("POST", "/units/<key:unit_id>/name"): Line("/units/{unit}/name", HERE | {"contact"}, 422),
    ("POST", "/units/<key:unit_id>/close"): Line("/units/{unit}/close", HERE, 303),
    ("GET", "/units/<key:unit_id>"): Line("/units/{unit}", HERE | {"contact"}),
    ("GET", "/units/<key:unit_id>/figures"): Line("/units/{unit}/figures", HERE | {"contact"}),
    ("GET", "/units/<key:unit_id>/figures/<string:name>.<file:kind>"): Line(
        "/units/{unit}/figures/active.json", HERE | {"contact"}
    ),
    # A unit's roster: its contact's alone, since no organizer above sees a unit's people.
    ("GET", "/units/<key:unit_id>/roster"): Line("/units/{unit}/roster", CONTACT),
    ("POST", "/units/<key:unit_id>/roster"): Line("/units/{unit}/roster", CONTACT, 422),
    ("GET", "/units/<key:unit_id>/roster/<key:upload_id>"): Line(
        "/units/{unit}/roster/1", CONTACT, 404
    ),
    ("POST", "/units/<key:unit_id>/roster/<key:upload_id>/columns"): Line(
        "/units/{unit}/roster/1/columns", CONTACT, 404
    ),
    ("POST", "/units/<key:unit_id>/roster/<key:upload_id>/confirm"): Line(
        "/units/{unit}/roster/1/confirm", CONTACT, 303
    ),
    ("POST", "/units/<key:unit_id>/roster/<key:upload_id>/discard"): Line(
        "/units/{unit}/roster/1/discard", CONTACT, 303
    ),
    ("GET", "/units/<key:unit_id>/roster.<any:kind>"): Line("/units/{unit}/roster.csv", CONTACT),
    ("GET", "/units/<key:unit_id>/roster-template.<any:kind>"): Line(
        "/units/{unit}/roster-template.xlsx", CONTACT
    ),
    # A team's notice, digest and robots for its leaders; its poster for who hands out its codes.
    ("GET", "/team/<key:team_id>/notice"): Line("/team/{team}/notice", LEADING),
    ("GET", "/team/<key:team_id>/digest"): Line("/team/{team}/digest", LEADING),
    ("GET", "/team/<key:team_id>/poster"): Line("/team/{team}/poster", INVITING),
    ("GET", "/team/<key:team_id>/poster.png"): Line("/team/{team}/poster.png", INVITING),
    ("GET", "/team/<key:team_id>/robots"): Line("/team/{team}/robots", LEADING),
    ("POST", "/team/<key:team_id>/robots"): Line("/team/{team}/robots", LEADING, 422),
    ("POST", "/team/<key:team_id>/robots/<any:kind>/test"): Line(
        "/team/{team}/robots/wecom/test", LEADING, 404
    ),
    ("POST", "/team/<key:team_id>/robots/<any:kind>/remove"): Line(
        "/team/{team}/robots/wecom/remove", LEADING, 404
    ),
    ("GET", "/units/<key:unit_id>/robots"): Line("/units/{unit}/robots", HERE | {"contact"}),
    ("POST", "/units/<key:unit_id>/robots"): Line("/units/{unit}/robots", HERE | {"contact"}, 422),
    ("POST", "/units/<key:unit_id>/robots/<any:kind>/test"): Line(
        "/units/{unit}/robots/wecom/test", HERE | {"contact"}, 404
    ),
    ("POST", "/units/<key:unit_id>/robots/<any:kind>/remove"): Line(
        "/units/{unit}/robots/wecom/remove", HERE | {"contact"}, 404
    ),
    ("GET", "/me/thanks"): Line("/me/thanks", TAKING_PART),
    ("POST", "/me/thanks"): Line("/me/thanks", TAKING_PART, 303),
    # A unit's slips: its contact alone, since its people are nobody's above it.
    ("GET", "/units/<key:unit_id>/slips"): Line("/units/{unit}/slips", CONTACT),
    ("GET", "/units/<key:unit_id>/slips/team/<key:team_id>"): Line(
        "/units/{unit}/slips/team/{team}", CONTACT, 404
    ),
    ("GET", "/units/<key:unit_id>/slips/team/<key:team_id>/print"): Line(
        "/units/{unit}/slips/team/{team}/print", CONTACT, 404
    ),
    ("GET", "/units/<key:unit_id>/slips/<key:invitation_id>/print"): Line(
        "/units/{unit}/slips/1/print", CONTACT, 404
    ),
    ("POST", "/units/<key:unit_id>/slips/<key:invitation_id>/revoke"): Line(
        "/units/{unit}/slips/1/revoke", CONTACT, 404
    ),
    ("POST", "/units/<key:unit_id>/slips/<key:invitation_id>/renew"): Line(
        "/units/{unit}/slips/1/renew", CONTACT, 404
    ),
    # A slip opens for whoever holds it; nobody holds these.
    ("GET", "/claim/<string:code>"): Line("/claim/{code}", EVERYBODY, 404),
    ("POST", "/claim/<string:code>"): Line("/claim/{code}", EVERYBODY, 404),
    ("GET", "/claim/<string:code>/join"): Line("/claim/{code}/join", EVERYBODY, 404),
    ("POST", "/claim/<string:code>/join"): Line("/claim/{code}/join", EVERYBODY, 404),
    ("POST", "/claim/<string:code>/decline"): Line("/claim/{code}/decline", EVERYBODY, 404),
    ("GET", "/declined"): Line("/declined", EVERYBODY),
    ("GET", "/begin/<string:code>"): Line("/begin/{code}", EVERYBODY, 404),
    ("POST", "/begin/<string:code>"): Line("/begin/{code}", EVERYBODY, 404),
    # Who that leads is stuck.
    ("GET", "/districts/<string:code>/help"): Line("/districts/{here}/help", HERE),
    ("GET", "/districts/<string:code>/leader-slips"): Line("/districts/{here}/leader-slips", HERE),
    ("POST", "/districts/<string:code>/leader-slips"): Line(
        "/districts/{here}/leader-slips", HERE, 303
    ),
    # A team's figures: for whoever is in it or leads it; the roster's phones for its leaders.
    ("GET", "/team"): Line("/team", TAKING_PART | LEADING),
    ("GET", "/team/<string:name>.<file:kind>"): Line("/team/change.csv", TAKING_PART | LEADING),
    # What leader and deputy do: whom to ask today, the roster, its phones; and the guide.
    ("GET", "/lead"): Line("/lead", LEADING),
    ("GET", "/lead/guide"): Line("/lead/guide", SIGNED_IN),
    ("POST", "/lead/<key:team_id>/phone"): Line(
        "/lead/{team}/phone", LEADING, 404, fields={"participant": "1"}
    ),
    ("POST", "/lead/<key:team_id>/marks"): Line(
        "/lead/{team}/marks", LEADING, 404, fields={"participant": "1", "outcome": "contacted"}
    ),
    ("POST", "/lead/<key:team_id>/marks/undo"): Line(
        "/lead/{team}/marks/undo", LEADING, 404, fields={"participant": "1"}
    ),
    # Reminders: a person's own; the file has nothing of hers in it.
    ("GET", "/me/reminders"): Line("/me/reminders", TAKING_PART),
    ("POST", "/me/reminders"): Line("/me/reminders", TAKING_PART, 422),
    ("POST", "/me/reminders/mute"): Line("/me/reminders/mute", TAKING_PART, 303),
    ("POST", "/me/reminders/unmute"): Line("/me/reminders/unmute", TAKING_PART, 303),
    ("GET", "/reminders/<string:when>.<any:kind>"): Line("/reminders/mon-0730.ics", EVERYBODY),
    # A district, its teams, and the city.
    ("GET", "/city"): Line("/city", frozenset({"city"})),
    ("GET", "/city/<string:name>.<file:kind>"): Line("/city/change.csv", frozenset({"city"})),
    # How they keep up; before anything is frozen the page says so, and no figure exists.
    ("GET", "/city/outcome"): Line("/city/outcome", frozenset({"city"})),
    ("GET", "/city/outcome/<string:name>.<file:kind>"): Line(
        "/city/outcome/flow.json", frozenset({"city"}), 404
    ),
    ("GET", "/districts/<string:code>/outcome"): Line("/districts/{here}/outcome", HERE),
    ("GET", "/districts/<string:code>/outcome/<string:name>.<file:kind>"): Line(
        "/districts/{here}/outcome/flow.json", HERE, 404
    ),
    ("GET", "/city/brief"): Line("/city/brief", frozenset({"city"})),
    ("POST", "/city/brief"): Line("/city/brief", frozenset({"city"}), 303),
    ("GET", "/city/brief.<any:kind>"): Line("/city/brief.xlsx", frozenset({"city"})),
    ("GET", "/districts/<string:code>/brief"): Line("/districts/{here}/brief", HERE),
    ("POST", "/districts/<string:code>/brief"): Line("/districts/{here}/brief", HERE, 303),
    ("GET", "/districts/<string:code>/brief.<any:kind>"): Line(
        "/districts/{here}/brief.docx", HERE
    ),
    ("GET", "/city/learning"): Line("/city/learning", frozenset({"city"})),
    ("GET", "/city/learning/<any:name>.<file:kind>"): Line(
        "/city/learning/reach.csv", frozenset({"city"}), 404
    ),
    ("GET", "/districts/<string:code>/learning"): Line("/districts/{here}/learning", HERE),
    ("GET", "/districts/<string:code>/learning/<any:name>.<file:kind>"): Line(
        "/districts/{here}/learning/reach.csv", HERE, 404
    ),
    ("GET", "/city/keeping-up"): Line("/city/keeping-up", frozenset({"city"})),
    ("GET", "/city/keeping-up/<string:name>.<file:kind>"): Line(
        "/city/keeping-up/weighed.csv", frozenset({"city"}), 404
    ),
    ("GET", "/districts/<string:code>/keeping-up"): Line("/districts/{here}/keeping-up", HERE),
    ("GET", "/districts/<string:code>/keeping-up/<string:name>.<file:kind>"): Line(
        "/districts/{here}/keeping-up/weighed.csv", HERE, 404
    ),
    ("GET", "/districts/<string:code>"): Line("/districts/{here}", HERE),
    ("GET", "/districts/<string:code>/<string:name>.<file:kind>"): Line(
        "/districts/{here}/change.csv", HERE
    ),
    ("GET", "/districts/<string:code>/teams/<key:team_id>"): Line(
        "/districts/{here}/teams/{team}", HERE
    ),
    ("GET", "/districts/<string:code>/teams/<key:team_id>/<string:name>.<file:kind>"): Line(
        "/districts/{here}/teams/{team}/participation.csv", HERE
    ),
    # How many people are meant to enrol, and what units may see of themselves.
    ("GET", "/city/targets"): Line("/city/targets", frozenset({"city"})),
    ("POST", "/city/targets"): Line("/city/targets", frozenset({"city"}), 303),
    ("GET", "/districts/<string:code>/targets"): Line("/districts/{here}/targets", HERE),
    ("POST", "/districts/<string:code>/targets"): Line("/districts/{here}/targets", HERE, 303),
    ("GET", "/districts/<string:code>/teams/new"): Line("/districts/{here}/teams/new", HERE),
    ("POST", "/districts/<string:code>/teams/new"): Line("/districts/{here}/teams/new", HERE, 422),
    # Units, teams and who leads them from one sheet.
    ("GET", "/districts/<string:code>/roster"): Line("/districts/{here}/roster", HERE),
    ("POST", "/districts/<string:code>/roster"): Line("/districts/{here}/roster", HERE, 422),
    ("GET", "/districts/<string:code>/roster/<key:upload_id>"): Line(
        "/districts/{here}/roster/1", HERE, 404
    ),
    ("POST", "/districts/<string:code>/roster/<key:upload_id>/columns"): Line(
        "/districts/{here}/roster/1/columns", HERE, 404
    ),
    ("POST", "/districts/<string:code>/roster/<key:upload_id>/confirm"): Line(
        "/districts/{here}/roster/1/confirm", HERE, 303
    ),
    ("POST", "/districts/<string:code>/roster/<key:upload_id>/discard"): Line(
        "/districts/{here}/roster/1/discard", HERE, 303
    ),
    ("GET", "/districts/<string:code>/roster-template.<any:kind>"): Line(
        "/districts/{here}/roster-template.xlsx", HERE
    ),
    ("GET", "/districts/<string:code>/contact-requests"): Line(
        "/districts/{here}/contact-requests", frozenset({"educator"})
    ),
    ("POST", "/districts/<string:code>/contact-requests"): Line(
        "/districts/{here}/contact-requests", frozenset({"educator"}), 404
    ),
    # The statistician's file: hers alone, and the city organizer decides without seeing a row.
    ("GET", "/evaluation"): Line("/evaluation", frozenset({"statistician"})),
    ("POST", "/evaluation"): Line("/evaluation", frozenset({"statistician"}), 422),
    ("POST", "/evaluation/<key:request_id>/file"): Line(
        "/evaluation/1/file", frozenset({"statistician"}), 404
    ),
    ("GET", "/evaluation/requests"): Line("/evaluation/requests", frozenset({"city"})),
    ("POST", "/evaluation/requests/<key:request_id>"): Line(
        "/evaluation/requests/1", frozenset({"city"}), 404, fields={"decision": "approve"}
    ),
    # Standings: bands for everybody signed in, names for a team's own people, switches.
    ("GET", "/standings"): Line("/standings", SIGNED_IN),
    ("GET", "/standings/members"): Line("/standings/members", TAKING_PART | LEADING),
    ("GET", "/me/points"): Line("/me/points", TAKING_PART),
    ("POST", "/me/points"): Line("/me/points", TAKING_PART, 422),
    ("GET", "/city/standings"): Line("/city/standings", frozenset({"city"})),
    ("POST", "/city/standings"): Line("/city/standings", frozenset({"city"}), 422),
    ("GET", "/city/standings/fairness.<file:kind>"): Line(
        "/city/standings/fairness.csv", frozenset({"city"})
    ),
    ("GET", "/districts/<string:code>/standings"): Line("/districts/{here}/standings", HERE),
    ("POST", "/districts/<string:code>/standings"): Line("/districts/{here}/standings", HERE, 422),
    ("GET", "/units/<key:unit_id>/standings"): Line("/units/{unit}/standings", HERE | {"contact"}),
    ("POST", "/units/<key:unit_id>/standings"): Line(
        "/units/{unit}/standings", HERE | {"contact"}, 422
    ),
    # A showcase's gate: who organizes it, the phones that were let in, and a person's own ticket.
    ("GET", "/showcases/<key:showcase_id>/gate"): Line("/showcases/{showcase}/gate", CITY),
    ("GET", "/showcases/<key:showcase_id>/gate/list"): Line(
        "/showcases/{showcase}/gate/list", CITY
    ),
    ("GET", "/showcases/<key:showcase_id>/gate/doors"): Line(
        "/showcases/{showcase}/gate/doors", CITY
    ),
    ("POST", "/showcases/<key:showcase_id>/gate/doors"): Line(
        "/showcases/{showcase}/gate/doors", CITY, 422
    ),
    ("POST", "/showcases/<key:showcase_id>/gate/doors/<key:door_id>/shut"): Line(
        "/showcases/{showcase}/gate/doors/1/shut", CITY, 404
    ),
    ("GET", "/showcases/<key:showcase_id>/gate/squads/<key:squad_id>"): Line(
        "/showcases/{showcase}/gate/squads/{squad}", CITY, 404
    ),
    (
        "POST",
        "/showcases/<key:showcase_id>/gate/squads/<key:squad_id>/<key:participant_id>",
    ): Line("/showcases/{showcase}/gate/squads/{squad}/1", CITY, 404),
    (
        "POST",
        "/showcases/<key:showcase_id>/gate/squads/<key:squad_id>/<key:participant_id>/undo",
    ): Line("/showcases/{showcase}/gate/squads/{squad}/1/undo", CITY, 404),
    ("GET", "/gates/door/<string:code>"): Line("/gates/door/neverwas2345", EVERYBODY, 404),
    ("POST", "/gates/door/<string:code>"): Line("/gates/door/neverwas2345", EVERYBODY, 404),
    ("GET", "/gates/worker.js"): Line("/gates/worker.js", EVERYBODY),
    ("GET", "/gates/<key:showcase_id>"): Line("/gates/{showcase}", AT_GATE),
    ("POST", "/gates/<key:showcase_id>"): Line("/gates/{showcase}", AT_GATE, 422),
    ("GET", "/gates/<key:showcase_id>/tickets.json"): Line(
        "/gates/{showcase}/tickets.json", AT_GATE
    ),
    ("POST", "/gates/<key:showcase_id>/passages"): Line("/gates/{showcase}/passages", AT_GATE, 400),
    ("GET", "/showcases/<key:showcase_id>/ticket"): Line(
        "/showcases/{showcase}/ticket", TAKING_PART, 404
    ),
    ("GET", "/showcases/<key:showcase_id>/ticket.png"): Line(
        "/showcases/{showcase}/ticket.png", TAKING_PART, 404
    ),
    ("GET", "/showcases/<key:showcase_id>/certificate"): Line(
        "/showcases/{showcase}/certificate", TAKING_PART
    ),
    ("GET", "/showcases/<key:showcase_id>/certificate.png"): Line(
        "/showcases/{showcase}/certificate.png", TAKING_PART, 404
    ),
    # Weighing stations: opened by the contact or organizers, who see nobody that is weighed there.
    ("GET", "/units/<key:unit_id>/stations"): Line("/units/{unit}/stations", HERE | {"contact"}),
    ("POST", "/units/<key:unit_id>/stations"): Line(
        "/units/{unit}/stations", HERE | {"contact"}, 422
    ),
    ("GET", "/districts/<string:code>/stations"): Line("/districts/{here}/stations", HERE),
    ("POST", "/districts/<string:code>/stations"): Line("/districts/{here}/stations", HERE, 422),
    ("GET", "/stations/<key:station_id>/doors"): Line(
        "/stations/{station}/doors", HERE | {"contact"}
    ),
    ("POST", "/stations/<key:station_id>/doors"): Line(
        "/stations/{station}/doors", HERE | {"contact"}, 422
    ),
    ("POST", "/stations/<key:station_id>/doors/<key:door_id>/shut"): Line(
        "/stations/{station}/doors/1/shut", HERE | {"contact"}, 404
    ),
    ("GET", "/stations/door/<string:code>"): Line("/stations/door/neverwas2345", EVERYBODY, 404),
    ("POST", "/stations/door/<string:code>"): Line("/stations/door/neverwas2345", EVERYBODY, 404),
    ("GET", "/me/weighing-code"): Line("/me/weighing-code", TAKING_PART),
    # At the scales: whoever was let in, until it closes.
    ("GET", "/stations/<key:station_id>"): Line("/stations/{station}", AT_STATION),
    ("POST", "/stations/<key:station_id>"): Line("/stations/{station}", AT_STATION, 422),
    ("GET", "/stations/scan/<string:code>"): Line("/stations/scan/neverwas2345", AT_STATION, 404),
    ("POST", "/stations/scan/<string:code>"): Line("/stations/scan/neverwas2345", AT_STATION, 404),
    ("POST", "/stations/<key:station_id>/close"): Line(
        "/stations/{station}/close", HERE | {"contact"}, 303
    ),
    # Lectures: their own page opens for everybody; a code of another half minute counts nobody.
    ("GET", "/lectures"): Line("/lectures", TAKING_PART),
    ("GET", "/lectures/<key:lecture_id>"): Line("/lectures/{lecture}", EVERYBODY),
    ("POST", "/lectures/<key:lecture_id>/register"): Line(
        "/lectures/{lecture}/register", TAKING_PART, 303
    ),
    ("POST", "/lectures/<key:lecture_id>/give-back"): Line(
        "/lectures/{lecture}/give-back", TAKING_PART, 303
    ),
    ("GET", "/lectures/<key:lecture_id>/calendar"): Line(
        "/lectures/{lecture}/calendar", TAKING_PART
    ),
    ("GET", "/lectures/<key:lecture_id>/in/<string:code>"): Line(
        "/lectures/{lecture}/in/neverwas2345",
        EVERYBODY,
        403,
        but={"anonymous": 200, "member": 200, "outsider": 200},
    ),
    ("POST", "/lectures/<key:lecture_id>/in/<string:code>"): Line(
        "/lectures/{lecture}/in/neverwas2345", TAKING_PART, 409
    ),
    # Whoever holds a lecture: her district's organizer here, and nobody above her.
    ("GET", "/units/<key:unit_id>/lectures"): Line("/units/{unit}/lectures", CONTACT),
    ("POST", "/units/<key:unit_id>/lectures"): Line("/units/{unit}/lectures", CONTACT, 422),
    ("GET", "/districts/<string:code>/lectures"): Line("/districts/{here}/lectures", HOLDING),
    ("POST", "/districts/<string:code>/lectures"): Line("/districts/{here}/lectures", HOLDING, 422),
    ("GET", "/city/lectures"): Line("/city/lectures", frozenset({"city"})),
    ("POST", "/city/lectures"): Line("/city/lectures", frozenset({"city"}), 422),
    ("GET", "/lectures/<key:lecture_id>/edit"): Line("/lectures/{lecture}/edit", HOLDING),
    ("POST", "/lectures/<key:lecture_id>/edit"): Line("/lectures/{lecture}/edit", HOLDING, 422),
    ("GET", "/lectures/<key:lecture_id>/door"): Line("/lectures/{lecture}/door", HOLDING),
    ("GET", "/lectures/<key:lecture_id>/door/now"): Line("/lectures/{lecture}/door/now", HOLDING),
    ("GET", "/lectures/<key:lecture_id>/people"): Line("/lectures/{lecture}/people", HOLDING),
    ("POST", "/lectures/<key:lecture_id>/people/<key:participant_id>/in"): Line(
        "/lectures/{lecture}/people/1/in", HOLDING, 404
    ),
    ("POST", "/lectures/<key:lecture_id>/people/<key:participant_id>/undo"): Line(
        "/lectures/{lecture}/people/1/undo", HOLDING, 404
    ),
    ("POST", "/lectures/<key:lecture_id>/cancel"): Line("/lectures/{lecture}/cancel", HOLDING, 303),
    # Last, since it ends the other browsers of the same person.
    ("POST", "/sign-out-everywhere"): Line("/sign-out-everywhere", SIGNED_IN, 303),
}

NOWHERE = {
    "team": 1,
    "other_team": 2,
    "unit": 1,
    "station": 1,
    "showcase": 1,
    "lecture": 1,
    "squad": 1,
    "rehearsal": 1,
    "item": 1,
    "here": "110112",
    "elsewhere": "110105",
    "code": "abcdefgh2345",
}
"""Keys for those who are turned away before anybody looks whether there is such a thing."""

FOREIGN = [
    "/units/1/slips",
    "/units/1/slips/team/1",
    "/districts/{elsewhere}/help",
    "/districts/{elsewhere}/leader-slips",
    "/team/{other_team}/notice",
    "/team/{other_team}/digest",
    "/team/{other_team}/poster",
    "/team/{other_team}/poster.png",
    "/team/{other_team}/robots",
    "/units/1/robots",
    "/team/{other_team}/join-codes",
    "/team/1/join-codes",
    "/units/1",
    "/units/1/figures",
    "/units/1/roster",
    "/units/1/roster.csv",
    "/units/1/figures/active.json",
    "/districts/{elsewhere}",
    "/districts/{elsewhere}/targets",
    "/districts/{elsewhere}/standings",
    "/units/1/standings",
    "/standings/members?team={other_team}",
    "/standings/members?team=1",
    "/districts/{elsewhere}/teams/new",
    "/districts/{elsewhere}/roster",
    "/districts/{elsewhere}/teams/{other_team}",
    "/districts/{here}/teams/{other_team}",
    "/districts/{elsewhere}/teams/{team}",
    "/districts/{elsewhere}/contact-requests",
    "/districts/{elsewhere}/stations",
    "/districts/{elsewhere}/lectures",
    "/units/1/lectures",
    "/lectures/1/people",
    "/lectures/1/door",
    "/units/1/stations",
    "/stations/1",
    "/stations/1/doors",
    "/districts/999999",
    "/districts/999999/teams/{team}",
    "/districts/{elsewhere}/outcome",
    "/districts/{elsewhere}/outcome/flow.json",
    "/districts/{elsewhere}/keeping-up",
    "/districts/{elsewhere}/learning",
    "/districts/{elsewhere}/learning/reach.json",
    "/districts/{elsewhere}/keeping-up/weighed.json",
    "/districts/{elsewhere}/change.json",
    "/districts/{here}/teams/{other_team}/participation.json",
    "/districts/{elsewhere}/change.csv",
    "/districts/{elsewhere}/change.png",
    "/districts/{here}/teams/{other_team}/participation.csv",
    "/districts/{here}/teams/{other_team}/participation.png",
    "/team?team={other_team}",
    "/team/change.json?team={other_team}",
    "/team/change.csv?team={other_team}",
    "/team/change.png?team={other_team}",
    "/team?team=1",
    "/lead?team={other_team}",
    "/lead?team=1",
]
"""Addresses of other places: nobody of this team, unit or district gets anything there."""


def test_every_address_has_a_line(sqlite_app: Flask) -> None:
    asked = set(routes(sqlite_app))

    assert asked - set(LINES) == set(), "say in LINES who gets what answer"
    assert set(LINES) - asked == set(), "no such address any more"


def asked_of(town: Town, line: Line) -> tuple[str, dict[str, str]]:
    """A line's address and fields with the town's keys filled in."""
    fields = {name: town.address(value) for name, value in (line.fields or {}).items()}
    return town.address(line.address), fields


def surprises(town: Town, method: str) -> dict[tuple[str, str], tuple[int, int]]:
    """By role and address, the status that came and the one of the table, where they differ."""
    found = {}
    for role in ROLES:
        browsers = {route: town.browser(role) for route in LINES if route[0] == method}
        for route, browser in browsers.items():
            came = ask(browser, method, *asked_of(town, LINES[route])).status_code
            found[role, route[1]] = (came, LINES[route].expected()[role])
    return {each: (came, said) for each, (came, said) in found.items() if came != said}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_address_answers_each_role_as_the_table_says(town: Town, method: str) -> None:
    with town.app.app_context():  # the leader was there today, so that her deputy stays one
        leader, scope = town.accounts["leader"], team_scope(town.team_id)
        note_look(leader, scope, "roster", clock.today(), clock.now())

    assert surprises(town, method) == {}


def test_nobody_gets_anything_of_a_place_that_is_not_theirs(town: Town) -> None:
    roles = ("member", "leader", "contact", "educator", "organizer")

    found = {
        (role, pattern): town.browser(role).get(town.address(pattern)).status_code
        for role in roles
        for pattern in FOREIGN
    }

    assert {each: code for each, code in found.items() if code not in {403, 404}} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_figure_as_a_file_is_behind_the_guard_of_the_page(town: Town, role: str) -> None:
    figures = [line for (_, rule), line in LINES.items() if rule.endswith(".<file:kind>")]
    refused = [line for line in figures if role not in line.allowed]
    browser = town.browser(role)

    found = {
        (line.address, kind): browser.get(
            town.address(line.address).replace(".csv", f".{kind}")
        ).status_code
        for line in refused
        for kind in Kind
    }

    assert len(figures) >= 6
    assert found == {
        (line.address, kind): line.expected()[role] for line in refused for kind in Kind
    }


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    guarded = {
        (method, LINES[method, rule].address.format(**NOWHERE))
        for method, rule in LINES
        if LINES[method, rule].allowed != EVERYBODY
    }

    sent_to = {
        (method, address): ask(client, method, address).location for method, address in guarded
    }

    assert sent_to == {
        (method, address): f"/sign-in?next={address if method == 'GET' else '/'}"
        for method, address in guarded
    }


def test_every_form_is_refused_without_its_token(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    posts = [LINES[route].address.format(**NOWHERE) for route in LINES if route[0] == "POST"]

    # The token is looked at before anybody's role or any row, so nobody needs to exist.
    codes = {address: client.post(address).status_code for address in posts}

    assert codes == dict.fromkeys(posts, 400)
