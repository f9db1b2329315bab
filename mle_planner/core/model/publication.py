"""Where the plan is published to, and how much of it others see."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.calendar import SecretSource

PublicationId = NewType("PublicationId", int)


class PublishLevel(StrEnum):
    """What others read of a block."""

    FULL = "full"
    PROJECT = "project"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Publication:
    """A file or a CalDAV calendar that the plan is published to.

    ``target`` is its path or address; ``mark`` makes the UIDs of its events unlike those of others.
    ``problem`` is why the last attempt failed, "" after one that worked. A calendar is written as
    ``user``, with a secret as a `CalendarAccount` has it.
    """

    id: PublicationId
    target: str
    level: PublishLevel
    mark: str
    published_at: datetime | None = None
    problem: str = ""
    user: str = ""
    secret_source: SecretSource = SecretSource.RUN
    command: str = ""
    allows_private: bool = False

    @property
    def is_remote(self) -> bool:
        """Whether it is a calendar on a server."""
        return "://" in self.target


GONE, NO_BLOCK = "gone", "no block"
"""What stands for the lines of an event that was deleted on the server, or has become one that no
block can be."""


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """An event as it was published last: its lines, how often it was changed, and when.

    ``stamp`` is the time of the last change in whole seconds since 1970 UTC. ``etag`` is what the
    server called this version. Where others changed it there, ``theirs`` are its lines there,
    `GONE` or `NO_BLOCK`, and ``their_etag`` its version.
    """

    lines: str
    sequence: int
    stamp: int
    etag: str = ""
    theirs: str = ""
    their_etag: str = ""


@dataclass(frozen=True)
class PublishConflict:
    """An event that others changed or deleted where the plan is published.

    ``span`` and ``title`` are those there, no span where it was deleted or has become an event of
    another kind, such as one that repeats; ``before`` and ``title_before`` are what was published.
    """

    uid: str
    before: Span
    title_before: str
    span: Span | None
    title: str
    is_deleted: bool
