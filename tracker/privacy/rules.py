"""What is kept about a person: every table that points at one, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

BARE_NAME = "—"
"""Stands where her name was, in the access log of those she looked at."""
NO_PASSWORD = "-"  # noqa: S105  (the mark that no password fits)


class Key(StrEnum):
    """By which of a person's keys a table points at her."""

    ACCOUNT = "account"
    PARTICIPANT = "participant"
    PHONE = "phone"


class Fate(StrEnum):
    """What erasure does with a person's rows in a table."""

    DELETED = "deleted"
    BARE = "bare"
    """Kept without anything that says who or what she was: a number among the enrolled."""
    ENDED = "ended"
    """Kept as the record of what was done to others, ended and pointing at a bare account."""


@dataclass(frozen=True)
class Kept:
    """One table that points at a person: how she is found in it, and what erasure does."""

    table: str
    column: str
    key: Key
    fate: Fate
    about: str
    """What the table holds, for the codebook of an export."""
    why: str = ""
    """Why something is left after an erasure; empty where nothing is."""
    withheld: tuple[str, ...] = ()
    """Columns an export leaves out: they protect her, or somebody else, and tell her nothing."""

    @property
    def name(self) -> str:
        """What a copy calls it: a table is there twice if it also says who acted."""
        return f"{self.table}_by_you" if self.column == "actor_id" else self.table


COUNTED = (
    "报名总数不因有人离开而改变，只留一个无名的数 · a number without a name, so totals stay true"
)
AUDITED = (
    "被查看的人有权知道有过查看，姓名手机号已去除 · whoever was looked at may know; no name is left"
)
RELEASED = (
    "数据给过谁、谁批准，参加者有权知道 · to whom data was given, and by whom, stays on record"
)


def _hers(table: str, about: str) -> Kept:
    """A table of her own doing, found by her part in a season, of which nothing is left."""
    return Kept(table, "participant_id", Key.PARTICIPANT, Fate.DELETED, about)


