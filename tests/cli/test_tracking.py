"""The timer and time that has passed, from the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mle_planner.cli.status import _stop_option
from mle_planner.core.files import SideFile
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at
from tests.support.calendar_text import write_meetings
from tests.support.command_line import CommandLine


def test_a_day_of_start_switch_and_stop(run: CommandLine) -> None:
    run("add", "Fix paging 2h #fraud @coding")
    assert run("status", "--json").json["running"] is None
    started = run("start", "1", "--json", now="2026-11-23T09:30").json
    assert (started["title"], started["task"], started["project"]) == ("Fix paging", 1, "fraud")
    assert (started["start"], started["end"]) == ("2026-11-23T09:30:00+00:00", None)
    status = run("status", "--json", now="2026-11-23T10:00").json
    assert status["running"]["title"] == "Fix paging"
    assert status["running"]["minutes"] == 30
    assert (status["coding_today_min"], status["coding_in_question_min"]) == (30, 0)
    switched = run("switch", "Review", "of", "a", "paper", "--activity", "learning", "--json",
                   now="2026-11-23T10:30").json  # fmt: skip
    assert (switched["title"], switched["activity"]) == ("Review of a paper", "Learning")
    assert switched["stopped"]["minutes"] == 60
    stopped = run("stop", "--at", "10:45", "--json", now="2026-11-23T11:00").json
    assert (stopped["end"], stopped["minutes"]) == ("2026-11-23T10:45:00+00:00", 15)
    status = run("status", "--json").json
    assert (status["running"], status["coding_today_min"]) == (None, 60)
    assert status["coding_aim_min"] == 210


def test_the_timer_reads_well_as_text(run: CommandLine) -> None:
    assert run("status").out == "No timer is running.\nCoding today 0:00 of 3:30\n"
    assert (
        run("start", "Refactoring", now="2026-11-23T09:00").out == "Started Refactoring at 09:00.\n"
    )
    status = run("status", now="2026-11-23T10:05").out
    assert status == "Refactoring since 09:00 (1:05)\nCoding today 1:05 of 3:30\n"
    switched = run("start", "Writing").out
    assert switched == "Stopped Refactoring after 1:05.\nStarted Writing at 10:05.\n"
    assert run("stop", now="2026-11-23T10:15").out == "Stopped Writing after 0:10.\n"
    # An entry counts its nearest minute here as everywhere.
    run("start", "Reading", now="2026-11-23T10:20:10")
    assert run("stop", now="2026-11-23T10:31:50").out == "Stopped Reading after 0:12.\n"


def test_a_title_means_its_task_and_other_text_is_only_text(run: CommandLine) -> None:
    run("add", "Fix paging 2h")
    assert run("start", "fix  PAGING", "--json").json["task"] == 1
    assert run("switch", "fix paging docs", "--json", now="2026-11-23T09:00").json["task"] is None
    offer = "To track Fix paging instead: mle-planner start 1\n"
    assert run("start", "Paging").out.endswith(f"Started Paging at 09:00.\n{offer}")
    run("add", "Paging docs")
    assert "instead" not in run("start", "pag").out, "two may be meant"


def test_two_tasks_of_one_title_need_the_number(run: CommandLine) -> None:
    run("add", "Sync")
    run("add", "Sync")
    assert "Tasks 1 and 2 are both called Sync." in run("start", "Sync").sentence
    assert run("status", "--json").json["running"] is None


def test_without_a_name_the_planned_item_starts(run: CommandLine) -> None:
    run("add", "Fix paging 2h due today @coding")
    plan = run("plan", "--accept", "--json").json
    (block,) = [line for line in plan["blocks"] if line["task"] == 1]
    assert run("start", "--json", now="2026-11-23T09:10").json["title"] == "Standup"
    assert run("switch", "--json", now=block["start"]).json["task"] == 1
    assert "Fix paging is already running since" in run("start").sentence


def test_without_a_name_or_a_plan_the_last_work_starts_again(run: CommandLine) -> None:
    run("log", "yesterday 15:00", "yesterday 16:00", "Reading", "--project", "papers")
    again = run("start", "--json", now="2026-11-23T20:00").json
    assert (again["title"], again["project"]) == ("Reading", "papers")


def test_a_finished_task_starts_by_its_number_only_and_is_open_again(run: CommandLine) -> None:
    run("log", "8:00", "8:30", "Reading")
    run("add", "Alpha 1h @coding")
    run("start", "1", now="2026-11-23T20:00")
    run("done", "1", now="2026-11-23T20:10")
    last = run("start", "--json", now="2026-11-23T20:11").json
    assert last["title"] == "Reading"
    run("stop", now="2026-11-23T20:12")
    said = run("start", "1", now="2026-11-23T20:13").out
    assert "Its task was done and is open again." in said
    assert [task["id"] for task in run("tasks", "--json").json] == [1]


def test_after_a_break_the_work_before_it_starts_again(run: CommandLine) -> None:
    """Given reading and then a pause, when the timer starts without words, then it is reading."""
    run("log", "17:00", "18:00", "Reading", now="2026-11-22T20:00")
    run("log", "18:00", "19:00", "Dinner", "--activity", "break")
    assert run("start", "--json").json["title"] == "Reading"


def test_a_start_with_nothing_to_go_by_is_refused(run: CommandLine) -> None:
    assert "Nothing is planned now" in run("start").sentence
    assert run("history", "--json").json == []


def test_discard_forgets_the_timer(run: CommandLine) -> None:
    run("start", "Reading", now="2026-11-23T09:00")
    assert run("discard", now="2026-11-23T09:30").out == "Discarded Reading.\n"
    assert run.everything()["time_entry"] == []
    assert "nothing to discard" in run("discard").sentence


def test_what_is_logged_under_the_title_of_a_planned_meeting_is_that_meeting(
    run: CommandLine, tmp_path: Path
) -> None:
    """As a timer that is started on it; the words alone would make coding of it."""
    run("import", str(write_meetings(tmp_path / "team.ics", "Fix-it hour", "20261123T100000")))
    logged = run("log", "9:00", "10:20", "Fix-it hour", "--json", now="2026-11-23T12:00").json
    assert logged["activity"] == "Meeting"


@pytest.mark.parametrize("now", ["08:00", "09:20", "12:00"])
def test_the_title_of_a_meeting_of_the_day_starts_that_meeting_before_and_after_it_too(
    run: CommandLine, tmp_path: Path, now: str
) -> None:
    run("import", str(write_meetings(tmp_path / "team.ics", "Fix-it hour", "20261123T100000")))
    started = run("start", "fix-it hour", "--json", now=f"2026-11-23T{now}").json
    assert (started["title"], started["activity"]) == ("Fix-it hour", "Meeting")


def test_an_activity_is_found_by_its_english_name_in_a_planner_of_another_language(
    run: CommandLine,
) -> None:
    with Planner.open(run.folder, clock_at("2026-11-23 07:00")) as one:
        learning = next(found for found in one.catalog.activities() if found.key == "learning")
        one.catalog.change_activity(learning.id, name="Lernen")
    logged = run("log", "8:00", "8:30", "Kalibrierung", "--activity", "learning", "--json").json
    assert logged["activity"] == "Lernen"


def test_time_that_has_passed_is_logged(run: CommandLine) -> None:
    run("add", "Fix paging 2h #fraud @coding")
    logged = run("log", "8:00", "8:30", "Fix paging", "--json").json
    assert (logged["task"], logged["minutes"], logged["source"]) == (1, 30, "manual")
    other = run("log", "yesterday 15:00", "2026-11-22T16:10", "Talk", "--activity", "workshop",
                "--project", "New thing", "--json").json  # fmt: skip
    assert (other["activity"], other["project"]) == ("Workshop", "New thing")
    assert (other["start"], other["minutes"]) == ("2026-11-22T15:00:00+00:00", 70)
    assert run("tasks", "--json").json[0]["remaining_min"] == 90


def test_what_lies_on_another_day_is_told_with_its_day(run: CommandLine) -> None:
    told = run("start", "Drift", "--at", "2026-11-20T22:00", now="2026-11-23T08:00").out
    assert told == "Started Drift at Fri 20 Nov 22:00.\n"
    run("discard")
    told = run("log", "yesterday 22:00", "1:00", "Talk").out
    assert "Sun 22 Nov 22:00–" in told
    told = run("log", "yesterday 15:00", "yesterday 16:00", "Talk").out
    assert "Sun 22 Nov 15:00–16:00 (1:00)" in told


def test_a_project_that_comes_with_an_entry_goes_with_it(run: CommandLine) -> None:
    run("log", "8:00", "8:30", "Talk", "--project", "New thing")
    run("undo")
    assert run.everything()["project"] == []
    run("start", "Talk", "--project", "New thing")
    assert [project["name"] for project in run.everything()["project"]] == ["New thing"]
    run("undo")
    assert run.everything()["project"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stop", "--at", "8:20"), "The stop would be before the start of Reading"),
        (("stop", "--at", "9:30"), "The stop lies in the future"),
        (("stop", "--at", "noonish"), "noonish is not a time"),
        (("start", "x", "--at", "8:20"), "Reading is running since 08:30"),
        (("start", "x", "--at", "9:30"), "The start lies in the future"),
        (("start", "99"), "There is no task 99."),
        (("start", ""), "An entry needs a title."),
        (("start", "Reading"), "Reading is already running"),
        (("start", "x", "--activity", "napping"), "There is no activity called napping."),
        (("log", "8:10", "8:00", "x"), "The entry would end at 08:00"),
        (("log", "8:00", "8:00", "x"), "The entry would end at 08:00"),
        (("log", "7:30", "8:10", "x"), "Mail is already tracked from 08:00 to 08:20."),
        (("log", "8:25", "8:40", "x"), "Reading is already tracked from 08:30 to now."),
        (("log", "8:40", "9:40", "x"), "lies in the future"),
        (("log", "7:00", "soon", "x"), "soon is not a time"),
        (("log", "7:00", "7:30", "x", "--project", ""), "A project needs a name."),
    ],
)
def test_what_cannot_be_tracked_changes_nothing(
    run: CommandLine, words: tuple[str, ...], said: str
) -> None:
    run("log", "8:00", "8:20", "Mail")
    run("start", "Reading", "--at", "8:30")
    before = run.everything()
    assert said in run(*words).sentence
    assert run.everything() == before


def test_nothing_runs_so_nothing_stops(run: CommandLine) -> None:
    assert "No timer is running" in run("stop").sentence


@pytest.mark.parametrize("name", ["fraud", "d", "Fraud"])
def test_time_is_booked_on_the_project_of_exactly_that_name(run: CommandLine, name: str) -> None:
    run("add", 'Know the name #"Fraud Detection"')
    started = run("start", "Reading", "--project", name, now="2026-11-23T09:00")
    assert started.out == f"Started Reading on {name} (new project) at 09:00.\n"
    assert started.err == f"{name} is a new project. There is Fraud Detection too.\n"
    logged = run("log", "8:00", "8:30", "Mail", "--project", "fraud detection")
    assert logged.out == "Tracked Mail on Fraud Detection, 08:00–08:30 (0:30).\n"


@pytest.mark.parametrize(
    ("answer", "end", "minutes"),
    [
        ("stop=2026-09-01 12:00", "2026-09-01T12:00:00+00:00", 180),
        ("keep", "2026-09-08T09:00:00+00:00", 7 * 24 * 60),
        ("discard", None, None),
    ],
)
@pytest.mark.parametrize("command", ["start", "switch"])
def test_a_forgotten_timer_is_asked_about_and_ends_as_answered(
    run: CommandLine, command: str, answer: str, end: str | None, minutes: int | None
) -> None:
    """Given a timer forgotten for weeks, when other work starts, then no weeks are written."""
    run("start", "Reading", now="2026-09-01T09:00")
    before = run.everything()
    refused = run(command, "Writing", now="2026-11-25T12:00").sentence
    assert "Reading has been running since Tue 1 Sep 09:00, longer than the 7 days" in refused
    advice = run("stop").sentence
    assert advice.endswith("To answer: mle-planner stop --at TIME, or mle-planner discard.")
    assert "--forgotten stop=TIME, --forgotten keep or --forgotten discard" in refused
    assert run.everything() == before
    assert "is no answer for --forgotten" in run(command, "x", "--forgotten", "later").sentence
    started = run(command, "Writing", "--forgotten", answer, "--json").json
    assert (started["title"], started["start"]) == ("Writing", "2026-11-25T12:00:00+00:00")
    stopped = started["stopped"]
    assert (stopped and (stopped["end"], stopped["minutes"])) == (end and (end, minutes))
    run("undo")
    assert run.everything()["time_entry"] == before["time_entry"]


FOLDS = [
    ("Europe/Berlin", "2026-10-25T08:00", "02:05 +02:00", "02:05 +01:00", "02:50", "02:10", 20),
    ("America/New_York", "2026-11-01T08:00", "01:05 −04:00", "01:05 −05:00", "1:50", "1:10", 20),
    ("Australia/Lord_Howe", "2026-04-05T08:00", "01:35 +11:00", "01:35 +10:30", "1:55", "1:40", 15),
]
"""Zone, the morning after, one time in both turns of the hour, a stretch over it, its minutes."""


@pytest.mark.parametrize(("zone", "now", "first", "second", "start", "end", "length"), FOLDS)
def test_both_turns_of_an_hour_that_comes_twice_are_logged_and_told_apart(
    run: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    now: str,
    first: str,
    second: str,
    start: str,
    end: str,
    length: int,
) -> None:
    monkeypatch.setenv("TZ", zone)
    times = (first, second)
    ends = [time.replace(":05 ", ":08 ").replace(":35 ", ":38 ") for time in times]
    for turn in (0, 1):
        entry = run("log", times[turn], ends[turn], f"Turn {turn}", "--json", now=now).json
        assert entry["minutes"] == 3
        assert entry["start"].endswith(times[turn][-6:].replace("−", "-"))
    said = run("today").out
    assert f"{times[0]}–{ends[0]} Turn 0" in said
    assert f"{times[1]}–{ends[1]} Turn 1" in said
    # a hyphen is as good as a minus, and without an offset the end comes after the start
    run("undo")
    run("undo")
    logged = run("log", start, end, "Over", "--json").json
    assert logged["minutes"] == length
    run("undo")
    hyphens = [time.replace("−", "-") for time in (times[1], ends[1])]
    assert f"{times[1]}–{ends[1]} (0:03)" in run("log", *hyphens, "Again").out


def test_a_timer_over_the_hour_that_comes_twice_stops_where_it_is_told(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    run("start", "Drift", "--at", "2:50", now="2026-10-25T01:30+00:00")
    assert "Drift since 02:50 +02:00 (0:40)" in run("status").out
    assert run("stop", "--at", "2:10", "--json").json["minutes"] == 20


def test_a_forgotten_timer_stops_in_the_second_hour_of_two_as_one_that_is_stopped(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    run("start", "Drift", now="2026-10-25T00:50+00:00")
    now = "2026-10-25T04:00+00:00"
    assert run("start", "Review", "--forgotten", "stop=2:10", now=now).code == 0
    records = run("export", now=now).json["records"]
    assert records["time_entry"][0]["end"] == "2026-10-25T01:10:00Z"


def test_on_the_day_of_the_gap_a_skipped_time_is_an_hour_later(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    out = run("log", "1:30", "2:30", "Night", now="2026-03-29T09:00").out
    assert "01:30–03:30 (1:00)" in out


def test_status_asks_about_a_timer_that_ran_unseen_and_names_the_answers(run: CommandLine) -> None:
    run("start", "Write report", "--activity", "coding", now="2026-11-23T09:12")
    run("status", now="2026-11-23T11:40:33")
    asked = run("status", now="2026-11-24T01:40")
    assert asked.out == (
        "Write report since Mon 23 Nov 09:12 (16:28)\n"
        "Coding today 1:40 of 3:30, 1:40 of it in question\n"
        "The last activity was at Mon 23 Nov 11:40. Is Write report still running?\n"
        "  mle-planner keep                                 yes\n"
        "  mle-planner stop --at 2026-11-23T11:40:33+00:00  no, it ended then\n"
        "  mle-planner discard                              no, and it does not count\n"
        "To start other work: mle-planner start WORK --forgotten stop=2026-11-23T11:40:33+00:00\n"
    )
    shape = run("status", "--json").json
    assert shape["running"]["title"] == "Write report"  # asking decides nothing
    assert (shape["coding_today_min"], shape["coding_in_question_min"]) == (100, 100)
    question = shape["interrupted"]
    assert question["last_activity"] == "2026-11-23T11:40:33+00:00"
    assert len(question["answers"]) == 3
    assert run("keep").out == "Write report runs on since Mon 23 Nov 09:12.\n"
    assert run("status", "--json").json["interrupted"] is None
    run("status", now="2026-11-24T20:00")
    stop = question["answers"][1].split(" ")[1:]
    assert run(*stop, "--json").json["minutes"] == 148
    assert run("keep").sentence == "No timer is running, so there is nothing to keep."


def test_an_interruption_that_seems_forgotten_says_how_it_is_answered(run: CommandLine) -> None:
    run("start", "Writing", now="2026-11-23T09:00")
    run("interrupt", "Ann", now="2026-11-23T09:10")
    for command in ("resume", "interrupt"):
        refused = run(command, now="2026-11-24T10:00").sentence
        assert "To answer: mle-planner stop --at TIME" in refused


def test_a_forgotten_timer_is_asked_about_with_a_time_to_stop_at(run: CommandLine) -> None:
    run("start", "Write report", now="2026-11-23T03:00")
    (run.folder / SideFile.HEARTBEAT).unlink()  # nothing but its length makes it doubtful
    assert run("status", "--json", now="2026-11-23T15:00").json["forgotten"] is None
    told = run("status", now="2026-11-23T20:00").out.splitlines()
    assert told[2] == "Write report has been running for 17:00. Is that right?"
    assert told[3].split(maxsplit=4) == [
        "mle-planner",
        "stop",
        "--at",
        "now",
        "yes, and it ends now",
    ]
    assert told[4].split(maxsplit=4)[3:] == ["2026-11-23T18:00:00+00:00", "no, it ended then"]
    assert told[6] == "To start other work: mle-planner start WORK --forgotten stop=18:00"
    forgotten = run("status", "--json").json["forgotten"]
    assert forgotten["option"] == "stop=18:00"
    assert len(forgotten["answers"]) == 3
    started = run("start", "Mail", "--forgotten", forgotten["option"], "--json").json
    assert started["stopped"]["minutes"] == 15 * 60
    assert run("status", "--json").json["forgotten"] is None


@pytest.mark.parametrize("words", [("stop",), ("done", "1"), ("start", "1"), ("switch", "1")])
def test_a_forgotten_timer_is_not_ended_without_a_time(
    run: CommandLine, words: tuple[str, ...]
) -> None:
    run("add", "Write report 1h", now="2026-11-23T09:00")
    run("start", "1")
    refused = run(*words, now="2026-11-24T08:00").sentence
    assert refused.startswith("Write report has been running since Mon 23 Nov 09:00. Nothing")
    assert refused.endswith(
        "--forgotten stop=TIME, --forgotten keep or --forgotten discard."
        if words[0] in ("start", "switch")
        else "stop --at TIME (now keeps all of it), or mle-planner discard."
    )
    assert run("status", "--json").json["running"]["title"] == "Write report"
    assert run("stop", "--at", "now", "--json").json["minutes"] == 23 * 60
    assert run("done", "1").out.startswith("Done 1")


def test_after_a_crash_that_damaged_the_sign_of_life_a_likely_stop_is_offered(
    run: CommandLine,
) -> None:
    run("start", "Write report", now="2026-11-23T09:12")
    (run.folder / SideFile.HEARTBEAT).write_bytes(b"")
    shape = run("status", "--json", now="2026-11-23T19:00").json
    assert shape["interrupted"]["last_activity"] is None
    assert shape["interrupted"]["answers"][1] == "mle-planner stop --at 2026-11-23T18:00:00+00:00"
    assert "last activity is not known. Is Write report still running?" in run("status").out
    run("keep")
    assert run("status", "--json").json["interrupted"] is None


def test_a_start_after_a_crash_names_the_answers(run: CommandLine) -> None:
    entry = run("start", "Write report", "--json", now="2026-11-23T09:12").json
    at = int(datetime(2026, 11, 23, 11, 40, tzinfo=UTC).timestamp())
    (run.folder / SideFile.HEARTBEAT).write_text(f"{entry['id']} {at} window-open\n")
    refused = run("start", "Mail", now="2026-11-23T12:30").sentence
    assert "the last activity was at 11:40" in refused
    assert "--forgotten stop=TIME, --forgotten keep or --forgotten discard" in refused
    started = run("start", "Mail", "--forgotten", "stop=11:40", "--json").json
    assert started["stopped"]["minutes"] == 148


def test_a_clock_that_was_set_back_is_told_and_the_start_can_be_corrected(run: CommandLine) -> None:
    run("start", "Drift", now="2026-11-23T13:00")
    told = run("status", now="2026-11-23T11:00").out
    assert told == (
        "Drift began at 13:00, which is in the future: the clock was ahead then. Use stop "
        "--started TIME or discard.\n"
        "Coding today 0:00 of 3:30\n"
        "The clock was set back from 13:00 to 11:00 while the timer ran. Its start was not "
        "changed; to correct it use stop --started TIME.\n"
    )
    assert "set back" not in run("status").out
    assert run("stop").sentence.endswith("To correct it: mle-planner stop --started TIME.")
    assert run("stop", "--started", "10:15", "--json").json["minutes"] == 45


def test_a_stop_over_an_entry_of_a_fast_clock_says_what_to_type(run: CommandLine) -> None:
    run("log", "12:00", "12:30", "Loader", now="2026-11-23T13:00")
    run("start", "Drift", now="2026-11-23T10:00")
    refused = run("stop", now="2026-11-23T12:40")
    assert refused.sentence == (
        "Loader is already tracked, 12:00–12:30. Drift is still running since 10:00. To "
        "stop it before that entry: mle-planner stop --at 2026-11-23T12:00."
    )
    assert run("stop", "--at", "12:35").sentence.startswith("Loader is already tracked from 12:00")
    run("log", "9:00", "9:30", "Mail")
    assert run("stop", "--started", "8:00").sentence.startswith("Mail is already tracked from")
    assert run("stop", "--at", "2026-11-23T12:00", "--json").json["minutes"] == 120


def test_a_timer_of_a_fast_clock_is_stopped_with_its_start_corrected(run: CommandLine) -> None:
    run("start", "Drift", now="2026-11-24T18:00")
    refused = run("stop", now="2026-11-23T10:00")
    assert refused.code == 1
    assert "Drift began at Tue 24 Nov 18:00, which is in the future" in refused.sentence
    assert refused.sentence.endswith("To correct it: mle-planner stop --started TIME.")
    assert "stop --started TIME" in run("start", "Mail").sentence
    stopped = run("stop", "--started", "9:30", "--json", now="2026-11-23T10:00").json
    assert (stopped["start"], stopped["minutes"]) == ("2026-11-23T09:30:00+00:00", 30)
    assert run("status", "--json").json["running"] is None


def test_the_answer_for_a_forgotten_timer_names_the_turn_of_an_hour_that_comes_twice() -> None:
    """Given a stop at 2:30 on the night the clocks go back, then the second 2:30 is no other."""
    zone, now = ZoneInfo("Europe/Berlin"), datetime(2026, 10, 25, 9, tzinfo=UTC)
    first = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    assert _stop_option(first, now) == "stop=02:30"
    day_before = first - timedelta(days=1)
    assert _stop_option(day_before, now) == f"stop={day_before.isoformat()}"
    assert _stop_option(first.replace(fold=1), now) == "stop=2026-10-25T02:30:00+01:00"


def test_a_doubtful_meeting_puts_no_coding_in_question(run: CommandLine) -> None:
    run("start", "Drift", "--activity", "coding", now="2026-11-23T08:00")
    run("start", "Sync", "--activity", "meeting", now="2026-11-23T09:00")
    run("status", now="2026-11-23T09:30")
    asked = run("status", now="2026-11-23T19:00").out
    assert "Coding today 1:00 of 3:30\nThe last activity was at 09:30. Is Sync still" in asked


def test_a_timer_over_a_later_entry_counts_no_minute_twice(run: CommandLine) -> None:
    work = ("--activity", "coding", "--project", "P")
    run("start", "Loader", *work, now="2026-11-23T09:00")
    run("stop", now="2026-11-23T10:00")
    run("add", "Drift 8h #P @coding")
    run("start", "Drift", now="2026-11-23T08:00")
    told = run("status", now="2026-11-23T10:30").out
    assert told.startswith(
        "Drift since 08:00 (1:00)\nIt counts until 09:00, where another entry was tracked before. "
        "To stop it there: mle-planner stop --at 2026-11-23T09:00.\nCoding today 2:00 of 3:30\n"
    )
    assert run("today", "--json").json["coding"]["done_min"] == 120
    review = run("review", "--json").json
    assert review["days"][0]["coding_min"] == 120
    assert review["focus"]["longest_min"] == 120
    assert run("evidence", "--json").json["coding_min"] == 120
    assert run("tasks", "--json").json[0]["tracked_min"] == 60
    run("stop", "--at", "2026-11-23T09:00")
    assert run("status", "--json").json["coding_today_min"] == 120


def test_no_stop_is_offered_after_a_later_entry_began(run: CommandLine) -> None:
    run("log", "9:00", "10:00", "Loader", now="2026-11-23T10:00")
    run("start", "Drift", now="2026-11-23T08:00")
    run("status", now="2026-11-23T09:30")
    shown = run("status", "--json", now="2026-11-23T19:00").json
    assert "mle-planner stop --at 2026-11-23T09:00:00+00:00" in shown["interrupted"]["answers"]


def test_every_sum_of_a_forgotten_timer_says_how_much_is_in_question(run: CommandLine) -> None:
    run("add", "Drift 30h @coding #fraud")
    run("start", "1", now="2026-11-23T08:00")
    run("status", now="2026-11-23T10:00")
    asked = "12:00 done, 10:00 of it in question, 0:00 still planned"
    assert asked in run("today", now="2026-11-23T20:00").out
    assert asked in run("reachable").out
    assert "10:00 of it in question" in run("status").out
    assert "10:00 of it in question" in run("review").out
    for command in ("today", "review", "reachable", "status"):
        assert 'question_min": 600' in run(command, "--json").out
    planned = run("plan", "--days", "1", now="2026-11-23T19:00")
    assert "coding 2:" in planned.out or "coding 2" in planned.out
    assert "more than" not in planned.out
    told = run("standup", now="2026-11-24T08:00").out
    assert "Drift (fraud), 2:00\n" in told


def test_the_block_of_a_task_finished_early_ends_and_is_marked(run: CommandLine) -> None:
    run("add", "Write report 2h due today @writing")
    run("add", "Fix paging 2h due today @coding")
    run("plan", "--accept", now="2026-11-23T09:00")
    run("start", "1", now="2026-11-23T09:30")
    run("done", "1", now="2026-11-23T10:10")
    run("plan", "--accept", now="2026-11-23T10:11")
    day = run("today", "--json", now="2026-11-23T10:11").json["planned"]
    work = [line for line in day if line["source"] == "plan"]
    assert [(each["start"][11:16], each["end"][11:16], each["busy"]) for each in work] == [
        ("09:30", "10:10", False), ("10:25", "12:25", True)
    ]  # fmt: skip
    assert "09:30–10:10 Write report (done)" in run("today", now="2026-11-23T10:11").out
