"""Reads the stored work on tasks: what is planned and what is tracked of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from mle_planner.core.base.spans import Span
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.tracked import RunningTime, TimeEntry
from mle_planner.core.model.work import TaskId
from mle_planner.core.storage.record_reader import LONGEST, RecordReader, marks_of


class WorkOnTasks:
    """The blocks and entries of tasks."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def tracked_beside(
        self, tasks: Iterable[TaskId], now: datetime, day: Span
    ) -> dict[TaskId, timedelta]:
        """Return the tracked time of each task, without its ended entries on a day.

        Ended entries count to the nearest full minute, the running one as far as it counts ``now``.
        """
        marks, values = marks_of(tasks)
        rows = self._reader.rows(
            'SELECT task_id, (coalesce(sum("end" - start - max(0, min("end", ?) - max(start, ?))),'
            ' 0) + 30) / 60 * 60 + sum(iif("end" IS NULL, max(0, ? - start), 0)) FROM time_entry '
            f"WHERE task_id IN ({marks}) GROUP BY task_id",
            (
                int(day.end.timestamp()),
                int(day.start.timestamp()),
                int(self.tracked_until(now).timestamp()),
                *values,
            ),
        )
        return {TaskId(task): timedelta(seconds=seconds) for task, seconds in rows}

    def tracked_until(self, now: datetime) -> datetime:
        """Return until when the running entry counts: ``now``, or the start of a later entry."""
        running = self.running_time()
        return now if running is None else running.until(now)

    def running_time(self) -> RunningTime | None:
        """Return the time that the running entry counts; None if none runs."""
        running = self._reader.first(TimeEntry, 'WHERE "end" IS NULL', ())
        if running is None:
            return None
        ((start,),) = self._reader.rows(
            "SELECT min(start) FROM time_entry WHERE start >= ? AND id <> ?",
            (int(running.start.timestamp()), running.id),
        )
        limit = None if start is None else datetime.fromtimestamp(start, UTC)
        return RunningTime(running.start, limit)

    def next_blocks(self, tasks: Iterable[TaskId], now: datetime) -> dict[TaskId, datetime]:
        """Return when each task's first block ends after ``now`` starts."""
        marks, values = marks_of(tasks)
        second = int(now.timestamp())
        rows = self._reader.rows(
            f"SELECT task_id, min(start) FROM time_block WHERE task_id IN ({marks}) "
            'AND start > ? AND "end" > ? GROUP BY task_id',
            (*values, second - int(LONGEST.total_seconds()), second),
        )
        return {TaskId(task): datetime.fromtimestamp(start, UTC) for task, start in rows}

    def blocks_ahead(self, task: TaskId, now: datetime) -> list[TimeBlock]:
        """Return a task's blocks that end after ``now``, by start."""
        second = int(now.timestamp())
        return self._reader.select(
            TimeBlock,
            'WHERE task_id = ? AND start > ? AND "end" > ? ORDER BY start, id',
            (task, second - int(LONGEST.total_seconds()), second),
        )

    def past_blocks(self, task: TaskId, now: datetime, most: int) -> tuple[list[TimeBlock], int]:
        """Return a task's latest blocks that end by ``now``, and how many such it has."""
        test, second = 'WHERE task_id = ? AND "end" <= ?', int(now.timestamp())
        latest = f"{test} ORDER BY start DESC, id DESC LIMIT ?"
        count = self._reader.rows(f"SELECT count(*) FROM time_block {test}", (task, second))
        return self._reader.select(TimeBlock, latest, (task, second, most)), int(count[0][0])

    def entries(self, task: TaskId, most: int) -> tuple[list[TimeEntry], int]:
        """Return a task's latest entries, and how many it has."""
        latest = "WHERE task_id = ? ORDER BY start DESC, id DESC LIMIT ?"
        count = self._reader.rows("SELECT count(*) FROM time_entry WHERE task_id = ?", (task,))
        return self._reader.select(TimeEntry, latest, (task, most)), int(count[0][0])

    def all_of(self, task: TaskId) -> tuple[list[TimeBlock], list[TimeEntry]]:
        """Return every block and entry that names a task, by id."""
        of_task = "WHERE task_id = ? ORDER BY id"
        blocks = self._reader.select(TimeBlock, of_task, (task,))
        return blocks, self._reader.select(TimeEntry, of_task, (task,))