KEPT: tuple[Kept, ...] = (
    Kept("account", "id", Key.ACCOUNT, Fate.BARE, "账号 · account", AUDITED, ("password_hash",)),
    Kept("role_grant", "account_id", Key.ACCOUNT, Fate.ENDED, "职务 · roles held", AUDITED),
    Kept("access_look", "viewer_id", Key.ACCOUNT, Fate.ENDED, "您看过什么 · your looks", AUDITED),
    Kept("sign_in_failure", "phone", Key.PHONE, Fate.DELETED, "失败的登录 · failed sign-ins"),
    Kept("sign_in_lock", "phone", Key.PHONE, Fate.DELETED, "登录锁定 · a lock on signing in"),
    Kept(
        "invitation",
        "phone",
        Key.PHONE,
        Fate.DELETED,
        "单位的邀请 · a unit's invitation",
        withheld=("handle",),
    ),
    Kept(
        "role_slip",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "第一次登录的纸条 · a slip for signing in the first time",
        withheld=("handle",),
    ),
    Kept(
        "roster_upload",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "您上传、等待确认的名单 · lists you uploaded that wait to be confirmed",
        withheld=("draft",),
    ),
    Kept("participant", "account_id", Key.ACCOUNT, Fate.BARE, "参加 · taking part", COUNTED),
    Kept("membership", "participant_id", Key.PARTICIPANT, Fate.BARE, "所在队伍 · teams", COUNTED),
    _hers("consent", "同意与拒绝 · consents given and refused"),
    Kept(
        "deed",
        "participant_id",
        Key.PARTICIPANT,
        Fate.DELETED,
        "组长和管理员为您做过什么 · what leaders and organizers did",
        withheld=("actor_id",),
    ),
    Kept(
        "deed",
        "actor_id",
        Key.ACCOUNT,
        Fate.ENDED,
        "您为组员做过什么 · what you did for members",
        AUDITED,
        ("participant_id", "actor_id"),
    ),
    Kept(
        "follow_up",
        "participant_id",
        Key.PARTICIPANT,
        Fate.DELETED,
        "组长联系您的结果 · what came of your leader's asking",
        withheld=("actor_id",),
    ),
    Kept(
        "follow_up",
        "actor_id",
        Key.ACCOUNT,
        Fate.ENDED,
        "您联系组员的结果 · what came of your asking members",
        AUDITED,
        ("participant_id", "actor_id"),
    ),
    _hers("nudge", "系统主动说过的话 · what the system said of itself"),
    _hers("nudge_mute", "不想被打扰到什么时候 · until when you want to hear nothing"),
    _hers("reminder", "您给自己定的提醒 · reminders you set for yourself"),
    Kept(
        "station", "opened_by", Key.ACCOUNT, Fate.ENDED, "您开的体重站 · stations opened", AUDITED
    ),
    Kept(
        "station_door",
        "account_id",
        Key.ACCOUNT,
        Fate.ENDED,
        "您给别人称重的体重站 · stations you weighed others at",
        AUDITED,
        ("code",),
    ),
    Kept(
        "weighing_code",
        "participant_id",
        Key.PARTICIPANT,
        Fate.DELETED,
        "称重码，十分钟有效 · code shown to a station, for ten minutes",
        withheld=("code", "number"),
    ),
    _hers("weighing_asked_again", "体重站请人再看一眼秤的日子 · days a station looked again"),
    _hers("leave", "暂停的日子 · days of pause"),
    Kept(
        "move_request",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "您申请加入或转队 · asking to join a team or to change teams",
        withheld=("actor_id",),
    ),
    Kept(
        "move_request",
        "actor_id",
        Key.ACCOUNT,
        Fate.ENDED,
        "您答复的申请 · requests you answered",
        AUDITED,
        ("account_id", "actor_id", "text_hash"),
    ),
    Kept(
        "announcement",
        "author_id",
        Key.ACCOUNT,
        Fate.ENDED,
        "您发的通知 · announcements you made",
        AUDITED,
        ("author_id", "opened"),
    ),
    Kept(
        "announcement_reader",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "您上次打开通知的时间 · when you last opened announcements",
    ),
    Kept(
        "pause_proposal",
        "participant_id",
        Key.PARTICIPANT,
        Fate.DELETED,
        "组长建议您暂停的日子 · days of pause proposed to you",
        withheld=("actor_id",),
    ),
    Kept(
        "pause_proposal",
        "actor_id",
        Key.ACCOUNT,
        Fate.ENDED,
        "您建议组员暂停的日子 · days of pause you proposed",
        AUDITED,
        ("participant_id", "actor_id"),
    ),
    _hers("body", "身体资料 · body profile"),
    _hers("goal", "目标 · goal"),
    _hers("reading", "体重 · weights"),
    _hers("weight_undo", "体重可撤销的一步 · undo of a weight"),
    _hers("thanks_wish", "愿意在群里被感谢 · a wish to be thanked in the group"),
    _hers("doctor_request", "请医生联系 · asking for a doctor's call"),
    _hers("exercise_entry", "运动 · exercise"),
    _hers("exercise_undo", "运动可撤销的一步 · undo of an exercise entry"),
    Kept(
        "file_request", "account_id", Key.ACCOUNT, Fate.ENDED, "申请评估数据 · requests", RELEASED
    ),
    Kept(
        "file_decision", "account_id", Key.ACCOUNT, Fate.ENDED, "批准评估数据 · decisions", RELEASED
    ),
    Kept("file_download", "account_id", Key.ACCOUNT, Fate.ENDED, "下载评估数据 · copies", RELEASED),
    _hers("points_choice", "要不要看积分 · whether you want to see points"),
    _hers("mark_contributor", "用到您分数的小组分 · team marks your own are in"),
    _hers("release_contributor", "用到您数据的小组图 · group figures your values are in"),
)
"""Every table that points at a person; a test compares it with the tables there are."""

