"""Units and how numbers are shown: seconds, metres, kilograms and cents inside; words outside."""

from __future__ import annotations

from datetime import datetime

SECONDS_PER_MINUTE = 60
METRES_PER_KM = 1000


def show_distance(metres: float) -> str:
    """Return a distance for people: ``850 m`` below 1 km, else ``12.4 km``."""
    if abs(metres) < METRES_PER_KM:
        return f"{metres:.0f} m"
    return f"{metres / METRES_PER_KM:,.1f} km"


def show_duration(seconds: float) -> str:
    """Return a duration for people: ``45 s``, ``12 min``, ``1 h 24 min``."""
    sign = "-" if seconds < 0 else ""
    seconds = abs(seconds)
    if 0 < seconds < SECONDS_PER_MINUTE:
        return f"{sign}{seconds:.0f} s"
    minutes = round(seconds / SECONDS_PER_MINUTE)
    if minutes < 60:
        return f"{sign}{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:,} h {minutes:02d} min"


def show_clock(moment: datetime) -> str:
    """Return the local time of day, ``14:20``."""
    return moment.strftime("%H:%M")


def show_money(amount: float, currency: str = "EUR") -> str:
    """Return an amount with its currency: ``€3,412.50``."""
    symbol = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency, currency + " ")
    sign = "-" if amount < 0 else ""
    return f"{sign}{symbol}{abs(amount):,.2f}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 order`` or ``3 orders``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
