"""Commands for projects, their kinds and people: project, kind, pair, ask, answer."""

from __future__ import annotations

import argparse
from typing import Any

from mle_planner.cli.arguments import YES_NO, argument, takes
from mle_planner.cli.columns import columns, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import moment_json
from mle_planner.cli.lookup import task_numbered
from mle_planner.cli.rounding import ROUNDING, read_rounding, rounding_json, rounding_text
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.pipeline import Audience, Person, ProjectKind, StageAnswer
from mle_planner.core.model.work import Project, Stage, Task, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.typed.rate import Rate, rate_text, read_rate
from mle_planner.core.typed.title import find_named, title_key


@takes(
    argument("name", metavar="NAME", nargs="*", help="a project; without one, list all"),
    argument("--kind", metavar="KIND", help="the kind it is of, or none"),
    argument("--client", metavar="NAME", help="whom it is for"),
    argument("--rate", metavar="RATE", help='what an hour costs, such as "120 EUR"'),
    argument("--billable", choices=tuple(YES_NO), help="whether its time is billed"),
    *ROUNDING,
    argument(
        "--role", metavar="ROLE=NAMES", action="append", default=[],
        help='who has a role, such as "data analyst=NAME, NAME"; without names: none',
    ),
)  # fmt: skip
def project(context: Context, options: argparse.Namespace) -> int:
    """Show projects, or change one: kind, client, rate, people by role."""
    planner = context.planner
    if not options.name:
        projects = [each for each in planner.catalog.projects() if not each.archived]
        return context.answer(
            lambda: [_project_json(planner, each) for each in projects],
            lambda: columns([_project_row(planner, each) for each in projects]) or ["No projects."],
        )
    number = _project_named(planner, " ".join(options.name)).id
    roles = [_role_of(text) for text in options.role]
    fields = _fields_of(planner, options)
    with planner.history.one_step():
        if fields:
            planner.catalog.change_project(number, **fields)
        for role, names in roles:
            planner.people.set_role(number, role, names)
    (found,) = [each for each in planner.catalog.projects() if each.id == number]
    return context.answer(
        lambda: _project_json(planner, found), lambda: _project_lines(planner, found)
    )


@takes(
    argument("name", metavar="NAME", nargs="*", help="a kind of project; without one, list all"),
    argument("--add", action="store_true", help="add the kind of this name"),
    argument("--for", dest="audience", choices=[each.value for each in Audience],
                        help="whom such projects work for"),
    argument("--billable", choices=tuple(YES_NO), help="whether their time is billed"),
    argument("--stage", choices=[each.value for each in Stage], help="a stage to change"),
    argument("--roles", metavar="ROLES", help="whom to talk to, comma-separated"),
    argument("--question", metavar="TEXT", help="how the stage ends; empty asks nothing"),
)  # fmt: skip
def kind(context: Context, options: argparse.Namespace) -> int:
    """Show kinds of projects, or change one: whom it is for, roles and questions by stage."""
    planner, name = context.planner, " ".join(options.name)
    if options.stage is None and (options.roles is not None or options.question is not None):
        raise PlannerError(
            "Roles and questions belong to a stage. Nothing was changed; name it with --stage."
        )
    if not name:
        kinds = [each for each in planner.kinds.all() if not each.archived]
        return context.answer(
            lambda: [_kind_json(planner, each) for each in kinds],
            lambda: [line for each in kinds for line in _kind_lines(planner, each)],
        )
    fields: dict[str, Any] = {}
    if options.audience is not None:
        fields["audience"] = Audience(options.audience)
    if options.billable is not None:
        fields["billable"] = YES_NO[options.billable]
    with planner.history.one_step():
        number = (planner.kinds.add(name) if options.add else _kind_named(planner, name)).id
        if fields:
            planner.kinds.change(number, **fields)
        if options.stage is not None:
            planner.kinds.change_stage(
                number, Stage(options.stage), roles=options.roles, question=options.question
            )
    (found,) = [each for each in planner.kinds.all() if each.id == number]
    return context.answer(lambda: _kind_json(planner, found), lambda: _kind_lines(planner, found))


_PAIR = (
    argument("id", metavar="ID", help="the number of the task it is about"),
    argument(
        "name", metavar="NAME", nargs="*", help="a person of the project (default: of its stage)"
    ),
)


@takes(*_PAIR)
def pair(context: Context, options: argparse.Namespace) -> int:
    """Add a task to pair with a person on another one."""
    task, person = _work_with(context.planner, options)
    return _answer_added(context, context.planner.people.pair(task, person.id), person)


@takes(*_PAIR)
def ask(context: Context, options: argparse.Namespace) -> int:
    """Add a task to ask a person about another one."""
    task, person = _work_with(context.planner, options)
    return _answer_added(context, context.planner.people.ask(task, person.id), person)


@takes(
    argument("id", metavar="ID", help="the task's number"),
    argument(
        "text", metavar="TEXT", nargs="*", help="the answer; without one, list what was asked"
    ),
)
def answer(context: Context, options: argparse.Namespace) -> int:
    """Answer what a task was asked at the end of its stage, or list that."""
    planner = context.planner
    task = task_numbered(planner, options.id)
    if options.text:
        planner.questions.answer_last(task.id, " ".join(options.text))
    asked = planner.questions.of_task(task.id)
    zone = planner.days.zone
    return context.answer(
        lambda: [
            {**question_json(each), "asked_at": moment_json(each.asked_at, zone)} for each in asked
        ],
        lambda: (
            columns([(each.stage.value, each.question, each.answer or "no answer")
                     for each in asked])
            or ["That task has no question yet."]
        ),
    )  # fmt: skip


