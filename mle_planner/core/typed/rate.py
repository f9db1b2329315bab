"""Reads the price of an hour, such as "120", "120 EUR" or "€ 95.50"."""

from __future__ import annotations

import re
from typing import NamedTuple

from mle_planner.core.i18n.gettext import locale_style, planner_error
from mle_planner.core.model.work import MOST_RATE_CENTS

_RATE = re.compile(r"(?P<before>[^\d\s.,/+-]{1,5})?\s*(?P<amount>\d+([.,]\d{1,2})?)\s*"
                   r"(?P<after>[^\d\s.,/+-]{1,5})?(\s*/\s*h)?")  # fmt: skip


_GERMAN = str.maketrans(",.", ".,")


class Rate(NamedTuple):
    """The price of an hour in hundredths of a currency; None in ``cents`` means no price."""

    cents: int | None = None
    currency: str = ""


def read_rate(text: str) -> Rate:
    """Return the price of an hour, none for an empty text; raise ``PlannerError`` if invalid."""
    words = " ".join(text.split())
    if not words:
        return Rate()
    found = _RATE.fullmatch(words)
    if found is None or (found["before"] and found["after"]):
        raise planner_error(
            "{text} is not a price of an hour. Nothing was changed; write it such as 120 EUR.",
            text=words,
        )
    whole, _point, part = found["amount"].replace(",", ".").partition(".")
    cents = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    if cents > MOST_RATE_CENTS:
        raise planner_error("An hour costs up to 100,000. Nothing was changed; correct the price.")
    return Rate(cents, (found["before"] or found["after"] or "").upper())


def rate_text(rate: Rate) -> str:
    """Return a price as it can be typed again, such as "95.50 EUR"; empty without a price."""
    return "" if rate.cents is None else _with_currency(_figures(rate.cents), rate.currency)


def money_text(cents: int, currency: str) -> str:
    """Return an amount such as "1,295.50 EUR" or, in German, "1.295,50 EUR"."""
    amount = f"{'−' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"
    return _with_currency(amount, currency)


def _figures(cents: int) -> str:
    whole, part = divmod(cents, 100)
    return f"{whole}.{part:02}" if part else f"{whole}"


def _with_currency(amount: str, currency: str) -> str:
    if locale_style().language == "de":
        amount = amount.translate(_GERMAN)
    return f"{amount} {currency}".rstrip()
