"""On a full disk each way of writing does all or nothing, says so, and leaves no remains.

The limit on the size of a file stands for the disk: a write beyond it fails half way through a
file, as on a full disk, and it can be lifted again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import write_atomically
from mle_planner.core.maintenance.backups import all_backups, back_up_if_due
from mle_planner.core.maintenance.doctor import find_problems
from mle_planner.core.maintenance.purge import entry_target, preview_purge, purge_for_good
from mle_planner.core.maintenance.repair import repair_problems
from mle_planner.core.maintenance.restore import preview_restore, restore_backup
from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.timesheet.formats.format import ExportOptions
from mle_planner.core.timesheet.formats.registry import FORMATS
from tests.support.amounts import is_thorough
from tests.support.builders import BERLIN, TUESDAY, block, clock_at, stretch, task, write_calendar
from tests.support.data_check import data_problems

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
]

LIMITS = (1, 3_000, 20_000, 100_000, 215_000)
"""Bytes: no write at all, within the log, within a list or export, within a copy."""

CLOCK = clock_at("2026-11-24 18:00")
Write = Callable[[Planner, Path], object]


@contextlib.contextmanager
def full_beyond(limit: int) -> Iterator[None]:
    """Let every write beyond so many bytes of a file fail."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A planner with tasks, tracked time, a running timer, a backup and a calendar file."""
    folder = tmp_path_factory.mktemp("used")
    with Planner.open(folder, CLOCK) as planner:
        task(planner, "Read 1h #fraud")
        block(planner, "10:00-11:00", "Drift alert")
        planner.tracking.log(stretch(planner, "9:00-10:00"), "Labels")
        planner.maintenance.back_up()
        planner.reviews.set_note(TUESDAY, "A quiet week.")
        planner.tracking.start("Metrics", at=stretch(planner, "17:00-18:00").start)
    events = (f"a{number} 20261124T100000Z 20261124T110000Z Review" for number in range(300))
    write_calendar(folder / "team.ics", events)
    return folder


@pytest.fixture
def folder(tmp_path: Path, used: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(used, tmp_path / "data"))


def purge_the_entry(planner: Planner, folder: Path) -> None:
    (entry, *_others) = [each.entry for each in planner.day(TUESDAY).tracked]
    purge_for_good(preview_purge(folder, entry_target(entry)), folder, with_backups=True)


def restore_the_backup(planner: Planner, folder: Path) -> None:
    restore_backup(folder, all_backups(folder)[0], planner.now())


def export(planner: Planner, folder: Path) -> None:
    write_atomically(folder / "all.json", json.dumps(planner.everything()).encode())


def write_timesheet(planner: Planner, folder: Path) -> None:
    sheet = planner.reviews.timesheet(TUESDAY, TUESDAY)
    content = FORMATS["csv"].write(sheet, ExportOptions(planner.days.zone, {}))
    write_atomically(folder / "sheet.csv", content)


WRITES: dict[str, Write] = {
    "task": lambda planner, _: planner.tasks.add("Write 2h #reports"),
    "block": lambda planner, _: block(planner, "14:00-15:00"),
    "plan": lambda planner, _: planner.planning.accept(planner.planning.propose([planner.today()])),
    "entry": lambda planner, _: planner.tracking.log(stretch(planner, "7:00-8:00"), "Mail"),
    "start": lambda planner, _: planner.tracking.start("Reviews"),
    "stop": lambda planner, _: planner.tracking.stop(),
    "note": lambda planner, _: planner.reviews.set_note(TUESDAY, "long " * 30_000),
    "setting": lambda planner, _: planner.set("coding_aim_min", 200),
    "calendar": lambda planner, folder: planner.calendars.import_file(folder / "team.ics"),
    "undo": lambda planner, _: planner.history.undo(),
    "project": lambda planner, _: planner.catalog.add_project("Ads"),
    "backup": lambda planner, _: planner.maintenance.back_up(),
    "automatic backup": lambda planner, folder: back_up_if_due(folder, planner.now()),
    "restore": restore_the_backup,
    "purge": purge_the_entry,
    "export": export,
    "timesheet": write_timesheet,
}


PAIRS = [
    (name, limit)
    for row, name in enumerate(WRITES)
    for column, limit in enumerate(LIMITS)
    if is_thorough() or (row + column) % len(LIMITS) < 2
]
"""Each way of writing at two limits, and each limit with many of them; a thorough run has all."""


@pytest.mark.parametrize(("name", "limit"), PAIRS)
def test_a_write_on_a_full_disk_does_all_or_nothing(folder: Path, name: str, limit: int) -> None:
    with Planner.open(folder, CLOCK) as planner:
        before, refusal = planner.everything(), ""
        with full_beyond(limit):
            try:
                WRITES[name](planner, folder)
            except PlannerError as error:
                refusal = str(error)
        assert "Errno" not in refusal
        assert remains(folder) == []
        if refusal:
            assert planner.everything() == before
            WRITES[name](planner, folder)  # with room again, and no new start
        assert data_problems(planner) == []
    assert find_problems(folder, BERLIN, CLOCK.now()) == ()
    assert all(backup.is_sound for backup in all_backups(folder))


def remains(folder: Path) -> list[str]:
    """The files that are neither the planner's own nor whole exports."""
    known = {FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", "timer.heartbeat", "team.ics"}
    found = [path for path in folder.rglob("*") if path.is_file() and path.name not in known]
    whole = {backup.path for backup in all_backups(folder) if backup.is_sound}
    whole |= {path.with_suffix(".sha256") for path in whole}
    return [path.name for path in found if path not in whole and not is_whole_export(path)]


def is_whole_export(path: Path) -> bool:
    if path.name == "all.json":
        return bool(json.loads(path.read_text()))
    return path.name == "sheet.csv" and path.read_text().endswith("\n")


@pytest.mark.parametrize("limit", LIMITS)
def test_a_repair_on_a_full_disk_does_all_or_nothing(folder: Path, limit: int) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("UPDATE task SET stage = 'nowhere' WHERE id = 1")
        connection.commit()
    found = find_problems(folder, BERLIN, CLOCK.now())
    assert found
    with full_beyond(limit), contextlib.suppress(PlannerError):
        if repair_problems(folder, BERLIN, CLOCK.now()).repaired:
            found = ()
    assert find_problems(folder, BERLIN, CLOCK.now()) == found
    repair_problems(folder, BERLIN, CLOCK.now())
    assert find_problems(folder, BERLIN, CLOCK.now()) == ()


def test_what_a_restore_would_replace_is_read_without_room(folder: Path) -> None:
    """Given a full disk, the database is not called unreadable."""
    (backup,) = all_backups(folder)
    before = preview_restore(folder, backup)
    with full_beyond(1):
        assert preview_restore(folder, backup) == before
    assert before.now is not None
