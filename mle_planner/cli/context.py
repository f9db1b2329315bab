"""The context of a command: folder, clock, planner (opened on first use) and answer."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import printable
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.paths import named_path
from mle_planner.core.base.spans import YEARS
from mle_planner.core.typed.title import harmless, harmless_json

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mle_planner.core.base.clock import Clock
    from mle_planner.core.planner import Planner
    from mle_planner.core.printing import PdfWriter, PngWriter
    from mle_planner.core.topics import Topic

DATA_VARIABLE = "MLE_PLANNER_DATA"


class Context:
    """One run of one command."""

    def __init__(
        self,
        data: str | None,
        now: str | None,
        *,
        wants_json: bool = False,
        write_pdf: PdfWriter | None = None,
        write_png: PngWriter | None = None,
    ) -> None:
        """Keep what ``--data``, ``--now`` and ``--json`` say, and what writes PDFs and pictures."""
        self.write_pdf = write_pdf
        self.write_png = write_png
        self._data = data
        self._now = now
        self.wants_json = wants_json
        self._written: set[Topic] = set()

    @cached_property
    def folder(self) -> Path:
        """Where everything is kept: ``--data``, the environment, or the system's place for it."""
        named = self._data or os.environ.get(DATA_VARIABLE)
        if named:
            return named_path(named)
        import platformdirs

        return Path(platformdirs.user_data_dir("mle-planner", appauthor=False))

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock, or one fixed at ``--now``."""
        from mle_planner.core.base.clock import FixedClock, SystemClock

        system = SystemClock()
        if self._now is None:
            return system
        instant = read_iso(self._now, system.zone)
        if instant is None:
            raise PlannerError(
                f"{self._now.strip() or 'Nothing'} is not a date and time for --now. Nothing was "
                "changed; write it like 2026-11-23T09:30 or 2026-11-23T09:30+01:00."
            )
        return FixedClock(instant, system.zone)

    @cached_property
    def planner(self) -> Planner:
        """The planner, opened when it is first asked for; raises ``PlannerError``."""
        from mle_planner.core.planner import Planner

        clock = self.clock  # a bad --now is told before a folder is made
        planner = Planner.open(self.folder, clock)
        for sentence in planner.notices:
            self.note(sentence)
        planner.listen(lambda changes: self._written.update(changes.topics))
        return planner

    def close(self) -> None:
        """Close the planner if it was opened; report records that could not be read."""
        opened = self.__dict__.pop("planner", None)
        if opened is None:
            return
        if opened.unreadable_count:
            note(
                f"Records that could not be read: {opened.unreadable_count}. The rest is shown "
                "and nothing was changed; mle-planner doctor names them."
            )
        from mle_planner.core.topics import PUBLISHED_TOPICS

        if self._written & PUBLISHED_TOPICS:
            update_published_files(opened)
        opened.close()

    def answer(self, shape: Callable[[], Any], words: str | Callable[[], Iterable[str]]) -> int:
        """Print the answer, as JSON where that is asked for, and return exit code 0.

        In words it is a sentence, or lines.
        """
        if self.wants_json:
            say(json_text(shape(), indent=2))
        elif isinstance(words, str):
            say(printable(words))
        else:
            say(harmless("\n".join(line.rstrip() for line in words())))
        return 0

    def note(self, sentence: str) -> None:
        """Tell something beside the answer, unless that is JSON."""
        if not self.wants_json:
            note(printable(sentence))


def read_iso(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the instant of an ISO 8601 time in whole seconds; without an offset in ``zone``.

    None for anything else, and for a year that is out of range.
    """
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        is_known = moment.year in YEARS
        return moment.astimezone(UTC).replace(microsecond=0) if is_known else None
    except (ValueError, OverflowError):
        return None


def say(answer: str | bytes) -> None:
    """Write an answer to standard output; bytes as they are, text with an end of line.

    Raises ``PlannerError`` if it cannot be written, ``BrokenPipeError`` if the reader closed
    the pipe.
    """
    if sys.stdout is None:
        return  # started without one, as by some desktops
    try:
        if isinstance(answer, bytes):
            sys.stdout.buffer.write(answer)
        else:
            print(answer)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        raise
    except OSError as error:
        _forget_output()
        raise PlannerError(
            f"The answer could not be written ({error.strerror}). What was asked for is done; "
            "ask again to see it."
        ) from error


def _forget_output() -> None:
    """Redirect standard output to the null device, so that the last flush at exit cannot fail."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def json_text(document: object, *, indent: int) -> str:
    """Return JSON that is safe to print: terminal control characters are escaped."""
    import json

    return harmless_json(json.dumps(document, ensure_ascii=False, indent=indent))


def update_published_files(planner: Planner) -> None:
    """Bring published files up to date with the plan, and report those that are not."""
    for publication in planner.publications.update_files():
        if publication.problem:
            note(f"The published plan is not up to date. {publication.problem}")


def note(sentence: str) -> None:
    """Print a remark to standard error, so that it stays out of a pipe."""
    print(harmless(sentence), file=sys.stderr)


def agrees(question: str) -> bool:
    """Ask on standard error and return whether the answer is yes; nothing to read is no."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    try:
        return sys.stdin is not None and sys.stdin.readline().strip().lower() in ("y", "yes")
    except OSError:
        return False
