"""The room's pages, and what several of them answer alike."""

import math
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from tracker.accounts.rules import LockedError
from tracker.clock import BEIJING, now
from tracker.web.forms import Form

MINUTE = timedelta(minutes=1)

pages = Blueprint("accounts", __name__)


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def wrong_password() -> str:
    """What is said when somebody signed in gives a wrong one."""
    return str(_("密码不对，请检查后再试。"))


def refused(template: str, form: Form, status: int = 422, **shown: Any) -> Response:
    """The page again, with what was typed."""
    return make_response(render_template(template, form=form, **shown), status)


def locked(template: str, form: Form, field: str, error: LockedError, **shown: Any) -> Response:
    """The page with a sentence that says when to try again."""
    wait = error.until - now()
    opens = error.until.astimezone(BEIJING) + MINUTE - timedelta(microseconds=1)
    form.say(
        field,
        _(
            "输错次数太多，为了安全先暂停登录。请在 %(time)s 以后（约 %(minutes)s 分钟）再试。",
            time=f"{opens:%H:%M}",
            minutes=max(1, math.ceil(wait / MINUTE)),
        ),
    )
    answer = refused(template, form, 429, **shown)
    answer.headers["Retry-After"] = str(max(1, math.ceil(wait.total_seconds())))
    return answer
