"""The base of every form."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from flask import Flask, current_app, g, request, session
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.i18n import get_translations

from tracker.web.filters import language
from tracker.web.signing import signed_token

TOKEN = "csrf_token"  # noqa: S105 - a name, no password


class Form(FlaskForm):  # type: ignore[misc]
    """A form that keeps what was typed and carries the hidden `csrf_token`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where a form's data comes from."""

        def wrap_formdata(self, _form: object, formdata: Any) -> Any:
            """What was typed and nothing else: a file or JSON in its place is nothing typed."""
            given = formdata is None or isinstance(formdata, MultiDict)
            return formdata if given else request.form or None

        def get_translations(self, _form: object) -> Any:
            """WTForms' own sentences, read from its catalogue once and not for every form."""
            return _sentences(language())

    @property
    def first_error(self) -> str | None:
        """The first sentence that says what to do, for a page's summary."""
        for messages in self.errors.values():
            for message in messages:
                return str(message)
        return None

    def say(self, field: str, message: Any) -> None:
        """Put a sentence from a rule or a store under a field."""
        self[field].errors = [*self[field].errors, str(message)]


@cache
def _sentences(code: str) -> Any:
    return get_translations([code])


def csrf_token() -> str:
    """The token of this request's forms, made once; of a session without one by Flask-WTF."""
    found: str | None = g.get(TOKEN)
    if found is None:
        raw = session.get(TOKEN)
        found = signed_token(_secret(), raw) if isinstance(raw, str) else generate_csrf()
        setattr(g, TOKEN, found)
    return found


def _secret() -> str | bytes:
    secret = current_app.config.get("WTF_CSRF_SECRET_KEY") or current_app.secret_key
    return cast("str | bytes", secret)


def install(app: Flask) -> None:
    """Let templates ask for the token, after Flask-WTF has been told of the application."""
    app.context_processor(lambda: {"csrf_token": csrf_token})


def offered(labels: Mapping[Any, Any]) -> list[Any]:
    """The choices of a select or radio field, from what is sent and how it reads."""
    return [SelectChoice(value, label) for value, label in labels.items()]
