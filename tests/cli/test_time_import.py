"""Importing the time of other trackers on the command line: every format, each file twice."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine

TOGGL = (
    "\ufeffUser,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,"
    "End time,Duration,Tags,Amount (EUR)\r\n"
    'Kim,kim@example.org,Acme,Fraud,,"Fix, drift",Yes,2026-01-05,09:00:00,2026-01-05,10:30:00,'
    '01:30:00,"gpu, urgent",\r\n'
)
CLOCKIFY_HEAD = (
    '"Project","Client","Description","Task","User","Group","Email","Tags","Billable","Start Date",'
    '"Start Time","End Date","End Time","Duration (h)","Duration (decimal)",'
    '"Billable Rate (USD)","Billable Amount (USD)"\n'
)
CLOCKIFY = CLOCKIFY_HEAD + (
    '"Fraud","Acme","Fix","","Kim","","kim@example.org","","Yes","13/01/2026","09:00:00 AM",'
    '"13/01/2026","01:30:00 PM","04:30:00","4.50","",""\n'
)
HARVEST = (
    "Date,Client,Project,Task,Notes,Hours,First name,Last name\n"
    "2026-01-05,Acme,Fraud,Modelling,Fix,1.5,Kim,Lee\n"
    "2026-01-05,Acme,Fraud,Modelling,Fix,1.5,Kim,Lee\n"
)
KIMAI = (
    '"Date","From","To","Duration","Rate","User","Customer","Project","Activity","Description",'
    '"Exported","Tags","Hourly rate","Fixed rate"\n'
    '"2026-02-05","23:00","00:30","5400","0","kim","Acme","Fraud","coding","Late","0","","",""\n'
)
HAMSTER_XML = (
    '<?xml version="1.0" encoding="utf-8"?><activities><activity name="Fix" '
    'start_time="2026-04-06 09:00:00" end_time="2026-04-06 10:00:00" duration_minutes="60.0" '
    'category="Fraud" description="the &lt;b&gt; one" tags="gpu"/></activities>'
)
GTIMELOG = (
    "# log\n2026-05-05 09:00: arrived\n2026-05-05 10:00: Fraud: Fix\n2026-05-05 10:30: lunch **\n"
    "2026-05-05 11:00: tram ***\n\n2026-05-06 09:00: arrived\n2026-05-06 09:30: mail -- team\n"
)
ORG = (
    "* Fraud\n** TODO Fix :gpu:\n:LOGBOOK:\n"
    "CLOCK: [2026-06-05 Fri 09:00]--[2026-06-05 Fri 10:30] =>  1:30\n"
    "CLOCK: [2026-06-06 Sa. 09:00]\n:END:\n"
)
SUPER_PRODUCTIVITY = {
    "task": {"entities": {
        "parent": {"title": "Drift", "subTaskIds": ["child"],
                   "timeSpentOnDay": {"2026-07-01": 5400000}},
        "child": {"title": "Fix", "parentId": "parent", "projectId": "p", "subTaskIds": [],
                  "timeSpentOnDay": {"2026-07-01": 5400000, "2026-07-02": 0}},
    }},
    "project": {"entities": {"p": {"title": "Fraud"}}},
}  # fmt: skip
TIMEWARRIOR = {"id": 1, "start": "20260305T080000Z", "end": "20260305T093000Z",
               "tags": ["gpu", "two words"], "annotation": "Fix"}  # fmt: skip
CSV = "Beginn;Ende;Projekt;Beschreibung\n13.03.2026 09:00;13.03.2026 10:30;Fraud;Fix\n"

# The format, the file, and of it: found, added, reported, the first title and hours or start.
FILES: dict[str, tuple[str, str, tuple[int, int, int, str, str]]] = {
    "Toggl": ("toggl", TOGGL, (1, 1, 0, "Fix, drift", "2026-01-05T09:00:00+00:00")),
    "Clockify": ("clockify", CLOCKIFY, (1, 1, 0, "Fix", "2026-01-13T09:00:00+00:00")),
    "Harvest": ("harvest", HARVEST, (2, 2, 0, "Fix", "5400 s on 2026-01-05")),
    "Kimai": ("kimai", KIMAI, (1, 1, 0, "Late", "2026-02-05T23:00:00+00:00")),
    "Timewarrior's intervals": (
        "timewarrior",
        'inc 20260305T080000Z - 20260305T093000Z # gpu "two words" # "Fix"\n'
        "inc 20260306T080000Z # gpu\n",
        (2, 1, 1, "Fix", "2026-03-05T08:00:00+00:00"),
    ),
    "Timewarrior's export": (
        "timewarrior", json.dumps([TIMEWARRIOR]), (1, 1, 0, "Fix", "2026-03-05T08:00:00+00:00"),
    ),
    "Watson's frames": (
        "watson", '[[1767603600, 1767609000, "Fraud", "a1", ["gpu"], 1767609000]]',
        (1, 1, 0, "gpu", "2026-01-05T09:00:00+00:00"),
    ),
    "Watson's log": (
        "watson", '[{"id":"a1","project":"Fraud","start":"2026-01-05T10:00:00+01:00",'
        '"stop":"2026-01-05T11:30:00+01:00","tags":[]}]',
        (1, 1, 0, "Fraud", "2026-01-05T09:00:00+00:00"),
    ),
    "Hamster's table": (
        "hamster", "activity\tstart time\tend time\tduration minutes\tcategory\tdescription\ttags\n"
        "Fix\t2026-04-05 09:00:00\t2026-04-05 10:00:00\t60.0\tFraud\tdrift\tgpu, x\n",
        (1, 1, 0, "Fix", "2026-04-05T09:00:00+00:00"),
    ),
    "Hamster's XML": ("hamster", HAMSTER_XML, (1, 1, 0, "Fix", "2026-04-06T09:00:00+00:00")),
    "GTimeLog": ("gtimelog", GTIMELOG, (4, 3, 1, "Fix", "2026-05-05T09:00:00+00:00")),
    "Org": ("org", ORG, (2, 1, 1, "Fix", "2026-06-05T09:00:00+00:00")),
    "Super Productivity": (
        "superproductivity", json.dumps(SUPER_PRODUCTIVITY),
        (2, 1, 1, "Fix", "5400 s on 2026-07-01"),
    ),
    "any CSV": ("csv", CSV, (1, 1, 0, "Fix", "2026-03-13T09:00:00+00:00")),
}  # fmt: skip


def write(folder: Path, text: str, name: str = "time.txt") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    return str(path)


def figures(report: Any) -> tuple[int, int, int, str, str]:
    """What the table above says of a file; every row is added, skipped or reported."""
    found, added, reported = report["found"], report["added"], len(report["reported"])
    assert found == added + report["skipped"] + reported
    first = report["entries"][0]
    when = first["start"] or f"{first['length_s']} s on {first['day']}"
    return found, added, reported, first["title"], when


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_recognised_and_imported_once(
    run: CommandLine, tmp_path: Path, kind: str
) -> None:
    name, text, expected = FILES[kind]
    file = write(tmp_path, text)
    tried = run("import-time", file, "--dry-run", "--json").json
    assert (tried["stored"], figures(tried)) == (False, expected)
    stored = run("import-time", file, "--as", name, "--json").json
    assert (stored["format"], figures(stored)) == (name, expected)
    again = run("import-time", file, "--json").json
    assert (again["added"], again["skipped"]) == (0, expected[1])
    assert again["reported"] == stored["reported"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-9"])
def test_xml_is_read_whatever_encoding_it_declares(
    run: CommandLine, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "facts.xml"
    text = HAMSTER_XML.replace("utf-8", encoding)
    path.write_bytes(text.encode("utf-16" if encoding == "utf-16" else "utf-8"))
    assert run("import-time", str(path), "--json").json["added"] == 1


def test_hamsters_database_is_only_read(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "hamster.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE categories (id INTEGER, name TEXT); CREATE TABLE tags (id, name);"
            "CREATE TABLE activities (id INTEGER, name TEXT, category_id INTEGER);"
            "CREATE TABLE facts (id INTEGER, activity_id, start_time, end_time, description);"
            "CREATE TABLE fact_tags (fact_id, tag_id);"
            "INSERT INTO categories VALUES (1, 'Fraud'); INSERT INTO activities VALUES (1,'Fix',1);"
            "INSERT INTO facts VALUES (1, 1, '2026-04-06 09:00:00', '2026-04-06 10:00:00', NULL);"
            "INSERT INTO facts VALUES (2, 1, '2026-04-06 11:00:00', NULL, NULL)"
        )
    before = path.read_bytes()
    report = run("import-time", str(path), "--json").json
    assert figures(report) == (2, 1, 1, "Fix", "2026-04-06T09:00:00+00:00")
    assert run("import-time", str(path), "--json").json["skipped"] == 1
    assert path.read_bytes() == before


def test_the_import_is_one_step_to_undo(run: CommandLine, tmp_path: Path) -> None:
    empty = run.everything()
    run("import-time", write(tmp_path, GTIMELOG))
    assert run.everything() != empty
    assert "Import time.txt" in run("undo").out
    assert run.everything() == empty


def test_projects_are_those_of_the_same_name_or_the_chosen_ones(
    run: CommandLine, tmp_path: Path
) -> None:
    file = write(tmp_path, TOGGL)
    (line,) = (
        one
        for one in run("import-time", file, "--dry-run", "--json").json["projects"]
        if one["rows"]
    )
    assert line == {"other": "Fraud", "project": "Fraud", "new": True, "rows": 1}
    mapped = run("import-time", file, "--map", "fraud=Scams", "--json").json
    assert mapped["entries"][0]["project"] == "Scams"
    refused = run("import-time", file, "--map", "Frod=Scams").sentence
    assert (
        refused == "The file has no project Frod. Nothing was imported; it has Fraud, gpu, urgent."
    )


def test_dates_that_leave_it_open_are_asked_about(run: CommandLine, tmp_path: Path) -> None:
    file = write(tmp_path, CLOCKIFY.replace("13/01/2026", "03/04/2026"))
    assert (
        "can be read in several orders. Nothing was imported" in run("import-time", file).sentence
    )
    chosen = run("import-time", file, "--dates", "mdy", "--json").json
    assert chosen["entries"][0]["start"].startswith("2026-03-04")


OVERLAPS = {
    "skip": (0, ["09:30"]),
    "cut": (1, ["09:00", "09:30", "10:00"]),
    "theirs": (1, ["09:00"]),
}


@pytest.mark.parametrize("choice", OVERLAPS)
def test_time_that_is_tracked_already_counts_once(
    run: CommandLine, tmp_path: Path, choice: str
) -> None:
    run("log", "2026-01-05T09:30", "2026-01-05T10:00", "Standup")
    file = write(tmp_path, TOGGL)
    report = run("import-time", file, "--overlaps", choice, "--json").json
    added, starts = OVERLAPS[choice]
    assert (report["added"], len(report["reported"])) == (added, 1 - added)
    (overlap,) = report["overlaps"]
    assert (overlap["with"], overlap["start"][11:16]) == ("Standup", "09:30")
    tracked = run("today", "--date", "2026-01-05", "--json").json["tracked"]
    assert sorted(one["start"][11:16] for one in tracked) == starts
    assert run("import-time", file, "--overlaps", choice, "--json").json["added"] == 0


def test_a_longer_entry_is_cut_in_two_and_undone_whole(run: CommandLine, tmp_path: Path) -> None:
    run("log", "2026-01-05T08:00", "2026-01-05T12:00", "Workshop")
    before = run.everything()
    file = write(tmp_path, TOGGL)
    assert run("import-time", file, "--overlaps", "cut", "--json").json["added"] == 0
    assert run("import-time", file, "--overlaps", "theirs", "--json").json["added"] == 1
    tracked = run("today", "--date", "2026-01-05", "--json").json["tracked"]
    assert [(one["title"], one["start"][11:16], one["end"][11:16]) for one in tracked] == [
        ("Workshop", "08:00", "09:00"), ("Fix, drift", "09:00", "10:30"),
        ("Workshop", "10:30", "12:00"),
    ]  # fmt: skip
    run("undo")
    assert run.everything() == before


def test_locked_days_and_the_future_are_left_out(run: CommandLine, tmp_path: Path) -> None:
    run("lock", "2026-01-05", "2026-01-05")
    report = run("import-time", write(tmp_path, TOGGL), "--json").json
    assert report["reported"] == [{"where": "line 2", "why": "5 January is locked."}]
    totals = run("import-time", write(tmp_path, HARVEST), "--json").json
    assert (totals["added"], len(totals["reported"])) == (0, 2)
    late = run("import-time", write(tmp_path, TOGGL.replace("2026-01", "2027-01")), "--json").json
    assert (late["added"], "future" in late["reported"][0]["why"]) == (0, True)


def test_totals_of_days_are_marked_and_in_no_sum(run: CommandLine, tmp_path: Path) -> None:
    said = run("import-time", write(tmp_path, HARVEST)).out
    assert "2 without times: kept as totals of their days" in said
    assert run("today", "--date", "2026-01-05", "--json").json["tracked"] == []
    sheet = run(
        "timesheet", "--from", "2026-01-01", "--to", "2026-01-31", "-o", str(tmp_path / "s.csv")
    )
    assert "3:00 on 1 day was imported without times and is not on the timesheet." in sheet.err


@pytest.mark.parametrize("form", ["csv", "toggl", "clockify", "kimai"])
def test_what_the_planner_exports_is_here_already(
    run: CommandLine, tmp_path: Path, form: str
) -> None:
    """Given entries of odd seconds, which a file may hold in full minutes."""
    run("log", "2026-11-20T09:00:20", "2026-11-20T10:30:50", "Fix")
    run("log", "2026-11-20T10:30:50", "2026-11-20T10:59:20", "Fix")
    file = str(tmp_path / "out.csv")
    run("timesheet", "--from", "2026-11-20", "--to", "2026-11-20", "--format", form, "-o", file)
    report = run("import-time", file, "--json").json
    assert (report["format"], report["added"], report["skipped"]) == (form, 0, 2)


def test_two_rows_of_one_time_for_two_projects_are_not_the_same(
    run: CommandLine, tmp_path: Path
) -> None:
    """Given the second of them, then it is no row that is here already, but one without room."""
    head = "description,project,start,end\n"
    rows = [f"Fix,{name},2026-03-14T09:00:00Z,2026-03-14T10:00:00Z\n" for name in "PQ"]
    report = run("import-time", write(tmp_path, head + "".join(rows)), "--json").json
    assert (report["added"], report["skipped"]) == (1, 0)
    assert report["reported"][0]["why"].startswith("Fix is already tracked")
    again = run("import-time", write(tmp_path, head + rows[0] + rows[0]), "--json").json
    assert (again["added"], again["skipped"]) == (0, 2)


def test_columns_can_be_chosen(run: CommandLine, tmp_path: Path) -> None:
    file = write(tmp_path, 'when,amount,what\n2026-03-14,"1,5",Fix\n2026-03-15,2,Fix\n')
    assert "format of time.txt is not known" in run("import-time", file).sentence
    chosen = ("--columns", "date=when,length=amount,title=what")
    report = run("import-time", file, *chosen, "--json").json
    assert [one["length_s"] for one in report["entries"]] == [5400, 7200]
    assert report["columns"] == {"date": "when", "length": "amount", "title": "what"}
    wrong = run("import-time", file, "--columns", "date=When,length=Size").sentence
    assert wrong.startswith("There is no column Size.")


def test_a_column_may_have_a_comma_in_its_name_and_differ_in_capitals_alone(
    run: CommandLine, tmp_path: Path
) -> None:
    file = write(tmp_path, 'when,amount,"What, in words",WHEN\nx,2:00,Fix,2026-03-14\n')
    report = run(
        "import-time", file, "--columns", "date=WHEN,title=What, in words,length=amount", "--json"
    ).json
    assert report["columns"] == {"date": "WHEN", "length": "amount", "title": "What, in words"}
    (entry,) = report["entries"]
    assert (entry["day"], entry["title"]) == ("2026-03-14", "Fix")


def test_the_columns_of_a_recognized_table_are_named_and_can_be_changed(
    run: CommandLine, tmp_path: Path
) -> None:
    """Given a table without a column for the title, then it is told before anything is stored."""
    rows = "Von,Bis,Wofür,Projekt\n2026-03-14 09:00,2026-03-14 10:00,Fix,Fraud\n"
    file = write(tmp_path, rows)
    shown = run("import-time", file, "--dry-run").out
    assert "columns: start=Von, end=Bis, project=Projekt; --columns chooses others" in shown
    report = run("import-time", file, "--columns", "title=Wofür,project=", "--json").json
    assert report["columns"] == {"start": "Von", "end": "Bis", "title": "Wofür"}
    (entry,) = report["entries"]
    assert (entry["title"], entry["project"]) == ("Fix", None)


def test_what_to_do_about_tracked_time_is_told_until_it_is_chosen(
    run: CommandLine, tmp_path: Path
) -> None:
    run("log", "2026-03-14T09:00", "2026-03-14T10:00", "Here")
    rows = "title,start,end\nFix,2026-03-14 09:30,2026-03-14 10:30\n"
    file = write(tmp_path, rows)
    assert "--overlaps cut adds the rest" in run("import-time", file, "--dry-run").out
    assert "--overlaps" not in run("import-time", file, "--overlaps", "cut").out


BAD = {
    "nothing": ("", "is empty"),
    "empty cells": (',,,\n""\n', "is empty"),
    "an open quotation mark": (
        'start,end,title\n2026-03-02 09:00,2026-03-02 10:00,"Fix\n'
        "2026-03-03 09:00,2026-03-03 10:00,Ask\n",
        "from line 2 on",
    ),
    "no head": ("a,b\n1,2\n", "format of time.txt is not known"),
    "half of JSON": ("[[1,2", "is not complete JSON"),
    "deep JSON": ("[" * 100_000, "is not complete JSON"),
    "a bomb": (
        '<!DOCTYPE a [<!ENTITY b "bb">]><activities><activity name="&b;"/></activities>',
        "declares a document type",
    ),
    "half of XML": ("<activities>", "is not complete XML"),
    "zeros": ("a\0b", "is not a text file"),
    "a fake database": ("SQLite format 3\0" + "x" * 200, "is not a database of Hamster"),
    "a team": (
        TOGGL + TOGGL.splitlines()[1].replace("kim@", "lee@") + "\r\n", "several people",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_one_sentence(
    run: CommandLine, tmp_path: Path, kind: str
) -> None:
    text, why = BAD[kind]
    sentence = run("import-time", write(tmp_path, text)).sentence
    assert why in sentence
    assert "Nothing was imported" in sentence


def test_rows_that_cannot_be_read_are_said_and_the_others_added(
    run: CommandLine, tmp_path: Path
) -> None:
    rows = [
        ["1e9", 1], [1e300, 1, "a"], [True, 2, "a"], "x", [1767603600, 1767609000, None, 3, {}],
        [1767603600, 1767603600, "\ud800", "a", []],
    ]  # fmt: skip
    report = run("import-time", write(tmp_path, json.dumps(rows)), "--json").json
    assert (report["found"], report["added"], len(report["reported"])) == (6, 1, 5)


def test_a_total_of_a_day_is_deleted_by_its_number(run: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path, HARVEST)
    run("import-time", path)
    before = run("day-totals", "--json").json
    assert [set(each) for each in before] == [
        {"id", "date", "length_s", "title", "project", "note"}
    ] * 2
    first = before[0]
    assert run("day-totals", first["date"], "--json").json == before
    assert run("day-totals", "2026-01-06", "2026-02-28", "--json").json == []
    assert run("day-totals", "--delete", str(first["id"]), "--json").json == before[1:]
    assert run("import-time", path, "--json").json["skipped"] == 2  # a deleted row stays deleted
    run("undo")
    assert run("day-totals", "--json").json == before
    assert "There is no total 99" in run("day-totals", "--delete", "99").sentence
    assert "not the number" in run("day-totals", "--delete", "x").sentence
    for each in before:
        run("day-totals", "--delete", str(each["id"]))
    assert run("day-totals").out.strip() == "No time was imported without times."


@pytest.mark.parametrize("command", ["import-time", "import-tasks"])
def test_what_is_there_but_no_file_is_told_apart(
    run: CommandLine, tmp_path: Path, command: str
) -> None:
    """Given a folder and a pipe, then neither is called missing, and the pipe is not waited for."""
    (tmp_path / "old").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    assert "old is a folder. Nothing was imported; choose a file in it." in (
        run(command, str(tmp_path / "old")).sentence
    )
    assert "pipe.csv is not a regular file" in run(command, str(tmp_path / "pipe.csv")).sentence
    assert "There is no file gone.csv" in run(command, str(tmp_path / "gone.csv")).sentence


@pytest.mark.parametrize("column", ["title", "project", "client", "activity", "tags"])
def test_a_name_that_no_screen_can_draw_is_reported_and_the_others_added(
    run: CommandLine, tmp_path: Path, column: str
) -> None:
    rows = f"start,end,{column}\n2026-03-02 09:00,2026-03-02 10:00,{'x' * 10_001}\n"
    rows += "2026-03-03 09:00,2026-03-03 10:00,Fix\n"
    report = run("import-time", write(tmp_path, rows), "--json").json
    assert (report["added"], len(report["reported"])) == (1, 1)
    assert report["reported"][0]["why"] == "Its title or project has more than 10000 letters."


@pytest.mark.parametrize(
    "rows",
    [
        "Title,Start,End\nFix,0001-01-01 09:00,0001-01-01 10:00\n",
        "Title,Date,Hours\nFix,0001-01-01,1.5\n",
        "2026-05-05 09:00: arrived\n0001-01-01 00:00: Fix\n",
    ],
)
def test_a_year_that_no_screen_can_show_is_named_and_not_stored(
    run: CommandLine, tmp_path: Path, rows: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(rows)
    assert "line 2: 0001-01-01 is not a date." in run("import-time", str(path)).out
    assert run("doctor", "--json").json["sound"] is True
    assert run("day-totals", "--json").json == []
