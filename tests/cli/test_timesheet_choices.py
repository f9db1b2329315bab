"""Timesheets by client, group, period and template; locking what was sent."""

from __future__ import annotations

import pytest

from tests.support.command_line import CommandLine


@pytest.fixture
def worked(run: CommandLine) -> CommandLine:
    """Two projects in November, one of them of a client at 90 EUR an hour."""
    run.now = "2026-11-25T18:00"
    for start, end, title, project in (
        ("2026-11-02T09:00", "2026-11-02T09:20", "Alerts", "Fraud scoring"),
        ("2026-11-24T09:00", "2026-11-24T09:20", "Alerts", "Fraud scoring"),
        ("2026-11-24T10:00", "2026-11-24T10:20", "Backfill", "Fraud scoring"),
        ("2026-11-24T11:00", "2026-11-24T11:30", "Retries", "Platform"),
    ):
        run("log", start, end, title, "--project", project)
    run("project", "Fraud", "scoring", "--client", "Northbank", "--rate", "90 EUR")
    return run


def test_a_client_is_grouped_by_project_and_task(worked: CommandLine) -> None:
    sheet = worked(
        "timesheet", "--month", "2026-11", "--client", "northbank", "--group", "project,task",
        "--json",
    ).json  # fmt: skip
    assert (sheet["first"], sheet["last"]) == ("2026-11-01", "2026-11-30")
    assert sheet["rounded_min"] == sum(line["rounded_min"] for line in sheet["lines"]) == 60
    assert sheet["amounts"] == {"EUR": 90.0}


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (["--week", "2026-11-25"], ("2026-11-23", "2026-11-29")),
        (["--week", "this"], ("2026-11-23", "2026-11-29")),
        (["--week", "last week"], ("2026-11-16", "2026-11-22")),
        (["--month", "last"], ("2026-10-01", "2026-10-31")),
        (["--sprint", "2", "--from", "2026-11-09"], ("2026-11-09", "2026-11-22")),
    ],
)
def test_periods(run: CommandLine, words: list[str], days: tuple[str, str]) -> None:
    sheet = run("timesheet", *words, "--json").json
    assert (sheet["first"], sheet["last"]) == days


def test_a_template_makes_the_next_month_like_the_last(worked: CommandLine) -> None:
    made = ("--month", "this", "--client", "Northbank", "--group", "task")
    worked("timesheet", *made, "--save-template", "Northbank monthly", "--format", "json")
    worked.now = "2026-12-03T09:00"
    sheet = worked("timesheet", "--template", "northbank monthly").json
    assert (sheet["first"], sheet["rounded_min"]) == ("2026-11-01", 60)
    (kept,) = worked("timesheet", "--templates", "--json").json
    assert (kept["name"], kept["period"], kept["group"]) == ("Northbank monthly", "month", ["task"])
    assert worked("timesheet", "--forget-template", "Northbank monthly", "--json").json == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--month", "2026-13"], "2026-13 is not a month."),
        (["--month", "9999-12"], "9999-12 is not a month."),
        (["--month", "0001-01"], "0001-01 is not a month."),
        (["--month", "this", "--client", "Nobody"], "There is no client Nobody."),
        (["--month", "this", "--group", "colour"], "Lines cannot be grouped by colour."),
        (["--template", "None"], "There is no template None."),
        (["--sprint", "0", "--from", "mon"], "0 is not a number of weeks."),
    ],
)
def test_a_choice_that_cannot_be_is_one_sentence(
    run: CommandLine, words: list[str], said: str
) -> None:
    assert said in run("timesheet", *words).sentence


def test_a_project_has_its_own_rule(worked: CommandLine) -> None:
    rule = worked(
        "project", "Fraud scoring", "--round", "15", "--mode", "up", "--per", "entry", "--json"
    ).json["rounding"]
    assert rule == {"step_min": 15, "mode": "up", "per": "entry", "minimum_min": 0}
    sheet = worked("timesheet", "--month", "this", "--json").json
    assert sorted(line["rounded_min"] for line in sheet["lines"]) == [30, 30, 30, 30]


def test_locked_days_change_only_as_a_correction(worked: CommandLine) -> None:
    locked = worked("lock", "2026-11-01", "2026-11-24", "--json").json["locked"]
    assert [(each["first"], each["last"]) for each in locked] == [("2026-11-01", "2026-11-24")]
    words = ("log", "2026-11-24T14:00", "2026-11-24T14:10", "Late")
    assert "is locked. Nothing was changed" in worked(*words).sentence
    assert worked(*words, "--correct").code == 0
    sheet = worked("timesheet", "--week", "2026-11-24", "--json").json
    assert [line["tracked_s"] for line in sheet["lines"]] == [1200, 1200, 1800, 600]
    worked("unlock", "2026-11-24")
    trail = worked("lock", "--json").json["trail"]
    assert sorted(each["what"] for each in trail) == ["corrected", "locked", "unlocked"]


def test_what_to_look_at_before_it_is_sent(worked: CommandLine) -> None:
    worked("log", "2026-11-24T12:00", "2026-11-24T12:40", "Survey", "--activity", "coding")
    worked("start", "Release")
    worked.now = "2026-11-25T18:30"
    found = worked("timesheet", "--week", "2026-11-24", "--check", "--json").json
    assert found["running"] == "Release"
    assert [line["title"] for line in found["without_project"]] == ["Survey"]
    assert {"date": "2026-11-23", "whole_day": True}.items() <= found["gaps"][0].items()
    assert found["count"] == len(found["gaps"]) + len(found["overlaps"]) + 2
    shown = worked("timesheet", "--week", "2026-11-24", "--check").out
    assert "Mon 23: nothing tracked" in shown
    assert "of focus has no project" in shown
    assert "Release is not on the sheet until it stops" in shown
    free = worked("timesheet", "--from", "2026-11-02", "--to", "2026-11-02", "--check", "--json")
    assert free.json["without_project"] == []


def test_lock_says_what_is_locked_or_that_nothing_is(worked: CommandLine) -> None:
    assert worked("lock").out == "Nothing is locked.\n"
    out = worked("lock", "2026-11-02", "2026-11-24").out
    assert out.startswith("Locked: 2–24 November\n")
    assert "Nothing is locked" not in out


def test_days_are_locked_on_the_rounding_that_the_file_had(worked: CommandLine) -> None:
    days = ("--from", "2026-11-01", "--to", "2026-11-24")
    sent = worked("timesheet", *days, "--round", "30", "--format", "json").json
    assert worked("lock", "2026-11-01", "2026-11-24", "--round", "30").code == 0
    locked = worked("timesheet", *days, "--format", "json").json
    assert sent["rounded_min"] == locked["rounded_min"]
    assert [line["rounded_min"] for line in sent["lines"]] == [
        line["rounded_min"] for line in locked["lines"]
    ]
    assert "61 is not a rounding" in worked("lock", "today", "--round", "61").sentence
    assert worked("lock", "--round", "6").code == 2
