"""The texts of the wrap-up page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO, Span, whole_minutes
from mle_planner.core.i18n.formats import (
    clock_range_text,
    clock_text,
    duration_text,
    length_words,
    longest_clock_range,
    near_day_text,
)
from mle_planner.core.i18n.gettext import N_, _, joined_words, listed, plural
from mle_planner.core.i18n.names import capitalized
from mle_planner.core.model.work import Category
from mle_planner.core.plan.late_words import due_words, used_up_words
from mle_planner.core.plan.lateness import LEAST_LATE
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.tracking.gap_proposals import EntryProposal
from mle_planner.core.tracking.proposals import RecordGap
from mle_planner.core.tracking.wrap_up import Unfinished, WrapUp

_SUMS = (
    (Category.CODING, N_("Coding")),
    (Category.OTHER_FOCUS, N_("Other focus")),
    (Category.MEETING, N_("Meetings")),
    (Category.ADMIN, N_("Admin")),
    (Category.BREAK, N_("Breaks")),
)


def times(span: Span, days: PlanningDays) -> str:
    """Return the times and length of a stretch: "12:58–13:41, 43 min"."""
    clock = clock_range_text(span.start, span.end, days.zone)
    return joined_words((clock, length_words(whole_minutes(span.shown_length))), ", ")


def longest_times() -> str:
    """Return the longest times and length of a stretch, for the width of a column of them."""
    return joined_words((longest_clock_range(), length_words(2 * 60 + 30)), ", ")


def mark(span: Span, number: int, days: PlanningDays) -> str:
    """Return the words on a question in the record of the day."""
    clock = clock_range_text(span.start, span.end, days.zone)
    length = length_words(whole_minutes(span.shown_length))
    return joined_words((joined_words((str(number), clock), "  "), length))


def gap_neighbours(gap: RecordGap) -> str:
    """Return the entries around a gap in words; empty on a day without any."""
    if gap.after and gap.before:
        return _("after {one}, before {other}", one=gap.after, other=gap.before)
    if gap.after:
        return _("after {title}", title=gap.after)
    return _("before {title}", title=gap.before) if gap.before else ""


def gain(proposal: EntryProposal, day: DaySnapshot) -> str:
    """Return the effect of accepting a proposal of coding: "coding 3:05 → 3:48"."""
    if proposal.category is not Category.CODING:
        return ""
    done = day.tracked_sums.coding
    then = done + proposal.span.shown_length
    return _("coding {before} → {after}", before=duration_text(done), after=duration_text(then))


def about_proposal(proposal: EntryProposal) -> str:
    """Return the evidence for a proposal and its project."""
    project = proposal.project
    name = project.name if project and project.name != proposal.title else ""
    return joined_words((proposal.evidence, name))


def goal(day: DaySnapshot) -> str:
    """Return the goal beside the coding of a day; empty on a day without one."""
    return _("of {time}", time=duration_text(day.coding.aim)) if day.coding.has_band else ""


def tracked_line(day: DaySnapshot) -> tuple[str, str]:
    """Return the tracked time of a day and the sums that make it up."""
    parts = [(title, day.tracked_sums.of(category)) for category, title in _SUMS]
    whole = sum((length for _title, length in parts), ZERO)
    words = [f"{_(title)} {duration_text(length)}" for title, length in parts if length]
    return duration_text(whole), " + ".join(words)


def open_time(spans: Iterable[Span]) -> timedelta:
    """Return the total time of stretches, in the minutes shown for each."""
    return sum((span.shown_length for span in spans), ZERO)


def unfinished_sum(unfinished: Iterable[Unfinished]) -> str:
    """Return the number of unfinished tasks, and the known time of them that is not planned."""
    found = list(unfinished)
    left = sum((one.left or ZERO for one in found), ZERO)
    tasks = plural("{count} task", "{count} tasks", len(found))
    return (
        _("{tasks}, {time} not planned", tasks=tasks, time=duration_text(left)) if left else tasks
    )


def about_unfinished(one: Unfinished, today: date, days: PlanningDays) -> str:
    """Return a task's project, progress and due date in one line."""
    view = one.view
    parts = [view.project.name if view.project else view.activity.name]
    if view.remaining is None:
        parts.append(_("no estimate"))
    elif view.remaining == ZERO:
        parts.append(used_up_words(view.task))
    elif view.task.estimate_min is not None:
        whole = timedelta(minutes=view.task.estimate_min)
        done = duration_text(view.tracked)
        parts.append(_("{done} of {whole} done", done=done, whole=duration_text(whole)))
        ahead = (view.remaining or ZERO) - (one.left or ZERO)
        if ahead >= LEAST_LATE:
            parts.append(_("{time} planned", time=duration_text(ahead)))
    if view.task.due is not None:
        parts.append(_("due {when}", when=due_words(days, view.task, today)))
    return joined_words(parts)


def slot_words(one: Unfinished, today: date, days: PlanningDays) -> str:
    """Return where a task continues: "Thu 10:30–11:00 is free", "continues tomorrow 9:30–11:00"."""
    span = one.slot or one.ahead
    if span is None:
        if one.is_settled:
            return _("left to planning")
        is_due = one.view.task.due is not None and one.view.task.due == one.next_day
        return _("no open time before it is due") if is_due else _("no open time")
    day = near_day_text(days.date_of(span.start), today)
    times = clock_range_text(span.start, span.end, days.zone)
    if one.is_settled:
        return _("continues {day} {times}", day=day, times=times)
    return _("{day} {times} is free", day=day, times=times)


def next_day_name(wrap_up: WrapUp) -> str:
    """Return the name of the next working day: Today, Tomorrow, a weekday, or its date."""
    if wrap_up.next_day is None:
        return _("Later")
    return capitalized(near_day_text(wrap_up.next_day.day, wrap_up.today))


def first_words(wrap_up: WrapUp, days: PlanningDays) -> str:
    first = wrap_up.first
    if first is None:
        return _("Nothing is planned yet.")
    return _("{time} {title}", time=clock_text(first.span.start, days.zone), title=first.title)


def finished_message(wrap_up: WrapUp, days: PlanningDays, stopped: str = "") -> str:
    """Return the message when a day is finished: what ``stopped``, and how the next day begins."""
    tracked, _parts = tracked_line(wrap_up.day)
    done = _("Day finished, {time} tracked.", time=tracked)
    if stopped:
        done = f"{done} {_('Stopped {title}.', title=stopped)}"
    if wrap_up.first is None:
        return done
    following = _("{day}: {first}", day=next_day_name(wrap_up), first=first_words(wrap_up, days))
    return f"{done} {following}"


def hint(wrap_up: WrapUp, open_count: int) -> str:
    """Return why the day cannot be finished yet; if it can, what is due and stays open."""
    if not open_count:
        tasks = [one.view.task for one in wrap_up.unfinished]
        due = [one.title for one in tasks if one.due is not None and one.due <= wrap_up.day.day]
        return _("Due and still open: {titles}.", titles=listed(due)) if due else ""
    return plural(
        "{count} gap is left: accept or drop it to finish the day.",
        "{count} gaps are left: accept or drop them to finish the day.",
        open_count,
    )


def count_meetings(found: Mapping[str, EntryProposal]) -> int:
    """Return how many meetings were found; one in several gaps is one meeting."""
    return len({one.item.key for one in found.values() if one.item is not None})


def meetings_tracked(found: Mapping[str, EntryProposal]) -> str:
    """Return the message after meetings were accepted."""
    return plural("{count} meeting tracked.", "{count} meetings tracked.", count_meetings(found))
