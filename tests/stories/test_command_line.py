"""A working week from a terminal: calendar, tasks, plan, timer, review, timesheet, and back."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.calendar_text import BROKEN_EVENT, EVENTS, calendar_bytes
from tests.support.command_line import CommandLine

TASKS = (
    "Fix drift alert paging 2h due fri #fraud @coding !high",
    "Feature store backfill 5h due thu #fraud @coding",
    "Draft the postmortem 1h30 due tue #fraud @writing",
    "Routing baseline 4h due fri #routing @coding /research",
    "Slides for the product review 2h due wed 15:00 #routing @presentation",
    "Ad-hoc churn numbers 1h due today @analysis !urgent",
    "Review pull requests 1h @coding",
    "Mentoring plan for Ada 45m @mentoring !low",
    "Read the calibration paper 1h @learning !low /idea",
    "Clean the label schema 2h due 4 dec #fraud @data",
)


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A laptop in Berlin, at 8:30 on Monday."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return CommandLine(tmp_path / "data", capsys, now="2026-11-23T08:30")


def test_a_week_from_the_terminal(run: CommandLine, tmp_path: Path) -> None:
    fill_the_planner(run, tmp_path / "team.ics")
    planned = plan_the_week(run)
    live_through_monday(run, planned)
    read_the_numbers(run)
    look_back(run, planned)
    take_everything_back_and_make_it_again(run)


def fill_the_planner(run: CommandLine, file: Path) -> None:
    """Monday morning: the calendar and the backlog."""
    file.write_bytes(calendar_bytes(EVENTS + BROKEN_EVENT))
    report = run("import", str(file), "--json").json
    assert report["found"] == report["imported"] + len(report["reported"]) == 5
    for number, line in enumerate(TASKS, start=1):
        assert run("add", line, "--json").json["id"] == number
    assert len(run("tasks", "--json").json) == len(TASKS)


def plan_the_week(run: CommandLine) -> list[dict[str, Any]]:
    """A plan for today, then for the week; nothing stands until it is accepted."""
    today = run("plan", "--json").json
    urgent = [block for block in today["blocks"] if block["task"] == 6]
    assert sum(minutes(block) for block in urgent) == 60
    assert 180 <= today["coding_min"] <= 240
    assert run("today", "--json").json["plan_version"] == 0
    week = run("plan", "--week", "today", "--accept", "--json").json
    assert week["accepted"] is True
    assert len(week["days"]) == 5
    blocks: list[dict[str, Any]] = week["blocks"]
    for earlier, later in pairwise(blocks):
        assert earlier["end"] <= later["start"]
    moved = [block for block in blocks if block["title"] == "Model sync, later today"]
    assert [block["start"] for block in moved] == ["2026-11-24T16:00:00+01:00"]
    stored = run("today", "--json").json["planned"]
    assert all(line.pop("key") for line in stored)
    assert stored == on_monday(blocks)
    return blocks


def live_through_monday(run: CommandLine, planned: list[dict[str, Any]]) -> None:
    """Start what is planned, switch, stop too late, log what was forgotten."""
    first = next(block for block in planned if block["source"] == "plan")
    started = run("start", "--json", now=first["start"]).json
    assert (started["task"], started["title"]) == (first["task"], first["title"])
    words = ("switch", "Incident in the payment service", "--activity", "ad-hoc", "--at", "12:10")
    assert run(*words, now="2026-11-23T12:20").code == 0
    run("start", "1", now="2026-11-23T14:00")
    assert run("status", "--json", now="2026-11-23T15:00").json["running"]["minutes"] == 60
    run("stop", "--at", "16:30", now="2026-11-23T17:50")
    run("log", "9:00", "9:30", "Standup", "--activity", "standup")
    assert "is already tracked" in run("log", "14:30", "15:00", "Coffee").sentence
    assert run("done", "6", "--json").json["done"] is True


def read_the_numbers(run: CommandLine) -> None:
    """Day, status and review say the same of Monday, and it is the sum of its entries."""
    day = run("today", "--json").json
    tracked: dict[str, int] = {}
    for kind in ("coding", "other focus", "meeting", "admin", "break"):
        of_kind = [entry for entry in day["tracked"] if entry["category"] == kind]
        tracked[f"{kind.replace(' ', '_')}_min"] = sum(map(minutes, of_kind))
    tracked["focus_min"] = tracked["coding_min"] + tracked["other_focus_min"]
    assert tracked["coding_min"] > 60
    assert day["tracked_sums"] == tracked
    assert all(entry["minutes"] == minutes(entry) for entry in day["tracked"])
    coding = day["coding"]
    assert coding["done_min"] == tracked["coding_min"]
    assert coding["to_go_min"] == max(0, coding["aim_min"] - coding["done_min"])
    done = clock_of(tracked["coding_min"])
    assert f"\nCoding {done} done, " in run("today").out
    status = run("status", "--json").json
    assert status["coding_today_min"] == tracked["coding_min"]
    assert f"Coding today {done} of {clock_of(status['coding_aim_min'])}" in run("status").out
    monday = run("review", "--json").json["days"][0]
    assert {kind: monday[kind] for kind in tracked} == tracked
    total = [clock_of(count) for kind, count in tracked.items() if kind != "focus_min"]
    lines = [line.split() for line in run("review").out.splitlines()]
    assert [line[1:6] for line in lines if line[:1] == ["Total"]] == [total]
    first = next(line for line in lines if line[:2] == ["Mon", "23"])  # the ledger follows
    assert first[2:7] == total


def look_back(run: CommandLine, planned: list[dict[str, Any]]) -> None:
    """The review against the frozen plan, and a timesheet that adds up."""
    monday = run("review", "--json").json["days"][0]
    assert (monday["meeting_min"], monday["admin_min"]) == (30, 110)
    assert monday["planned"]["coding_min"] == sum(
        minutes(block) for block in on_monday(planned) if block["category"] == "coding"
    )
    words = ("timesheet", "--from", "2026-11-23", "--to", "fri", "--round", "15")
    rows = list(csv.DictReader(io.StringIO(run(*words).out)))
    sheet = run(*words, "--format", "json").json
    assert sum(int(row["rounded_min"]) for row in rows) == sheet["rounded_min"] > 0
    tracked = sum(monday[f"{kind}_min"] for kind in ("focus", "meeting", "admin"))
    assert sheet["tracked_s"] == tracked * 60


def take_everything_back_and_make_it_again(run: CommandLine) -> None:
    """Every change can be undone, down to an empty planner, and redone."""
    full = run.everything()
    steps = len(run("history", "--lines", "999", "--json").json)
    labels = [run("undo", "--json").json["undone"] for _ in range(steps)]
    assert run("undo").sentence == "There is nothing to undo."
    empty = run.everything()
    kinds = ("task", "project", "time_block", "time_entry", "calendar", "plan_version")
    assert not any(empty[kind] for kind in kinds)
    again = [run("redo", "--json").json["redone"] for _ in range(steps)]
    assert again == labels[::-1]
    assert run.everything() == full
    assert run("doctor", "--json").json["sound"] is True


def on_monday(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [block for block in blocks if block["start"] < "2026-11-24"]


def clock_of(count: int) -> str:
    """Minutes as they are shown, such as 1:05."""
    return f"{count // 60}:{count % 60:02}"


def minutes(block: dict[str, Any]) -> int:
    """The length of a planned block, in minutes of one day's clock."""
    start, end = (block[edge][11:16].split(":") for edge in ("start", "end"))
    return (int(end[0]) - int(start[0])) * 60 + int(end[1]) - int(start[1])
