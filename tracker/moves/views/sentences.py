"""Why something cannot be asked or granted now, in a sentence each."""

from flask import Blueprint
from flask_babel import gettext as _

from tracker.campaign.rules import (
    ClosedError,
    ClosedReason,
    LimitedError,
    NotTakingPartError,
    TransferredAlreadyError,
)
from tracker.moves.rules import (
    AnsweredAlreadyError,
    AskedTooOftenError,
    DeclinedLatelyError,
    ManyWaitingError,
    OpenRequestError,
    Outcome,
    OwnRequestError,
)
from tracker.teams.rules import SameTeamError, TeamClosedError, TeamFullError, TooEarlyError
from tracker.web.filters import day, moment

pages = Blueprint("moves", __name__)

REFUSALS = (
    AnsweredAlreadyError,
    AskedTooOftenError,
    ClosedError,
    DeclinedLatelyError,
    ManyWaitingError,
    NotTakingPartError,
    OpenRequestError,
    OwnRequestError,
    SameTeamError,
    TeamClosedError,
    TeamFullError,
    TooEarlyError,
    TransferredAlreadyError,
)
"""What a rule or a store may answer to a request; each has its sentence."""


def sentence(error: Exception) -> str:
    """What to tell whoever asked, or answered."""
    if isinstance(error, ClosedError):
        return _closed(error)
    if isinstance(error, AnsweredAlreadyError):
        return _answered()[error.outcome]
    if isinstance(error, TransferredAlreadyError):
        words = _("这个阶段已经换过一次队（%(day)s），每个阶段可以换一次。")
        return str(words % {"day": day(error.day)})
    if isinstance(error, AskedTooOftenError):
        words = _("14 天里最多申请三次，请在 %(when)s 以后再试。")
        return str(words % {"when": moment(error.until)})
    if isinstance(error, DeclinedLatelyError):
        words = _("这支队伍最近没有同意，%(when)s 以后可以再问。也可以问别的队。")
        return str(words % {"when": moment(error.until)})
    return str(_plain()[type(error)])


def _closed(error: ClosedError) -> str:
    if error.reason is ClosedReason.NOT_YET:
        return str(_("现在还不能，%(day)s 起可以。", day=day(error.day)))
    return str(_("这一季到 %(day)s 为止，现在已经不能了。", day=day(error.day)))


def _answered() -> dict[Outcome, str]:
    return {
        Outcome.APPROVED: _("这个申请已经有人同意了，不用再处理。"),
        Outcome.DECLINED: _("这个申请已经有人答复过了，不用再处理。"),
        Outcome.WITHDRAWN: _("本人已经收回这个申请，或者已经进了别的队。"),
        Outcome.EXPIRED: _("这个申请放了 14 天，已经过期。需要的话，本人可以再申请。"),
    }


def _plain() -> dict[type[Exception], str]:
    return {
        ManyWaitingError: _("这支队伍等待答复的人很多，请过几天再来，或者直接找组长要二维码。"),
        LimitedError: _("现在还办不了，请过些时候再看。"),
        NotTakingPartError: _("本人已经退出这一季。"),
        OpenRequestError: _("您有一个申请还在等答复。要改问别的队，请先收回。"),
        OwnRequestError: _("自己的申请要由别人答复：请另一位组长或副组长来定。"),
        SameTeamError: _("已经在这支队伍里了。"),
        TeamClosedError: _("这支队伍已经停用，不再加人。"),
        TeamFullError: _("这支队伍满员了。名额可以由单位联系人或区里增加，之后再试。"),
        TooEarlyError: _("换队的日子要在进现在这支队伍以后。"),
    }
