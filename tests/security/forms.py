"""The forms that roles meet on their pages, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient

from tests.security.town import crawl


@dataclass
class FoundForm:
    """Where a form is posted to, its fields with what they hold, and which of them take files."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    @property
    def shape(self) -> tuple[str, ...]:
        """What tells two forms apart, whatever keys and tokens they hold."""
        words = ["#" if any(map(str.isdigit, word)) else word for word in self.action.split("/")]
        return (*words, *sorted(self.fields), *sorted(self.files))


class _Reader(HTMLParser):
    """Collects the forms of a page that are posted."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[FoundForm] = []
        self.inside: FoundForm | None = None
        self.chosen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or a field of it."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self.inside = FoundForm(given.get("action") or self.address) if posts else None
            if self.inside:
                self.forms.append(self.inside)
        elif self.inside and tag == "option":
            if self.chosen and ("selected" in given or self.chosen not in self.inside.fields):
                self.inside.fields[self.chosen] = given.get("value", "")
        elif self.inside and given.get("name"):
            self._field(tag, given, self.inside)

    def _field(self, tag: str, given: dict[str, str], inside: FoundForm) -> None:
        name = given["name"]
        self.chosen = name if tag == "select" else ""
        if tag == "input" and given.get("type") == "file":
            inside.files.add(name)
        elif tag in {"input", "textarea", "button"}:
            inside.fields.setdefault(name, given.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "form":
            self.inside = None
        if tag == "select":
            self.chosen = ""


def forms_met(browser: FlaskClient, *starts: str) -> dict[tuple[str, ...], FoundForm]:
    """One of each kind of form on all pages reached from these."""
    found: dict[tuple[str, ...], FoundForm] = {}
    for address, page in crawl(browser, *starts).items():
        if page.startswith("<!DOCTYPE"):
            reader = _Reader(address)
            reader.feed(page)
            found |= {form.shape: form for form in reader.forms if form.action.startswith("/")}
    return found
