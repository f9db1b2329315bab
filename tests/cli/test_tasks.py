"""Commands for tasks."""

from __future__ import annotations

import pytest

from tests.support.command_line import CommandLine


def test_a_task_is_added_from_one_line(run: CommandLine) -> None:
    line = "Fix drift alert paging 2h due fri #fraud @coding !high"
    assert run("add", line, "--json").json == {
        "id": 1,
        "title": "Fix drift alert paging",
        "project": "fraud",
        "activity": "Coding",
        "category": "coding",
        "stage": "ship",
        "priority": "high",
        "estimate_min": 120,
        "tracked_min": 0,
        "remaining_min": 120,
        "due": "2026-11-27",
        "due_time": None,
        "next_planned": None,
        "waits_for": [],
        "running": False,
        "done": False,
        "done_at": None,
        "created_at": "2026-11-23T08:55:00+00:00",
    }


def test_the_words_of_a_line_need_no_quotes(run: CommandLine) -> None:
    added = run("add", "Call", "--json", "Ana", "15m", "due", "tomorrow", "15:00").json
    assert (added["title"], added["due"], added["due_time"]) == ("Call Ana", "2026-11-24", "15:00")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("#fraud 2h", "A task needs a title."),
        ("", "A task needs a title."),
        ("Write report due blursday", "due blursday is not a day."),
        ("Write report @nothing", "There is no activity called nothing."),
    ],
)
def test_a_line_that_cannot_be_read_adds_nothing(run: CommandLine, line: str, said: str) -> None:
    assert said in run("add", line).sentence
    assert run("tasks", "--all", "--json").json == []
    assert run("history", "--json").json == []


def test_tasks_are_listed_and_finished_and_reopened(run: CommandLine) -> None:
    run("add", "Later 1h due 4 dec")
    run("add", "Sooner 1h due tue")
    assert [task["title"] for task in run("tasks", "--json").json] == ["Sooner", "Later"]
    done = run("done", "2", "--json", now="2026-11-23T10:00").json
    assert (done["done"], done["done_at"]) == (True, "2026-11-23T10:00:00+00:00")
    assert [task["id"] for task in run("tasks", "--json").json] == [1]
    assert [task["id"] for task in run("tasks", "--all", "--json").json] == [1, 2]
    assert "Sooner was already done" in run("done", "2").sentence
    assert run("reopen", "2", "--json").json["done"] is False
    assert len(run("tasks", "--json").json) == 2


def test_tasks_read_well_as_text(run: CommandLine) -> None:
    assert run("tasks").out == 'No open tasks. Add one: mle-planner add "Read the paper 1h"\n'
    run("add", "Fix drift alert paging 2h due fri #fraud !high")
    run("add", "Read the paper")
    assert run("tasks").out.splitlines() == [
        "1  Fix drift alert paging  2:00 left  due Fri 27 Nov  high  #fraud  @Coding  ship",
        "2  Read the paper                                                   @Coding  ship",
    ]


@pytest.mark.parametrize("command", ["done", "reopen", "delete"])
@pytest.mark.parametrize("number", ["99", "x", "-1", "1.5", "", "٣"])
def test_an_unknown_task_is_refused(run: CommandLine, command: str, number: str) -> None:
    run("add", "Read")
    before = run.everything()
    assert "Nothing was changed" in run(command, "--", number).sentence
    assert run.everything() == before


def test_a_deleted_task_comes_back_with_undo(run: CommandLine) -> None:
    run("add", "Read 1h")
    assert run("delete", "1").out == "Deleted 1: Read\n"
    assert run("tasks", "--json").json == []
    run("undo")
    assert [task["title"] for task in run("tasks", "--json").json] == ["Read"]
