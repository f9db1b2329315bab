"""Reads a calendar file in a separate process, with limits on time and memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Thread
from typing import IO

import mle_planner
from mle_planner.core.base.progress import Tell, ignore_progress
from mle_planner.core.calendars.ical.values import (
    CalendarError,
    CalendarReading,
    ReadingLimits,
    ReadingStoppedError,
)
from mle_planner.core.calendars.ical.whole_calendar import too_large
from mle_planner.core.calendars.ical.wire import read_answer, write_request
from mle_planner.core.i18n.gettext import N_, _, planner_error
from mle_planner.core.import_files import read_import

_CHILD = "mle_planner.core.calendars.ical.expand_process"
_LOOK_EVERY_S = 0.1
_MOST_MB = 50
_STOPPED = N_("Reading the calendar was stopped. Nothing was imported; import it again to read it.")


def read_calendar_file(
    path: Path,
    first: date,
    last: date,
    *,
    zone: str,
    is_stopped: Callable[[], bool] = lambda: False,
    tell: Tell = ignore_progress,
) -> CalendarReading:
    """Read the occurrences of an .ics file that overlap the days ``first`` up to ``last``.

    As `read_calendar_text`. Raises ``PlannerError`` where the file cannot be read or is too large.
    """
    data = read_import(path, _MOST_MB)
    return read_calendar_text(data, first, last, zone=zone, is_stopped=is_stopped, tell=tell)


def read_calendar_text(
    data: bytes,
    first: date,
    last: date,
    *,
    zone: str,
    limits: ReadingLimits | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
    tell: Tell = ignore_progress,
) -> CalendarReading:
    """Read the occurrences in ``data`` that overlap the days ``first`` up to ``last``.

    ``last`` is not included; ``zone`` is the reader's IANA zone, in which those days begin.
    A broken event is reported and the rest is read. The whole is refused with CalendarError
    where it is no calendar, ends in the middle, or exceeds ``limits``; where ``is_stopped``
    becomes true (asked ten times a second) with ReadingStoppedError. ``tell`` is called as
    often with the share that was read.

    Blocks until the child process has answered. The child is killed after
    ``limits.wall_s``; where the system can, it is also bounded in processor time and memory
    (Windows has no such bounds, so there only the time limit holds).
    """
    limits = limits or ReadingLimits()
    if len(data) > limits.size_bytes:
        raise CalendarError(too_large(limits))
    answer = _ask_child(write_request(data, first, last, zone, limits), limits, is_stopped, tell)
    try:
        return read_answer(answer)
    except (ValueError, KeyError, TypeError):
        # A process that the system ended while it wrote leaves half an answer.
        raise CalendarError(_too_costly()) from None


def _ask_child(
    request: bytes, limits: ReadingLimits, is_stopped: Callable[[], bool], tell: Tell
) -> bytes:
    child = _started()
    # Not by communicate(), which after its first timeout never sends the rest of its input.
    question, child.stdin = child.stdin, None
    Thread(target=_send, args=(question, request), daemon=True).start()
    points, child.stderr = child.stderr, None
    percent = _Counted()
    Thread(target=percent.count, args=(points,), daemon=True).start()
    looks_left = max(int(limits.wall_s / _LOOK_EVERY_S), 1)
    answer = None
    with child:
        try:
            while answer is None:
                try:
                    answer, _errors = child.communicate(timeout=_LOOK_EVERY_S)
                except subprocess.TimeoutExpired:
                    looks_left -= 1
                    tell(percent.share)
                if answer is None and is_stopped():
                    raise reading_stopped()
                if answer is None and looks_left <= 0:
                    raise CalendarError(_too_costly())
        finally:
            child.kill()
    if child.returncode != 0:
        raise CalendarError(_too_costly())
    return answer


def _started() -> subprocess.Popen[bytes]:
    # The package of this process, whatever the working folder of a child has.
    root = str(Path(mle_planner.__file__).parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        return subprocess.Popen(
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"},
        )
    except OSError as error:  # too many processes, or Python is replaced by a newer one
        raise planner_error(
            "The calendar could not be read ({reason}). Nothing was imported; close other "
            "programs and try again.",
            reason=error.strerror,
            kind=CalendarError,
        ) from error


def reading_stopped() -> ReadingStoppedError:
    """Return the error of a reading that was given up."""
    return ReadingStoppedError(_(_STOPPED))


class _Counted:
    """Counts the points that the child writes, one for each percent."""

    def __init__(self) -> None:
        self.share = 0.0

    def count(self, points: IO[bytes]) -> None:
        with contextlib.suppress(OSError), points:
            while written := points.read(1):  # a warning or an error may stand among them
                self.share = min(self.share + 0.01 * (written == b"."), 1.0)


def _send(question: IO[bytes], request: bytes) -> None:
    # A child that ended early does not take all of it, and its end says why.
    with contextlib.suppress(OSError), question:
        question.write(request)


def _too_costly() -> str:
    return _(
        "The calendar takes more time or memory than allowed. Nothing was imported; export a "
        "shorter range of dates."
    )
