"""Why enrolment is closed, in words, and where it is seen to."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.compliance.rules import Reason

WORDS: dict[Reason, Any] = {
    Reason.ASSESSMENT: _l("个人信息保护影响评估还没有批准。"),
    Reason.HANDLERS: _l("三家共同处理者的名称和联系方式还没有填完。"),
    Reason.PROCESSOR: _l("受托运营方的名称和联系方式还没有填完。"),
    Reason.CONTACT: _l("个人信息联系人的名称、电话和邮箱还没有填完。"),
    Reason.RETENTION: _l("保存期限还没有确认，或者确认以后又有变化。"),
    Reason.NOTICE: _l("告知书和参加约定还没有公布。"),
    Reason.SECRET_KEY: _l("服务器还没有设置自己的 SECRET_KEY。"),
    Reason.DATA_KEY: _l("服务器还没有设置加密姓名和手机号的 DATA_KEY。"),
    Reason.HTTPS: _l(
        "还没有走 HTTPS：登记 https:// 开头的网址，在生产环境运行，并设置 TRACKER_PROXIES。"
    ),
    Reason.ORIGIN: _l(
        "服务器还没有设置 PUBLIC_ORIGIN（https:// 开头的网址）：通行密钥和短信验证码只认这个网址。"
    ),
    Reason.BACKUP: _l("备份还没有设置：需要 BACKUP_FOLDER 和 BACKUP_KEY。"),
    Reason.RECENT_BACKUP: _l("最近 48 小时没有做成备份。"),
}

PAGES = {
    Reason.ASSESSMENT: "compliance.assessment",
    Reason.HANDLERS: "compliance.facts",
    Reason.PROCESSOR: "compliance.facts",
    Reason.CONTACT: "compliance.facts",
    Reason.RETENTION: "compliance.retention",
    Reason.NOTICE: "compliance.publishing",
    Reason.HTTPS: "compliance.facts",
}


def reason_words(reason: Reason) -> Any:
    """What is missing, as a sentence."""
    return WORDS[reason]


def where_to(reason: Reason) -> str | None:
    """The page on which an organizer sees to it; None: whoever runs the machine does."""
    return PAGES.get(reason)
