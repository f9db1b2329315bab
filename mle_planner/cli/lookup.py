"""Finds the task, activity or project that an argument names."""

from __future__ import annotations

from mle_planner.cli.context import Context
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import Activity, Project, ProjectId, Task, TaskId
from mle_planner.core.planner import Planner

_MOST_DIGITS = 18  # what the database can hold


def task_named(planner: Planner, text: str) -> Task | None:
    """Return the task of a number, or the open one of exactly this title; None for other text.

    Raises ``PlannerError`` for a number that no task has and a title that two have.
    """
    from mle_planner.core.typed.title import one_line, title_key

    wanted = one_line(text)
    number = wanted.removeprefix("#")
    if number.isascii() and number.isdigit():
        return task_numbered(planner, number)
    key = title_key(wanted)
    found = [task for task in planner.open_tasks() if title_key(task.title) == key]
    if len(found) > 1:
        numbers = " and ".join(str(task.id) for task in found)
        raise PlannerError(
            f"Tasks {numbers} are both called {wanted}. Nothing was changed; give the number."
        )
    return found[0] if found else None


def task_numbered(planner: Planner, text: str) -> Task:
    """Return the task of a number, also one that is done; raise ``PlannerError`` without one."""
    number = text.strip().removeprefix("#")
    if not (number.isascii() and number.isdigit()):
        raise PlannerError(
            f"{text.strip() or 'Nothing'} is not the number of a task. Nothing was changed; "
            "mle-planner tasks --all lists the numbers."
        )
    task = planner.task(TaskId(int(number))) if len(number) < _MOST_DIGITS else None
    if task is None:
        raise PlannerError(
            f"There is no task {number}. Nothing was changed; mle-planner tasks --all lists "
            "the numbers."
        )
    return task


def activity_named(planner: Planner, name: str) -> Activity:
    """Return the activity of a name, or of its beginning, as quick add finds it."""
    from mle_planner.core.typed.quick_add.kinds import built_in_named
    from mle_planner.core.typed.quick_add.names import names_meant, several_meant, unknown_activity

    activities = [found for found in planner.catalog.activities() if not found.archived]
    names = [found.name for found in activities]
    wanted = " ".join(name.split()).removeprefix("@")
    meant = names_meant(wanted, names)
    if len(meant) == 1:
        return activities[meant[0]]
    if not meant and (built_in := built_in_named(wanted, activities)):
        return built_in
    problem = several_meant(wanted, names, meant) if meant else unknown_activity(wanted, names)
    raise PlannerError(f"{problem} Nothing was changed.")


def project_named(planner: Planner, name: str) -> Project | str:
    """Return the project of exactly this name, whatever its case, or the name of a new one."""
    from mle_planner.core.typed.title import find_named, one_line

    wanted = one_line(name)
    if not any(letter.isalnum() for letter in wanted):
        raise PlannerError("A project needs a name. Nothing was changed; type a word.")
    projects = (found for found in planner.catalog.projects() if not found.archived)
    return find_named(projects, wanted) or wanted


def existing_project(planner: Planner, name: str) -> Project:
    """Return the project of exactly this name; raise ``PlannerError`` without one."""
    project = project_named(planner, name)
    if isinstance(project, str):
        raise PlannerError(
            f"There is no project {project}. Nothing was changed; mle-planner project lists them."
        )
    return project


def project_names(planner: Planner) -> set[str]:
    """Return the names of all projects, archived ones included."""
    return {found.name for found in planner.catalog.projects()}


def booked_on(context: Context, project_id: ProjectId | None, known: set[str]) -> str:
    """Return where work was booked, such as " on Fraud detection (new project)"; "" for nowhere.

    ``known`` are the names there were before. A new name close to one of them is noted.
    """
    projects = context.planner.catalog.projects()
    name = next((found.name for found in projects if found.id == project_id), "")
    if not name or name in known:
        return f" on {name}" if name else ""
    from mle_planner.core.typed.quick_add.names import is_near

    near = sorted(found for found in known if is_near(name, [found]))
    if near:
        context.note(f"{name} is a new project. There is {near[0]} too.")
    return f" on {name} (new project)"
