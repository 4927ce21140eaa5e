"""The same table for learning, lectures and showcases."""

from tests.security.lines import (
    AT_GATE,
    CITY,
    CITY_ALONE,
    CONTACT,
    EVERYBODY,
    HERE,
    HOLDING,
    LEADING,
    SIGNED_IN,
    TAKING_PART,
    Line,
)

LINES: dict[tuple[str, str], Line] = {
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
}
