"""Kinds of projects with their stages, the people of a project, and stage questions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import PersonId, ProjectId, ProjectKindId, Stage, TaskId


class Audience(StrEnum):
    """The audience of a kind of project; it decides the word for the project's client."""

    SQUAD = "squad"
    CLIENT = "client"
    USERS = "users"


@dataclass(frozen=True, slots=True)
class Person:
    """A person to work with."""

    id: PersonId
    name: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ProjectKind:
    """How a kind of project is run; a project takes ``billable`` from its new kind."""

    id: ProjectKindId
    name: str
    audience: Audience = Audience.CLIENT
    billable: bool = True
    archived: bool = False


@dataclass(frozen=True, slots=True)
class KindStage:
    """A stage of a kind: the roles to talk to, comma-separated, and the question at its end."""

    id: int
    kind_id: ProjectKindId
    stage: Stage
    roles: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class ProjectPerson:
    """A person in a role of a project."""

    id: int
    project_id: ProjectId
    person_id: PersonId
    role: str


@dataclass(frozen=True, slots=True)
class StageAnswer:
    """The question a task was asked at the end of a stage; no ``answer`` if it was skipped."""

    id: int
    task_id: TaskId
    stage: Stage
    question: str
    asked_at: datetime
    answer: str = ""
