"""The command for shell prompts and status bars: the running timer and today's coding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import counted, printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import entry_json, moment_json
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, whole_minutes
from mle_planner.core.i18n.formats import (
    clock_text,
    day_and_clock_text,
    duration_text,
    minutes_text,
)
from mle_planner.core.maintenance.backup_failure import last_failure
from mle_planner.core.tracking.forgotten import in_question_text
from mle_planner.core.tracking.heartbeat import seems_forgotten

if TYPE_CHECKING:
    import argparse
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.heartbeat import ClockChange, Silence
    from mle_planner.core.tracking.jobs import RunningJob
    from mle_planner.core.tracking.status import Running, Status


def status(context: Context, _options: argparse.Namespace) -> int:
    """Print the running timer and today's coding, and what needs an answer or care."""
    planner, zone = context.planner, context.clock.zone
    change = planner.heartbeats.clock_change()
    silence = planner.heartbeats.silence()
    planner.heartbeats.beat()
    failure = last_failure(context.folder)
    now = planner.status()
    question = _question(planner, silence, zone)
    doubtful = planner.time_in_question(planner.today()).coding
    return context.answer(
        lambda: {
            "running": None if now.running is None else _running_shape(now.running, zone),
            "coding_today_min": whole_minutes(now.coding),
            "coding_least_min": now.least_min,
            "coding_most_min": now.most_min,
            "coding_aim_min": now.aim_min,
            "coding_in_question_min": whole_minutes(doubtful),
            "interrupted": None if silence is None else _silence_shape(silence, question, zone),
            "forgotten": None
            if silence or question is None
            else {"option": question.option, "answers": question.commands},
            "unresolved": now.unresolved,
            "jobs": [_job_shape(found, zone) for found in now.jobs],
            "clock_set": None
            if change is None
            else {
                "before": moment_json(change.before, zone),
                "after": moment_json(change.after, zone),
            },
            "backup_failed": None
            if failure is None
            else {"at": moment_json(failure.at, zone), "reason": failure.reason},
        },
        lambda: [
            *_status_lines(now, planner.now(), zone, doubtful),
            *(() if question is None else _question_lines(question)),
            *(_job_line(found, planner.now(), zone) for found in now.jobs),
            *([_away_line(now.unresolved)] if now.unresolved else []),
            *(() if change is None else [_clock_line(change, zone)]),
            *(() if failure is None else [printable(failure.sentence(zone))]),
        ],
    )


def _running_shape(running: Running, zone: ZoneInfo) -> dict[str, Any]:
    return entry_json(running.entry, running.activity, running.project, running.passed, zone)


def _status_lines(now: Status, at: datetime, zone: ZoneInfo, doubtful: timedelta) -> Iterator[str]:
    if now.running is None:
        yield "No timer is running."
    elif now.running.entry.start > at:
        entry = now.running.entry
        start = day_and_clock_text(entry.start, at, zone)
        yield (
            f"{printable(entry.title)} began at {start}, which is in the future: the clock was "
            "ahead then. Use stop --started TIME or discard."
        )
    else:
        entry, passed = now.running.entry, duration_text(now.running.passed)
        start = day_and_clock_text(entry.start, at, zone)
        yield f"{printable(entry.title)} since {start} ({passed})"
        if now.running.until < at:
            stop = now.running.until.astimezone(zone)
            yield (
                f"It counts until {day_and_clock_text(stop, at, zone)}, where another entry was "
                f"tracked before. To stop it there: mle-planner stop --at {stop:%Y-%m-%dT%H:%M}."
            )
    aim = "" if now.aim_min is None else f" of {minutes_text(now.aim_min)}"
    question = in_question_text(doubtful)
    yield ", ".join(filter(None, (f"Coding today {duration_text(now.coding)}{aim}", question)))


