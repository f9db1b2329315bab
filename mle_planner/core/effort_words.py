"""Reads lengths of time as they are typed: ``2h``, ``1h30``, ``1.5h``, ``2:30h``, ``45m``."""

from __future__ import annotations

import re

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _

MOST_ESTIMATE_MIN = 1000 * 60


class EffortError(PlannerError):
    """A length of time that cannot be read."""


_EFFORT = re.compile(
    r"(?P<hours>\d{1,6})h(?:(?P<and>\d{1,2})(?:m|min)?)?"
    r"|(?P<decimal>\d{1,6}[.,]\d{1,4})h"
    r"|(?P<clock>\d{1,6}):(?P<past>[0-5]\d)h"
    r"|(?P<minutes>\d{1,6})(?:m|min|mins)",
    re.IGNORECASE,
)


def effort_min(text: str) -> int | None:
    """Return the minutes that a field says, "" for none; also "2:30" without the "h".

    Raises ``EffortError`` for anything else.
    """
    words = text.split()
    if not words:
        return None
    joined = (
        f"{text.strip()}h" if re.fullmatch(r"\d{1,6}:[0-5]\d", text.strip()) else "".join(words)
    )
    minutes = minutes_of(joined)
    if minutes is None or not 1 <= minutes <= MOST_ESTIMATE_MIN:
        raise EffortError(
            _(
                "{text} is not a length of time. Nothing was changed; write it like 2h, "
                "1h30 or 45m.",
                text=text.strip(),
            )
        )
    return minutes


def minutes_of(text: str) -> int | None:
    """Return the minutes a word such as ``1h30`` says, None where it says none."""
    match = _EFFORT.fullmatch(text.rstrip(",;"))
    if match is None:
        return None
    if match["hours"]:
        past = int(match["and"] or 0)
        return int(match["hours"]) * 60 + past if past < 60 else None
    if match["decimal"]:
        whole, part = re.split("[.,]", match["decimal"])
        # Whole numbers throughout: 0.1 of an hour is 6 minutes, not 6.000000000000001.
        scale = int("1" + "0" * len(part))
        return int(whole) * 60 + (int(part) * 120 + scale) // (2 * scale)
    if match["clock"]:
        return int(match["clock"]) * 60 + int(match["past"])
    return int(match["minutes"])
