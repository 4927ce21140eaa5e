"""Photographs: whom they show, when anybody else may see them, and what a file may be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CAPTION_MAX = 60
FILE_MAX = 12_000_000
"""Bytes; a phone's largest photographs have about ten million."""
PIXELS_MAX = 60_000_000
"""More cannot be opened without a machine's whole memory."""
SQUAD_MAX = 40
"""Photographs of one squad: enough for a day, and looked through in a few minutes."""
LARGE, SMALL = 1600, 480
"""The longer side in pixels, as a screen fills and as a list shows it."""
UNDECIDED_DAYS = 14
KEPT_UNSHOWN = timedelta(days=UNDECIDED_DAYS)
"""So long a photograph that nobody may see is kept, should an answer still come."""


class Size(StrEnum):
    """How large a picture is asked for."""

    LARGE = "large"
    SMALL = "small"


class State(StrEnum):
    """What an organizer has said of a photograph."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Standing(StrEnum):
    """What whoever uploaded it reads: consents of single people are nobody's business."""

    WAITING = "waiting"
    SHOWN = "shown"
    NOT_USED = "not_used"


class Trouble(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_PICTURE = "no_picture"


class UnusablePictureError(Exception):
    """A file that is no photograph this product can show, and why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class UnknownPhotographError(Exception):
    """No such photograph for whoever asks."""


class TooManyPhotographsError(Exception):
    """A squad has as many photographs as anybody will look through."""


class NotInTheSquadError(Exception):
    """Somebody was named who is not in the squad any more."""


@dataclass(frozen=True)
class Prepared:
    """A photograph made ready: upright, in two sizes, with nothing in it but the picture."""

    large: bytes
    small: bytes
    width: int
    height: int
    """Of the large one, in pixels."""


@dataclass(frozen=True)
class NewPhotograph:
    """A photograph about to be stored, and whoever can be recognised in it."""

    picture: Prepared
    caption: str
    people: frozenset[int]
    """Keys of participants."""


@dataclass(frozen=True)
class Photograph:
    """A photograph as a value, without its bytes."""

    id: int
    showcase_id: int
    squad_id: int
    squad_name: str
    district_code: str
    caption: str
    people: int
    width: int
    height: int
    uploaded_at: datetime
    state: State
    questioned: bool
    """Whether somebody in it who was not named asked not to be shown."""
    all_agree: bool
    """Whether everybody named in it still takes part and agrees to photographs now."""

    @property
    def is_shown(self) -> bool:
        """Whether others see it: approved, and nobody in it has taken her consent back."""
        return self.state is State.APPROVED and self.all_agree

    @property
    def can_be_decided(self) -> bool:
        """Whether an organizer is asked about it: never before everybody in it agrees."""
        return self.state is State.WAITING and self.all_agree

    @property
    def standing(self) -> Standing:
        """What whoever uploaded it reads, the same whether an organizer or a person said no."""
        if self.is_shown:
            return Standing.SHOWN
        return Standing.WAITING if self.state is State.WAITING else Standing.NOT_USED


def is_over(photograph: Photograph, now: datetime) -> bool:
    """Whether a photograph that nobody may see has waited long enough to be deleted."""
    return not photograph.is_shown and now - photograph.uploaded_at >= KEPT_UNSHOWN
