"""What a command is given: the folder, the clock, the planner once it is asked for, the answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mle_planner.core.clock import Clock
    from mle_planner.core.planner import Planner

DATA_VARIABLE = "MLE_PLANNER_DATA"


class Context:
    """One run of one command."""

    def __init__(self, data: str | None, now: str | None, *, wants_json: bool = False) -> None:
        """Keep what ``--data``, ``--now`` and ``--json`` say."""
        self._data = data
        self._now = now
        self.wants_json = wants_json

    @cached_property
    def folder(self) -> Path:
        """Where everything is kept: ``--data``, the environment, or the system's place for it."""
        named = self._data or os.environ.get(DATA_VARIABLE)
        if named:
            return Path(named).expanduser()
        import platformdirs

        return Path(platformdirs.user_data_dir("mle-planner", appauthor=False))

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock, or one that stands at ``--now``."""
        from mle_planner.core.clock import FixedClock, SystemClock

        system = SystemClock()
        if self._now is None:
            return system
        from mle_planner.cli.moments import parse_now

        return FixedClock(parse_now(self._now, system.zone), system.zone)

    @cached_property
    def planner(self) -> Planner:
        """The planner, opened when it is first asked for; raises ``PlannerError``."""
        from mle_planner.core.planner import Planner

        clock = self.clock  # a bad --now is told before a folder is made
        return Planner.open(self.folder, clock)

    def close(self) -> None:
        """Close the planner if it was opened."""
        opened = self.__dict__.pop("planner", None)
        if opened is not None:
            opened.close()

    def answer(self, shape: Callable[[], Any], lines: Callable[[], Iterable[str]]) -> int:
        """Print the answer, as JSON where that is wanted, and return exit code 0."""
        if self.wants_json:
            import json

            print(json.dumps(shape(), ensure_ascii=False, indent=2))
        else:
            for line in lines():
                print(line.rstrip())
        return 0


def note(sentence: str) -> None:
    """Say something beside the answer, where it does not get into a pipe."""
    print(sentence, file=sys.stderr)
