"""What both pages share: the blueprint, files of the size of a roster, and why one is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from werkzeug.datastructures import Headers

from tracker.rosters.documents.reading import sheets_in
from tracker.rosters.documents.writing import MIME, Kind
from tracker.rosters.forms import column_name, team_name
from tracker.rosters.rules.columns import Draft, draft_of
from tracker.rosters.rules.files import (
    FILE_MAX,
    ROWS_MAX,
    Trouble,
    UnreadableError,
    plain_file_name,
)
from tracker.rosters.rules.headers import Field
from tracker.web.exports import file_named

REQUEST_MAX = FILE_MAX + 1_000_000
"""Something over a file's own limit, so that a file over it gets a sentence."""
FILES = "60 per hour"
"""Reading one takes a process of its own for some seconds."""
UPLOADS = frozenset({"rosters.upload_people", "rosters.upload_places"})
MEGA = 1_000_000
ROWS_A_PAGE = 200
LETTERS = 26

pages = Blueprint("rosters", __name__)


@dataclass(frozen=True)
class Received:
    """A file that was uploaded and understood."""

    name: str
    draft: Draft


@pages.url_value_preprocessor
def _let_files_in(endpoint: str | None, _values: Any) -> None:
    """Only these two addresses take more than a form; before anything reads the request."""
    if endpoint in UPLOADS:
        request.max_content_length = REQUEST_MAX


@pages.context_processor
def _words() -> dict[str, Any]:
    return {
        "column_name": column_name,
        "team_name": team_name,
        "column_letter": column_letter,
        "mega": FILE_MAX // MEGA,
        "rows_max": ROWS_MAX,
    }


def received(fields: tuple[Field, ...]) -> Received:
    """The file of this request; raises UnreadableError."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise UnreadableError(Trouble.EMPTY)
    name = plain_file_name(file.filename) or "-"
    with file.stream as stream:
        content = stream.read(FILE_MAX + 1)
    return Received(name, draft_of(sheets_in(content, name), fields))


def sentence(trouble: Trouble) -> str:
    """Why a file is refused and what to do."""
    found = {
        Trouble.EMPTY: _("请先选一个有内容的文件，再点上传。"),
        Trouble.TOO_LARGE: _(
            "文件超过 %(mega)d MB。请删掉图片和用不到的列，再上传。", mega=FILE_MAX // MEGA
        ),
        Trouble.TOO_MANY_ROWS: _("表里超过 %(rows)d 行。请分成几个文件上传。", rows=ROWS_MAX),
        Trouble.BOMB: _("这个文件解开以后太大，没有读。请新建一个表格，只复制名单过去，再上传。"),
        Trouble.MACROS: _("文件里有宏（程序），没有读。请另存为 .xlsx，再上传。"),
        Trouble.PATHS: _("这不是正常的表格文件，没有读。请另存为 .xlsx，再上传。"),
        Trouble.LOCKED: _("文件有密码，读不了。请取消密码，再上传。"),
        Trouble.OTHER_KIND: _("只读 .xlsx、.xls 和 .csv。请用 Excel 或 WPS 另存为 .xlsx，再上传。"),
        Trouble.BROKEN: _("文件打不开，可能没有传完整或者已经损坏。请另存为 .xlsx，再上传。"),
        Trouble.NO_TABLE: _("没有找到名单：请检查表头。可以下载模板，把名单复制进去。"),
    }
    return str(found[trouble])


def column_letter(place: int) -> str:
    """A column as spreadsheets call it: A, B, ... Z, AA."""
    before, letter = divmod(place, LETTERS)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + letter)


def saved(content: bytes, kind: Kind, plain: str, full: str) -> Response:
    """A file to save."""
    headers = Headers()
    file_named(headers, plain, full, kind)
    return Response(content, mimetype=MIME[kind].partition(";")[0], headers=headers)


def rows_shown(rows: Sequence[object], wrong: Sequence[object]) -> dict[str, Any]:
    """One page of all rows, or of those that are wrong when the reader asked for them alone."""
    show = "wrong" if request.args.get("show") == "wrong" else None
    shown = wrong if show else rows
    there = max(1, ceil(len(shown) / ROWS_A_PAGE))
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= there:
        abort(404)
    return {
        "rows": shown[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE],
        "show": show,
        "page": number,
        "pages": there,
        "total": len(rows),
        "wrong": len(wrong),
    }
