"""Heartbeats beside the database, so that a crash does not decide how long a timer ran.

A start leaves one before it is saved. While a timer runs, the application leaves one each minute,
with a window or in the tray, and each command of the timer leaves one. What is missing afterwards
is asked about and never decided: the timer may have run on, or not. They are not part of the
history, so they are kept in a small separate file.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.files import ExportError, SideFile, read_side_file, write_atomically
from mle_planner.core.model.tracked import EntryId, TimeEntry

if TYPE_CHECKING:
    from pathlib import Path

    from mle_planner.core.session import Session

_OPEN, _COMMAND, _QUIT = "window-open", "window-closed", "window-quit"
"""What left a heartbeat: an open application, a command without one, or one that quit."""

_PAUSE, _PAUSE_OF_APP = timedelta(minutes=1), timedelta(seconds=5)
CUT_OFF = timedelta(minutes=3)
"""An open application that was silent for longer has crashed, or the machine slept."""
_UNSEEN = timedelta(hours=8)
"""With commands alone a timer may run unseen for a day's work, not for a night."""
_UNSEEN_AFTER_QUIT = timedelta(hours=2)
"""Users who quit the application under a timer have often stopped working."""
_SILENT = {_OPEN: CUT_OFF, _COMMAND: _UNSEEN, _QUIT: _UNSEEN_AFTER_QUIT}
_SEEMS_FORGOTTEN = timedelta(hours=12)
_LEAST_CHANGE = timedelta(minutes=1)
"""Clocks that are set by less are kept in time by the system."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last sign of life while an entry ran; ``left_by`` says who left it."""

    entry_id: EntryId
    at: datetime
    left_by: str

    @property
    def is_app_open(self) -> bool:
        """Whether the application was open, with a window or in the tray."""
        return self.left_by == _OPEN


@dataclass(frozen=True, slots=True)
class Silence:
    """A running entry without heartbeats since ``last_active``.

    ``last_active`` is None if the file is damaged, for example by a crash during writing.
    ``is_cut_off`` if the application was open and ended without a quit, or the machine slept.
    """

    entry: TimeEntry
    last_active: datetime | None
    is_cut_off: bool

    @property
    def stop_at(self) -> datetime | None:
        """The last activity, where the entry held any time until then."""
        is_known = self.last_active is not None and self.last_active > self.entry.start
        return self.last_active if is_known else None


class Doubt(Enum):
    """Why it is doubtful when a running timer really ended.

    It began in the ``FUTURE`` or has an ``OVERLAP`` with a later entry, because the clock was
    ahead; or it seems ``FORGOTTEN``.
    """

    FUTURE = auto()
    OVERLAP = auto()
    FORGOTTEN = auto()


