"""Which automatic backups are kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.maintenance.backup_failure import last_failure
from mle_planner.core.maintenance.backups import (
    all_backups,
    back_up_if_due,
    describe_backup,
    superseded_backups,
    time_of,
)
from mle_planner.core.maintenance.doctor import examine
from mle_planner.core.planner import Planner
from mle_planner.core.storage.errors import StorageError
from tests.support.builders import clock_at
from tests.support.languages import speaking

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)


def test_every_backup_of_the_last_two_days_is_kept() -> None:
    made = [NOW - HALF_HOUR * number for number in range(96)]
    assert superseded_backups(made, NOW) == set()


def test_older_ones_are_thinned_to_days_weeks_and_months() -> None:
    made = [NOW - timedelta(hours=6) * number for number in range(4 * 800)]
    kept = sorted(set(made) - superseded_backups(made, NOW), reverse=True)
    older = [at for at in kept if NOW - at > timedelta(days=2)]
    assert len(older) == 12 + 10 + 9
    days, weeks, months = older[:12], older[12:22], older[22:]
    assert len({at.date() for at in days}) == 12
    assert len({at.isocalendar()[:2] for at in weeks}) == 10
    assert len({(at.year, at.month) for at in months}) == 9


def test_the_newest_of_a_day_is_kept() -> None:
    morning, evening = (datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (8, 18))
    assert superseded_backups([morning, evening], NOW) == {morning}


@pytest.mark.parametrize(("count", "old"), [(30, (2025, 11, 4)), (150, (2025, 8, 10))])
def test_the_same_week_and_month_of_another_year_are_others(
    count: int, old: tuple[int, int, int]
) -> None:
    made = [datetime(*old, tzinfo=UTC), *(NOW - timedelta(days=day) for day in range(count))]
    assert made[0] not in superseded_backups(made, NOW)


def test_thinning_half_hour_by_half_hour_ends_where_thinning_once_does() -> None:
    """A backup that a later run needs is never removed by an earlier one's rule of days."""
    kept: list[datetime] = []
    for number in range(48 * 40):
        now = NOW + HALF_HOUR * number
        kept.append(now)
        gone = superseded_backups(kept, now)
        kept = [at for at in kept if at not in gone]
    ages = sorted(now - at for at in kept)
    assert sum(age <= timedelta(days=2) for age in ages) == 97
    assert 15 <= sum(age > timedelta(days=2) for age in ages) <= 12 + 10 + 9


def test_a_backup_is_dated_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "planner-20261124T113000Z-2.db"
    assert time_of(path) == datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


def test_a_copy_with_another_name_is_dated_by_its_name_or_its_latest_edit(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at("2026-11-10 09:00")) as planner:
        planner.tracking.start("Drift alert")
        made = planner.maintenance.back_up()
    content = made.read_bytes()
    for name in (f"{made.stem} (1).db", "old.db"):
        copy = tmp_path / name
        copy.write_bytes(content)
        assert describe_backup(copy).made_at == datetime(2026, 11, 10, 8, tzinfo=UTC), name


def changed(folder: Path, at: datetime) -> None:
    for path in folder.glob("planner.db*"):
        os.utime(path, (at.timestamp(), at.timestamp()))


def test_a_change_is_backed_up_once_in_half_an_hour(tmp_path: Path) -> None:
    Planner.open(tmp_path, clock_at()).close()
    changed(tmp_path, NOW)
    assert back_up_if_due(tmp_path, NOW) is not None
    changed(tmp_path, NOW + timedelta(minutes=5))
    assert back_up_if_due(tmp_path, NOW + timedelta(minutes=29)) is None
    assert back_up_if_due(tmp_path, NOW + HALF_HOUR) is not None


def test_nothing_is_backed_up_without_a_change(tmp_path: Path) -> None:
    Planner.open(tmp_path, clock_at()).close()
    changed(tmp_path, NOW)
    assert back_up_if_due(tmp_path, NOW) is not None
    assert back_up_if_due(tmp_path, NOW + timedelta(days=3)) is None


def test_only_automatic_backups_are_ever_removed(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at("2026-11-10 09:00")) as planner:
        mine = planner.maintenance.back_up()
    for hours in range(0, 24 * 5, 6):
        now = NOW + timedelta(hours=hours)
        changed(tmp_path, now)
        assert back_up_if_due(tmp_path, now) is not None
    assert mine.exists()
    assert mine.with_suffix(".sha256").exists()
    names = [path.stem for path in (tmp_path / "backups").glob("planner-auto-*.db")]
    assert 9 <= len(names) < 20


