"""Tasks from the files of other programs: read whole, added once, nothing dropped in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import Priority, Task
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.importing.store import TaskImportReport

TODO_TXT = """\
(A) 2026-11-02 Call the lab +fraud @coding due:2026-12-01 est:2h
x 2026-11-20 2026-11-01 Old news +fraud
Water the plants rec:1w t:2026-11-30 see http://example.org:80 @home

(B) due:2026-12-40 No such day
Long est:forever
+fraud
"""
MARKDOWN = """\
# My list

Some words that are no task.

## Fraud scoring
- [ ] Fix drift alert 2h due 2026-12-01 !high
  Ask the platform team first.
- [x] Done before
* [?] Perhaps

## Home
1. [ ] Water the plants
- [ ] Read due blursday
```
- [ ] an example, no task
```
"""
CSV = """\
Name;Project;Due Date;Priority;Estimate;Notes;Status
"Write; rewrite";Fraud;2026-12-01;high;1h30;"two
lines";open
Second;;;;;;done
;Fraud;;;;;
Third;;someday;;;;
Fourth;;;huge;;;
"""
TODOIST = """\
TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT
section,Errands,,,,,,,,,,
task,Buy lamp,for the desk,1,1,A (1),,2026-12-01,en,Europe/Berlin,45,minute
note,the white one,,,,A (1),,,,,,
task,Weekly review,,4,1,A (1),,every monday,en,Europe/Berlin,,
task,Odd,,4,1,A (1),,whenever,en,Europe/Berlin,,
"""


def imported(
    planner: Planner, folder: Path, name: str, text: str, *, dry_run: bool = False
) -> TaskImportReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return planner.task_imports.add(planner.task_imports.read_file(path), dry_run=dry_run)


def task(planner: Planner, title: str) -> Task:
    return next(one for one in planner.open_tasks() if one.title == title)


def projects(planner: Planner) -> dict[int, str]:
    return {one.id: one.name for one in planner.catalog.projects()}


def test_todo_txt_with_its_priorities_projects_and_dates(planner: Planner, tmp_path: Path) -> None:
    report = imported(planner, tmp_path, "todo.txt", TODO_TXT)
    assert report.format == "todo.txt"
    found = task(planner, "Call the lab")
    assert (found.due, found.priority) == (date(2026, 12, 1), Priority.URGENT)
    assert found.estimate_min == 120
    assert projects(planner)[found.project_id] == "fraud"
    # What has no meaning here stays in the title.
    found = task(planner, "Water the plants see http://example.org:80 @home")
    assert (found.repeats, found.earliest) == ("FREQ=WEEKLY", date(2026, 11, 30))
    assert [(one.line, one.why) for one in report.rejected] == [
        (5, "2026-12-40 is not a date such as 2026-12-01."),
        (6, "forever is not a length of time."),
        (7, "The line has no title."),
    ]
    assert (report.found, len(report.new), report.done) == (6, 2, 1)


def test_a_markdown_checklist_is_read_like_quick_add_under_its_headings(
    planner: Planner, tmp_path: Path
) -> None:
    report = imported(planner, tmp_path, "notes.md", MARKDOWN)
    found = task(planner, "Fix drift alert")
    assert (found.due, found.priority) == (date(2026, 12, 1), Priority.HIGH)
    assert found.estimate_min == 120
    assert found.note == "Ask the platform team first."
    assert projects(planner)[found.project_id] == "Fraud scoring"
    assert projects(planner)[task(planner, "Water the plants").project_id] == "Home"
    assert report.done == 1
    assert [one.line for one in report.rejected] == [9, 13]
    assert report.rejected[0].why == "[?] is neither open nor done."
    assert report.found == 5, "the example in code and the other words are no rows"


def test_a_table_with_columns_under_their_usual_names(planner: Planner, tmp_path: Path) -> None:
    report = imported(planner, tmp_path, "tasks.csv", CSV)
    found = task(planner, "Write; rewrite")
    assert (found.due, found.priority) == (date(2026, 12, 1), Priority.HIGH)
    assert (found.estimate_min, found.note) == (90, "two\nlines")
    assert report.done == 1
    # A row is named by the line it begins on, also behind a cell of two lines.
    assert [one.line for one in report.rejected] == [5, 6, 7]
    assert report.rejected[2].why == "huge is not a priority."


def test_what_todoist_exports_of_a_project(planner: Planner, tmp_path: Path) -> None:
    report = imported(planner, tmp_path, "Home [22ab].csv", TODOIST)
    assert report.format == "todoist"
    found = task(planner, "Buy lamp")
    assert (found.due, found.priority) == (date(2026, 12, 1), Priority.URGENT)
    assert (found.estimate_min, found.note) == (45, "for the desk\nthe white one")
    assert projects(planner)[found.project_id] == "Home"
    assert task(planner, "Weekly review").repeats == "FREQ=WEEKLY;BYDAY=MO"
    assert [one.line for one in report.rejected] == [6]


@pytest.mark.parametrize(
    ("name", "text"),
    [("todo.txt", TODO_TXT), ("a.md", MARKDOWN), ("a.csv", CSV), ("a [1].csv", TODOIST)],
)
def test_twice_adds_nothing_also_after_edits_and_once_it_is_done(
    planner: Planner, tmp_path: Path, name: str, text: str
) -> None:
    first = imported(planner, tmp_path, name, text)
    one = first.new[0].task
    planner.tasks.change(one.id, due=date(2027, 1, 1), estimate_min=5)
    planner.tasks.finish(one.id)
    label = planner.history.undo_label
    again = imported(planner, tmp_path, name, text)
    assert (len(again.new), again.known) == (0, len(first.new))
    assert planner.history.undo_label == label, "it leaves no step either"


def test_two_rows_of_one_title_are_two_tasks_and_stay_two(planner: Planner, tmp_path: Path) -> None:
    rows = "Call back +x\nCall back +x\ncall back +y\n"
    assert len(imported(planner, tmp_path, "todo.txt", rows).new) == 3
    assert len(imported(planner, tmp_path, "todo.txt", rows).new) == 0
    assert [one.name for one in planner.catalog.projects()] == ["x", "y"]


def test_one_undo_takes_the_whole_import_back(planner: Planner, tmp_path: Path) -> None:
    imported(planner, tmp_path, "notes.md", MARKDOWN)
    assert planner.history.undo_label == "Import notes.md"
    planner.history.undo()
    assert planner.open_tasks() == ()
    assert planner.catalog.projects() == ()


def test_a_look_beforehand_stores_nothing(planner: Planner, tmp_path: Path) -> None:
    report = imported(planner, tmp_path, "todo.txt", TODO_TXT, dry_run=True)
    assert len(report.new) == 2
    assert planner.open_tasks() == ()
    assert planner.history.undo_label is None


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("none.txt", b"", "holds no tasks"),
        ("prose.md", b"# Words\n\nonly words\n", "holds no tasks"),
        ("picture.txt", b"\x89PNG\x00\xff", "is not text in UTF-8"),
        ("zero.txt", b"a\x00b", "is not a text file"),
        ("plain.csv", b"a,b\n1,2\n", "no column for the title"),
        ("gone.txt", None, "There is no file"),
        ("todoist.json", b'{"tasks": ["Fix drift"]}', "holds no tasks that can be read"),
        ("list.txt", b' [{"title": "Fix drift"}]', "holds no tasks that can be read"),
        ("page.txt", b"<!doctype html><p>Fix drift</p>", "holds no tasks that can be read"),
        ("outline.opml", b"<?xml version='1.0'?><opml/>", "holds no tasks that can be read"),
        ("tasks.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holds no tasks that can be read"),
        ("train.py", b"import torch\n", "holds no tasks that can be read"),
        ("paper.txt", b"%PDF-1.4\n1 0 obj\nendobj\n", "holds no tasks that can be read"),
        ("figure.txt", b"%!PS-Adobe-3.0\nshowpage\n", "holds no tasks that can be read"),
        ("open.csv", b'title,due\n"Fix drift,\nCall,\n', "from line 2 on.*quotation marks"),
        ("early.csv", b'title,due\nCall,\n"Fix,\n"Ask",\n', "from line 3 on.*quotation marks"),
        ("long.txt", b"a\n" * 20_001, "has more than 20000 rows"),
        ("empty.csv", b",,,\n", "no column for the title"),
    ],
)
def test_a_file_without_tasks_is_refused_in_one_sentence(
    planner: Planner, tmp_path: Path, name: str, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PlannerError, match=why):
        planner.task_imports.read_file(tmp_path / name)


@pytest.mark.parametrize("name", ["todo.txt", "TODO", "list.md"])
def test_a_list_in_utf_16_with_its_mark_is_read(
    planner: Planner, tmp_path: Path, name: str
) -> None:
    text = "- [ ] Größe prüfen\n" if name == "list.md" else "[urgent] Größe prüfen\n"
    (tmp_path / name).write_bytes(text.encode("utf-16"))
    report = planner.task_imports.add(planner.task_imports.read_file(tmp_path / name))
    assert [new.task.title.endswith("Größe prüfen") for new in report.new] == [True]


@pytest.mark.parametrize("line", ["x" * 10_001, "short +" + "x" * 10_001])
def test_a_line_that_no_screen_can_draw_is_named_and_not_taken(
    planner: Planner, tmp_path: Path, line: str
) -> None:
    report = imported(planner, tmp_path, "data.txt", f"Call the lab\n{line}\n")
    assert [new.task.title for new in report.new] == ["Call the lab"]
    assert [(one.line, one.why) for one in report.rejected] == [
        (2, "Its title or project has more than 10000 letters.")
    ]


def test_cells_may_be_set_apart_by_spaces_and_hold_quotation_marks(
    planner: Planner, tmp_path: Path
) -> None:
    table = 'title ,"note" , due\n"Fix, now" ,"a ""b"" , c" , \nSay "hi" to Ana,,\n"Last" '
    imported(planner, tmp_path, "a.csv", table)
    found = {one.title: one.note for one in planner.open_tasks()}
    assert found == {"Fix, now": 'a "b", c', 'Say "hi" to Ana': "", "Last": ""}
