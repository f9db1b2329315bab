"""The command ``run``: a long command as machine time, its output and exit code passed through."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from mle_planner.cli.arguments import Parser, UsageError, argument, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context, note
from mle_planner.cli.json_values import span_json
from mle_planner.cli.lookup import task_named
from mle_planner.core.base.clock import SystemClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.model.tracked import Job
from mle_planner.core.model.work import Task
from mle_planner.core.planner import Planner
from mle_planner.core.reminders.desktop import Shown, notify_once
from mle_planner.core.tracking.jobs import SIGN_EVERY_S, Jobs, ended_job, new_job

_BY_SIGNAL = 128
"""A shell's exit code for a command that a signal ended is this and the signal's number."""

_PASSED_ON = ("SIGTERM", "SIGHUP")
"""Signals that are sent to this process alone; Ctrl+C reaches the command by itself."""


def _takes_program(parser: Parser) -> None:
    parser.takes_program = True
    parser.usage = "mle-planner run [--task T] -- COMMAND [ARGUMENT ...]"


@takes(
    _takes_program,
    argument(
        "--task", metavar="T", help="a task's number or title; it is offered when the command ends"
    ),
)
def run(context: Context, options: argparse.Namespace) -> int:
    """Run a command to its end, tracked as machine time; return its exit code.

    It runs all the same where that cannot be stored.
    """
    if not options.program:
        raise UsageError("Name the command after --, as in: mle-planner run -- python train.py")
    clock = SystemClock()  # --now stands still, a job does not
    begun = clock.elapsed()
    try:
        jobs, job = _begin(context, options)
    except PlannerError as error:
        if not error.is_save_failure:
            raise
        jobs, job = None, new_job(context.clock, options.program)
        note(f"{error}\nThe command runs, but it is not tracked.")
    exit_code = _run_program(jobs, job, options.program)
    passed, task = clock.elapsed() - begun, None
    if jobs is not None:
        try:
            jobs.end(job, passed, exit_code)
        except PlannerError as error:  # the command has ended all the same
            note(str(error))
        task = jobs.waiting_task(job)
        _notify(context.planner, ended_job(job, passed, exit_code), task)
    _tell(context, ended_job(job, passed, exit_code), task)
    return exit_code


def _begin(context: Context, options: argparse.Namespace) -> tuple[Jobs, Job]:
    planner, task = context.planner, None
    if options.task is not None:
        task = task_named(planner, options.task)
        if task is None:
            raise PlannerError(f"There is no open task called {options.task}. Nothing was started.")
    return planner.jobs, planner.jobs.begin(options.program, None if task is None else task.id)


def _run_program(jobs: Jobs | None, job: Job, program: Sequence[str]) -> int:
    relay = _Relay()
    with relay.catching():
        try:
            process = subprocess.Popen(program)
        except (OSError, ValueError) as error:
            if jobs is not None:
                jobs.forget(job)
            reason = getattr(error, "strerror", None) or str(error)
            raise PlannerError(
                f"{program[0]} could not be started ({reason}). Nothing was tracked."
            ) from error
        relay.follow(process)
        while True:
            try:
                code = process.wait(timeout=SIGN_EVERY_S)
            except subprocess.TimeoutExpired:
                if jobs is not None:
                    jobs.sign(job)
            else:
                return code if code >= 0 else _BY_SIGNAL - code


class _Relay:
    """Outlives the signals that end a command, and passes on those that it does not get itself.

    A program that is started has the usual handlers, since these are functions of this process.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._early: list[int] = []

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Catch the signals within the block."""
        wanted: dict[int, Any] = {signal.SIGINT: lambda *_signal: None}
        for name in _PASSED_ON:
            if hasattr(signal, name):
                wanted[getattr(signal, name)] = self._pass_on
        before = {number: signal.signal(number, act) for number, act in wanted.items()}
        try:
            yield
        finally:
            for number, act in before.items():
                signal.signal(number, act)

    def follow(self, process: subprocess.Popen[bytes]) -> None:
        """Pass signals on to a process from now on, and those that came before it was known."""
        self._process = process
        for number in self._early:
            process.send_signal(number)

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        if self._process is None:
            self._early.append(number)
        else:
            self._process.send_signal(number)


def _tell(context: Context, job: Job, task: Task | None) -> None:
    """Say how it ended, on standard error, and what to go on with."""
    assert job.end is not None
    if context.wants_json:
        context.answer(lambda: _shape(job, task), lambda: ())
        return
    passed = duration_text(job.end - job.start)
    ending = "finished" if job.exit_code == 0 else f"ended with exit code {job.exit_code}"
    note(printable(f"{job.title} {ending} after {passed}."))
    if task is not None:
        note(printable(f"Next: {task.title}. To start it: mle-planner start {task.id}"))


def _notify(planner: Planner, job: Job, task: Task | None) -> None:
    """Show it on the desktop, as the settings say; without a desktop the terminal rings."""
    from mle_planner.core.reminders.rules import is_held, job_reminder

    reminder, settings = job_reminder(job, task), planner.settings
    if is_held(reminder.kind, settings, planner.reminders.surroundings()):
        return
    words = reminder.shown(settings.word("notification_content"))
    if notify_once(words.title, words.body) is Shown.REFUSED and sys.stderr.isatty():
        print("\a", end="", file=sys.stderr, flush=True)


def _shape(job: Job, task: Task | None) -> dict[str, Any]:
    zone = ZoneInfo(job.zone)
    assert job.end is not None
    return {
        "id": job.id or None,
        "title": job.title,
        "task": job.task_id,
        **span_json(job, zone),
        "minutes": whole_minutes(job.end - job.start),
        "exit_code": job.exit_code,
        "next": None if task is None else {"task": task.id, "title": task.title},
    }
