"""The head of the week: each day with its coding against the band."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text, short_day_text
from mle_planner.core.i18n.gettext import _, joined_words, plural
from mle_planner.core.plan.free_time import open_time
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.tracking.forgotten import in_question_text
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.layout import GUTTER_PX, LanePlace
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import show_place_tip
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import fill_only, paint_ground, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.theme import current_theme

HEIGHT_PX = 64
NAME_TOP_PX = 8
OPEN_TOP_PX = 28
BAR_TOP_PX = 50.0
BUTTON_PX = 32
BAR_PX = 4.0


class DayHead(NamedTuple):
    """A day's name and coding: the time done, and for the rest of the day the time planned."""

    day: date
    name: str
    total: timedelta
    verdict: str
    share: float
    tick: float
    is_off: bool
    is_today: bool
    late: int = 0
    brief_verdict: str = ""
    open: timedelta = ZERO
    why_short: str = ""

    @property
    def is_judged(self) -> bool:
        return bool(self.verdict or self.late)

    @property
    def open_words(self) -> str:
        """The working time still open, "2:30 open", or that the day is off; empty for neither."""
        if self.is_off:
            return _("day off")
        return _("{time} open", time=duration_text(self.open)) if self.open > ZERO else ""

    @property
    def words(self) -> str:
        """The coding total with its verdict, "coding 2:15, short 0:45 · 1 late"."""
        return self._with_lateness(_("coding {time}", time=duration_text(self.total)))

    @property
    def fitting_words(self) -> tuple[str, ...]:
        """The same for ever narrower columns: each includes the total, "2:15, short 0:45"."""
        total = duration_text(self.total)
        late = joined_words((total, self.late_words))
        brief = f"{total}, {self.brief_verdict}" if self.brief_verdict else total
        briefer = late if self.late else brief
        return self.words, self._with_lateness(total), briefer, total

    def _with_lateness(self, total: str) -> str:
        judged = ", ".join(part for part in (total, self.verdict) if part)
        return joined_words((judged, self.late_words))

    @property
    def late_words(self) -> str:
        """The number of late tasks due on this day, "1 late"; empty for none."""
        return plural("{count} late", "{count} late", self.late) if self.late else ""


def day_head(
    day: DaySnapshot, now: datetime, late: int = 0, waits: str = "", in_question: timedelta = ZERO
) -> DayHead:
    """Return the heading of a day; ``late`` is how many tasks due on it are late.

    ``waits`` is why coding work comes later on a day that is short of coding. Where coding is
    ``in_question``, that is said in place of a verdict.

    A past day is judged by the coding done, other days by that and the coding still planned. Days
    without a band, such as days off, and past days without an entry are not judged. The bar goes
    from zero to the top of the band; its tick is the lower end of the band.
    """
    coding = day.coding
    is_off = day.working is None
    verdict = brief = ""
    if coding.over_by > ZERO:
        brief = f"+{duration_text(coding.over_by)}"
    if coding.done_over_by > ZERO:
        verdict = _("over {time} done", time=duration_text(coding.done_over_by))
    elif coding.over_by > ZERO:
        verdict = _("over {time} planned", time=duration_text(coding.over_by))
    elif coding.short_by > ZERO and not day.is_unrecorded:
        verdict = _("short {time}", time=duration_text(coding.short_by))
        brief = f"−{duration_text(coding.short_by)}"
    if in_question > ZERO:
        verdict, brief = in_question_text(in_question), f"{duration_text(in_question)}?"
    why_short = waits
    if coding.short_by > ZERO and coding.reachable < coding.least and not day.is_over:
        time = duration_text(coding.reachable)
        why_short = _("{time} reachable with the day's meetings and hours", time=time)
    most = coding.most if coding.most > ZERO else timedelta(hours=1)
    return DayHead(
        day=day.day,
        name=short_day_text(day.day),
        total=coding.expected,
        verdict=verdict,
        share=min(1.0, coding.expected / most),
        tick=coding.least / most,
        is_off=is_off,
        is_today=day.span is not None and day.span.contains(now),
        late=late,
        brief_verdict=brief,
        open=open_time(day),
        why_short=why_short,
    )


def _font(head: DayHead) -> QFont:
    return current_theme().font("strong" if head.is_judged else "base")


def words_beside_names(heads: Sequence[DayHead], widths: Sequence[float]) -> list[str]:
    """Return the words beside the name of each day in columns of so many pixels.

    All days that are judged leave out as much as the one with the least room.
    """
    levels = [_brevity(head, width) for head, width in zip(heads, widths, strict=False)]
    judged = [level for head, level in zip(heads, levels, strict=False) if head.is_judged]
    shared = max(judged, default=0)
    return [
        (*head.fitting_words, "")[shared if head.is_judged else level]
        for head, level in zip(heads, levels, strict=False)
    ]


