"""What a short command costs, as a multiple of the least such a process can cost.

``python -m benchmarks.command_line [--years 1 10] [--runs N]``. For each number of years a
database is made with eight tracked entries and five planned blocks on every working day, an
edit in the history for each, and 300 tasks. Then the floor (Python with ``sqlite3`` opening
that database and reading, for start and stop writing, one row) and the commands run by turns,
each in a separate process. Medians of wall and processor time; only the ratios carry over to
another machine. Then, in this process, a key of the search that finds nothing among 800 titles a
year, and the coding time of a year and of a day with 384 heartbeats for every working day.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.edits import Change, Edit, add_records
from mle_planner.core.model.plan import BlockId, TimeBlock
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import Activity, Project, ProjectId, Task, TaskId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.planner import Planner
from mle_planner.core.search import StoredTitle, Titles
from mle_planner.core.session import Session

TRACKED = Summary(Operation.TRACK, "Time")
HOUR = timedelta(hours=1)
ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 25)
NOW, LATER = "2026-11-25T12:00+00:00", "2026-11-25T12:10+00:00"
DAY_ENTRIES = (
    (540, 30),
    (570, 60),
    (630, 75),
    (705, 75),
    (840, 90),
    (930, 60),
    (990, 75),
    (1065, 15),
)
DAY_BLOCKS = ((570, 60), (630, 150), (840, 105), (950, 60), (1010, 55))

_READING = "import sqlite3; c = sqlite3.connect({path!r}); print(c.execute({sql!r}).fetchone())"
_WRITING = (
    "import sqlite3; c = sqlite3.connect({path!r}); c.execute('PRAGMA synchronous = FULL'); "
    "c.execute(\"UPDATE counter SET value = value + 1 WHERE name = 'time_entry'\"); c.commit()"
)
_LATEST = "SELECT * FROM time_entry ORDER BY id DESC LIMIT 1"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--runs", type=int, default=21)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        medians = {}
        for years in options.years:
            data = Path(folder) / f"{years}-years"
            build(data, years)
            size = (data / "planner.db").stat().st_size / 1e6
            medians[years] = measured(data, options.runs)
            print(f"\n{years} years of data, {size:.1f} MB")
            print_table(medians[years])
            print_in_process(data, years)
        first, last = options.years[0], options.years[-1]
        if first != last:
            print(f"\n{last} years against {first}, processor time")
            for name, (_, cpu) in medians[last].items():
                print(f"  {name:14} {cpu / medians[first][name][1]:5.2f}")


def print_table(medians: dict[str, tuple[float, float]]) -> None:
    for name, (wall, cpu) in medians.items():
        floor = medians["floor, writing" if name in ("start", "stop") else "floor, reading"]
        print(
            f"  {name:14} wall {wall * 1000:6.1f} ms {wall / floor[0]:5.2f} ×   "
            f"processor {cpu * 1000:6.1f} ms {cpu / floor[1]:5.2f} ×"
        )


def measured(data: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Return the median wall and processor seconds of each command, run by turns."""
    path = str(data / "planner.db")
    anytime = [sys.executable, "-m", "mle_planner", "--data", str(data)]
    planner = [*anytime, "--now", NOW]
    commands = {
        "floor, reading": [sys.executable, "-c", _READING.format(path=path, sql=_LATEST)],
        "floor, writing": [sys.executable, "-c", _WRITING.format(path=path)],
        "status": [*planner, "status"],
        "start": [*planner, "start", "Reading"],
        "stop": [*anytime, "--now", LATER, "stop"],
        "review": [*planner, "review"],
        "today": [*planner, "today"],
        "tasks": [*planner, "tasks"],
    }
    # The first start of a day freezes its plan; the many that follow are what is measured.
    run([*anytime, "--now", "2026-11-25T11:10+00:00", "start", "Mail"])
    run([*anytime, "--now", "2026-11-25T11:20+00:00", "stop"])
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            taken = run(command)
            if turn:  # in the first turn files are compiled and the disk's cache is cold
                times[name].append(taken)
        run([*planner, "undo"])  # so that each start finds the same
        run([*planner, "undo"])
    return {
        name: (
            statistics.median(wall for wall, _ in found),
            statistics.median(cpu for _, cpu in found),
        )
        for name, found in times.items()
    }


