"""Briefs as files that offices pass on: text with pictures, and a workbook with native charts."""

from tracker.insights.documents.text import docx_of
from tracker.insights.documents.workbook import xlsx_of

__all__ = ["docx_of", "xlsx_of"]