def question_json(asked: StageAnswer) -> dict[str, Any]:
    """Return a question and its answer, null where it has none."""
    return {
        "task": asked.task_id,
        "stage": asked.stage.value,
        "question": asked.question,
        "answer": asked.answer or None,
    }


def _project_named(planner: Planner, name: str) -> Project:
    wanted = " ".join(name.split()).removeprefix("#")
    found = find_named(planner.catalog.projects(), wanted)
    if found is not None:
        return found
    raise PlannerError(
        f"There is no project {printable(wanted)}. Nothing was changed; mle-planner project lists "
        "the projects."
    )


def _kind_named(planner: Planner, name: str) -> ProjectKind:
    wanted = " ".join(name.split())
    kinds = [each for each in planner.kinds.all() if not each.archived]
    found = find_named(kinds, wanted)
    if found is not None:
        return found
    names = ", ".join(each.name for each in kinds)
    raise PlannerError(
        f"There is no kind of project {printable(wanted)}. Nothing was changed; choose one of "
        f"{names}."
    )


def _role_of(text: str) -> tuple[str, str]:
    role, mark, names = text.partition("=")
    if not mark or not role.strip():
        raise PlannerError(
            f"{printable(text)} names no role. Nothing was changed; write it such as "
            '"data analyst=NAME".'
        )
    return role.strip(), names


def _fields_of(planner: Planner, options: argparse.Namespace) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if options.kind is not None:
        is_none = options.kind.strip().lower() == "none"
        fields["kind_id"] = None if is_none else _kind_named(planner, options.kind).id
    if options.client is not None:
        fields["client"] = " ".join(options.client.split())
    if options.rate is not None:
        fields["rate_cents"], fields["currency"] = read_rate(options.rate)
    if options.billable is not None:
        fields["billable"] = YES_NO[options.billable]
    return fields | read_rounding(options)


def _work_with(planner: Planner, options: argparse.Namespace) -> tuple[TaskId, Person]:
    task = task_numbered(planner, options.id)
    contacts = planner.people.of_task(task.id)
    wanted = title_key(" ".join(options.name))
    found = [each for each in contacts if title_key(each.person.name) == wanted]
    if not wanted:
        found = [each for each in contacts if each.is_at_stage]
    people = {each.person.id: each.person for each in found}
    if len(people) != 1:
        names = ", ".join(dict.fromkeys(each.person.name for each in contacts))
        hint = f"choose one of {names}" if names else "name people with mle-planner project"
        raise PlannerError(
            f"Which person is meant on task {task.id} is not clear. Nothing was added; {hint}."
        )
    return task.id, next(iter(people.values()))


def _answer_added(context: Context, task: Task, person: Person) -> int:
    return context.answer(
        lambda: {"id": task.id, "title": task.title, "with": person.name,
                 "estimate_min": task.estimate_min},
        lambda: [printable(f"Added {task.id}: {task.title}")],
    )  # fmt: skip


def _project_json(planner: Planner, found: Project) -> dict[str, Any]:
    contacts = planner.people.of_project(found.id)
    return {
        "name": found.name,
        "kind": _kind_name(planner, found) or None,
        "client": found.client or None,
        "billable": found.billable,
        "rate": None if found.rate_cents is None else found.rate_cents / 100,
        "currency": found.currency or None,
        **rounding_json(found),
        "people": [{"name": each.person.name, "role": each.role} for each in contacts],
    }


def _project_row(planner: Planner, found: Project) -> list[str]:
    return [
        found.name,
        _kind_name(planner, found),
        found.client,
        "billable" if found.billable else "",
        rate_text(Rate(found.rate_cents, found.currency)),
        ", ".join(dict.fromkeys(
            each.person.name for each in planner.people.of_project(found.id)
        )),
    ]  # fmt: skip


def _project_lines(planner: Planner, found: Project) -> list[str]:
    rate = rate_text(Rate(found.rate_cents, found.currency))
    marks = ["billable" if found.billable else "not billable", f"{rate} an hour" if rate else ""]
    head = [found.name, _kind_name(planner, found), found.client, *marks, rounding_text(found)]
    contacts = planner.people.of_project(found.id)
    return [
        printable(", ".join(part for part in head if part)),
        *columns([(each.role, each.person.name) for each in contacts], indent="  "),
    ]


def _kind_name(planner: Planner, found: Project) -> str:
    return next((each.name for each in planner.kinds.all() if each.id == found.kind_id), "")


def _kind_json(planner: Planner, found: ProjectKind) -> dict[str, Any]:
    return {
        "name": found.name,
        "for": found.audience.value,
        "billable": found.billable,
        "stages": [
            {"stage": stage.value, "roles": list(rule.roles), "question": rule.question or None}
            for stage, rule in planner.kinds.stages(found.id).items()
        ],
    }


def _kind_lines(planner: Planner, found: ProjectKind) -> list[str]:
    rows = [
        (stage.value, ", ".join(rule.roles) or "-", rule.question or "no question")
        for stage, rule in planner.kinds.stages(found.id).items()
    ]
    billable = "billable" if found.billable else "not billable"
    return [
        printable(f"{found.name}: for {found.audience.value}, {billable}"),
        *columns(rows, indent="  "),
    ]
