"""From times on the wall to instants, across the nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tracking.importing.rows import ReadTime, TimeRowError


def span_of(row: ReadTime, zone: ZoneInfo) -> Span:
    """Return when the time of a row was; raises ``TimeRowError``.

    Where the clocks go back over its times, the length that the row gives says which they are.
    Where both times come twice, the first ones are meant: the length is the same.
    """
    assert row.start is not None
    starts = _instants(row.start, zone)
    length = None if row.length_s is None else timedelta(seconds=row.length_s)
    if row.end is None:
        if length is None:
            raise TimeRowError(_("It has no end: it was still running when the file was written."))
        if len(starts) > 1:
            raise _comes_twice(row.start)
        spans = [(starts[0], starts[0] + length)]
    else:
        pairs = [(start, end) for start in starts for end in _instants(row.end, zone)]
        spans = [pair for pair in pairs if pair[1] > pair[0]] or pairs[:1]
        fitting = [(start, end) for start, end in spans if end - start == length]
        spans = fitting or spans
        if len({end - start for start, end in spans}) > 1:
            raise _comes_twice(row.start if len(starts) > 1 else row.end)
    start, end = (each.replace(microsecond=0) for each in spans[0])
    if end <= start:
        raise TimeRowError(_("It ends before it begins, or has no length."))
    return Span(start, end)


def _instants(moment: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants at which the clocks show a moment; raise ``TimeRowError`` without one."""
    if moment.tzinfo is not None:
        return (moment.astimezone(UTC),)
    both = [moment.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [one for one in both if one.astimezone(zone).replace(tzinfo=None) == moment]
    if not real:
        raise TimeRowError(
            _("The clocks skip {time} on that day.", time=f"{moment:%Y-%m-%d %H:%M}")
        )
    return tuple(dict.fromkeys(real))


def _comes_twice(moment: datetime) -> TimeRowError:
    return TimeRowError(
        _(
            "{time} occurs twice on that day, and the file does not say which is meant.",
            time=f"{moment:%Y-%m-%d %H:%M}",
        )
    )
