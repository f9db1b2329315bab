"""A subscription without a network: what the server says is said here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mle_planner.core.calendars import feed_reading, feeds, passwords, refresh
from mle_planner.core.calendars.feeds import FeedError, Fetched, Validators
from mle_planner.core.calendars.ical.values import CalendarReading, ReadingLimits
from mle_planner.core.calendars.ical.whole_calendar import read_here
from mle_planner.core.calendars.refresh import RefreshReport
from mle_planner.core.model.calendar import SyncProblem
from mle_planner.core.planner import Planner
from tests.support.calendar_server import calendar_text

SECRET = "https://a.example/private-1234/basic.ics"


def without_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are known for a run only, and none yet."""
    monkeypatch.setattr(passwords, "_ask_keyring", lambda _question: None)
    monkeypatch.setattr(passwords, "_FOR_THIS_RUN", {})


class Feed:
    """A server that answers what it is told to; ``read`` holds how many events were read."""

    def __init__(self, planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
        """Answer every fetch, and read calendars in this process."""
        self.planner = planner
        self.answer: Callable[[Validators], Fetched] = lambda _known: Fetched(b"", Validators())
        self.read: list[int] = []
        for module in (feeds, refresh):
            monkeypatch.setattr(module, "fetch_feed", self._fetch)
        monkeypatch.setattr(feed_reading, "read_calendar_text", self._read)

    def says(self, *events: str, etag: str = "", name: str = "") -> Feed:
        """Answer with a calendar of these events."""
        data = calendar_text(*events, name=name)
        self.answer = lambda known: Fetched(
            None if etag and known.etag == etag else data, Validators(etag)
        )
        return self

    def fails(self, problem: SyncProblem, wait_s: int = 0) -> Feed:
        """Fail with a problem."""

        def fail(_known: Validators) -> Fetched:
            raise FeedError(problem, wait_s)

        self.answer = fail
        return self

    def add(self, address: str = SECRET, name: str = "") -> RefreshReport:
        """Subscribe to it."""
        return self.planner.feeds.add(address, name=name)

    def refresh(self, *, is_asked: bool = False) -> RefreshReport:
        """Read the first calendar again."""
        calendar = self.planner.calendars.all()[0]
        return self.planner.feeds.refresh(calendar.id, is_asked=is_asked)

    def _fetch(self, _address: str, known: Validators, **_named: object) -> Fetched:
        return self.answer(known)

    def _read(
        self, data: bytes, first: date, last: date, *, zone: str, **_named: object
    ) -> CalendarReading:
        self.read.append(data.count(b"BEGIN:VEVENT"))
        return read_here(data, first, last, zone=zone, limits=ReadingLimits())
