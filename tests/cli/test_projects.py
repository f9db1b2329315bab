"""Projects, their kinds and people, and the questions of stages, without the window."""

from __future__ import annotations

import unicodedata

from tests.support.command_line import CommandLine


def test_a_project_gets_its_kind_rate_and_people(run: CommandLine) -> None:
    run("add", "Ship v3 4h #fraud @coding")
    given = ("--kind", "consultancy", "--client", "Northbank", "--rate", "95.5 eur")
    roles = ("--role", "software engineer=Ada, Bo", "--role", "data scientist=Cy")
    assert run("project", "fraud", *given, *roles, "--json").json == {
        "name": "fraud",
        "kind": "Consultancy",
        "client": "Northbank",
        "billable": True,
        "rate": 95.5,
        "currency": "EUR",
        "people": [
            {"name": "Ada", "role": "software engineer"},
            {"name": "Bo", "role": "software engineer"},
            {"name": "Cy", "role": "data scientist"},
        ],
    }
    assert run("tasks", "--json").json[0]["talk_to"] == ["Ada", "Bo"]
    assert "There is no kind of project hobby" in run("project", "fraud", "--kind", "hobby").err


def test_the_question_of_a_stage_is_answered(run: CommandLine) -> None:
    run("add", "Ship v3 4h #fraud @coding")
    run("project", "fraud", "--kind", "platform")
    assert "Is it live? Answer with: mle-planner answer 1 TEXT" in run("done", "1").err
    (asked,) = run("answer", "1", "The", "squad", "--json").json
    assert (asked["question"], asked["answer"]) == ("Is it live?", "The squad")
    assert run("undo").out == "Undone: Finish Ship v3\n"
    assert run("answer", "1").out == "That task has no question yet.\n"


def test_all_that_a_command_changes_of_a_project_is_one_step_or_nothing(run: CommandLine) -> None:
    run("add", "Ship v3 4h #fraud @coding")
    before = run("project", "fraud", "--json").json
    roles = ("--role", "software engineer=Ada, Bo", "--role", "data scientist=Cy")
    run("project", "fraud", "--kind", "consultancy", "--client", "Northbank", *roles)
    assert run("project", "fraud", "--json").json["client"] == "Northbank"

    assert run("undo").out == "Undone: Change fraud: client, kind\n"
    assert run("project", "fraud", "--json").json == before

    refused = run("project", "fraud", "--client", "Northbank", *roles, "--role", " =Ada")
    assert refused.code == 1
    assert run("project", "fraud", "--json").json == before
    assert run("undo").out == "Undone: Add Ship v3\n"


def test_a_project_is_found_by_a_name_of_decomposed_letters(run: CommandLine) -> None:
    run("add", "Ship v3 4h #Gebühren @coding")
    pasted = unicodedata.normalize("NFD", "Gebühren")
    assert run("project", pasted, "--client", "Northbank").out == "Gebühren, Northbank, billable\n"
    again = run("add", f"Look again 1h #{pasted} @coding")
    assert "on Gebühren (" in again.out
    assert not again.err
    assert "Gebühren" in run("purge", "project", pasted).out


def test_a_name_copied_with_a_mark_of_direction_makes_no_second_project(run: CommandLine) -> None:
    run("add", "Ship v3 4h #עברית @coding")
    assert "(new project)" not in run("add", "Look again 1h #\u200fעברית @coding").out
    assert len(run("project").out.splitlines()) == 1
