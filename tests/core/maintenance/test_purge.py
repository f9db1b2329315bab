"""What is deleted for good leaves no trace in the bytes of any file of the planner."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.evidence.store import Sign
from mle_planner.core.locks import LockedError
from mle_planner.core.maintenance.backups import all_backups
from mle_planner.core.maintenance.doctor import find_problems
from mle_planner.core.maintenance.purge import (
    PurgeTarget,
    entry_target,
    person_target,
    preview_purge,
    project_target,
    purge_for_good,
    target_before,
    task_target,
)
from mle_planner.core.model.publication import PublishLevel
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.planner import Planner
from mle_planner.core.storage import purging
from mle_planner.core.storage.backup import is_sound
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.timesheet.choices import SheetChoices
from tests.support.builders import BERLIN, block, clock_at, put_clock, stretch, task, write_calendar
from tests.support.calendar_text import write_meetings

_CANARY = "Kanarienvogel"


@pytest.fixture
def planner(tmp_path: Path) -> Iterator[Planner]:
    """A planner that is open as in a window, with a word all over it and other work beside."""
    clock = clock_at("2026-11-24 18:00")
    with Planner.open(tmp_path / "data", clock) as planner:
        other = task(planner, "Write report 2h #reports")
        planner.tracking.log(stretch(planner, "8:00-9:00"), "Report", task_id=other.id)
        planner.tracking.log(stretch(planner, "13:00-14:00"), f"{_CANARY} entry")
        secret = task(planner, f"{_CANARY} 1h #{_CANARY}-project @coding")
        planner.tasks.change(secret.id, note=f"{_CANARY} {'note ' * 2000}")
        planner.tracking.log(stretch(planner, "9:00-10:00"), secret.title, task_id=secret.id)
        planner.planning.accept(planner.planning.propose([planner.today()]))
        yield planner


def secret_task(planner: Planner) -> PurgeTarget:
    return task_target(next(each for each in planner.open_tasks() if each.title == _CANARY))


def titles(planner: Planner) -> list[str]:
    """The titles of what was tracked today."""
    return [each.entry.title for each in planner.day(planner.today()).tracked]


def secret_entry(planner: Planner) -> TimeEntry:
    """The entry that has no task."""
    tracked = planner.day(planner.today()).tracked
    return next(each.entry for each in tracked if each.entry.title == f"{_CANARY} entry")


def traces(folder: Path, word: str = _CANARY) -> list[str]:
    """The files of a folder whose bytes hold a word."""
    wanted, found = word.encode(), []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and wanted in path.read_bytes():
            found.append(path.name)
    return found


def columns_with(folder: Path, word: str) -> set[str]:
    """The columns that hold a word, of the tables that hold sentences."""
    with closing(sqlite3.connect(folder / "planner.db")) as connection:
        return {
            f"{table}.{column}"
            for table, columns in purging._SENTENCES.items()
            for column in columns
            if connection.execute(
                f"SELECT 1 FROM {table} WHERE instr({column}, ?) > 0", (word,)
            ).fetchone()
        }


def history(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "planner.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM edit").fetchone()[0])


def folder_of(planner: Planner) -> Path:
    return planner.database_path.parent


def purge(planner: Planner, target: PurgeTarget, *, with_backups: bool = False) -> dict[str, int]:
    folder = folder_of(planner)
    preview = preview_purge(folder, target)
    purge_for_good(preview, folder, with_backups=with_backups)
    return preview.records


def test_deleting_as_usual_leaves_traces(planner: Planner) -> None:
    """What shows that the search for traces finds some."""
    planner.tasks.delete(next(each.id for each in planner.open_tasks() if each.title == _CANARY))
    assert traces(folder_of(planner))


def test_a_task_is_deleted_with_its_plan_and_its_entries(planner: Planner, tmp_path: Path) -> None:
    folder = folder_of(planner)
    secret = next(each for each in planner.open_tasks() if each.title == _CANARY)
    planner.blocks.create(stretch(planner, "19:00-20:00"), _CANARY, task_id=secret.id)
    write_meetings(tmp_path / "team.ics", "Sync", "20261124T193000")
    planner.calendars.import_file(tmp_path / "team.ics")
    assert [each.block for each in planner.stored_plan.open_overlaps()] == [_CANARY]
    target = tmp_path / "published.ics"
    planner.publications.publish(planner.publications.preview(target, PublishLevel.FULL))
    assert target.name in traces(tmp_path)
    entry = secret_entry(planner)
    purge(planner, entry_target(entry))
    records = purge(planner, secret_task(planner))
    assert (records["task"], records["time_entry"]) == (1, 1)
    project = next(each for each in planner.catalog.projects() if each.name.startswith(_CANARY))
    assert purge(planner, project_target(project, ())) == {"project": 1}
    assert traces(folder) == []
    assert history(folder) == 0
    assert find_problems(folder, BERLIN, clock_at().now()) == ()
    assert [each.title for each in planner.open_tasks()] == ["Write report"]
    planner.publications.update_files()
    assert traces(tmp_path) == []
    assert titles(planner) == ["Report"]


def test_what_is_said_of_other_tasks_forgets_the_title(tmp_path: Path) -> None:
    """Reasons, lines and remedies of a frozen plan; remedies are stored as ASCII."""
    with Planner.open(tmp_path, clock_at("2026-11-24 09:00")) as planner:
        secret = task(planner, f"{_CANARY} Übung 5h urgent due today")
        task(planner, "Letter 1h")
        task(planner, "Report 9h due today")  # late behind it
        planner.planning.accept(planner.planning.propose([planner.today()]))
        with closing(sqlite3.connect(tmp_path / "planner.db", isolation_level=None)) as database:
            database.execute(
                "INSERT INTO frozen_unplaced SELECT -id, version_id, task_id, minutes, '', "
                "?, kind, day, finished FROM frozen_unplaced",
                (json.dumps([{"change": f"Let {secret.title} wait"}]),),
            )
        assert columns_with(tmp_path, _CANARY) >= {
            "time_block.reason", "frozen_unplaced.reason", "frozen_unplaced.remedies"
        }  # fmt: skip
        left = len(planner.day(planner.today()).items)
        records = purge(planner, task_target(secret))
        assert traces(tmp_path) == []
        planner.notice_foreign_changes()
        assert len(planner.day(planner.today()).items) == left - records["time_block"]
        assert find_problems(tmp_path, BERLIN, planner.now()) == ()


def test_what_is_said_of_work_left_out_goes_with_planned_work(tmp_path: Path) -> None:
    """It may hold only because of that work, also where it does not name it."""
    with Planner.open(tmp_path, clock_at("2026-11-24 09:00")) as planner:
        today = planner.today()
        model = task(planner, "Model 4h @coding due today")
        task(planner, "Loader 2h @coding")
        planner.planning.accept(planner.planning.propose([today]))
        (later,) = planner.stored_plan.left_over(today).later
        assert later.reason == "Coding today is full: 4 h."
        purge(planner, task_target(model))
        planner.notice_foreign_changes()
        (later,) = planner.stored_plan.left_over(today).later
        assert (later.task.title, later.reason, later.remedies) == ("Loader", "", ())


def test_a_planner_whose_history_is_emptied_is_not_new(planner: Planner) -> None:
    purge(planner, secret_task(planner))
    assert planner.history.undo_label is None
    assert planner.open_tasks()
    assert not planner.is_untouched, "the first page would offer to set it up"


def test_a_project_is_deleted_with_all_that_is_of_it(planner: Planner) -> None:
    folder = folder_of(planner)
    project = next(each for each in planner.catalog.projects() if each.name.startswith(_CANARY))
    sign = Sign("git", planner.now(), f"{_CANARY}-1", project.name)
    planner.evidence.record([sign])
    records = purge(planner, project_target(project, ()))
    assert {"project": 1, "task": 1, "time_entry": 1, "evidence": 1}.items() <= records.items()
    entry = secret_entry(planner)
    purge(planner, entry_target(entry))
    assert traces(folder) == []
    assert find_problems(folder, BERLIN, clock_at().now()) == ()


def test_everything_before_a_date_is_deleted_and_the_rest_stays(tmp_path: Path) -> None:
    clock = clock_at("2026-11-17 18:00")
    with Planner.open(tmp_path, clock) as planner:
        old = task(planner, f"{_CANARY} done 1h")
        still_open = task(planner, "Still open 1h")
        planner.tracking.log(stretch(planner, "9:00-10:00", date(2026, 11, 17)), f"{_CANARY} entry")
        block(planner, "11:00-12:00", f"{_CANARY} block", date(2026, 11, 17))
        planner.reviews.set_note(date(2026, 11, 17), f"{_CANARY} note")
        planner.planning.accept(planner.planning.propose([date(2026, 11, 17)]))
        planner.tasks.finish(old.id)
        put_clock(clock, "2026-11-24 18:00")
        days_off = (f"a 20261117 20261118 {_CANARY} day", "b 20261125 20261126 Team day")
        calendar = write_calendar(tmp_path / "team.ics", days_off)
        planner.calendars.import_file(calendar)
        calendar.unlink()
        planner.tracking.log(stretch(planner, "9:00-10:00"), "This week")
        planner.reviews.set_note(planner.today(), "Note of this week")
        day = date(2026, 11, 24)
        records = purge(planner, target_before(day, planner.days))
        assert (records["time_entry"], records["week_note"], records["task"]) == (1, 1, 1)
        assert traces(tmp_path) == []
        assert find_problems(tmp_path, BERLIN, clock_at().now()) == ()
        assert planner.open_tasks() == (still_open,)
        assert titles(planner) == ["This week"]
        assert planner.reviews.note(day) == "Note of this week"
        assert [one["summary"] for one in planner.everything()["calendar_event"]] == ["Team day"]


def test_the_first_minute_of_the_date_stays(tmp_path: Path) -> None:
    """With a day that starts at 4:00, work until then is of the day before."""
    with Planner.open(tmp_path, clock_at("2026-11-24 18:00")) as planner:
        planner.set("day_border_min", 240)
        planner.tracking.log(stretch(planner, "3:00-4:00"), "Night")
        planner.tracking.log(stretch(planner, "4:00-5:00"), "Morning")
        days: PlanningDays = planner.days
        purge(planner, target_before(date(2026, 11, 24), days))
        assert titles(planner) == ["Morning"]
        assert planner.day(date(2026, 11, 23)).tracked == ()


def test_backups_that_hold_it_are_named_and_purged_too(planner: Planner) -> None:
    folder = folder_of(planner)
    with_it = planner.maintenance.back_up()
    entry = secret_entry(planner)
    preview = preview_purge(folder, entry_target(entry))
    assert preview.backups == (with_it,)
    purge_for_good(preview, folder, with_backups=False)
    assert traces(folder, f"{_CANARY} entry") == [with_it.name]
    assert preview_purge(folder, entry_target(entry)).backups == (with_it,)
    purge(planner, entry_target(entry), with_backups=True)
    assert traces(folder, f"{_CANARY} entry") == []
    assert is_sound(with_it)
    (backup,) = all_backups(folder)
    assert backup.contents is not None
    assert backup.contents.records["time_entry"] == 2
    assert preview_purge(folder, entry_target(entry)).backups == ()


def test_a_backup_whose_history_alone_holds_it_is_named(planner: Planner) -> None:
    folder = folder_of(planner)
    entry = secret_entry(planner)
    planner.tracking.delete([entry.id])
    backup = planner.maintenance.back_up()
    planner.history.undo()
    assert preview_purge(folder, entry_target(entry)).backups == (backup,)


def test_copies_of_restores_and_lists_of_repairs_go_with_the_backups(planner: Planner) -> None:
    folder = folder_of(planner)
    planner.maintenance.back_up()
    (folder / ".restore-00ff").mkdir()
    copies = (
        folder / "planner.db.damaged-1",
        folder / "drafts.json",
        folder / "backups" / "repair-1.json",
        folder / "backups" / ".planner-1.db.00ff.part",
        folder / ".restore-00ff" / "planner.db",
    )
    for copy in copies:
        copy.write_text(_CANARY)
    copies[1].with_suffix(".sha256").write_text(copies[1].name)
    target = secret_task(planner)
    assert preview_purge(folder, target).other_files == copies
    purge(planner, target, with_backups=True)
    assert not any(copy.exists() for copy in copies)
    assert not copies[1].with_suffix(".sha256").exists()


def test_a_preview_changes_nothing(planner: Planner) -> None:
    folder = folder_of(planner)
    before = planner.everything(), history(folder)
    assert preview_purge(folder, secret_task(planner)).total > 2
    assert (planner.everything(), history(folder)) == before


def test_the_open_window_notices(planner: Planner) -> None:
    purge(planner, secret_task(planner))
    assert planner.notice_foreign_changes()
    assert planner.history.undo_label is None


def test_a_purge_beside_a_reader_says_what_is_done_and_the_next_one_ends_it(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that reads keeps the log, so the bytes stay in it for now."""
    connect = purging._connect

    def connect_and_wait_little(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA busy_timeout = 50")
        return connection

    monkeypatch.setattr(purging, "_connect", connect_and_wait_little)
    folder = folder_of(planner)
    reader = sqlite3.connect(folder / "planner.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM task").fetchone()
    with pytest.raises(StorageError, match=r"It is deleted, but traces can be left"):
        purge(planner, secret_task(planner))
    assert [each.title for each in planner.open_tasks()] == ["Write report"]
    assert traces(folder, f"{_CANARY} note") != []
    reader.close()
    purge(planner, entry_target(secret_entry(planner)))
    assert traces(folder, f"{_CANARY} note") == []


def test_what_was_corrected_of_it_goes_too(planner: Planner) -> None:
    """A correction keeps the entry as it was; a template names project and client."""
    today = planner.today()
    project = next(one for one in planner.catalog.projects() if _CANARY in one.name)
    planner.catalog.change_project(project.id, client=f"{_CANARY} Ltd")
    planner.sheet_templates.keep("Monthly", SheetChoices(client=f"{_CANARY} Ltd"))
    planner.locks.lock(today, today)
    deleted = next(one for one in planner.day(today).tracked if one.entry.title == _CANARY)
    with planner.locks.correcting():
        planner.tracking.delete([deleted.entry.id])
    planner.locks.unlock(today, today)
    target = project_target(project, ())
    purge_for_good(preview_purge(planner.database_path.parent, target),
                   planner.database_path.parent, with_backups=True)  # fmt: skip
    assert [line for line in planner.locks.trail() if line.before] == []
    assert planner.sheet_templates.all() == {}


def test_a_template_of_all_clients_stays(planner: Planner) -> None:
    """Also where the only project without a client goes."""
    project, other = planner.catalog.projects()
    planner.catalog.change_project(other.id, client="Acme")
    planner.sheet_templates.keep("All", SheetChoices())
    purge(planner, project_target(project, ()))
    assert len(planner.catalog.projects()) == 1
    assert list(planner.sheet_templates.all()) == ["All"]


def test_a_purge_for_which_the_disk_has_no_room_deletes_nothing(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = planner.everything()

    def full(_connection: sqlite3.Connection) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(purging, "_write_again", full)
    with pytest.raises(StorageError, match="The disk is full"):
        purge(planner, secret_task(planner))
    planner.notice_foreign_changes()
    assert planner.everything() == before


def test_a_person_goes_with_the_roles_and_what_was_done_together_stays(planner: Planner) -> None:
    folder = folder_of(planner)
    project, pairing = planner.catalog.projects()[0], block(planner, "19:00-20:00")
    before = titles(planner)
    planner.people.set_role(project.id, "data scientist", f"{_CANARY} person")
    (person,) = planner.people.all()
    entry = secret_entry(planner)
    planner.tracking.change(entry.id, person_id=person.id)
    planner.blocks.change(pairing, person_id=person.id)
    planner.tasks.change(planner.open_tasks()[0].id, person_id=person.id)
    preview = preview_purge(folder, person_target(person))
    assert preview.records == {"project_person": 1, "person": 1}
    purge_for_good(preview, folder, with_backups=True)
    planner.notice_foreign_changes()
    assert titles(planner) == before
    for table in ("task", "time_block", "time_entry"):
        assert {row["person_id"] for row in planner.everything()[table]} == {None}
    assert traces(folder, f"{_CANARY} person") == []
    assert find_problems(folder, BERLIN, clock_at().now()) == ()


def test_a_task_goes_with_what_it_was_asked(planner: Planner) -> None:
    folder = folder_of(planner)
    target = secret_task(planner)
    task_id = next(each.id for each in planner.open_tasks() if each.title == _CANARY)
    planner.tasks.finish(task_id)
    planner.questions.answer_last(task_id, f"{_CANARY} answer")
    preview = preview_purge(folder, target)
    assert preview.records["stage_answer"] == 1
    purge_for_good(preview, folder, with_backups=True)
    assert traces(folder, f"{_CANARY} answer") == []
    assert find_problems(folder, BERLIN, clock_at().now()) == ()


def test_what_was_tracked_in_locked_days_is_not_deleted(planner: Planner) -> None:
    """It was sent: neither the entry goes, nor what a correction keeps of one."""
    folder, today = folder_of(planner), planner.today()
    project = next(one for one in planner.catalog.projects() if _CANARY in one.name)
    entry, target = entry_target(secret_entry(planner)), project_target(project, ())
    planner.locks.lock(today, today)
    deleted = next(one for one in planner.day(today).tracked if one.entry.title == _CANARY)
    with planner.locks.correcting():
        planner.tracking.delete([deleted.entry.id])
    for refused in (entry, target):
        with pytest.raises(LockedError, match=r"^24 November is locked\. Nothing was deleted; unl"):
            preview_purge(folder, refused)
    planner.locks.unlock(today, today)
    assert purge(planner, entry)["time_entry"] == 1
    assert purge(planner, target)["correction"] == 1
