"""A person's own ticket and, once it is over, her certificate; nobody else's."""

from flask import Response, abort, render_template

from tracker.accounts.guards import current_person
from tracker.campaign.guards import current_participant, participating
from tracker.gates import figures, store
from tracker.gates.guards import showcase_or_404
from tracker.gates.rules import (
    Ticket,
    UnknownTicketError,
    gives_certificate,
    spoken,
)
from tracker.gates.views.room import pages, token_of
from tracker.showcases import store as showcases
from tracker.showcases.rules import Showcase
from tracker.teams.rules import district
from tracker.web.filters import language


@pages.get("/showcases/<key:showcase_id>/ticket")
@participating
def ticket(showcase_id: int) -> str:
    """Her code for the gate, and the number to read out."""
    event, mine = _mine(showcase_id)
    squads = store.confirmed_squads_of(mine.participant_id, showcase_id)
    code = token_of(showcase_id, mine.number)
    return render_template(
        "gates/ticket.html",
        showcase=event,
        squads=squads,
        number=spoken(mine.number),
        has_code=bool(code),
        inside=store.passage_of(mine.participant_id, showcase_id),
    )


@pages.get("/showcases/<key:showcase_id>/ticket.png")
@participating
def ticket_png(showcase_id: int) -> Response:
    """The same as a picture to keep: where and when, code and number, no name."""
    event, mine = _mine(showcase_id)
    code = token_of(showcase_id, mine.number) or abort(404)
    squads = store.confirmed_squads_of(mine.participant_id, showcase_id)
    picture = figures.ticket_png(
        figures.ticket_of(event, [each.name for each in squads], mine, code)
    )
    return Response(picture, mimetype="image/png")


@pages.get("/showcases/<key:showcase_id>/certificate")
@participating
def certificate(showcase_id: int) -> str | tuple[str, int]:
    """What she took part in, to print; before it is over a page that says when."""
    event = showcase_or_404(showcase_id)
    inside = store.passage_of(current_participant().id, showcase_id)
    if not gives_certificate(event, inside):
        return render_template("gates/no_certificate.html", showcase=event, came=inside is not None)
    return render_template("gates/certificate.html", showcase=event, words=_certificate(event))


@pages.get("/showcases/<key:showcase_id>/certificate.png")
@participating
def certificate_png(showcase_id: int) -> Response:
    """The same as a picture to keep."""
    event = showcase_or_404(showcase_id)
    if not gives_certificate(event, store.passage_of(current_participant().id, showcase_id)):
        abort(404)
    return Response(figures.certificate_png(_certificate(event)), mimetype="image/png")


def _mine(showcase_id: int) -> tuple[Showcase, Ticket]:
    event = showcase_or_404(showcase_id)
    try:
        return event, store.ticket(current_participant().id, showcase_id)
    except UnknownTicketError:
        abort(404)


def _certificate(event: Showcase) -> figures.Certificate:
    """Her name, her district, the day and what she showed; nothing that was ever measured."""
    squads = store.confirmed_squads_of(current_participant().id, event.id)
    titles = {item.id: item.title for item in showcases.items(event.id)}
    together = [item.title for item in showcases.items(event.id) if item.together]
    return figures.certificate_of(
        event,
        name=current_person().name,
        district=_district(squads[0].district_code) if squads else "",
        items=list(dict.fromkeys([*together, *(titles[squad.item_id] for squad in squads)])),
    )


def _district(code: str) -> str:
    place = district(code)
    return place.english if language() == "en" else place.name
