"""How long a frame of the time axis takes: drag, scroll, zoom, first paint, change of day.

    python -m benchmarks.frames [--size 2560x1440] [--blocks 30] [--scale 1]

A week with so many blocks a day is drawn into a picture of the window's size, with no display.
The floor is the least a frame of that size can be: one widget of the same size that fills what
is dirty and draws one rectangle. Ratios to it carry over to other machines, milliseconds do not.
They are the processor's: nothing here waits, and on a busy machine only they mean anything.
The budget is 8 ms a frame of a drag, a stretch or a scroll.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtWidgets import QApplication

    from mle_planner.ui.timeline.model.content import AxisContent

BUDGET_MS = 8.0
FRAMES = 120


def main() -> int:
    """Measure, print, and return 1 where a gesture's frame is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", default="2560x1440")
    parser.add_argument("--blocks", type=int, default=30)
    parser.add_argument("--scale", default="1")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = asked.scale
    width, height = (int(part) for part in asked.size.split("x"))
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    floor = floor_ms(app, width, height)
    print(f"{asked.size} at {asked.scale}x, a week of {asked.blocks} blocks a day")
    print(f"{'floor, everything repainted':<34}{floor:8.2f} ms   1.0")
    worst = 0.0
    for name, is_gesture, took in measured(app, width, height, asked.blocks):
        worst = max(worst, took) if is_gesture else worst
        print(f"{name:<34}{took:8.2f} ms{took / floor:6.1f}")
    print(f"worst gesture {worst:.2f} ms, budget {BUDGET_MS:.0f} ms")
    return 1 if worst > BUDGET_MS else 0


def floor_ms(app: QApplication, width: int, height: int) -> float:
    """Return the time of a whole repaint of a widget that does next to nothing."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from mle_planner.ui.widgets.qt_override import override

    class Bare(QWidget):
        @override
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802

            painter = QPainter(self)
            painter.fillRect(event.rect(), QColor("white"))
            painter.drawRect(QRectF(10, 10, 100, 100))

    bare = Bare()
    bare.resize(width, height)
    bare.show()
    app.processEvents()

    def frame() -> None:
        bare.repaint()

    took = median_ms(frame)
    bare.close()
    return took


class Bench:
    """A view of a full week, and the frames that a hand asks of it."""

    def __init__(self, app: QApplication, width: int, height: int, count: int) -> None:
        from mle_planner.ui.timeline.view import AxisView
        from mle_planner.ui.widgets import theme as look
        from tests.support.no_window import context_without_window

        self.app = app
        look.apply(look.theme_named("light"))
        self.contents = (full_week(count), full_week(count, shift_min=5))
        began = time.process_time()
        self.view = AxisView(context_without_window(), self.contents[0])
        self.view.resize(width, height)
        self.view.show()
        app.processEvents()
        self.first_ms = (time.process_time() - began) * 1000
        self.surface = self.view.surface
        self.step = 0

    def repaint(self) -> None:
        self.surface.repaint()

    def scroll(self) -> None:
        self.step += 1
        self.view.scroll_area.verticalScrollBar().setValue(200 + self.step * 7 % 400)
        self.app.processEvents()

    def zoom(self) -> None:
        self.step += 1
        self.view.zoom(60 + self.step % 30, 300)
        self.app.processEvents()

    def change(self) -> None:
        self.step += 1
        self.surface.set_content(self.contents[self.step % 2])
        self.app.processEvents()

    def drag_ms(
        self,
        *,
        pushing: bool = False,
        across: bool = False,
        by_edge: bool = False,
        whole_day: bool = False,
        copying: bool = False,
    ) -> float:
        """Return a frame of a drag: of a block or its edge, over days, or pushing others.

        Or of a copy, or of all blocks of a day together.
        """
        from PySide6.QtCore import QEvent, QPointF, Qt

        plain = Qt.KeyboardModifier.NoModifier
        modifiers = Qt.KeyboardModifier.ShiftModifier if pushing else plain
        if copying:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        placed = self.surface.axis.placed
        movable = [one for one in placed if not one.block.is_tracked]
        held = movable[len(movable) // 2]
        area = held.area
        if whole_day:
            self.surface.select_all(one.block.key for one in placed if one.lane == held.lane)
        start = area.center()
        if by_edge:
            start.setY(area.bottom() - 2)
        self._send(QEvent.Type.MouseButtonPress, start, plain)

        def frame() -> None:
            self.step += 1
            aside = self.step * 37 % 900 - 450 if across else 0
            to = start + QPointF(aside, 20 + self.step % 60)
            self._send(QEvent.Type.MouseMove, to, modifiers)
            self.app.processEvents()

        took = median_ms(frame)
        assert self.surface.pointer.is_busy, "the drag never began"
        self.surface.pointer.end(accept=False)
        self.surface.select(None)
        return took

    def _send(self, kind: QEvent.Type, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        where = QPointF(self.surface.mapToGlobal(at.toPoint()))
        self.app.sendEvent(self.surface, QMouseEvent(kind, at, where, button, left, modifiers))


def measured(
    app: QApplication, width: int, height: int, count: int
) -> list[tuple[str, bool, float]]:
    """Return name, whether it is a gesture's frame, and the median time of each."""
    bench = Bench(app, width, height, count)
    results = [
        ("first layout and paint", False, bench.first_ms),
        ("everything repainted", False, median_ms(bench.repaint)),
        ("drag a block", True, bench.drag_ms()),
        ("drag a block over other days", True, bench.drag_ms(across=True)),
        ("stretch a block", True, bench.drag_ms(by_edge=True)),
        ("drag a block, pushing a day", True, bench.drag_ms(pushing=True)),
        ("copy a block", True, bench.drag_ms(copying=True)),
        ("drag a whole day together", True, bench.drag_ms(whole_day=True)),
        (
            "copy a whole day over other days",
            True,
            bench.drag_ms(whole_day=True, copying=True, across=True),
        ),
        ("scroll", True, median_ms(bench.scroll)),
        ("zoom", False, median_ms(bench.zoom)),
        ("another week", False, median_ms(bench.change)),
    ]
    bench.view.close()
    return results


