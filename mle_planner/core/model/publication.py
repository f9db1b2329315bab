"""The targets to which the plan is published, and how much of it others see."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.calendar import SecretSource

PublicationId = NewType("PublicationId", int)


class PublishLevel(StrEnum):
    """How much of a block others can read."""

    FULL = "full"
    PROJECT = "project"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Publication:
    """A file or a CalDAV calendar to which the plan is published.

    ``target`` is its path or address; ``mark`` makes the UIDs of its events unique. ``problem`` is
    why the last attempt failed (``i18n/phrases``), "" after a success. A calendar is written as
    ``user``, with a secret as in `CalendarAccount`.
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
"""The values that replace the lines of an event that was deleted on the server, or that can no
longer be a block."""


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """An event as last published: its lines, how often it was changed, and when.

    ``stamp`` is the time of the last change in whole seconds since 1970 UTC. ``etag`` is the
    server's name for this version. If others changed it, ``theirs`` are its lines on the server,
    `GONE` or `NO_BLOCK`, and ``their_etag`` is its version.
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

    ``span`` and ``title`` are those on the server; ``span`` is None if the event was deleted or can
    no longer be a block, for example because it repeats. ``before`` and ``title_before`` are the
    published ones.
    """

    uid: str
    before: Span
    title_before: str
    span: Span | None
    title: str
    is_deleted: bool
