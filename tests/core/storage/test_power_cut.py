"""After a power cut nothing acknowledged is lost, nothing is half there, and everything opens."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.maintenance.backups import all_backups
from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from tests.support.amounts import is_thorough
from tests.support.builders import TUESDAY, clock_at, write_calendar
from tests.support.data_check import data_problems
from tests.support.power_cut import missing_tool, power_cuts

pytestmark = [pytest.mark.skipif(bool(missing_tool()), reason=missing_tool() or "can run")]

CUTS, SEED = (30 if is_thorough() else 5), 20261124
EVENTS, NOTES = 20, (40 if is_thorough() else 16)
_OLD = Path(__file__).parent / "data" / "schema-6.db.gz"

_OPEN = """
import sys
from datetime import timedelta
from pathlib import Path
from mle_planner.core.maintenance.backups import all_backups
from mle_planner.core.maintenance.restore import restore_backup
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, clock_at
folder, clock = Path(sys.argv[1]), clock_at("2026-11-24 18:00")
def done(): sys.stdout.write("ACK\\n"); sys.stdout.flush()
"""

EDIT = f"""{_OPEN}
with Planner.open(folder, clock) as planner:
    connection = planner._session.store.connection
    connection.execute("PRAGMA wal_autocheckpoint = 60")
    for number in range({NOTES}):
        planner.reviews.set_note(TUESDAY - timedelta(weeks=number), f"{{number}} " * 300)
        done()
"""
EDIT_IN_HASTE = EDIT.replace(
    "    for number", "    connection.execute('PRAGMA synchronous = NORMAL')\n    for number"
)
IMPORT = f"""{_OPEN}
with Planner.open(folder, clock) as planner:
    for number in range(4):
        planner.calendars.import_file(folder / "team.ics", name=f"Team {{number}}")
        done()
"""
BACKUP = f"""{_OPEN}
with Planner.open(folder, clock) as planner:
    for number in range(4):
        planner.maintenance.back_up()
        done()
"""
RESTORE = f"""{_OPEN}
for backup in sorted(all_backups(folder), key=lambda each: each.path.name):
    restore_backup(folder, backup, clock.now())
    done()
"""
MIGRATE = f"""{_OPEN}
Planner.open(folder, clock).close()
done()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A planner without a note, and a calendar file."""
    data = tmp_path / "data"
    Planner.open(data, clock_at("2026-11-24 18:00")).close()
    events = (f"a{number} 20261124T100000Z 20261124T110000Z Review" for number in range(EVENTS))
    write_calendar(data / "team.ics", events)
    return data


def numbers(image: Path, select: str) -> list[int]:
    """The numbers that a statement selects, once the planner has opened what is left."""
    with Planner.open(image, clock_at("2026-11-24 18:00")) as planner:
        assert data_problems(planner) == []
        planner.day(TUESDAY)
    with closing(sqlite3.connect(image / FILE_NAME)) as connection:
        return [int(row[0]) for row in connection.execute(select)]


def notes(image: Path) -> int:
    """How many notes there are; each is whole, and the first ones are."""
    found = numbers(image, "SELECT CAST(text AS INTEGER) FROM week_note ORDER BY monday DESC")
    assert found == list(range(len(found)))
    return len(found)


def test_edits(folder: Path, tmp_path: Path) -> None:
    for image, acknowledged in power_cuts(EDIT, folder, tmp_path, count=CUTS, seed=SEED):
        assert acknowledged <= notes(image) <= acknowledged + 1


def test_the_replay_finds_what_a_commit_without_a_sync_loses(folder: Path, tmp_path: Path) -> None:
    cuts = power_cuts(EDIT_IN_HASTE, folder, tmp_path, count=CUTS, seed=SEED)
    assert sum(notes(image) < acknowledged for image, acknowledged in cuts) > CUTS / 4


def test_imports(folder: Path, tmp_path: Path) -> None:
    for image, acknowledged in power_cuts(IMPORT, folder, tmp_path, count=CUTS, seed=SEED):
        (events,) = numbers(image, "SELECT count(*) FROM calendar_event")
        assert events in (acknowledged * EVENTS, (acknowledged + 1) * EVENTS)


def test_backups(folder: Path, tmp_path: Path) -> None:
    for image, acknowledged in power_cuts(BACKUP, folder, tmp_path, count=CUTS, seed=SEED):
        backups = all_backups(image)
        assert sum(backup.is_sound for backup in backups) >= acknowledged
        assert all(backup.is_sound for backup in backups), "a backup is there and damaged"
        assert notes(image) == 0


def test_restores(folder: Path, tmp_path: Path) -> None:
    with Planner.open(folder, clock_at("2026-11-24 08:00")) as planner:
        for number in range(3):
            planner.maintenance.back_up()
            planner.reviews.set_note(TUESDAY - timedelta(weeks=number), str(number))
    states = [3, 1, 2, 0]  # notes now and in the backups, by their names
    for image, acknowledged in power_cuts(RESTORE, folder, tmp_path, count=CUTS, seed=SEED):
        assert notes(image) in states[acknowledged : acknowledged + 2]
        assert len(all_backups(image)) >= 3 + acknowledged


def test_a_new_schema(folder: Path, tmp_path: Path) -> None:
    (folder / FILE_NAME).write_bytes(gzip.decompress(_OLD.read_bytes()))
    for image, _acknowledged in power_cuts(MIGRATE, folder, tmp_path, count=CUTS, seed=SEED):
        (count,) = numbers(image, "SELECT count(*) FROM task")
        assert count > 0