def full_week(count: int, shift_min: int = 0) -> AxisContent:
    """Return a week of as many blocks a day, a third of them tracked."""
    from mle_planner.core.base.days import PlanningDays, days_from
    from mle_planner.core.base.spans import Span
    from mle_planner.core.model.plan import BlockId
    from mle_planner.core.model.tracked import EntryId, TimeEntry
    from mle_planner.core.model.work import Activity, ActivityId, Category, Project, ProjectId
    from mle_planner.core.plan.snapshots import (
        CodingDay,
        DaySnapshot,
        PlannedItem,
        PlanSource,
        TrackedItem,
        WeekSnapshot,
    )
    from mle_planner.core.plan.sums import CategorySums
    from mle_planner.core.refs import BlockRef
    from mle_planner.ui.timeline.model.snapshot_content import week_content

    days = PlanningDays(ZoneInfo("UTC"))
    monday = date(2026, 11, 23)
    now = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
    categories = list(Category)
    activities = [
        Activity(ActivityId(number), category.value, category)
        for number, category in enumerate(categories)
    ]
    project = Project(ProjectId(1), "Fraud scoring")
    coding = CodingDay(timedelta(hours=3), timedelta(hours=4), timedelta(hours=3.5))
    length = timedelta(hours=18) / count
    snapshots = []
    for day in days_from(monday, 7):
        span = days.span(day)
        assert span is not None
        first = span.start + timedelta(hours=5, minutes=shift_min)
        items, tracked = [], []
        for number in range(count):
            start = first + length * number
            stretch = Span(start, start + length * (1.4 if number % 7 == 0 else 0.9))
            activity = activities[number % len(activities)]
            title = f"Drift monitor backfill, part {number}"
            if number % 3 == 0 and stretch.end < now:
                entry = TimeEntry(
                    EntryId(number + 100 * day.day), stretch.start, stretch.end, "UTC", title,
                    activity.id,
                )  # fmt: skip
                tracked.append(TrackedItem(entry, stretch, activity, project))
            else:
                key = BlockRef(BlockId(number + 100 * day.day))
                items.append(PlannedItem(key, PlanSource.BLOCK, stretch, title, activity, project))
        snapshots.append(
            DaySnapshot(
                day, now, span, span, tuple(items), tuple(tracked), (), coding, CategorySums(),
            )
        )  # fmt: skip
    return week_content(WeekSnapshot(monday, tuple(snapshots)), days)


def median_ms(frame: Callable[[], None]) -> float:
    """Return the median time of a frame, after a few to warm up."""
    for _ in range(8):
        frame()
    times = []
    for _ in range(FRAMES):
        began = time.process_time()
        frame()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
