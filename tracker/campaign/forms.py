"""The six consents in plain words, each its own tick."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from tracker.campaign.rules import ConsentKind, text_hash
from tracker.web.forms import Form


class ConsentsForm(Form):
    """Six decisions; only the first is needed to take part. A tick left empty is a refusal."""

    terms = BooleanField(
        _l("我读过告知书，自愿参加"),
        description=_l("参加与否、坚持与否，都不影响您的工作、考核和待遇，随时可以退出。"),
        validators=[InputRequired(_l("要参加，请先读告知书并勾选这一项。"))],
    )
    body_data = BooleanField(
        _l("我同意记录身高、体重等身体数据"),
        description=_l(
            "用来给您自己看体重变化和安全提醒；身高、体重属于敏感个人信息。"
            "您的组长、单位和主办方都看不到您个人的数据，只看得到至少 10 个人的汇总。"
            "不勾选也能参加，只记运动。"
        ),
    )
    leader_sees = BooleanField(
        _l("我同意组长和副组长看到我哪天有记录"),
        description=_l("只看到“记录了”和运动分钟数，看不到体重和热量。不勾选就显示“不显示”。"),
    )
    name_in_standings = BooleanField(
        _l("我同意在排行里显示我的名字"),
        description=_l("排行按参与情况计分，不比体重。不勾选就不出现您的名字。"),
    )
    evaluation = BooleanField(
        _l("我同意把去掉身份的数据用于活动评估"),
        description=_l("去掉姓名、手机号和单位以后，用来总结这次活动做得怎么样。"),
    )
    photographs = BooleanField(
        _l("我同意活动现场的照片里有我"),
        description=_l("比如运动技能展示的合影。不勾选，我们就不使用能认出您的照片。"),
    )

    def decisions(self, notice: str) -> dict[ConsentKind, tuple[bool, str]]:
        """Each decision with the hash of its words; those of the first include the notice."""
        return {
            kind: (self[kind].data, text_hash(self._words(kind, notice))) for kind in ConsentKind
        }

    def _words(self, kind: ConsentKind, notice: str) -> str:
        words = f"{self[kind].label.text}\n{self[kind].description}"
        return f"{words}\n{notice}" if kind is ConsentKind.TERMS else words
