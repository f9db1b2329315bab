"""A calendar server for all tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.calendar_server import CalendarServer


@pytest.fixture(scope="session")
def calendar_server() -> Iterator[CalendarServer]:
    """The one server on the loopback."""
    opened = CalendarServer()
    yield opened
    opened.close()
