"""Where evidence is read from, and to which project what is read belongs."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import ProjectId

SourceId = NewType("SourceId", int)


class SourceKind(StrEnum):
    """What a source of evidence is."""

    GIT = "git"
    ACTIVITYWATCH = "activitywatch"


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A source that is read regularly.

    ``place`` is a folder with repositories, the URL of a server, or the path of an export file.
    ``stamp`` tells whether a file has changed since it was read; empty for all else.
    """

    id: SourceId
    kind: SourceKind
    place: str
    is_paused: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class RepositoryRule:
    """The project of signs that name a repository, or what an editor calls a project.

    Without a rule it is the project of the same name. None: it belongs to no project.
    """

    id: int
    name: str
    project_id: ProjectId | None
