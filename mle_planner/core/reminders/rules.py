"""When a reminder is due, and when it is held back.

The functions read and write nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import clock_text, duration_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.model.tracked import Job
from mle_planner.core.model.work import Category, Task
from mle_planner.core.plan.extension import can_extend
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.reminders.reminder import (
    OFF,
    Reminder,
    ReminderAnswer,
    ReminderKind,
    ReminderWords,
)
from mle_planner.core.settings import Settings
from mle_planner.core.tracking.coding_notice import CodingNotice
from mle_planner.core.tracking.present import Present
from mle_planner.core.tracking.unresolved import Unresolved

_MOMENT = timedelta(minutes=1)
"""Reminders are looked for once a minute."""
STALE = timedelta(minutes=10)
"""A notification of something that has ended does not come later than this."""

_TITLE_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The conditions under which the user may be disturbed; ``minute`` is of the local day."""

    minute: int
    is_focusing: bool = False
    is_window_in_front: bool = False


def is_held(kind: ReminderKind, settings: Settings, around: Surroundings) -> bool:
    """Whether a reminder must not be shown now.

    Reminders that the window itself shows are held while it is in front.
    """
    if settings.word("notification_content") == OFF:
        return True
    if around.is_window_in_front and kind is not ReminderKind.MEETING:
        return True
    return is_unwelcome(kind, settings, around)


def is_unwelcome(kind: ReminderKind, settings: Settings, around: Surroundings) -> bool:
    """Whether neither a notification nor the window may speak of this now.

    During focus only the next meeting is announced; in quiet hours nothing is.
    """
    if not settings.flag(kind.setting) or (around.is_focusing and kind is not ReminderKind.MEETING):
        return True
    return is_quiet(settings, around.minute)


def is_quiet(settings: Settings, minute: int) -> bool:
    """Whether a minute of the day is in the quiet hours, which may span midnight."""
    begin, end = settings.number("quiet_from_min"), settings.number("quiet_until_min")
    return begin <= minute < end if begin <= end else minute >= begin or minute < end


def meeting_reminders(
    items: Iterable[PlannedItem], now: datetime, lead: timedelta, zone: ZoneInfo
) -> Iterator[Reminder]:
    """Yield the meetings that begin within ``lead``, up to the minute in which they begin."""
    for item in items:
        until = item.span.start - now
        is_meeting = item.is_busy and item.category is Category.MEETING
        if is_meeting and -_MOMENT < until <= lead:
            yield _meeting(item, max(0, -(-until // _MOMENT)), zone)


def _meeting(item: PlannedItem, minutes: int, zone: ZoneInfo) -> Reminder:
    time = clock_text(item.span.start, zone)
    if minutes:
        title = _("{title} in {minutes} min", title=item.title, minutes=minutes)
        plain = _("Meeting in {minutes} min", minutes=minutes)
    else:
        title, plain = _("{title} begins now", title=item.title), _("A meeting begins now")
    return Reminder(
        f"meeting {item.key} {item.span.start.isoformat()}",
        ReminderKind.MEETING,
        ReminderWords(title, joined_words((time, item.details))),
        ReminderWords(plain, time),
        ((ReminderAnswer.JOIN, _("Join")),) if item.link else (),
        link=item.link,
    )


def block_end_reminder(present: Present, zone: ZoneInfo) -> Reminder | None:
    """Return the reminder that the running work's block has ended.

    *Switch* is offered only if work comes next.
    """
    running, block = present.running, present.block
    if running is None or block is None or not present.has_ended:
        return None
    time, coming = clock_text(block.span.end, zone), (present.due, present.following)
    following = next((one for one in coming if one is not None and not running.is_for(one)), None)
    answers: tuple[tuple[ReminderAnswer, str], ...] = ((ReminderAnswer.STOP, _("Stop")),)
    if following is not None and following is present.next_work:
        answers = ((ReminderAnswer.SWITCH, _("Switch to next")), *answers)
    is_called = present.due is not None and present.due.category is Category.MEETING
    # After a while, extending would take the time of other blocks.
    if can_extend(block) and not is_called and present.over < STALE:
        answers = ((ReminderAnswer.EXTEND, _("Extend 15 min")), *answers)
    body = _("The block ended at {time}.", time=time)
    about_next = ""
    if following is not None:
        start = clock_text(following.span.start, zone)
        about_next = _("Next: {title}, {time}", title=following.title, time=start)
    return Reminder(
        f"block end {block.key} {block.span.end.isoformat()}",
        ReminderKind.BLOCK_END,
        ReminderWords(running.entry.title or running.activity.name, f"{body} {about_next}".strip()),
        ReminderWords(_("The planned block has ended"), body),
        answers,
        entry_id=running.entry.id,
        is_in_window=True,
    )


def reachable_reminder(
    notice: CodingNotice, day: date, button: str, *, is_in_window: bool
) -> Reminder:
    """Return the reminder that the day is about to miss its coding."""
    return Reminder(
        f"reachable {day.isoformat()}",
        ReminderKind.REACHABLE,
        ReminderWords(_("Coding today"), notice.sentence),
        ReminderWords(_("The coding of today needs a change")),
        ((ReminderAnswer.CHANGE, button), (ReminderAnswer.DISMISS, _("Not today"))),
        action=notice.action,
        is_in_window=is_in_window,
    )


def job_reminder(job: Job, task: Task | None) -> Reminder:
    """Return the reminder that a long command has ended, with the task that waited for it."""
    assert job.end is not None
    passed, name = duration_text(job.end - job.start), job.title[:_TITLE_LETTERS]
    if job.exit_code == 0:
        title, plain = _("{title} finished", title=name), _("A command finished")
    else:
        code = job.exit_code
        title = _("{title} ended with exit code {code}", title=name, code=code)
        plain = _("A command ended with exit code {code}", code=code)
    after = _("After {time}.", time=passed)
    about_next = "" if task is None else _("Next: {title}", title=task.title)
    return Reminder(
        f"job {job.id}",
        ReminderKind.JOB,
        ReminderWords(title, f"{after} {about_next}".strip()),
        ReminderWords(plain, after),
        () if task is None else ((ReminderAnswer.START, _("Start what waited")),),
        task_id=None if task is None else task.id,
        is_in_window=True,
    )


def away_reminder(away: Unresolved, now: datetime, zone: ZoneInfo) -> Reminder | None:
    """Return the question about time away, if the user has just returned."""
    if now - away.span.end >= STALE:
        return None
    times = {
        "start": clock_text(away.span.start, zone),
        "end": clock_text(away.span.end, zone),
        "time": duration_text(away.length),
    }
    question = _("Away from {start} to {end} ({time}). Does that time count?", **times)
    return Reminder(
        f"away {away.id}",
        ReminderKind.AWAY,
        ReminderWords(_("Welcome back"), f"{away.title}: {question}"),
        ReminderWords(_("Welcome back"), question),
        ((ReminderAnswer.KEEP, _("Keep")), (ReminderAnswer.REMOVE, _("Discard time"))),
        away_id=away.id,
        is_in_window=True,
    )
