"""Planning from the command line: what is shown is what is accepted."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.amounts import first
from tests.support.builders import write_calendar
from tests.support.calendar_text import calendar_bytes
from tests.support.command_line import CommandLine


@pytest.fixture
def full(run: CommandLine, tmp_path: Path) -> CommandLine:
    """A calendar and three tasks."""
    (tmp_path / "team.ics").write_bytes(calendar_bytes())
    run("import", str(tmp_path / "team.ics"))
    run("add", "Fix drift alert paging 2h due fri #fraud @coding !high")
    run("add", "Draft the postmortem 1h30 due tue @writing")
    run("add", "Tidy notebooks")
    return run


def brief(plan: Any) -> list[str]:
    return [
        f"{line['start'][11:16]}-{line['end'][11:16]} {line['source']} {line['title']}"
        for line in plan["blocks"]
    ]


def test_a_plan_says_what_the_day_will_hold(full: CommandLine) -> None:
    plan = full("plan", "--json").json
    sources = {line["title"]: line["source"] for line in plan["blocks"]}
    assert sources == {
        "Standup": "series",
        "Model sync": "calendar",
        "Lunch": "template",
        "Wrap up": "template",
        "Fix drift alert paging": "plan",
        "Draft the postmortem": "plan",
    }
    tasks = {line["title"]: line["task"] for line in plan["blocks"] if line["task"] is not None}
    assert tasks == {"Fix drift alert paging": 1, "Draft the postmortem": 2}
    sync = next(line for line in plan["blocks"] if line["title"] == "Model sync")
    assert (sync["start"], sync["end"]) == (
        "2026-11-23T09:45:00+00:00", "2026-11-23T10:15:00+00:00",
    )  # fmt: skip
    assert plan["coding_min"] == 120
    for earlier, later in pairwise(plan["blocks"]):
        assert earlier["end"] <= later["start"]


def test_what_does_not_fit_is_listed_with_a_reason(full: CommandLine) -> None:
    (left,) = full("plan", "--json").json["unplaced"]
    assert left == {
        "task": 3,
        "title": "Tidy notebooks",
        "minutes": 0,
        "day": None,
        "reason": "It has no estimate; give it one and it can be planned.",
        "remedies": [],
    }


@pytest.mark.slow
def test_without_accept_nothing_is_changed(full: CommandLine) -> None:
    before = full.everything()
    assert "Nothing was changed" in full("plan").out
    full("plan", "--week", "today", "--json")
    assert full.everything() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", first(2, [(), ("--week", "today"), ("--date", "tue"), ("--days", "3")])
)
def test_what_is_accepted_is_what_was_shown(full: CommandLine, words: tuple[str, ...]) -> None:
    shown = full("plan", *words, "--json").json
    accepted = full("plan", *words, "--accept", "--json").json
    assert accepted == {**shown, "accepted": True}
    stored = [
        {name: value for name, value in line.items() if name != "key"}
        for day in shown["days"]
        for line in full("today", "--date", day, "--json").json["planned"]
    ]
    assert stored == shown["blocks"]


@pytest.mark.slow
def test_accepting_a_plan_again_changes_nothing_of_it(full: CommandLine) -> None:
    first = full("plan", "--accept", "--json").json
    assert brief(full("plan", "--json").json) == brief(first)


def test_work_under_way_says_so_and_not_why_it_once_stood_there(run: CommandLine) -> None:
    run("add", "Draft the report 5h @writing")
    run("plan", "--accept")
    run("start", "1", now="2026-11-23T10:00")
    ten_past = "2026-11-23T10:10"
    rest = [
        line
        for line in run("plan", "--json", now=ten_past).json["blocks"]
        if line["source"] == "plan"
    ]
    assert rest[0]["start"][11:16] == "10:10"
    later = run("plan", "--json", now="2026-11-23T14:10").json["blocks"]
    assert all(line["end"][11:16] > "14:10" for line in later if line["task"])
    assert rest[0]["reason"] == "Its timer is running."
    assert "timer" not in rest[1]["reason"]


def test_what_was_planned_of_a_task_that_is_done_is_not_ahead(run: CommandLine) -> None:
    run("add", "Loader 2h @coding")
    run("plan", "--accept")
    run("done", "1")
    plan = run("plan", "--json").json
    assert not any(block["title"] == "Loader" for block in plan["blocks"])
    assert plan["coding_min"] == 0
    assert run("today", "--json").json["coding"]["planned_ahead_min"] == 0


def test_a_plan_is_one_step_back(full: CommandLine) -> None:
    before = full.everything()
    full("plan", "--week", "today", "--accept")
    assert full.everything() != before
    full("undo")
    assert full.everything() == before


@pytest.mark.slow
def test_a_week_is_its_working_days_that_lie_ahead(full: CommandLine) -> None:
    days = full("plan", "--week", "fri", "--json", now="2026-11-25T08:00").json["days"]
    assert days == ["2026-11-25", "2026-11-26", "2026-11-27"]
    ahead = full("plan", "--week", "2026-12-02", "--json").json["days"]
    assert full("plan", "--week", "next", "--json").json["days"] == ahead
    assert ahead == [f"2026-{day}" for day in ("11-30", "12-01", "12-02", "12-03", "12-04")]


@pytest.mark.slow
def test_days_are_counted_from_today(full: CommandLine) -> None:
    assert full("plan", "--days", "2", "--json").json["days"] == ["2026-11-23", "2026-11-24"]


def test_a_week_without_a_working_day_left_says_what_is_late(full: CommandLine) -> None:
    answer = full("plan", "--week", "this", "--json", now="2026-11-28T10:00").json
    assert answer["days"] == ["2026-11-28"]
    assert answer["late"]


def test_days_that_cannot_be_planned_are_refused(full: CommandLine) -> None:
    before = full.everything()
    for words, said in (
        (("--date", "yesterday"), "only time ahead can be planned"),
        (("--week", "2026-11-18"), "No working day of that week lies ahead"),
        (("--days", "0"), "not a number of days"),
        (("--days", "32"), "not a number of days"),
        (("--days", "many"), "not a number of days"),
        (("--date", "someday"), "is not a day"),
    ):
        assert said in full("plan", *words, "--accept").sentence
    assert full.everything() == before


def test_a_plan_reads_well_as_text(full: CommandLine) -> None:
    lines = full("plan").out.splitlines()
    day = lines.index("Mon 23 Nov  coding 2:00")
    assert all(note.startswith("Mon 23 Nov: ") for note in lines[:day])
    assert lines[day + 1].split() == ["09:00–09:30", "0:30", "Standup", "Standup", "series"]
    assert any(line.split()[2:] == ["Lunch", "Lunch", "typical", "day"] for line in lines)
    assert lines[-3:-1] == [
        "Needs an estimate",
        "  Tidy notebooks (3)  It has no estimate; give it one and it can be planned.",
    ]
    assert lines[-1] == "Nothing was changed; run with --accept to save it."


def test_a_plan_says_first_what_is_late_and_what_would_help(run: CommandLine) -> None:
    run("add", "Backfill 7h due today @coding !high")
    run("add", "Numbers 90m due today 17:00 @analysis")
    plan = run("plan", "--json").json
    (late,) = plan["late"]
    assert (late["title"], late["due"]) == ("Numbers", "2026-11-23T17:00")
    assert late["late_min"] <= 90
    assert late["finished"].startswith("2026-11-")
    assert late["remedies"]
    assert "Mon 23 Nov: 7:00 of coding, more than 4:00." in plan["notes"]
    lines = run("plan").out.splitlines()
    assert lines[0].split(maxsplit=2) == ["Numbers", "(2)", late["sentence"]]
    assert "What would help" in lines


@pytest.mark.slow
def test_the_outlook_names_due_dates_that_cannot_hold(run: CommandLine) -> None:
    run("add", "Rewrite everything 50h due wed @coding")
    run("add", "Read 1h due fri")
    (late,) = run("outlook", "--json").json["late"]
    assert (late["task"], late["due"]) == (1, "2026-11-25")
    assert late["late_min"] > 20 * 60
    assert late["sentence"].startswith("Due Wed; ")
    assert run("plan", "--days", "28", "--json").json["late"][0]["sentence"] == late["sentence"]
    run("done", "1")
    assert run("outlook").out == "Every due date of the next four weeks can be met.\n"


def test_a_due_task_without_an_estimate_is_named_by_the_plan_and_the_outlook(
    run: CommandLine,
) -> None:
    run("add", "Fix tokenizer due fri @coding")
    sentence = (
        "Fix tokenizer is due Fri and has no estimate: it is not in the plan. "
        "Add an estimate to plan it."
    )
    assert run("plan", "--json").json["notes"] == [sentence]
    assert run("plan").out.splitlines()[0] == sentence
    answer = run("outlook", "--json").json
    assert answer["late"] == []
    assert [(one["task"], one["sentence"]) for one in answer["without_estimate"]] == [(1, sentence)]
    assert run("outlook").out == (
        f"{sentence}\nEvery other due date of the next four weeks can be met.\n"
    )


def test_a_public_holiday_is_asked_about_with_the_command_that_answers(
    run: CommandLine, tmp_path: Path
) -> None:
    path = write_calendar(tmp_path / "x.ics", ["h 20261123 20261124 Thanksgiving"])
    free = path.read_bytes().replace(b"END:VEVENT", b"TRANSP:TRANSPARENT\r\nEND:VEVENT")
    path.write_bytes(free)
    run("import", str(path))
    (note,) = run("plan", "--json").json["notes"]
    assert note.startswith("Mon 23 Nov: Thanksgiving looks like a public holiday")
    assert "mle-planner day-off 2026-11-23 makes it a day off" in note
    run("day-off", "2026-11-23", "--no")
    assert run("plan", "--json").json["notes"] == []


def test_the_day_shows_planned_and_tracked_side_by_side(full: CommandLine) -> None:
    full("log", "8:00", "8:30", "Read mail", "--activity", "email")
    lines = full("today").out.splitlines()
    assert lines[:4] == [
        "Mon 23 Nov",
        "  Planned                 Tracked",
        "                          08:00–08:30 Read mail 0:30",
        "  09:00–09:30 Standup",
    ]
    friday = full("today", "--date", "fri", "--json").json
    assert friday["all_day"] == ["Team day"]
    assert friday["tracked"] == []


def test_small_tasks_of_a_box_keep_their_lines(run: CommandLine) -> None:
    for line in ("Reply to legal 10m", "Email Bob 5m", "Mail the vendor 15m"):
        run("add", line)
    blocks = [block for block in run("plan", "--json").json["blocks"] if block["task"]]
    assert [block["box"] for block in blocks] == [1, 1, 1]
    assert sorted(block["task"] for block in blocks) == [1, 2, 3]
    assert "3 small tasks" in run("plan").out
    run("set", "small_tasks_together", "off")
    assert {block["box"] for block in run("plan", "--json").json["blocks"]} == {None}