# -- questions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _DoubtfulTimer:
    """A question about a running timer, and its answers.

    ``option`` is what ``start --forgotten`` takes to stop it at ``stop``, the time that is offered.
    """

    sentence: str
    stop: datetime | None
    option: str
    answers: tuple[tuple[str, str], ...]

    @property
    def commands(self) -> list[str]:
        """The commands that answer."""
        return [command for command, _meaning in self.answers]


def _question(planner: Planner, silence: Silence | None, zone: ZoneInfo) -> _DoubtfulTimer | None:
    """Return the question about the running timer; None if nothing is in doubt."""
    running, now = planner.running_entry(), planner.now()
    if running is None:
        return None
    title = printable(running.title)
    if silence is None:
        if not seems_forgotten(running, silence, now):
            return None
        stop: datetime | None = planner.tracking.likely_stop(running)
        passed = duration_text(now - running.start)
        sentence = f"{title} has been running for {passed}. Is that right?"
    elif silence.last_active is None:
        stop = planner.tracking.likely_stop(running)
        sentence = (
            f"The planner was cut off and the last activity is not known. Is {title} still running?"
        )
    else:
        stop = None if silence.stop_at is None else planner.tracking.likely_stop(running)
        last = day_and_clock_text(silence.last_active, now, zone)
        sentence = f"The last activity was at {last}. Is {title} still running?"
    option = "" if stop is None else _stop_option(stop.astimezone(zone), now)
    answers = tuple(_answers(stop, zone, is_silent=silence is not None))
    return _DoubtfulTimer(sentence, stop, option, answers)


def _answers(
    stop: datetime | None, zone: ZoneInfo, *, is_silent: bool
) -> Iterator[tuple[str, str]]:
    if is_silent:
        yield "mle-planner keep", "yes"
    else:  # it has only run for long, and is asked about until it ends
        yield "mle-planner stop --at now", "yes, and it ends now"
    if stop is not None:
        yield f"mle-planner stop --at {stop.astimezone(zone).isoformat()}", "no, it ended then"
    yield "mle-planner discard", "no, and it does not count"


def _stop_option(local: datetime, now: datetime) -> str:
    """Return what ``start --forgotten`` takes: "stop=11:40", with the date if not today's."""
    is_today = local.date() == now.astimezone(local.tzinfo).date()
    is_clear = is_today and local.fold == 0 and local.second == 0
    return f"stop={local:%H:%M}" if is_clear else f"stop={local.isoformat()}"


def _silence_shape(
    silence: Silence, question: _DoubtfulTimer | None, zone: ZoneInfo
) -> dict[str, Any]:
    return {
        "last_activity": moment_json(silence.last_active, zone),
        "cut_off": silence.is_cut_off,
        "answers": question.commands if question else [],
    }


def _question_lines(question: _DoubtfulTimer) -> Iterator[str]:
    yield question.sentence
    width = max(map(len, question.commands))
    for command, meaning in question.answers:
        yield f"  {command:{width}}  {meaning}"
    if question.option:
        yield f"To start other work: mle-planner start WORK --forgotten {question.option}"


def _job_shape(found: RunningJob, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": found.job.id,
        "title": found.job.title,
        "task": found.job.task_id,
        "start": moment_json(found.job.start, zone),
        "minutes": whole_minutes(found.passed),
    }


def _job_line(found: RunningJob, now: datetime, zone: ZoneInfo) -> str:
    title, since = printable(found.job.title), day_and_clock_text(found.job.start, now, zone)
    return f"The machine runs {title} since {since} ({duration_text(found.passed)})"


def _away_line(count: int) -> str:
    return f"Time away waits for an answer ({counted(count, 'span')}): mle-planner unresolved"


def _clock_line(change: ClockChange, zone: ZoneInfo) -> str:
    way = "back" if change.by < ZERO else "forward"
    before = day_and_clock_text(change.before, change.after, zone)
    return (
        f"The clock was set {way} from {before} to {clock_text(change.after, zone)} while the "
        "timer ran. Its start was not changed; to correct it use stop --started TIME."
    )
