"""A message bus of the test's own."""

from tests.support.message_bus import bus  # noqa: F401 -- a fixture
