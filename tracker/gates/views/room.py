"""What the room's pages share: the blueprint, a showcase's keys, and the page when it is over."""

from flask import Blueprint, render_template, request

from tracker.gates import store
from tracker.gates.rules import GateOverError, KeyPair, new_keys, token
from tracker.web.sealing import UnsealedError, seal, unseal

pages = Blueprint("gates", __name__)

PURPOSE = "gate"


@pages.errorhandler(GateOverError)
def over(error: GateOverError) -> tuple[str, int]:
    """Nothing is taken any more; the page lets the phone forget what it kept."""
    status = 200 if request.method == "GET" and not request.path.endswith(".json") else 410
    return render_template("gates/over.html", showcase_id=error.args[0]), status


def key_pair(showcase_id: int) -> KeyPair:
    """A showcase's keys, made when somebody first needs them.

    The private one is empty where it was sealed with a secret that is gone: numbers still work.
    """
    found = store.keys(showcase_id)
    if found is None:
        made = new_keys()
        found = store.keep_keys(showcase_id, made.public, seal(made.private, PURPOSE))
    public, sealed = found
    try:
        return KeyPair(unseal(sealed, PURPOSE), public)
    except UnsealedError:
        return KeyPair("", public)


def token_of(showcase_id: int, number: str) -> str:
    """What a ticket's code says; empty where nothing can be signed any more."""
    private = key_pair(showcase_id).private
    return token(private, showcase_id, number) if private else ""
