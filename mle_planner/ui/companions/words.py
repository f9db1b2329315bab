"""The texts on the present for the tray, the mini timer and focus mode."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from mle_planner.core.i18n.formats import clock_text, duration_text, time_left_text, time_over_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Category
from mle_planner.core.tracking.present import Present


class Glance(NamedTuple):
    """The present in two lines; ``token`` is the colour of its dot and bar."""

    title: str
    about: str
    token: str
    is_running: bool
    is_late: bool
    share: float = 0.0


def glance(present: Present, zone: ZoneInfo) -> Glance:
    """Return what is running and until when; without a timer what comes next."""
    running = present.running
    if running is None:
        return Glance(_("Nothing running"), next_words(present, zone), "muted", False, False)
    title = running.entry.title or running.activity.name
    about, is_late = _block_words(present, zone), present.has_ended
    return Glance(title, about, running.category.value, True, is_late, present.share)


def _block_words(present: Present, zone: ZoneInfo) -> str:
    block = present.block
    if block is None:
        return next_words(present, zone)
    time = clock_text(block.span.end, zone)
    if present.has_ended:
        return _("block ended {time}, {over} over", time=time, over=time_over_text(present.over))
    left = time_left_text(present.left)
    if block.category is Category.MEETING:
        return _("ends {time}, in {left}", time=time, left=left)
    return _("block ends {time}, in {left}", time=time, left=left)


def next_words(present: Present, zone: ZoneInfo) -> str:
    """Return what comes next and when; work that is due but not running comes before that."""
    if (waiting := present.waiting) is not None:
        time = clock_text(waiting.span.start, zone)
        return _("now: {title}, since {time}", title=waiting.title, time=time)
    item = present.following
    if item is None:
        return _("nothing else planned today")
    time = clock_text(item.span.start, zone)
    return _("next: {title}, {time}", title=item.title, time=time)


def coding_words(present: Present) -> str:
    coding = present.coding
    done = duration_text(coding.done)
    if not coding.has_band:
        return _("Coding {done}", done=done)
    return _("Coding {done} of {goal}", done=done, goal=duration_text(coding.aim))
