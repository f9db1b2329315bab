"""Where the plan is published to, and how much of it others see."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

from mle_planner.core.base.frozen import dataclass

PublicationId = NewType("PublicationId", int)


class PublishLevel(StrEnum):
    """What others read of a block."""

    FULL = "full"
    PROJECT = "project"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Publication:
    """A file that the plan is published to.

    ``target`` is its path; ``mark`` makes the UIDs of its events unlike those of other plans.
    ``problem`` is why the last attempt failed, "" after one that worked.
    """

    id: PublicationId
    target: str
    level: PublishLevel
    mark: str
    published_at: datetime | None = None
    problem: str = ""


class PublishedEvent(NamedTuple):
    """An event as it was published last: its lines, how often it was changed, and when.

    ``stamp`` is the time of the last change in whole seconds since 1970 UTC.
    """

    lines: str
    sequence: int
    stamp: int
