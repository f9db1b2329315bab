"""A calendar server for all tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.calendar_server import CalendarServer
from tests.support.radicale_server import RadicaleServer


@pytest.fixture(scope="session")
def calendar_server() -> Iterator[CalendarServer]:
    """The one server on the loopback."""
    opened = CalendarServer()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RadicaleServer]:
    """The one CalDAV server on the loopback."""
    opened = RadicaleServer(tmp_path_factory.mktemp("radicale"))
    yield opened
    opened.close()
