"""Which project a repository's signs belong to: the one of the same name, or the one of a rule."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span
from mle_planner.core.edits import Edit, remove_records, replace_record
from mle_planner.core.evidence.unite import AUTOMATIC
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import RepositoryRule, TimeEntry
from mle_planner.core.model.work import Project, ProjectId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.typed.title import find_named, one_line, title_key


class Repositories(Domain):
    """The rules that map names in git, editors and ActivityWatch to projects."""

    def all(self) -> tuple[RepositoryRule, ...]:
        """Return every rule by name."""
        found = self._session.store.all(RepositoryRule)
        return tuple(sorted(found, key=lambda rule: rule.name.casefold()))

    def names_of(self, project_id: ProjectId) -> tuple[str, ...]:
        """Return the repositories that rules give to a project."""
        return tuple(rule.name for rule in self.all() if rule.project_id == project_id)

    @carried_out
    def set(self, name: str, project_id: ProjectId | None) -> tuple[Edit, RepositoryRule]:
        """Assign a repository's signs, including past ones, to a project, or to none with None."""
        title = one_line(name)
        if not title:
            raise planner_error("A repository needs a name. Nothing was changed.")
        if project_id is not None:
            self._session.existing(Project, project_id)
        store = self._session.store
        before = self._rule_of(title)
        known = before or RepositoryRule(store.new_id(RepositoryRule), title, project_id)
        rule = replace(known, project_id=project_id)
        changes = replace_record(before, rule)
        return Edit(Summary(Operation.CHANGE, title, 1, "project_id"), changes), rule

    @carried_out
    def forget(self, name: str) -> Edit:
        """Remove the rule: the signs belong to the project of the same name again."""
        rule = self._rule_of(one_line(name))
        if rule is None:
            raise planner_error(
                "There is no rule for {name}. Nothing was changed.", name=one_line(name)
            )
        return Edit(Summary(Operation.REMOVE, rule.name), remove_records([rule]))

    def to_learn(self, entry: TimeEntry) -> str:
        """Return the repository for which an entry of a project should teach a rule, "" for none.

        It is the only repository named by the signs within the entry, if it does not belong to the
        project yet.
        """
        end = entry.end or self._session.now()
        if entry.project_id is None or end <= entry.start:
            return ""
        signs = self._session.store.evidence.within(Span(entry.start, end))
        names = {sign.project for sign in signs if sign.source in AUTOMATIC and not sign.by_agent}
        if len(names) != 1 or not (name := names.pop()):
            return ""
        return "" if self.project_of(name) == entry.project_id else name

    def project_of(self, name: str) -> ProjectId | None:
        """Return the project of a repository's signs; None if they belong to none."""
        rule = self._rule_of(name)
        if rule is not None:
            return rule.project_id
        project = find_named(self._session.projects().values(), name)
        return None if project is None else project.id

    def _rule_of(self, name: str) -> RepositoryRule | None:
        return find_named(self.all(), name)


def project_namer(session: Session) -> Callable[[str], str]:
    """Return a function from a name in signs to the name of the project.

    Case is ignored. A name that matches no project stays; with a rule for no project it becomes
    empty.
    """
    projects = session.projects()
    known = {title_key(project.name): project.name for project in projects.values()}
    for rule in session.store.all(RepositoryRule):
        owner = projects.get(rule.project_id) if rule.project_id is not None else None
        known[title_key(rule.name)] = owner.name if owner is not None else ""
    return lambda name: known.get(title_key(name), name)
