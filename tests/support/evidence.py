"""Signs of work as the tests write them."""

from __future__ import annotations

from collections.abc import Iterable

from mle_planner.core.evidence.unite import Streams

SignRow = tuple[int, str, str, int]
"""Second, source, project, whether an agent made it."""


def streams_of(signs: Iterable[SignRow]) -> Streams:
    """Signs in any order, as they are read from the database."""
    streams: dict[tuple[str, int], dict[int, str]] = {}
    for at, source, project, by_agent in sorted(signs):
        streams.setdefault((source, by_agent), {})[at] = project
    return streams
