"""An organizer's page for somebody it is about: the very page, with every number left out.

She sees how it is built and that nothing on it is about her alone. What it counts is for whoever
organizes: a number, and the words that stand for one that is withheld, are left blank.
"""

import re
from html import escape
from html.parser import HTMLParser

BLANK = "▪"
"""Stands where a number is."""

DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
DROPPED = frozenset({"form", "img", "input", "noscript", "script", "svg", "template"})
DROPPED_CLASSES = frozenset({"caption", "chart-files", "moments", "notice"})
HIDDEN_CLASSES = frozenset({"tag", "team-spark", "team-week"})
OF_A_CHART = frozenset({"figcaption", "h2"})
"""All that is left of a figure: what it would show."""
KEPT_ATTRIBUTES = frozenset({"aria-label", "aria-labelledby", "class", "id", "role", "scope"})
SPOKEN = "aria-label"


def veiled(html: str) -> str:
    """The same page without any number, address or drawing."""
    veil = _Veil()
    veil.feed(html)
    veil.close()
    return "".join(veil.out)


class _Veil(HTMLParser):
    """Copies what says what a page is, and leaves out what it says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.above: list[tuple[str, set[str]]] = []
        """Tags that are open and shown, with their classes."""
        self.unseen = 0
        """How many tags are open inside what is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        if self.unseen or self._leaves_out(tag, classes):
            self.unseen += tag not in VOID
            return
        self.out.append(f"<{tag}{_attributes(attrs)}>")
        if tag not in VOID:
            self.above.append((tag, classes))
            if self._is_blank():
                self.out.append(BLANK)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.unseen:
            self.unseen -= 1
            return
        self.above.pop()
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not (self.unseen or self._is_blank()):
            self.out.append(escape(DIGITS.sub(BLANK, data)))

    def _leaves_out(self, tag: str, classes: set[str]) -> bool:
        in_chart = any(above == "figure" for above, _ in self.above)
        return (
            tag in DROPPED
            or bool(classes & DROPPED_CLASSES)
            or self._is_blank()
            or (in_chart and tag not in OF_A_CHART)
        )

    def _is_blank(self) -> bool:
        """Whether what is open just now holds a number and nothing else."""
        if not self.above:
            return False
        tag, classes = self.above[-1]
        in_figures = any("figures" in classes for _, classes in self.above)
        return tag == "td" or bool(classes & HIDDEN_CLASSES) or (tag == "dd" and in_figures)


def _attributes(attrs: list[tuple[str, str | None]]) -> str:
    kept = ((name, value or "") for name, value in attrs if name in KEPT_ATTRIBUTES)
    return "".join(
        f' {name}="{escape(DIGITS.sub(BLANK, value) if name == SPOKEN else value)}"'
        for name, value in kept
    )
