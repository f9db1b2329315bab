"""The texts of the coding card, as plain functions of a day's coding."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text, figures_range_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.i18n.names import capitalized
from mle_planner.core.plan.snapshots import CodingDay, DaySnapshot, coding_parts
from mle_planner.ui.timeline.model.block_words import times_text

_MOST_LINES = 3


class FigureLine(NamedTuple):
    """A figure and its label; a warning is expressed in the words too, not only by colour."""

    figure: str
    words: str
    is_warning: bool = False


def band_text(coding: CodingDay) -> str:
    """Return the band of the day, such as "goal 3–4 h"."""
    if not coding.has_band:
        return _("no goal")
    least, most = _hours(coding.least), _hours(coding.most)
    if least == most:
        return _("goal {least} h", least=least)
    return _("goal {least}–{most} h", least=least, most=most)


def _hours(duration: timedelta) -> str:
    minutes = int(duration.total_seconds()) // 60
    return str(minutes // 60) if minutes % 60 == 0 else duration_text(duration)


def coding_lines(
    day: DaySnapshot, days: PlanningDays, in_question: timedelta = ZERO
) -> list[FigureLine]:
    """Return the lines beside the ring, three at most, what needs attention first.

    A day without a band is neither short nor over. What is missing to the goal is said once.
    ``in_question`` is the part of the time done that may not have been work.
    """
    coding = day.coding
    if day.is_unrecorded:
        return [FigureLine(duration_text(coding.done), _("nothing was tracked"))]
    lines = [_to_go_line(day, days, in_question)]
    if in_question > ZERO:
        words = _("of it in question")
        lines.append(FigureLine(duration_text(in_question), words, is_warning=True))
    if coding.over_by > ZERO:
        lines.append(_over_line(coding))
    elif not day.is_over and coding.has_band and coding.reachable < coding.aim:
        words = _("reachable with the day's meetings and hours")
        lines.append(FigureLine(duration_text(coding.reachable), words, is_warning=True))
    if coding.longest > ZERO:
        lines.append(FigureLine(duration_text(coding.longest), _("longest stretch")))
    meetings, planned = day.tracked_sums.meeting, day.planned_sums.meeting
    if meetings > ZERO or planned > ZERO:
        words = _("in meetings (plan {planned})", planned=duration_text(planned))
        lines.append(FigureLine(duration_text(meetings), words))
    return lines[:_MOST_LINES]


def goal_text(coding: CodingDay) -> str:
    """Return the goal of a day's coding, such as "3:00–4:00"."""
    if not coding.has_band:
        return _("none")
    least, most = duration_text(coding.least), duration_text(coding.most)
    return least if least == most else figures_range_text(least, most)


def sum_sentence(coding: CodingDay) -> str:
    """Return done and planned coding added up, and the sum against the goal."""
    figures = {
        "done": duration_text(coding.done),
        "planned": duration_text(coding.planned),
        "sum": duration_text(coding.expected),
    }
    if not coding.has_band and coding.expected == ZERO:
        return _("No coding is done or planned.")
    if not coding.has_band:
        return _("{done} done and {planned} planned make {sum}.", **figures)
    return _(
        "{done} done and {planned} planned make {sum}, {verdict}.",
        **figures,
        verdict=coding.verdict,
    )


def short_sentence(coding: CodingDay, waits: str) -> str:
    """Return by how much a day is short of its goal, and why; "" without a reason."""
    return f"{capitalized(coding.verdict)}. {waits}" if waits else ""


def _over_line(coding: CodingDay) -> FigureLine:
    """Return by how much the coding exceeds the band: the coding done, else that planned."""
    most = duration_text(coding.most)
    if coding.done_over_by > ZERO:
        words = _("done over the maximum of {most}", most=most)
        return FigureLine(duration_text(coding.done_over_by), words, is_warning=True)
    words = _("planned over the maximum of {most}", most=most)
    return FigureLine(duration_text(coding.over_by), words, is_warning=True)


def _to_go_line(day: DaySnapshot, days: PlanningDays, in_question: timedelta) -> FigureLine:
    """Return what is missing to the goal; that it is reached only by time that is certain."""
    coding = day.coding
    if not coding.has_band:
        return FigureLine(duration_text(coding.done), _("done"))
    if day.is_over and coding.short_by > ZERO:
        return FigureLine(duration_text(coding.short_by), _("short of the goal"))
    if day.is_over or coding.to_go == ZERO:
        goal = coding.least if day.is_over else coding.aim
        is_certain = coding.done - in_question >= goal
        words = _("done, goal reached") if is_certain else _("done")
        return FigureLine(duration_text(coding.done), words)
    ahead = coding_parts(day.items, day.span, day.now) if day.span is not None else []
    if not ahead:
        return FigureLine(duration_text(coding.to_go), _("to go, nothing planned"))
    where = plural("in {count} block", "in {count} blocks", len(ahead))
    if len(ahead) == 1:
        where = times_text(ahead[0], days)
    planned = duration_text(coding.planned)
    if coding.planned == coding.to_go:
        words = _("to go, planned {where}", where=where)
    else:
        words = _("to go: {planned} planned {where}", planned=planned, where=where)
    return FigureLine(duration_text(coding.to_go), words)
