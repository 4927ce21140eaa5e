"""A photograph, what it shows, and whoever can be recognised in it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than its stubs
    BooleanField,
    FileField,
    SelectChoice,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.photographs.rules import CAPTION_MAX, FILE_MAX, Trouble
from tracker.showcases.rules import Member
from tracker.teams.rules import plain_name
from tracker.web.forms import Form
from tracker.web.links import key_of

MEGA = 1_000_000
SAID = {
    Trouble.EMPTY: _l("请先选一张照片。"),
    Trouble.TOO_LARGE: _l(
        "照片超过 %(mega)d MB，或者太大。请换一张小一点的。", mega=FILE_MAX // MEGA
    ),
    Trouble.NO_PICTURE: _l("这个文件不是能用的照片。请选 JPG、PNG 或 WebP。"),
}
"""Why a file is not taken, and what to do."""


def _plain(text: str | None) -> str:
    return plain_name(text or "")


class PhotographForm(Form):
    """One photograph to be uploaded."""

    file = FileField(
        _l("照片"), render_kw={"accept": "image/jpeg,image/png,image/webp", "class": "file"}
    )
    caption = StringField(
        _l("写一句（可以不写）"),
        filters=[_plain],
        validators=[Length(max=CAPTION_MAX, message=_l("最多 %(max)d 个字。"))],
    )
    people = SelectMultipleField(
        _l("照片里认得出谁"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    complete = BooleanField(
        _l("认得出的人都勾上了，没有漏下谁；没勾的人都认不出来。"),
        validators=[DataRequired(_l("请看一遍照片，再勾这一项。"))],
    )

    def __init__(self, members: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people.choices = [
            SelectChoice(str(each.participant_id), each.name) for each in members
        ]

    @property
    def named(self) -> frozenset[int]:
        """Keys of the participants who were ticked."""
        return frozenset(key_of(each) for each in self.people.data or ())

    def explain(self, trouble: Trouble) -> None:
        """Say beside the file why it is not taken."""
        self.say("file", SAID[trouble])