def _brevity(head: DayHead, width: float) -> int:
    """Return how many of a day's fitting words are too long for its column."""
    used = QFontMetricsF(current_theme().font("strong")).horizontalAdvance(head.name) + 12
    metrics, left = QFontMetricsF(_font(head)), width - used
    return sum(metrics.horizontalAdvance(words) > left for words in head.fitting_words)


def _spoken(head: DayHead) -> str:
    return joined_words((head.words, head.open_words, head.why_short))


class WeekHead(SpokenRole):
    """The days' names and coding totals, over their lanes. A click opens the day."""

    spoken_role = QAccessible.Role.Chart

    day_requested = Signal(date)

    def __init__(self, surface: AxisSurface) -> None:
        super().__init__()
        self._surface = surface
        self.heads: Sequence[DayHead] = ()
        self.setFixedHeight(HEIGHT_PX)
        self.backlog_button = IconButton("tasks", _("Backlog"), kind="icon")
        self.backlog_button.setParent(self)
        self.backlog_button.setIconSize(QSize(18, 18))
        self.backlog_button.setCheckable(True)
        self.backlog_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.backlog_button.setFixedSize(BUTTON_PX, BUTTON_PX)
        surface.layout_changed.connect(self.update)
        surface.layout_changed.connect(self._place_button)

    def show_days(self, heads: Sequence[DayHead]) -> None:
        self.heads = heads
        self.setAccessibleName("; ".join(f"{head.name}, {_spoken(head)}" for head in heads))
        self.update()

    def show_key(self, key: str) -> None:
        words = _("Backlog")
        self.backlog_button.setToolTip(f"{words}  {key}" if key else words)

    def _place_button(self) -> None:
        left, width = self._surface.axis.in_gutter(0, GUTTER_PX)
        self.backlog_button.move(
            round(left + (width - BUTTON_PX) / 2), (HEIGHT_PX - BUTTON_PX) // 2
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint_ground(self)
        for place in self._surface.axis.places:
            is_first = place is self._surface.axis.places[0]
            x = round(self._surface.axis.foremost(place)) - (1 if is_first else 0)
            painter.drawLine(x, 0, x, self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._surface.axis.places
        widths = [place.width for place in places]
        for head, place, words in zip(
            self.heads, places, words_beside_names(self.heads, widths), strict=False
        ):
            self._draw_head(painter, head, place, words)

    def _draw_head(self, painter: QPainter, head: DayHead, place: LanePlace, words: str) -> None:
        theme = current_theme()
        room = QRectF(place.left, NAME_TOP_PX, place.width - 2, 20)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("accent" if head.is_today else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, head.name)
        painter.setFont(_font(head))
        painter.setPen(theme.color("error" if head.late else "warn" if head.verdict else "muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, words)
        write_in(painter, "secondary", "muted")
        below = room.translated(0, OPEN_TOP_PX - NAME_TOP_PX)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | middle, head.open_words)
        if not head.is_off or head.total > ZERO:
            self._draw_bar(painter, head, place)

    def _draw_bar(self, painter: QPainter, head: DayHead, place: LanePlace) -> None:
        theme = current_theme()
        width = place.width - 2
        fill_only(painter, theme.color("track"))
        whole = QRectF(place.left, BAR_TOP_PX, width, BAR_PX)
        painter.drawRoundedRect(whole, 2, 2)
        if head.share > 0:
            painter.setBrush(theme.color("warn" if head.verdict else "coding"))
            filled = max(BAR_PX, width * head.share)
            done = visual(QRectF(place.left, BAR_TOP_PX, filled, BAR_PX), whole)
            painter.drawRoundedRect(done, 2, 2)
        tick = round(place.left + width * head.tick)
        mark = visual(QRectF(tick, BAR_TOP_PX - 2, 1, BAR_PX + 4), whole)
        painter.fillRect(mark, theme.color("muted"))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        head = self._head_at(event.position())
        if head is not None and event.button() == Qt.MouseButton.LeftButton:
            self.day_requested.emit(head.day)

    @override
    def event(self, event: QEvent) -> bool:
        return show_place_tip(self, event, self._words_at) or super().event(event)

    def _words_at(self, point: QPointF) -> str:
        head = self._head_at(point)
        return f"{head.name}: {_spoken(head)}" if head else ""

    def _head_at(self, point: QPointF) -> DayHead | None:
        lane = self._surface.axis.lane_at(point.x())
        return self.heads[lane] if lane is not None and lane < len(self.heads) else None
