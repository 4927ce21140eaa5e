"""A brief as a Word document in the layout of official papers (GB/T 9704-2012).

A4 with its margins, the title centred in size 2, headings in 黑体 and text in 仿宋 of size 3 with
lines 28 points apart, the page's number between dashes. Fonts are named and not carried along:
offices have them, and other computers put their own in place.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph
from flask_babel import gettext

from tracker.insights.rules.brief import Brief, Listing
from tracker.web.charts import Chart
from tracker.web.filters import language
from tracker.web.pictures import png_of

SIZE_2, SIZE_3, SMALL = Pt(22), Pt(16), Pt(10.5)
TITLE, HEADING, TEXT = "方正小标宋简体", "黑体", "仿宋"
LATIN = "Times New Roman"
LINE = Pt(28)
MARGINS = {
    "top_margin": Mm(37),
    "bottom_margin": Mm(35),
    "left_margin": Mm(28),
    "right_margin": Mm(26),
}
WIDTH = Mm(156)
NUMERALS = "一二三四五六七八九十"
"""More headings than these no brief has."""


def docx_of(brief: Brief, charts: Sequence[Chart]) -> bytes:
    """The brief as a document; its charts are pictures with what they say beside them."""
    paper, headings = _paper(brief), map(_numbered, count(1))
    _heading(paper, next(headings)(gettext("总体情况")))
    _paragraph(paper, brief.dated)
    _table(paper, _numbers(brief))
    _heading(paper, next(headings)(gettext("开展的活动")))
    for line in (*brief.held, *brief.activities):
        _paragraph(paper, line)
    for listing in brief.listings:
        _heading(paper, next(headings)(listing.title))
        _table(paper, listing)
    _heading(paper, next(headings)(gettext("图")))
    for chart in charts:
        paper.add_picture(BytesIO(png_of(chart)), width=WIDTH)
    _heading(paper, next(headings)(gettext("数字怎么算，谁没有算进来")))
    for line in (*brief.method, *brief.missing):
        _paragraph(paper, line)
    if brief.fingerprint:
        _paragraph(paper, gettext("数据指纹：%(fingerprint)s", fingerprint=brief.fingerprint))
    file = BytesIO()
    paper.save(file)
    return _undated(file)


def _numbered(place: int) -> Callable[[str], str]:
    """A heading's number as its language writes it."""
    sign = f"{NUMERALS[place - 1]}、" if language() == "zh" else f"{place}. "
    return lambda words: sign + words


def _undated(file: BytesIO) -> bytes:
    """The same parts without the time of writing, so that equal briefs are equal bytes."""
    found = BytesIO()
    with ZipFile(file) as parts, ZipFile(found, "w", ZIP_DEFLATED) as same:
        for name in parts.namelist():
            same.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return found.getvalue()


def _numbers(brief: Brief) -> Listing:
    return Listing(
        gettext("六个数字"),
        (gettext("项目"), gettext("数字"), gettext("说明")),
        tuple((each.name, each.value, each.note) for each in brief.numbers),
        widths=(3, 2, 6),
    )


def _paper(brief: Brief) -> Paper:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, width)
    style: Any = paper.styles["Normal"]
    style.font.name, style.font.size = LATIN, SIZE_3
    style.element.rPr.rFonts.set(qn("w:eastAsia"), TEXT)
    paper.core_properties.title = brief.title
    paper.core_properties.author = brief.office
    _line(paper.add_paragraph(), brief.title, TITLE, SIZE_2, ALIGN.CENTER)
    _line(paper.add_paragraph(), brief.period, TEXT, SIZE_3, ALIGN.CENTER)
    _page_number(section.footer.paragraphs[0])
    return paper


def _line(paragraph: Paragraph, words: str, font: str, size: Pt, align: ALIGN) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(6)
    run = paragraph.add_run(words)
    run.font.size = size
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - the library has no name for it


def _heading(paper: Paper, words: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(12)
    _line(paragraph, words, HEADING, SIZE_3, ALIGN.LEFT)


def _paragraph(paper: Paper, words: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.first_line_indent = 2 * SIZE_3
    paragraph.paragraph_format.line_spacing = LINE
    _line(paragraph, words, TEXT, SIZE_3, ALIGN.JUSTIFY)


def _table(paper: Paper, listing: Listing) -> None:
    widths = listing.widths or (3, *(1 for _ in listing.header[1:]))
    table = paper.add_table(rows=0, cols=len(listing.header))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(WIDTH * width // sum(widths))
    for number, row in enumerate((listing.header, *listing.rows)):
        cells = table.add_row().cells
        for cell, words, column in zip(cells, row, table.columns, strict=True):
            cell.width = column.width
            font = HEADING if number == 0 else TEXT
            _line(cell.paragraphs[0], words, font, SMALL, ALIGN.LEFT)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    _repeat_header(table.rows[0])


def _repeat_header(row: Any) -> None:
    """The first row again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - likewise


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run("— ")
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = words
        run._element.append(mark)  # noqa: SLF001 - likewise
    paragraph.add_run(" —")