def seems_forgotten(running: TimeEntry, silence: Silence | None, at: datetime) -> bool:
    """Whether a timer may end at an instant only after a question: it is long, or ran unseen."""
    if silence is not None and (silence.last_active is None or silence.last_active < at):
        return True
    return at - running.start > _SEEMS_FORGOTTEN


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The clock was set while a timer ran: what it would have shown, and what it showed."""

    before: datetime
    after: datetime

    @property
    def by(self) -> timedelta:
        """How far it was set; negative where it was set back."""
        return self.after - self.before

    def with_later(self, later: ClockChange) -> ClockChange | None:
        """Return this change and a later one as one; None where that took this one back."""
        both = self.by + later.by
        return None if abs(both) <= _LEAST_CHANGE else ClockChange(later.after - both, later.after)


def sign_restored(folder: Path, entry_id: EntryId, at: datetime) -> None:
    """Leave the sign of life of a timer that is about to run again in a restored database.

    It is that of an open application, above what the file holds of other timers.
    """
    present = ""
    with contextlib.suppress(OSError, ValueError):
        present = read_side_file(folder / SideFile.HEARTBEAT)
    _leave_sign(folder, entry_id, at, _OPEN, present)


def _leave_sign(
    folder: Path, entry_id: EntryId, at: datetime, left_by: str, in_question: str
) -> None:
    """Write a sign of life, followed by the lines of earlier entries that were in question."""
    content = _line(entry_id, at, left_by) + in_question
    # the next change that is saved reports a folder that cannot be written to
    with contextlib.suppress(ExportError):
        write_atomically(folder / SideFile.HEARTBEAT, content.encode())


def _line(entry_id: EntryId, at: datetime | None, left_by: str) -> str:
    """Return a line of the file; without a time, one that is read as damaged."""
    return f"{entry_id} {'unknown' if at is None else int(at.timestamp())} {left_by}\n"


def _sign(line: str) -> Heartbeat:
    """Return the sign of a line; raise ``ValueError`` for a damaged one."""
    number, second, left_by = line.split()
    try:
        at = datetime.fromtimestamp(int(second), UTC)
    except (OSError, OverflowError) as error:
        raise ValueError from error
    if left_by not in _SILENT:
        raise ValueError
    return Heartbeat(EntryId(int(number)), at, left_by)


class Heartbeats:
    """Writes heartbeats while a timer runs, and tells when they stopped."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: tuple[datetime, timedelta] | None = None

    @property
    def _path(self) -> Path:
        return self._session.store.path.with_name(SideFile.HEARTBEAT)

    def follow_app(self) -> None:
        """Take every start of this session for one of the application."""
        self._session.is_app_open = True

    def sign_start(self, entry: TimeEntry) -> None:
        """Leave the sign of life of an entry that is about to be saved.

        If it were left after saving, a crash in between would lose it, and no time would be in
        question. What is in question about the running entry is kept, so that it is asked again if
        the start is not saved or is undone.
        """
        left_by = _OPEN if self._session.is_app_open else self._left_by_command()
        running, silence = self._session.store.running_entry(), self.silence()
        kept = "" if running is None else self._in_question(running)
        if silence is not None:
            last = self._last_of(silence.entry)
            kept = (
                _line(silence.entry.id, silence.last_active, last.left_by if last else _OPEN) + kept
            )
        _leave_sign(self._path.parent, entry.id, self._session.now(), left_by, kept)

    def beat(self, *, is_app_open: bool | None = None) -> None:
        """Leave a sign of life while a timer runs, unless a silence is unanswered.

        Without a timer the last sign is removed, unless it is so old that an undone stop asks about
        the time since then again. A command does not know whether the application is open (None),
        and leaves one a minute at most. The application leaves one with each minute and change, and
        one as it is quit (False).
        """
        entry = self._session.store.running_entry()
        if entry is None:
            with contextlib.suppress(OSError, ValueError):
                if not self._is_silent(_sign("".join(self._lines()[:1]))):
                    self._path.unlink(missing_ok=True)
            return
        last, now = self._last_of(entry), self._session.now()
        left_by = _OPEN if is_app_open else _QUIT
        if is_app_open is None:
            left_by = self._left_by_command()
        pause = _PAUSE if is_app_open is None else _PAUSE_OF_APP
        is_fresh = last is not None and left_by == last.left_by and ZERO <= now - last.at < pause
        if not is_fresh and self.silence() is None:
            self._write(entry, left_by)

    def silence(self) -> Silence | None:
        """Return the silence of the running entry if it needs an answer."""
        entry = self._session.store.running_entry()
        if entry is None:
            return None
        try:
            last = self._last(entry)
        except ValueError:
            return Silence(entry, None, True)
        if last is None or not self._is_silent(last):
            return None
        return Silence(entry, last.at, last.is_app_open)

    def doubt(self, at: datetime | None = None) -> Doubt | None:
        """Return why it is doubtful when the running timer really ended; None if it is not.

        ``at`` is where it would end, if that is not now.
        """
        running, now = self._session.store.running_entry(), self._session.now()
        if running is None:
            return None
        if running.start > now:
            return Doubt.FUTURE
        if self._session.store.tracked_until(now) < now:
            return Doubt.OVERLAP
        is_forgotten = seems_forgotten(running, self.silence(), at or now)
        return Doubt.FORGOTTEN if is_forgotten else None

    def keep(self) -> TimeEntry | None:
        """Answer a silence: the timer went on. Return the running entry."""
        entry = self._session.store.running_entry()
        if entry is not None:
            self._write(entry, self._left_by_command())
        return entry

    def clock_change(self) -> ClockChange | None:
        """Return how the clock was set since the last call while a timer runs, once.

        Found by time that setting the clock does not change, as long as this process lives;
        otherwise by a sign of life that lies ahead.
        """
        now, elapsed = self._session.now(), self._session.clock.elapsed()
        seen, self._seen = self._seen, (now, elapsed)
        entry = self._session.store.running_entry()
        if entry is None:
            return None
        expected = None
        if seen is not None:
            expected = seen[0] + (elapsed - seen[1])
        elif (last := self._last_of(entry)) is not None and last.at > now:
            expected = last.at
        if expected is None or abs(now - expected) <= _LEAST_CHANGE:
            return None
        self.keep()  # what is missing between the two times was no silence
        return ClockChange(expected.replace(microsecond=0), now)

    def _is_silent(self, last: Heartbeat) -> bool:
        """Whether the time since a sign is in question."""
        return self._session.now() - last.at > _SILENT[last.left_by]

    def _left_by_command(self) -> str:
        """Return what a command leaves, which does not know whether the application is open."""
        running = self._session.store.running_entry()
        last = None if running is None else self._last_of(running)
        return _OPEN if last is not None and last.is_app_open else _COMMAND

    def _last_of(self, entry: TimeEntry) -> Heartbeat | None:
        """Return the last sign of life of an entry; None where none can be read."""
        try:
            return self._last(entry)
        except ValueError:
            return None

    def _last(self, entry: TimeEntry) -> Heartbeat | None:
        """Return the last sign of life of an entry; None for no file, or one of another entry.

        That is its own line, else the first one. A sign from before the start is of another entry,
        which had the number before a restore. A later number is that of a start that was not saved,
        or was undone, while nothing was in question.
        Raises ``ValueError`` where the file is damaged.
        """
        try:
            lines = self._lines()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ValueError from error
        found = _sign(lines[_index(lines, entry) or 0] if lines else "")
        return found if found.entry_id >= entry.id and found.at >= entry.start else None

    def _in_question(self, entry: TimeEntry) -> str:
        """Return the lines below that of an entry: earlier ones that were in question."""
        try:
            lines = self._lines()
        except (OSError, ValueError):
            return ""
        own = _index(lines, entry)
        return "" if own is None else "".join(lines[own + 1 :])

    def _lines(self) -> list[str]:
        return read_side_file(self._path).splitlines(keepends=True)

    def _write(self, entry: TimeEntry, left_by: str) -> None:
        kept = self._in_question(entry)
        _leave_sign(self._path.parent, entry.id, self._session.now(), left_by, kept)


def _index(lines: list[str], entry: TimeEntry) -> int | None:
    """Return which line is that of an entry; None for none."""
    found = (index for index, line in enumerate(lines) if line.split()[:1] == [str(entry.id)])
    return next(found, None)
