"""Who answers for people's data: what the notice, `security.txt` and the registers are made of."""

import json
from dataclasses import asdict, dataclass
from typing import Any

FACT_MAX = 120
HANDLERS = 3


@dataclass(frozen=True)
class Party:
    """One body that answers for data: its name in both languages, and where it is reached."""

    name: str
    name_en: str
    contact: str = ""

    @property
    def complete(self) -> bool:
        """Whether somebody could write to it."""
        return bool(self.name and self.name_en and self.contact)


@dataclass(frozen=True)
class Contact:
    """Who answers questions about data, publicly and by office."""

    name: str = ""
    name_en: str = ""
    phone: str = ""
    email: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything is there that the notice prints."""
        return all((self.name, self.name_en, self.phone, self.email))


@dataclass(frozen=True)
class Facts:
    """What the notice of a season says about who handles data."""

    handlers: tuple[Party, ...]
    processor: Party
    contact: Contact
    site: str = ""
    """Where the site is: scheme and host."""
    retention: str = ""
    """The fingerprint of the retention dates that an organizer confirmed; empty: none."""

    @property
    def complete(self) -> bool:
        """Whether the notice can name everybody it has to."""
        handlers = len(self.handlers) == HANDLERS and all(each.complete for each in self.handlers)
        return handlers and self.processor.complete and self.contact.complete

    def as_text(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


FIRST_FACTS = Facts(
    (
        Party("北京市卫生健康委员会", "Beijing Municipal Health Commission"),
        Party("北京市体育局", "Beijing Municipal Bureau of Sports"),
        Party("北京市总工会", "Beijing Municipal Federation of Trade Unions"),
    ),
    Party("", ""),
    Contact(),
)
"""Where an organizer starts from."""


def facts_from(text: str) -> Facts:
    """What was stored."""
    found: dict[str, Any] = json.loads(text)
    return Facts(
        tuple(Party(**each) for each in found["handlers"]),
        Party(**found["processor"]),
        Contact(**found["contact"]),
        found["site"],
        found["retention"],
    )
