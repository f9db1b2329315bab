"""Read one calendar in a separate process, started with ``python -m``.

It takes a request on standard input, answers on standard output and ends. Meanwhile it writes one
dot to standard error for each percent done. A calendar that costs too much ends this process only.
"""

from __future__ import annotations

import contextlib
import sys

from mle_planner.core.base.progress import Tell, ignore_progress
from mle_planner.core.calendars.ical.values import CalendarError, ReadingLimits
from mle_planner.core.calendars.ical.whole_calendar import read_here
from mle_planner.core.calendars.ical.wire import read_request, write_answer, write_refusal
from mle_planner.core.i18n import gettext


def _bound_this_process(limits: ReadingLimits) -> None:
    """Let the system end this process beyond its share of time and memory.

    Not on Windows, which has no such limits; there the parent's time limit alone holds.
    """
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)  # noqa: PLW2901
        # macOS refuses a limit on address space.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def answer_to(request: bytes, *, is_bounded: bool = True, tell: Tell = ignore_progress) -> bytes:
    """Return the answer to a request; a refusal is one too."""
    data, first, last, zone, limits, locale_style = read_request(request)
    gettext.use(locale_style)  # the sentences of the answer are made here
    if is_bounded:
        _bound_this_process(limits)
    try:
        return write_answer(read_here(data, first, last, zone=zone, limits=limits, tell=tell))
    except CalendarError as error:
        return write_refusal(error)


def main() -> int:
    """Answer the request; 0 also for a refusal."""
    sys.stdout.buffer.write(answer_to(sys.stdin.buffer.read(), tell=_Points().tell))
    return 0


class _Points:
    """Writes a point for each percent that is done."""

    def __init__(self) -> None:
        self._written = 0

    def tell(self, share: float) -> None:
        new = int(100 * share) - self._written
        if new > 0:
            sys.stderr.write("." * new)
            sys.stderr.flush()
            self._written += new


if __name__ == "__main__":
    sys.exit(main())