def test_the_oldest_automatic_backups_go_when_the_room_is_used_up(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        own = planner.maintenance.back_up()
    size_mb = own.stat().st_size / 1e6
    made = []
    for number in range(6):
        now = NOW + HALF_HOUR * (number + 2)
        changed(tmp_path, now)
        made.append(back_up_if_due(tmp_path, now))
    later = NOW + HALF_HOUR * 9
    changed(tmp_path, later)
    made.append(back_up_if_due(tmp_path, later, room_mb=1))
    room = int(1 / size_mb)
    present = [path for path in made if path is not None and path.exists()]
    assert own.exists(), "one that the user made is never removed"
    assert present == made[-(room - 1) :]
    assert len(list(own.parent.glob("*.sha256"))) == len(present) + 1


def test_the_newest_backup_stays_whatever_the_room(tmp_path: Path) -> None:
    Planner.open(tmp_path, clock_at()).close()
    assert back_up_if_due(tmp_path, NOW, room_mb=0) is not None
    assert len(all_backups(tmp_path)) == 1


def test_each_backup_is_copied_to_the_second_folder(tmp_path: Path) -> None:
    folder, second = tmp_path / "planner", tmp_path / "disk"
    second.mkdir()
    with Planner.open(folder, clock_at()) as planner:
        planner.set("backup_folder", str(second))
        made = planner.maintenance.back_up()
        assert (second / made.name).read_bytes() == made.read_bytes()
    later = NOW + timedelta(days=1)
    changed(folder, later)
    automatic = back_up_if_due(folder, later, second=str(second))
    assert automatic is not None
    copies = [backup.path for backup in all_backups(folder) if backup.path.parent == second]
    assert {copy.name for copy in copies} == {made.name, automatic.name}
    assert all(backup.is_sound for backup in all_backups(folder))
    assert {path.stat().st_mode & 0o077 for path in second.iterdir()} == {0}


def test_a_second_folder_that_is_gone_is_a_sentence_and_the_backup_is_there(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.set("backup_folder", str(tmp_path / "gone"))
        with pytest.raises(StorageError, match="was written, but not copied to the second folder"):
            planner.maintenance.back_up()
        assert len(all_backups(tmp_path)) == 1
        assert not (tmp_path / "gone").exists()


def test_a_backup_dated_ahead_does_not_stop_the_next_ones(tmp_path: Path) -> None:
    """A clock that was years ahead for a moment has made it."""
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.tasks.add("Read 1h")
        ahead = back_up_if_due(tmp_path, NOW.replace(year=2036))
        assert ahead is not None
        planner.tasks.add("Write 1h")
        changed(tmp_path, NOW)
        made = back_up_if_due(tmp_path, NOW)
        assert made is not None
        assert made != ahead
        assert back_up_if_due(tmp_path, NOW + timedelta(minutes=10)) is None


def test_odd_names_beside_the_backups_hide_none_of_them(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        made = planner.maintenance.back_up()
    odd = made.with_name("planner-20269999T999999Z.db")
    odd.write_bytes(made.read_bytes())
    made.with_name("gone.db").symlink_to(tmp_path / "nowhere")
    made.with_name("folder.db").mkdir()
    assert {each.path for each in all_backups(tmp_path)} == {made, odd}
    back_up_if_due(tmp_path, NOW)


def test_two_backups_of_one_second_are_two_files(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        first, second = planner.maintenance.back_up(), planner.maintenance.back_up()
        assert first != second
        assert len(all_backups(tmp_path)) == 2


def test_a_path_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        with pytest.raises(PlannerError, match="write the whole path of a folder"):
            planner.set("backup_folder", "backups")
        planner.set("backup_folder", "")


def test_what_a_killed_backup_left_is_removed_an_hour_later(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        made = planner.maintenance.back_up()
        old, new = (made.with_name(f".planner-{name}.db.00ff.part") for name in ("1", "2"))
        for left in (old, old.with_name(f"{old.name}-journal"), new):
            left.write_bytes(b"left")
            if left != new:
                os.utime(left, (0, 0))
        planner.maintenance.back_up()
    assert [path for path in made.parent.iterdir() if path.name.startswith(".")] == [new]


def test_a_failed_backup_is_remembered_until_one_succeeds(tmp_path: Path) -> None:
    folder, disk = tmp_path / "planner", tmp_path / "disk"
    Planner.open(folder, clock_at()).close()
    changed(folder, NOW)
    with speaking("de"), pytest.raises(StorageError, match="nicht"):
        back_up_if_due(folder, NOW, second=str(disk))
    failure = last_failure(folder)
    assert failure is not None
    assert failure.at == NOW
    assert "not copied to the second folder" in failure.sentence(ZoneInfo("UTC"))
    with speaking("de"):
        assert "nicht in den zweiten Ordner" in failure.sentence(ZoneInfo("UTC"))
    assert (folder / "planner.backup-failed").stat().st_mode & 0o777 == 0o600
    (note,) = examine(folder, "UTC", NOW).notes
    assert note.startswith("The automatic backup failed (Tue 24 Nov 2026 12:00). The backup")

    # the disk is connected: the copy is made now, not only after the next change
    disk.mkdir()
    assert back_up_if_due(folder, NOW + timedelta(minutes=1), second=str(disk)) is None
    assert last_failure(folder) is None
    assert len(list(disk.glob("*.db"))) == 1
    assert examine(folder, "UTC", NOW).notes == ()


def test_a_backup_by_hand_ends_a_failure(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        (tmp_path / "backups").write_text("no folder")
        with pytest.raises(StorageError):
            back_up_if_due(tmp_path, NOW)
        assert last_failure(tmp_path) is not None
        (tmp_path / "backups").unlink()
        planner.maintenance.back_up()
    assert last_failure(tmp_path) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"at": 1, "reason": ""}', b'{"at": 1e18, "reason": ""}',
     b'{"at": NaN, "reason": ""}', b'{"at": 2e9, "reason": 7}', b"\xff" * 9, b"[" * 100_000],
)  # fmt: skip
def test_a_damaged_note_of_a_failure_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "planner.backup-failed").write_bytes(content)
    assert last_failure(tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_the_place_of_the_note_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "planner.backup-failed")
    assert last_failure(tmp_path) is None
