"""The coding band: the least, the usual and the most coding of a good day.

The settings give the band of a usual day. A weekday or a range of dates may have another band, or
none at all: a day of meetings, a conference, a month of research. A day without a band is never
measured against one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.declared_settings import MOST_CODING_MIN
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.typical_day import BandOverride
from mle_planner.core.settings import Settings


@dataclass(frozen=True, slots=True)
class CodingBand:
    """Minutes of coding per day: the least, the goal, and the most."""

    least_min: int
    aim_min: int
    most_min: int


def check_band(least_min: int, aim_min: int, most_min: int) -> CodingBand:
    """Return the band of these minutes; raise ``PlannerError`` if they do not ascend."""
    if not 0 <= least_min <= aim_min <= most_min <= MOST_CODING_MIN:
        raise planner_error(
            "Minimum, goal and maximum of coding must ascend, to 12 hours at most. "
            "Nothing was changed."
        )
    return CodingBand(least_min, aim_min, most_min)


def usual_band(settings: Settings) -> CodingBand:
    """Return the default band, from the settings."""
    number = settings.number
    return CodingBand(
        number("coding_least_min"), number("coding_aim_min"), number("coding_most_min")
    )


def band_of(override: BandOverride) -> CodingBand | None:
    """Return the band of an override; None if it sets no band."""
    if override.least_min is None or override.aim_min is None or override.most_min is None:
        return None
    return CodingBand(override.least_min, override.aim_min, override.most_min)


def band_on(day: date, settings: Settings, overrides: Iterable[BandOverride]) -> CodingBand | None:
    """Return the band of a working day; None if no coding is expected.

    A range of dates takes precedence over a weekday, and among ranges the one set last.
    """
    found = override_on(day, overrides)
    return usual_band(settings) if found is None else band_of(found)


def override_on(day: date, overrides: Iterable[BandOverride]) -> BandOverride | None:
    """Return the override in force on a date, if there is one."""
    matching = [found for found in overrides if _holds(found, day)]
    return max(matching, key=lambda found: (found.weekday is None, found.id), default=None)


def _holds(override: BandOverride, day: date) -> bool:
    if override.first_day is None or override.last_day is None:
        return override.weekday == day.weekday()
    return override.first_day <= day <= override.last_day