COLUMNS: dict[str, str] = {
    "account_id": "账号编号 · account's key",
    "address": "网络地址 · network address",
    "approved": "批准了吗 · whether approved",
    "as_of": "图的截止日 · day of the figure",
    "asked_at": "提出的时间 · when asked",
    "at": "时间 · when",
    "at_time": "几点 · at what time",
    "begun": "本人来过了吗 · whether you came yourself",
    "birth_year": "出生年 · year of birth",
    "called_at": "联系的时间 · when called",
    "closed_at": "了结的时间 · when settled",
    "closes": "几点结束 · when it closes",
    "corrections": "改过几次 · times corrected",
    "created_at": "建立的时间 · when made",
    "day": "日期 · day",
    "deed": "做了什么 · what was done",
    "decided_at": "决定的时间 · when decided",
    "deleted": "那一步是不是删除 · whether that step was a deletion",
    "doctor_first": "先问医生 · ask a doctor first",
    "effort": "强度 · effort",
    "ended_at": "结束的时间 · when ended",
    "enrolled_on": "报名日 · day of enrolment",
    "epoch": "退出所有手机的次数 · times signed out everywhere",
    "file_name": "文件名 · name of the file",
    "expires_at": "有效到什么时候 · until when it is valid",
    "first": "第一天 · first day",
    "given": "同意了吗 · whether given",
    "grams": "体重，克 · weight in grams",
    "granted_at": "授予的时间 · when granted",
    "height_mm": "身高，毫米 · height in millimetres",
    "hidden": "不看积分 · whether points are hidden",
    "id": "编号 · key",
    "key": "这一条的编号 · the entry's key",
    "kind": "种类 · kind",
    "last": "最后一天 · last day",
    "last_at": "最近一次 · the latest time",
    "last_day": "最后一天有效 · last day on which it counts",
    "left_on": "退出日 · day of leaving",
    "line": "花名册里的第几行 · line in the roster",
    "looks": "次数 · times",
    "made_at": "做成的时间 · when made",
    "minutes": "分钟 · minutes",
    "missed_at": "最近一次输错手机号 · the latest wrong phone",
    "misses": "输错手机号几次 · wrong phones so far",
    "muted_until": "静音到什么时候 · muted until when",
    "name": "姓名 · name",
    "noted_at": "记下的时间 · when noted",
    "opened_by": "开体重站的账号 · account that opened it",
    "opens": "几点开始 · when it opens",
    "outcome": "结果 · outcome",
    "participant_id": "参加者编号 · participant's key",
    "phone": "手机号 · phone",
    "place": "地点 · place",
    "purpose": "用途 · purpose",
    "recalled_grams": "报名时凭记忆填的体重，克 · weight remembered at joining, in grams",
    "revoked_at": "停用的时间 · when revoked",
    "role": "职务 · role",
    "request_id": "申请的编号 · the request's key",
    "rows": "行数 · rows",
    "scope": "范围 · scope",
    "season_id": "活动季编号 · season's key",
    "set_on": "定下的日子 · day it was set",
    "sex": "性别 · sex",
    "sha256": "文件的指纹 · fingerprint of the file",
    "source": "来源 · source (self, station)",
    "station_id": "体重站编号 · station's key",
    "target_grams": "目标体重，克 · target in grams",
    "team": "单位和队伍 · unit and team",
    "team_id": "队伍编号 · team's key",
    "text_hash": "当时文字的指纹 · fingerprint of the words shown",
    "until": "到什么时候 · until when",
    "used": "用过了吗 · whether it was used",
    "version": "文字的版本 · version of the words",
    "viewer": "谁看了 · who looked",
    "viewer_id": "您的账号编号 · your account's key",
    "waist_mm": "腰围，毫米 · waist in millimetres",
    "wants_height": "想顺便量身高 · height wished too",
    "why": "为什么 · why",
    "weekday": "星期几，周一是 0 · day of the week, Monday is 0",
    "what": "看的是什么 · what was looked at",
    "wished_at": "说愿意的时间 · when wished",
    "uploaded_at": "上传的时间 · when uploaded",
    "district_code": "区的代码 · district's code",
    "unit_id": "单位编号 · unit's key",
    "audience": "给谁看 · for whom",
    "text": "通知的文字 · words of an announcement",
    "posted_at": "发出的时间 · when announced",
    "valid_until": "显示到哪天 · shown until",
    "withdrawn_at": "收回的时间 · when taken back",
    "opened_at": "上次打开的时间 · when last opened",
}
"""What each column of an export means."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Copy:
    """Everything kept about one person, table by table, and who looked at her."""

    tables: dict[str, Rows]
    looked_at_you: Rows


@dataclass(frozen=True)
class Certificate:
    """What an erased person is told: a number, a moment, how much is gone."""

    number: int
    erased_at: datetime
    rows_deleted: int
    left_on_disk: bool
    """Whether copies may still lie in the database's log, because somebody was reading it."""


class UnknownPersonError(Exception):
    """Nobody has this phone."""


def codebook() -> dict[str, Any]:
    """What each table and column of an export means, and what erasure would leave."""
    return {
        "tables": {
            kept.name: {"about": kept.about, "erasure": kept.fate.value, "why": kept.why}
            for kept in KEPT
        },
        "columns": COLUMNS,
    }
