"""Kinds of projects: the audience, and for each stage the people to talk to and a question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, Edit, add_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.i18n.names import USUAL_STAGES
from mle_planner.core.model.pipeline import KindStage, Person, ProjectKind
from mle_planner.core.model.work import Activity, Project, ProjectKindId, Stage
from mle_planner.core.operations import Operation, Summary, summary_of_change
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.typed.title import find_named, one_line, title_key

Named = TypeVar("Named", Activity, Project, ProjectKind, Person)


class StageRule(NamedTuple):
    """The roles of the people to talk to at a stage, and the question at its end ("" for none)."""

    roles: tuple[str, ...]
    question: str


class Kinds(Domain):
    """The kinds of projects to choose from."""

    def all(self) -> tuple[ProjectKind, ...]:
        """Return all kinds by id, archived ones included."""
        return tuple(self._session.store.all(ProjectKind))

    def stages(self, kind_id: ProjectKindId | None) -> dict[Stage, StageRule]:
        """Return the rule of each stage of a kind; the usual rules for a project without a kind."""
        return stage_rules(self._session, kind_id)

    @carried_out
    def add(self, name: str) -> tuple[Edit, ProjectKind]:
        """Add a kind with the usual stages; it is billable and for a client."""
        store = self._session.store
        checked = checked_name(name, self.all())
        kind = ProjectKind(ProjectKindId(store.new_id(ProjectKind)), checked)
        stages = [
            KindStage(store.new_id(KindStage), kind.id, stage, roles, question)
            for stage, (roles, question) in USUAL_STAGES.items()
        ]
        return Edit(Summary(Operation.ADD, checked), add_records(kind, *stages)), kind

    @carried_out
    def change(self, kind_id: ProjectKindId, **fields: Any) -> Edit:
        """Change name, audience or billable of a kind, or archive it; its projects stay."""
        before = self._session.existing(ProjectKind, kind_id)
        after = replace(before, **fields)
        after = with_checked_name(before, after, self.all())
        return Edit(summary_of_change(before, after), replace_record(before, after))

    @carried_out
    def change_stage(
        self,
        kind_id: ProjectKindId,
        stage: Stage,
        *,
        roles: str | None = None,
        question: str | None = None,
    ) -> Edit:
        """Change the comma-separated roles of a stage, or its question; "" removes the question."""
        kind, store = self._session.existing(ProjectKind, kind_id), self._session.store
        stored = {row.stage: row for row in store.where(KindStage, kind_id=kind_id)}
        before = stored.get(stage)
        after = before or KindStage(store.new_id(KindStage), kind_id, stage)
        if roles is not None:
            after = replace(after, roles=", ".join(split_names(roles)))
        if question is not None:
            after = replace(after, question=one_line(question))
        changes: tuple[Change, ...] = (
            add_records(after) if before is None else replace_record(before, after)
        )
        return Edit(Summary(Operation.CHANGE, kind.name, detail="stage"), changes)


def stage_rules(session: Session, kind_id: ProjectKindId | None) -> dict[Stage, StageRule]:
    """Return the rule of each stage of a kind; the usual rules for a project without a kind."""
    found = {stage: StageRule((), "") for stage in Stage}
    if kind_id is None:
        for stage, (roles, question) in USUAL_STAGES.items():
            found[stage] = StageRule(split_names(roles), question)
    else:
        for row in session.store.where(KindStage, kind_id=kind_id):
            found[row.stage] = StageRule(split_names(row.roles), row.question)
    return found


def with_kind(session: Session, project: Project) -> Project:
    """Return a project with the billable setting of its new kind."""
    if project.kind_id is None:
        return project
    return replace(project, billable=session.existing(ProjectKind, project.kind_id).billable)


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in a comma-separated text, each once, ignoring case and outer spaces."""
    found: dict[str, str] = {}
    for part in text.split(","):
        if name := one_line(part):
            found.setdefault(title_key(name), name)
    return tuple(found.values())


def with_checked_name(before: Named, after: Named, known: Iterable[Named]) -> Named:
    """Return a record with its new name as ``checked_name`` has it; an unchanged one stays."""
    if after.name == before.name:
        return after
    others = [one for one in known if one.id != before.id]
    return replace(after, name=checked_name(after.name, others))


def checked_name(name: str, others: Iterable[Activity | Project | ProjectKind | Person]) -> str:
    """Return a name on one line; raise ``PlannerError`` if it is empty or taken."""
    cleaned = one_line(name)
    if not cleaned:
        raise planner_error("A name is needed. Nothing was changed; type a word.")
    if find_named(others, cleaned) is not None:
        raise planner_error(
            "{name} already exists. Nothing was changed; choose another name.", name=cleaned
        )
    return cleaned
