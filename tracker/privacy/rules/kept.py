"""Every table that points at a person, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum


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
BY_LAW = "法律要求这类记录保存三年 · the law has such records kept for three years"


def _hers(table: str, about: str) -> Kept:
    """A table of her own doing, found by her part in a season, of which nothing is left."""
    return Kept(table, "participant_id", Key.PARTICIPANT, Fate.DELETED, about)


def _recorded(table: str, about: str, *withheld: str) -> Kept:
    """A record that the law has kept for three years; whoever made it is a bare account after."""
    return Kept(table, "account_id", Key.ACCOUNT, Fate.ENDED, about, BY_LAW, withheld)


KEPT: tuple[Kept, ...] = (
    Kept(
        "account",
        "id",
        Key.ACCOUNT,
        Fate.BARE,
        "账号 · account",
        AUDITED,
        ("password_hash", "former_hash"),
    ),
    Kept("role_grant", "account_id", Key.ACCOUNT, Fate.ENDED, "职务 · roles held", AUDITED),
    Kept("access_look", "viewer_id", Key.ACCOUNT, Fate.ENDED, "您看过什么 · your looks", AUDITED),
    Kept("sign_in_failure", "phone", Key.PHONE, Fate.DELETED, "失败的登录 · failed sign-ins"),
    Kept("sign_in_lock", "phone", Key.PHONE, Fate.DELETED, "登录锁定 · a lock on signing in"),
    Kept(
        "account_session",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "登录的设备 · devices signed in",
        withheld=("token_hash", "device_hash", "challenge", "challenge_at"),
    ),
    Kept(
        "passkey",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "通行密钥 · passkeys",
        withheld=("credential", "public_key"),
    ),
    Kept(
        "recovery_code",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "备用码，不含码本身 · recovery codes without the codes",
        withheld=("code_hash",),
    ),
    Kept(
        "own_code",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "您自己保管的恢复码，不含码本身 · the code you keep at home, without the code",
        withheld=("code_hash",),
    ),
    Kept(
        "account_news",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "账号安全的提醒 · what you were told of your account's safety",
        withheld=("device_hash", "session_id"),
    ),
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
    Kept(
        "leaving",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "您要求退出并删除 · your wish to be erased",
    ),
    _hers("leaving_part", "要求退出以前在哪支队伍 · your team before you asked to be erased"),
    Kept(
        "copied_file",
        "account_id",
        Key.ACCOUNT,
        Fate.DELETED,
        "您要的数据文件 · the file of your data that you asked for",
        withheld=("content",),
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
    _hers("squad_member", "展示队邀请和您的回答 · being asked to be in a squad, and your answer"),
    _hers("rehearsal_attendance", "您来过的排练 · rehearsals you came to"),
    Kept(
        "gate_door",
        "account_id",
        Key.ACCOUNT,
        Fate.ENDED,
        "您在展示门口核票 · gates at which you checked tickets",
        AUDITED,
        ("code",),
    ),
    _hers("gate_ticket", "展示的入场票 · tickets to showcases"),
    _hers("gate_passage", "您进过的展示 · showcases you came to"),
    _hers("formation_place", "您在队形里的位置 · your place in a formation"),
    _hers("formation_stand_in", "您在队形里顶替过的位置 · places you stood in at"),
    _hers("photograph_person", "勾了您名字的照片 · photographs you were named in"),
    Kept(
        "photograph",
        "uploaded_by",
        Key.ACCOUNT,
        Fate.ENDED,
        "您上传的照片 · photographs you uploaded",
        AUDITED,
        ("uploaded_by", "questioned", "people"),
    ),
    _hers("lecture_registration", "报名听的讲座 · lectures you registered for"),
    _hers("lecture_attendance", "听过的讲座 · lectures you came to"),
    Kept(
        "lecture",
        "made_by",
        Key.ACCOUNT,
        Fate.ENDED,
        "您办的讲座 · lectures you announced",
        AUDITED,
        ("secret",),
    ),
    Kept(
        "lesson_version",
        "edited_by",
        Key.ACCOUNT,
        Fate.ENDED,
        "您改过的学习卡片 · lessons you edited",
        AUDITED,
        ("edited_by", "text"),
    ),
    _hers("lesson_read", "读过的学习卡片 · lessons you read"),
    _hers("question_answer", "答过的题，和什么时候再来 · questions answered, and when they return"),
    _hers("quiz", "每天的小测 · quizzes of the day"),
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
    _recorded("compliance_facts", "您登记的告知书事实 · facts you put on record", "facts"),
    _recorded(
        "compliance_notice",
        "您公布的告知书 · notices you published",
        "notice_zh",
        "notice_en",
        "terms_zh",
        "terms_en",
    ),
    _recorded("compliance_assessment", "您写的影响评估 · assessments you wrote", "answers"),
    _recorded("compliance_approval", "您批准的影响评估 · assessments you approved"),
    _recorded("compliance_breach", "您登记的信息事件 · breaches you put on record", "answers"),
    _recorded("compliance_release", "您拿出系统的资料 · what you took out of the system"),
    _hers("points_choice", "要不要看积分 · whether you want to see points"),
    _hers("mark_contributor", "用到您分数的小组分 · team marks your own are in"),
    _hers("release_contributor", "用到您数据的小组图 · group figures your values are in"),
)
"""Every table that points at a person; a test compares it with the tables there are."""
