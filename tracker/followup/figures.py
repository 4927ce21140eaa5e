"""The room's words: why somebody may be asked, what may be written to her, a list to pass around.

Nothing that is sent says how long somebody noted nothing, asks after her health, or urges her.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.followup.rules import Chosen, Reason, chain_text
from tracker.web.filters import day as day_text

MESSAGES: Mapping[Reason, Sequence[str]] = {
    Reason.BACK: (
        _l("%(name)s，看到您又回来了，真好。按自己的步子来就行，我们都在。"),
        _l("%(name)s，欢迎回来！前面的不用补，从今天接着来就好。"),
        _l("%(name)s，很高兴又见到您。想找个伴走走，随时叫我。"),
    ),
    Reason.NEVER: (
        _l(
            "%(name)s，您好，我是%(me)s。第一次记录只要几十秒，哪天方便再记都行；"
            "有不会用的地方告诉我，我陪您一起弄。"
        ),
        _l("%(name)s，您好，我是%(me)s，欢迎加入%(team)s！不着急，先散步十分钟，就算开始了。"),
        _l("%(name)s，您好，我是%(me)s。打开页面时碰到什么麻烦了吗？截个图发给我，我来帮忙。"),
    ),
    Reason.SILENT_7: (
        _l("%(name)s，最近忙吗？不用放在心上，哪天有空走一走，回来记一笔就行。"),
        _l("%(name)s，哪天饭后想散散步，叫上我一起吧。记不记都没关系，出来透透气也好。"),
        _l("%(name)s，好几天没聊了。想歇一阵子也完全可以，自己在页面上定个暂停就好。"),
    ),
    Reason.SILENT_14: (
        _l("%(name)s，好久没联系了，给您问个好。什么时候想接着来都行，前面的不用补。"),
        _l("%(name)s，想起您来了。活动里要是有什么让您不方便的，告诉我，我去反映。"),
        _l("%(name)s，最近工作忙吧？想歇就歇着，想回来的那天，从当天记起就好。"),
    ),
}


def messages(person: Chosen, me: str, team: str) -> list[str]:
    """Kind words for one of today's people, the one whose turn it is first."""
    known = MESSAGES[person.reason or Reason.BACK]
    turn = person.turn % len(known)
    texts = [str(each) for each in (*known[turn:], *known[:turn])]
    return [text % {"name": person.name, "me": me, "team": team} for text in texts]


def reason_text(person: Chosen) -> str:
    """Why she stands here, in words that tell nothing but when she noted something."""
    since = day_text(person.since) if person.since else ""
    if person.reason is Reason.NEVER:
        return str(_("加入有些日子了，还没有开始记录。"))
    if person.reason is Reason.SILENT_7:
        return str(_("一周多没有记录了，上一次是 %(day)s。", day=since))
    if person.reason is Reason.SILENT_14:
        return str(_("两周多没有记录了，上一次是 %(day)s。", day=since))
    if person.reason is Reason.BACK:
        return str(_("隔了两周多，%(day)s 又开始记录了。", day=since))
    return str(_("今天补上了前几天的记录。"))


def chain(team: str, today: date, names: Sequence[str]) -> str:
    """The list that a group passes around, where each fills in her own line."""
    title = _("#接龙 %(team)s · %(day)s 今天动一动", team=team, day=day_text(today))
    example = _("例：0. 小明 健步走 30 分钟（写不写、写什么都随意，不写体重）")
    return chain_text(title, example, names)
