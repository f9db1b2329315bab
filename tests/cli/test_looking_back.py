"""The review of a week and the timesheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

KEYS = {
    "coding_min", "other_focus_min", "meeting_min", "admin_min", "break_min", "focus_min",
}  # fmt: skip


@pytest.fixture
def worked(run: CommandLine) -> CommandLine:
    """Three days of tracked time, in odd seconds."""
    run.now = "2026-11-25T18:00"
    for start, end, text, activity in (
        ("mon 9:00", "mon 9:30", "Standup", "standup"),
        ("mon 10:00", "mon 11:40", "Paging", "coding"),
        ("tue 9:00:00", "tue 10:00:40", "Paging", "coding"),
        ("tue 10:30:00", "tue 11:00:40", "Postmortem", "writing"),
        ("tue 13:00", "tue 13:30", "Lunch", "lunch"),
        ("wed 9:00:00", "wed 9:10:40", "Paging", "coding"),
        ("wed 17:00", "wed 17:20", "Mail", "email"),
    ):
        assert run("log", start, end, text, "--activity", activity, "--project", "fraud").code == 0
    return run


def test_a_week_is_summed_by_day_and_category(worked: CommandLine) -> None:
    week = worked("review", "--json").json
    assert [day["date"] for day in week["days"]] == [f"2026-11-{day}" for day in range(23, 30)]
    for sums in (*week["days"], week["total"]):
        assert set(sums["planned"]) == KEYS
        assert set(sums) >= KEYS
    tuesday = week["days"][1]
    assert (tuesday["coding_min"], tuesday["other_focus_min"], tuesday["break_min"]) == (61, 30, 30)
    assert (week["days"][0]["meeting_min"], week["days"][2]["admin_min"]) == (30, 20)


def test_a_total_is_the_sum_of_the_days_as_shown(worked: CommandLine) -> None:
    week = worked("review", "--json").json
    days = [day["coding_min"] for day in week["days"]]
    assert days == [100, 61, 11, 0, 0, 0, 0]  # 1:40:00, 1:00:40 and 0:10:40
    assert week["total"]["coding_min"] == 172
    assert week["total"]["focus_min"] == 202  # and 0:30:40 of writing


def test_another_week_is_named_by_any_of_its_days(worked: CommandLine) -> None:
    before = worked("review", "--week", "2026-11-18", "--json").json
    assert before["monday"] == "2026-11-16"
    assert before["total"]["focus_min"] == 0
    assert worked("review", "--week", "tue", "--json").json["monday"] == "2026-11-23"
    assert worked("review", "--week", "last", "--json").json["monday"] == "2026-11-16"
    assert "is not a day" in worked("review", "--week", "whenever").sentence


def test_a_review_reads_well_as_text(worked: CommandLine) -> None:
    lines = worked("review").out.splitlines()
    assert lines[0] == "Week 48 · 23–27 November"
    rows = {line.split()[0]: line.split() for line in lines[2:]}
    assert rows["Total"] == ["Total", "2:52", "0:30", "0:30", "0:20", "0:30", "0:00"]
    assert worked("review", "--markdown").out.startswith("# Week 48 · 23–27 November\n")


def test_the_rows_of_a_timesheet_sum_to_its_total(worked: CommandLine, tmp_path: Path) -> None:
    for step in ("0", "6", "15", "60"):
        words = ("timesheet", "--from", "mon", "--to", "fri", "--round", step)
        rows = list(csv.DictReader(io.StringIO(worked(*words).out)))
        sheet = worked(*words, "--format", "json").json
        minutes = [int(row["rounded_min"]) for row in rows]
        assert (
            sum(minutes) == sheet["rounded_min"] == sum(day["rounded_min"] for day in sheet["days"])
        )
        assert sum(int(row["tracked_s"]) for row in rows) == sheet["tracked_s"] == 15120
        assert all(value % (int(step) or 1) == 0 for value in minutes)


def test_a_timesheet_is_written_to_a_file(worked: CommandLine, tmp_path: Path) -> None:
    words = ("timesheet", "--from", "2026-11-23", "--to", "today")
    printed = worked(*words)
    assert printed.out.startswith("description,billable,client,project")
    assert worked(*words, "-o", "-").out == printed.out
    file = tmp_path / "sheet.csv"
    said = worked(*words, "-o", str(file))
    assert said.out == f"Wrote 6 lines of 23–25 November, 4:12 in all, to {file}.\n"
    assert file.read_bytes().decode() == printed.out.replace("\n", "\r\n").replace("\r\r", "\r")
    rounded = (*words, "--round", "60", "--format", "toggl", "-o", str(file))
    assert " 4:12 in all" in worked(*rounded).out
    assert " 5:00 in all" in worked(*rounded, "--option", "durations=rounded").out
    json_file = tmp_path / "sheet.json"
    summary = worked(*words, "-o", str(json_file), "--json").json
    assert (summary["format"], summary["lines"]) == ("json", 6)
    assert json.loads(json_file.read_text())["rounded_min"] == summary["rounded_min"] == 252


def test_a_running_timer_is_not_on_the_sheet_and_that_is_said(
    worked: CommandLine, tmp_path: Path
) -> None:
    worked("start", "Paging", "--at", "17:30")
    said = worked("timesheet", "--from", "mon", "--to", "fri", "-o", str(tmp_path / "s.csv"))
    assert said.code == 0
    assert said.err == "Paging is still running and is not on the timesheet.\n"


def test_a_timesheet_that_cannot_be_is_one_sentence(worked: CommandLine) -> None:
    for words, said in (
        (("--from", "today", "--to", "yesterday"), "ends before it begins"),
        (("--from", "2000-01-01", "--to", "2026-01-01"), "longer than 20 years"),
        (("--from", "noday", "--to", "today"), "is not a day"),
        (("--from", "today", "--to", "today", "--round", "61"), "61 is not a rounding"),
        (("--from", "today", "--to", "today", "--round", "-5"), "is not a rounding"),
        (("--from", "today", "--to", "today", "-o", "no/such/folder/x.csv"), "does not exist"),
        (("--from", "today", "--to", "today", "-o", "."), "is a folder"),
    ):
        assert said in worked("timesheet", *words).sentence


def test_an_unknown_format_is_wrong_usage(worked: CommandLine) -> None:
    answer = worked("timesheet", "--from", "mon", "--to", "fri", "--format", "docx")
    assert answer.code == 2
    assert "invalid choice: 'docx'" in answer.err


def test_the_ledger_adds_up_by_cause_and_by_day(run: CommandLine) -> None:
    """Given an accepted plan, then each minute of it was done or has a cause."""
    run.now = "2026-11-23T08:50"
    assert run("add", "Paging 3h @coding").code == 0
    assert run("plan", "--accept").code == 0
    blocks = [one for one in run("today", "--json").json["planned"] if one["title"] == "Paging"]
    run.now = "2026-11-24T08:00"
    first = blocks[0]["start"]
    assert run("log", first, f"{first[:11]}11:30", "Paging", "--activity", "coding").code == 0
    ledger = run("ledger", "--json").json
    assert ledger["planned_min"] == 180
    assert ledger["planned_min"] == ledger["done_min"] + ledger["lost_min"]
    assert sum(one["minutes"] for one in ledger["causes"]) == ledger["lost_min"]
    monday = ledger["days"][0]
    assert (monday["date"], monday["frozen"]) == ("2026-11-23", True)
    assert {key: monday[key] for key in ledger if key != "days"} == {
        key: value for key, value in ledger.items() if key != "days"
    }
    assert run("review", "--json").json["ledger"] == ledger
    assert run("ledger", "--week", "2026-11-16").out.splitlines()[1].startswith("No ledger: ")


def test_a_week_is_planned_again_without_a_meeting(worked: CommandLine) -> None:
    for day in "abcde":
        assert worked("add", f"Text {day} 9h @writing").code == 0
    answer = worked("review", "--without", "standup", "--json").json
    assert answer["without"] == "Standup"
    before, after = answer["as_it_was"], answer["planned_again"]
    assert after["focus_min"] > before["focus_min"] >= before["long_min"] > 0
    text = worked("review", "--without", "standup").out
    assert text.splitlines() == answer["sentences"]
    assert "tracked" in worked("review", "--without-ad-hoc").sentence
    assert "No meeting “Paging”" in worked("review", "--without", "Paging").sentence


def test_what_next_week_gains_is_listed_with_its_number(worked: CommandLine) -> None:
    worked("add", "Memo 30m @writing")
    worked("log", "tue 14:00", "tue 15:00", "Memo")
    (found,) = worked("review", "--suggest", "--json").json
    assert found == {
        "text": "Estimate Memo at 1:30 h, not 0:30 h", "gain_min": 60, "of": "it took 1:00 so far",
    }  # fmt: skip
    text = "Estimate Memo at 1:30 h, not 0:30 h  +1:00  it took 1:00 so far"
    assert worked("review", "--suggest").out.strip() == text
    assert worked("review", "--week", "2026-10-05", "--suggest").out.strip() == "No suggestions."


@pytest.mark.parametrize(
    "beside",
    [["--weeks", "4"], ["--format", "md"], ["-o", "x.md"], ["--level", "sums"], ["--notes"]],
)
def test_what_is_planned_goes_into_no_report(run: CommandLine, beside: list[str]) -> None:
    for asked in (["--suggest"], ["--without", "Standup"], ["--without-ad-hoc"]):
        answer = run("review", *asked, *beside)
        assert answer.code == 2
        assert "Leave out" in answer.err


def test_a_date_that_the_zone_skipped_has_nothing_to_list(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Apia")
    run.now, skipped = "2011-12-31T12:00", "2011-12-30"
    assert run("log", "2011-12-29T22:00", "2011-12-31T02:00", "Overnight").code == 0
    assert run("timesheet", "--from", skipped, "--to", skipped, "--json").json["lines"] == []
    assert run("evidence", "--date", skipped, "--json").json["coding_min"] == 0
    assert run("proposals", "--date", skipped, "--json").json["gaps"] == []
    assert run("lock", skipped).code == 0
    days = run("timesheet", "--from", "2011-12-29", "--to", "2011-12-31", "--json").json["lines"]
    assert [line["date"] for line in days] == ["2011-12-29", "2011-12-31"]
