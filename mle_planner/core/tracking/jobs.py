"""Commands that the machine works on by itself, such as a training run: begun, watched, ended.

They are not stored as tracked time, so that no sum of the user's own time includes them. The
watching process touches a small file beside the database. A job that was killed with its watcher
has no end; it is recognized by its file, which is no longer touched.
"""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mle_planner.core.base.clock import Clock, SystemClock
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.edits import Change, add_records, remove_records, replace_record
from mle_planner.core.model.tracked import Job, JobId
from mle_planner.core.model.work import Predecessor, Task, TaskId
from mle_planner.core.session import Domain
from mle_planner.core.tracking.entry_changes import stored_task, whole_second
from mle_planner.core.typed.title import one_line

FOLDER = "jobs"
SIGN_EVERY_S = 30
_LOST_AFTER = timedelta(minutes=3)
_TITLE_LETTERS = 200


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job that runs, for how long it has run, and the task it is for."""

    job: Job
    passed: timedelta
    task: Task | None


@dataclass(frozen=True, slots=True)
class JobTime:
    """The time of a job within a day. ``title`` is that of its task, else its command."""

    job: Job
    span: Span
    title: str
    is_running: bool


def new_job(clock: Clock, command: Sequence[str], task_id: TaskId | None = None) -> Job:
    """Return a job that begins now and is not stored; its id is 0."""
    title = one_line(shlex.join(command))[:_TITLE_LETTERS]
    return Job(JobId(0), whole_second(clock.now()), None, clock.zone.key, title, task_id)


def ended_job(job: Job, passed: timedelta, exit_code: int) -> Job:
    """Return a job as it is after its end."""
    return replace(job, end=whole_second(job.start + passed), exit_code=exit_code)


class Jobs(Domain):
    """Begins, watches and ends jobs, without undo steps: they are not the user's work."""

    def begin(self, command: Sequence[str], task_id: TaskId | None = None) -> Job:
        """Store that a command begins; it is on disk when this returns."""
        stored_task(self._session, task_id)
        store, job = self._session.store, new_job(self._session.clock, command, task_id)
        begun = list[Job]()

        def facts() -> tuple[Change, ...]:
            begun.append(replace(job, id=JobId(store.new_id(Job))))
            return add_records(*begun)

        self._session.record(facts)
        self.sign(begun[0])
        return begun[0]

    def sign(self, job: Job) -> None:
        """Leave a sign that a job still runs."""
        path = self._sign_path(job)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)

    def forget(self, job: Job) -> None:
        """Remove a job that could not be begun."""
        self._session.record(lambda: remove_records([job]))
        self._remove_sign(job)

    def end(self, job: Job, passed: timedelta, exit_code: int) -> None:
        """Store how long a job took and how it ended.

        It is added again if its start is no longer stored, as after restoring a backup.
        """
        store, ended = self._session.store, ended_job(job, passed, exit_code)

        def facts() -> tuple[Change, ...]:
            if store.get(Job, job.id) == job:
                return replace_record(job, ended)
            task = self._session.store.get(Task, job.task_id)
            number = JobId(store.new_id(Job))
            return add_records(replace(ended, id=number, task_id=task.id if task else None))

        self._session.record(facts)
        now_stored = store.get(Job, job.id)
        if now_stored is None or now_stored.end is not None:
            self._remove_sign(job)

    def running(self) -> tuple[RunningJob, ...]:
        """Return the jobs that run now, by start."""
        jobs = [job for job in self._session.store.jobs_without_end() if self._is_alive(job)]
        now = self._session.now()
        return tuple(
            RunningJob(job, max(ZERO, now - job.start), self._session.store.get(Task, job.task_id))
            for job in jobs
        )

    def on(self, day: date) -> tuple[JobTime, ...]:
        """Return the machine time of a planning day, by start.

        A job that was killed with what watched it lasts up to its last sign.
        """
        whole, found = self._session.days.span(day), list[JobTime]()
        for job in self._session.store.jobs_in(whole) if whole is not None else ():
            is_running = job.end is None and self._is_alive(job)
            end = self._session.now() if is_running else job.end or self._last_sign(job)
            worked = Span(job.start, end) if end is not None and end > job.start else None
            part = worked.intersection(whole) if worked is not None and whole is not None else None
            if part is not None:
                task = self._session.store.get(Task, job.task_id)
                found.append(JobTime(job, part, task.title if task else job.title, is_running))
        return tuple(found)

    def last_ended(self) -> Job | None:
        """Return the job that ended last; None before any has."""
        return self._session.store.last_ended_job()

    def waiting_task(self, job: Job) -> Task | None:
        """Return the task that waited for a job: its own, else one that waits for that.

        None where its timer runs already.
        """
        task = self._session.store.get(Task, job.task_id)
        if task is not None and task.done_at is not None:
            links = self._session.store.where(Predecessor, predecessor_id=task.id)
            waiting = (self._session.store.get(Task, link.task_id) for link in links)
            task = next((found for found in waiting if found and found.done_at is None), None)
        running = self._session.store.running_entry()
        is_running = task is not None and running is not None and running.task_id == task.id
        return None if is_running else task

    def _is_alive(self, job: Job) -> bool:
        touched = self._last_sign(job)
        return touched is not None and SystemClock().now() - touched <= _LOST_AFTER

    def _last_sign(self, job: Job) -> datetime | None:
        try:
            return datetime.fromtimestamp(self._sign_path(job).stat().st_mtime, UTC)
        except OSError:
            return None

    def _sign_path(self, job: Job) -> Path:
        return self._session.store.path.with_name(FOLDER) / str(job.id)

    def _remove_sign(self, job: Job) -> None:
        with contextlib.suppress(OSError):
            self._sign_path(job).unlink(missing_ok=True)
