"""Evidence on the axis: marks beside the actual lane, each with its words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetrics

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import ACTIVITYWATCH, EDITOR, GIT
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.timeline.interact.tooltip import words_at
from mle_planner.ui.timeline.paint.evidence_picture import legend_lines
from mle_planner.ui.widgets.theme import current_theme
from tests.support.builders import at, stretch


@pytest.fixture
def marked(planner: Planner, today: TodayScreen) -> TodayScreen:
    """Given an editor, ActivityWatch, a commit and an agent in the morning of a tracked day."""
    start = at(planner, "7:00")
    signs = [Sign(EDITOR, start + timedelta(minutes=count), f"b{count}") for count in (0, 5, 10)]
    signs += [
        Sign(EDITOR, start + timedelta(minutes=count), f"a{count}", "web", by_agent=True)
        for count in (40, 45, 50)
    ]
    signs.append(Sign(GIT, start + timedelta(minutes=12), "c", "web", detail="Fix the cache"))
    signs.append(Sign(ACTIVITYWATCH, at(planner, "8:00"), "w", length=timedelta(minutes=10)))
    planner.evidence.record(signs)
    today.refresh()
    return today


def words(today: TodayScreen, planner: Planner, clock: str, across: float = 0.2) -> str:
    """The tooltip at a time in the strip."""
    strip = today.surface.axis.strip
    y = today.surface.axis.scales[1].y(at(planner, clock))
    found = words_at(today.surface, QPointF(strip.left() + strip.width() * across, y))
    return "" if found is None else found[0]


def test_each_mark_says_what_it_is(marked: TodayScreen, planner: Planner) -> None:
    assert words(marked, planner, "7:05") == "Coding, proved\n07:00–07:10\neditor, git"
    assert words(marked, planner, "7:12", 0.5) == "Commit 07:12, web\nFix the cache"
    assert words(marked, planner, "7:42") == "Agent alone, not counted\n07:40–07:50\neditor\nweb"
    assert words(marked, planner, "8:05").startswith("Coding, supported")
    assert words(marked, planner, "8:30") == ""
    assert "Hatched" in marked.head.toolTip()
    assert not marked.surface.grab().isNull()


def test_each_kind_of_marks_is_named_where_work_begins(
    marked: TodayScreen, planner: Planner
) -> None:
    """Given marks of the night and, of some kinds, of the working day, when they are named."""
    evidence, scale = marked.surface.evidence, marked.surface.axis.scales[-1]
    named = {word: y for y, word in evidence.legend()}
    assert named["agent alone"] == scale.y(at(planner, "7:40")), "there are no others"
    planner.evidence.record(
        [Sign(EDITOR, at(planner, f"10:{count}"), f"d{count}", "web", by_agent=True)
         for count in (20, 25, 30)]
    )  # fmt: skip
    marked.refresh()
    named = {word: y for y, word in marked.surface.evidence.legend()}
    assert named["agent alone"] == scale.y(at(planner, "10:20"))
    assert named["commits"] == scale.y(at(planner, "7:12"))


def test_words_that_are_wider_than_the_legend_go_on_in_a_second_line(marked: TodayScreen) -> None:
    metrics = QFontMetrics(current_theme().font("secondary"))
    width = metrics.horizontalAdvance("agent alone")
    assert legend_lines("agent alone", metrics, width + 2) == ["agent alone"]
    assert legend_lines("agent alone", metrics, width) == ["agent", "alone"]


def test_a_tracked_block_says_how_well_it_is_evidenced(marked: TodayScreen) -> None:
    key = next(one.block.key for one in marked.surface.axis.placed if one.block.is_tracked
               and one.block.category == "coding")  # fmt: skip
    area = marked.surface.area_of(key)
    assert words_at(marked.surface, area.center())[0].splitlines()[-1].startswith("claimed ")


def test_the_grade_of_a_low_block_has_room_of_its_own(
    marked: TodayScreen, planner: Planner
) -> None:
    """Given half an hour of coding, when it is painted, then its one line ends before the grade."""
    planner.tracking.log(stretch(planner, "5:00-5:30"), "Loader")
    marked.refresh()
    surface = marked.surface
    (placed,) = (one for one in surface.axis.placed if one.block.title == "Loader")
    taken = surface.evidence.taken(placed)
    assert taken > 50
    assert placed.area.height() < 40
    high = placed._replace(area=placed.area.adjusted(0, 0, 0, 40))
    assert surface.evidence.taken(high) == 0


def test_without_evidence_the_lanes_keep_their_room(today: TodayScreen) -> None:
    assert today.surface.axis.strip is None
    assert today.head.toolTip() == ""


def ran(planner: Planner, clock: FixedClock, start: str, command: str, *end: int) -> None:
    """A job that began at a time, took so many minutes and ended with a code."""
    noon = clock.now()
    clock.put(at(planner, start))
    job = planner.jobs.begin([command])
    clock.put(noon)
    minutes, code = end
    planner.jobs.end(job, timedelta(minutes=minutes), code)


def test_machine_time_has_its_own_lane_and_counts_nothing(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    """Given two jobs at once and no evidence, then each stands beside the lanes with its words."""
    coding = planner.day(today.day).coding.done
    ran(planner, clock, "7:00", "train", 120, 0)
    ran(planner, clock, "8:00", "sweep", 30, 2)
    today.refresh()
    assert planner.day(today.day).coding.done == coding
    assert today.surface.axis.strip.width() == 20
    assert words(today, planner, "7:30", 0.4) == (
        "train\n07:00–09:00, 2 h\nMachine time, not counted"
    )
    lines = words(today, planner, "8:15", 0.65).splitlines()
    assert lines == ["sweep", "08:00–08:30, 30 min", "exit code 2", "Machine time, not counted"]
    assert words(today, planner, "9:30", 0.4) == ""
    assert "Grey: the machine" in today.head.toolTip()
    assert not today.surface.grab().isNull()


def test_jobs_stand_beside_the_marks_of_evidence(
    marked: TodayScreen, planner: Planner, clock: FixedClock
) -> None:
    ran(planner, clock, "7:00", "train", 30, 0)
    marked.refresh()
    assert words(marked, planner, "7:20", 0.85).startswith("train")
    assert words(marked, planner, "7:05").startswith("Coding, proved")
