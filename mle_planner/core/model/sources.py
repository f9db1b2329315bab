"""The sources of evidence, and the projects to which repositories belong."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import ProjectId

SourceId = NewType("SourceId", int)


class SourceKind(StrEnum):
    """The kind of a source of evidence."""

    GIT = "git"
    ACTIVITYWATCH = "activitywatch"


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A source that is read regularly.

    ``place`` is a folder with repositories, the URL of a server, or the path of an export file.
    ``stamp`` changes when a file does; empty for all other sources.
    """

    id: SourceId
    kind: SourceKind
    place: str
    is_paused: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class RepositoryRule:
    """The project for signs that name a repository, or a project of an editor.

    Without a rule it is the project of the same name. None: they belong to no project.
    """

    id: int
    name: str
    project_id: ProjectId | None
