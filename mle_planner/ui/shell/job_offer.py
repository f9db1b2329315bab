"""Says that a long command has ended, and offers the task that waited for it."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import Job, JobId
from mle_planner.core.planner import Planner

Offer = tuple[str, tuple[tuple[str, Callable[[], object]], ...]]


class JobOffer:
    """Finds the job that ended last, once it has; those that had ended before are not mentioned."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        last = planner.jobs.last_ended()
        self._told: set[JobId] = set() if last is None else {last.id}

    def next(self) -> Offer | None:
        """Return what to say and its answers; None where nothing has ended since."""
        job = self._planner.jobs.last_ended()
        if job is None or job.id in self._told:
            return None
        done = (_("Close"), lambda: self._told.add(job.id))
        task = self._planner.jobs.waiting_task(job)
        if task is None:
            return self._sentence(job), (done,)

        def start() -> None:
            self._planner.tracking.start(task_id=task.id)
            self._told.add(job.id)

        return self._sentence(job), ((_("Start {title}", title=task.title), start), done)

    def _sentence(self, job: Job) -> str:
        assert job.end is not None
        words = {"title": job.title, "time": duration_text(job.end - job.start)}
        if job.exit_code == 0:
            return _("{title} finished after {time}.", **words)
        return _("{title} ended with exit code {code} after {time}.", code=job.exit_code, **words)
