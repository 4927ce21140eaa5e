"""How days, weeks and numbers read in each language."""

from datetime import date

from flask import Flask
from flask_babel import format_date, format_decimal, get_locale


def install(app: Flask) -> None:
    """Make the filters known to every template."""
    for each in (day, day_with_weekday, kilograms, weighed, number, percent, signed):
        app.add_template_filter(each)
    app.add_template_global(language, "language")


def language() -> str:
    """`zh` or `en`: the language of this answer."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def day(value: date) -> str:
    """8月1日 or 1 Aug."""
    return str(format_date(value, "M月d日" if language() == "zh" else "d MMM", rebase=False))


def day_with_weekday(value: date) -> str:
    """8月1日 周四 or Thu 1 Aug."""
    return str(
        format_date(value, "M月d日 EEE" if language() == "zh" else "EEE d MMM", rebase=False)
    )


def kilograms(grams: float) -> str:
    """Grams as kilograms with one decimal, without the unit."""
    return str(format_decimal(round(grams / 1000, 1), "0.0"))


def weighed(grams: int) -> str:
    """A weight exactly as it was noted, in kilograms, without the unit."""
    return str(format_decimal(grams / 1000, "0.0##"))


def number(value: float, decimals: int = 0) -> str:
    """A number with the language's grouping; a count without decimals."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return str(format_decimal(value, pattern))


def percent(value: float, decimals: int = 1) -> str:
    """A value that is already in percent, with its sign of percent."""
    pattern = "0." + "0" * decimals if decimals else "0"
    return str(format_decimal(value, pattern)) + " %"


def signed(value: float, decimals: int = 1) -> str:
    """A change: always with + or a true minus sign, and plain zero without one."""
    text = str(format_decimal(abs(round(value, decimals)), "0." + "0" * decimals))
    if round(value, decimals) == 0:
        return text
    return ("+" if value > 0 else "\N{MINUS SIGN}") + text
