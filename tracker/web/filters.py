"""How days, weeks and numbers read in each language."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale

from tracker.clock import BEIJING


def install(app: Flask) -> None:
    """Make the filters known to every template."""
    for each in (day, day_with_weekday, moment, kilograms, weighed, number, percent, signed):
        app.add_template_filter(each)
    app.add_template_global(language, "language")


def language() -> str:
    """`zh` or `en`: the language of this answer."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def day(value: date) -> str:
    """8月1日 or 1 Aug."""
    code = language()
    return _written(value, "M月d日" if code == "zh" else "d MMM", code)


def day_with_weekday(value: date) -> str:
    """8月1日 周四 or Thu 1 Aug."""
    code = language()
    return _written(value, "M月d日 EEE" if code == "zh" else "EEE d MMM", code)


@lru_cache(maxsize=4096)
def _written(value: date, pattern: str, code: str) -> str:
    """Babel reads its pattern anew for every day; a season has few days."""
    return format_date(value, pattern, code)


# Both languages write numbers alike, so Python's own format does what Babel's would, and a hundred
# times as fast; a test compares the two. By way of Decimal, which rounds what is printed.


def moment(value: datetime) -> str:
    """10月14日 03:00 or 14 Oct 03:00, in Beijing."""
    local = value.astimezone(BEIJING)
    return f"{day(local.date())} {local:%H:%M}"


def kilograms(grams: float) -> str:
    """Grams as kilograms with one decimal, without the unit."""
    return _fixed(round(grams / 1000, 1), 1)


def weighed(grams: int) -> str:
    """A weight exactly as it was noted, in kilograms, without the unit."""
    text = _fixed(grams / 1000, 3).rstrip("0")
    return text + "0" if text.endswith(".") else text


def number(value: float, decimals: int = 0) -> str:
    """A number with the language's grouping; a count without decimals."""
    return f"{Decimal(str(value)):,.{decimals}f}"


def percent(value: float, decimals: int = 1) -> str:
    """A value that is already in percent, with its sign of percent."""
    return _fixed(value, decimals) + " %"


def signed(value: float, decimals: int = 1) -> str:
    """A change: always with + or a true minus sign, and plain zero without one."""
    text = _fixed(abs(round(value, decimals)), decimals)
    if round(value, decimals) == 0:
        return text
    return ("+" if value > 0 else "\N{MINUS SIGN}") + text


def _fixed(value: float, decimals: int) -> str:
    return f"{Decimal(str(value)):.{decimals}f}"
