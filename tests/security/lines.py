"""Who gets what answer at every address: the table, but for learning, lectures and showcases."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.security.town import ROLES

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
    ("GET", "/me/seen"): Line("/me/seen", SIGNED_IN),
    ("GET", "/skills"): Line("/skills", EVERYBODY),
    ("GET", "/skills/<any:skill>"): Line("/skills/baduanjin", EVERYBODY),
    ("GET", "/skills/<any:skill>/guide"): Line("/skills/baduanjin/guide", EVERYBODY),
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
    # Last of all, since they end the other browsers of the same person.
    ("POST", "/account/sessions/end-others"): Line("/account/sessions/end-others", SIGNED_IN, 303),
    ("POST", "/sign-out-everywhere"): Line("/sign-out-everywhere", SIGNED_IN, 303),
}
