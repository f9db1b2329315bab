"""Commands for projects and for the questions of stages: project, answer."""

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
from mle_planner.core.model.pipeline import ProjectKind, StageAnswer
from mle_planner.core.model.work import Project
from mle_planner.core.planner import Planner
from mle_planner.core.typed.rate import Rate, rate_text, read_rate
from mle_planner.core.typed.title import find_named


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