def print_in_process(data: Path, years: int) -> None:
    """Print the least of three processor times of what the window asks within a process."""
    clock = FixedClock(datetime.fromisoformat(NOW), ZoneInfo("UTC"))
    with Planner.open(data, clock) as planner:
        store_heartbeats(planner, years)
        now = planner.now()
        titles = Titles(
            (
                StoredTitle("entry", at, f"Work {at % (800 * years)} on it", now - at * HOUR)
                for at in range(8000 * years)
            ),
            now,
        )
        year_ago = TODAY - timedelta(days=364)
        asked: dict[str, Callable[[], object]] = {
            "a key": lambda: titles.find("nothing of this"),
            "a coded year": lambda: planner.evidence.coding_time(year_ago, TODAY).minutes,
            "a coded day": lambda: planner.evidence.day(TODAY),
        }
        for name, ask in asked.items():
            times = []
            for _turn in range(3):
                began = time.process_time()
                ask()
                times.append(time.process_time() - began)
            print(f"  {name:14} processor {min(times) * 1000:6.1f} ms")


def store_heartbeats(planner: Planner, years: int) -> None:
    """Store an editor's heartbeats of every working day, a minute apart."""
    rows = (
        (int(planner.days.instant(day, 540).timestamp()) + 60 * count, f"{day} {count}",
         f"p{count // 60}")
        for day in working_days(years)
        for count in range(384)
    )  # fmt: skip
    with sqlite3.connect(planner.database_path) as database:
        database.executemany(
            "INSERT INTO evidence (source, at, identity, project, by_agent, detail, length_s) "
            "VALUES ('editor', ?, ?, ?, 0, '', 0)",
            rows,
        )


def run(command: list[str]) -> tuple[float, float]:
    """Run a process to its end and return its wall and processor seconds."""
    before, began = _children_s(), time.perf_counter()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TZ": "UTC"}
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False, capture_output=True)
    wall, cpu = time.perf_counter() - began, _children_s() - before
    if done.returncode != 0:
        raise SystemExit(f"{command[-3:]}: {done.stderr.decode()}")
    return wall, cpu


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# -- the data --------------------------------------------------------------------------------


def build(folder: Path, years: int) -> None:
    """Make a database with so many years of working days up to today, today half full."""
    shutil.rmtree(folder, ignore_errors=True)
    clock = FixedClock(datetime.fromisoformat(NOW), ZoneInfo("UTC"))
    Planner.open(folder, clock).close()
    session = Session(folder, clock)
    with session.store.transaction():
        records = [Change(None, record) for record in catalog(session)]
        session.store.apply(records)
        for day in working_days(years):
            changes = tuple(day_changes(session, day))
            session.store.apply(changes)
            for change in changes:
                session.log.append(Edit(TRACKED, (change,)), session.now())
    session.store.close()


def working_days(years: int) -> Iterator[date]:
    day = TODAY - timedelta(days=365 * years)
    while day <= TODAY:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def catalog(session: Session) -> Iterator[Project | Task]:
    coding = session.store.all(Activity)[0].id
    for number in range(1, 21):
        yield Project(ProjectId(session.store.new_id(Project)), f"Project {number}")
    for number in range(1, 301):
        done_at = session.now() if number > 40 else None
        yield Task(
            TaskId(session.store.new_id(Task)), f"Task {number}", coding, session.now(),
            ProjectId(number % 20 + 1), estimate_min=120, done_at=done_at,
        )  # fmt: skip


def day_changes(session: Session, day: date) -> Iterator[Change]:
    activities = [activity.id for activity in session.store.all(Activity)]
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for place, (start, length) in enumerate(DAY_BLOCKS):
        begin = midnight + timedelta(minutes=start)
        yield from add_records(
            TimeBlock(
                BlockId(session.store.new_id(TimeBlock)), begin, begin + timedelta(minutes=length),
                "UTC", f"Task {place + 1}", activities[place % 3], TaskId(place + 1),
            )
        )  # fmt: skip
    for place, (start, length) in enumerate(DAY_ENTRIES):
        begin = midnight + timedelta(minutes=start)
        if day == TODAY and start + length > 11 * 60:
            break
        yield from add_records(
            TimeEntry(
                EntryId(session.store.new_id(TimeEntry)), begin, begin + timedelta(minutes=length),
                "UTC", f"Task {place + 1}", activities[place % len(activities)],
                TaskId(place + 1), ProjectId(place + 1),
            )
        )  # fmt: skip


if __name__ == "__main__":
    main()
