"""Beside the actual lane: a strip of marks of evidence and of jobs; grades on tracked coding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QFontMetricsF, QPainter, QPen

from mle_planner.core.base.spans import Span
from mle_planner.core.evidence.day import Commit, DayEvidence
from mle_planner.core.evidence.unite import Grade, Lane
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left
from mle_planner.core.model.work import Category
from mle_planner.core.tracking.jobs import JobTime
from mle_planner.ui.timeline.model.evidence_words import GRADE_WORDS
from mle_planner.ui.timeline.model.layout import MACHINE_PX, AxisLayout, BlockArea
from mle_planner.ui.timeline.model.overlap_layout import Share, side_by_side
from mle_planner.ui.timeline.paint.painting import ONE_LINE_PX
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import fill_only, fill_round, outline_only, write_in
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import current_theme

_RADIUS_PX = 3.0
_TICK_PX = 2.0
_DOT_PX = 3.2
_AGENT_PX = 13.0
_SIGN_PX = 12.0
_TAG_TOP_PX = 5.0
_TAG_ROOM_PX = 26.0
_TAG_BELOW_PX = 80.0
_INSET_PX = 8.0
_LEGEND_LINE_PX = 15.0
_FAILED_PX = 4.0
_REACH_PX = 5.0
_AGENT_WORDS = {Lane.STEERING: N_("steering"), Lane.AGENT_ALONE: N_("agent alone")}


class EvidencePicture:
    """Where the marks of a day's evidence and jobs are, for one layout."""

    def __init__(self, layout: AxisLayout) -> None:
        """Place the marks in the layout's strip, which it must have."""
        strip = layout.strip
        assert strip is not None
        self._layout = layout
        self._evidence, self._jobs = layout.content.evidence, layout.content.jobs
        self._scale = layout.scales[-1]
        self.strip = strip
        machine_px = MACHINE_PX if self._jobs else 0
        inner = strip.adjusted(5, 0, -machine_px or -5, 0)
        third = max(0.0, inner.width() / 3)
        columns = [QRectF(inner.left() + third * at, 0, third, strip.height()) for at in range(3)]
        machine = QRectF(strip.right() - machine_px + 3, 0, machine_px - 8, strip.height())
        self._ticks, self._dots, self._agents, self._machine = (
            visual(each, strip) for each in (*columns, machine)
        )
        shares = side_by_side([each.span for each in self._jobs])
        self._job_areas = [
            self._job_area(each.span, share) for each, share in zip(self._jobs, shares, strict=True)
        ]

    def draw(self, painter: QPainter, dirty: QRectF) -> None:
        """Draw the strip and the grades that touch the dirty rectangle."""
        if dirty.intersects(self.strip):
            self._draw_strip(painter)
        for placed in self._layout.placed:
            if dirty.intersects(placed.area):
                self._draw_grade(painter, placed)

    def commit_at(self, at: QPointF) -> Commit | None:
        commits = self._evidence.commits if self._evidence is not None else ()
        near = [one for one in commits if abs(self._y(one.at) - at.y()) < _REACH_PX]
        if not self._dots.adjusted(-2, 0, 2, 0).contains(QPointF(at.x(), 1)) or not near:
            return None
        return min(near, key=lambda one: abs(self._y(one.at) - at.y()))

    def job_at(self, at: QPointF) -> JobTime | None:
        for job, area in zip(self._jobs, self._job_areas, strict=True):
            if area.adjusted(-2, -2, 2, 2).contains(at):
                return job
        return None

    # -- the strip -----------------------------------------------------------------------------

    def _draw_strip(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(self.strip, current_theme().color("shade"))
        if self._evidence is not None:
            self._draw_evidence(painter, self._evidence)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for job, area in zip(self._jobs, self._job_areas, strict=True):
            self._draw_job(painter, area, is_failed=bool(job.job.exit_code))
        if self._layout.legend is not None:
            self._draw_legend(painter, self._layout.legend)

    def _draw_evidence(self, painter: QPainter, evidence: DayEvidence) -> None:
        theme = current_theme()
        color = theme.color(Category.CODING)
        soft = QColor(color)
        soft.setAlphaF(0.35)
        for span in evidence.spans:
            top = self._y(span.start)
            height = max(_TICK_PX, self._y(span.end) - top)
            painter.fillRect(QRectF(self._ticks.left(), top, self._ticks.width(), height), soft)
        for y in sorted({round(self._y(beat)) for beat in evidence.beats}):
            painter.fillRect(
                QRectF(self._ticks.left(), y - 1, self._ticks.width(), _TICK_PX), color
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane, span in _agent_spans(evidence):
            self._draw_agent(painter, span, is_alone=lane is Lane.AGENT_ALONE)
        fill_only(painter, theme.color("text"))
        for commit in evidence.commits:
            painter.drawEllipse(
                QPointF(self._dots.center().x(), self._y(commit.at)), _DOT_PX, _DOT_PX
            )

    def _draw_job(self, painter: QPainter, area: QRectF, *, is_failed: bool) -> None:
        theme = current_theme()
        fill_round(painter, area, _RADIUS_PX, theme.color("faint"))
        if is_failed:
            end = QRectF(area.left(), area.bottom() - _FAILED_PX, area.width(), _FAILED_PX)
            painter.fillRect(end.intersected(area), theme.color("error"))

    def _job_area(self, span: Span, share: Share) -> QRectF:
        top, lane = self._y(span.start), self._machine
        return QRectF(
            lane.left() + share.left * lane.width(),
            top,
            max(2.0, (share.right - share.left) * lane.width() - 1),
            max(4.0, self._y(span.end) - top),
        )

    def _draw_agent(self, painter: QPainter, span: Span, *, is_alone: bool) -> None:
        top, color = self._y(span.start), current_theme().color(Category.ADMIN)
        width = min(_AGENT_PX, self._agents.width())
        area = QRectF(0, top, width, max(4.0, self._y(span.end) - top))
        area.moveLeft(self._agents.center().x() - width / 2)
        style = Qt.BrushStyle.BDiagPattern if is_alone else Qt.BrushStyle.Dense6Pattern
        painter.setBrush(QBrush(color, style))
        painter.setPen(QPen(color, 1))
        painter.drawRoundedRect(area, _RADIUS_PX, _RADIUS_PX)

    def _draw_legend(self, painter: QPainter, area: QRectF) -> None:
        """Name each kind of marks once, beside the first of them from when work begins."""
        write_in(painter, "secondary", "muted")
        free = 0.0
        metrics = painter.fontMetrics()
        for y, words in sorted(self.legend()):
            free = max(free, y - _LEGEND_LINE_PX / 2)
            for text in legend_lines(words, metrics, int(area.width())):
                line = QRectF(area.left(), free, area.width(), _LEGEND_LINE_PX)
                painter.drawText(
                    line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text
                )
                free += _LEGEND_LINE_PX

    def legend(self) -> Iterator[tuple[float, str]]:
        """Yield the words for each kind of marks, each at the height of one of them."""
        working = self._layout.content.lanes[-1].working
        for words, marks in self._named_marks():
            from_work_on = [at for at in marks if working is None or at >= working.start]
            if marks:
                yield self._y(min(from_work_on or marks)), _(words)

    def _named_marks(self) -> Iterator[tuple[str, list[datetime]]]:
        if self._evidence is not None:
            edited = (*self._evidence.beats, *(span.start for span in self._evidence.spans))
            yield N_("editor"), list(edited)
            yield N_("commits"), [commit.at for commit in self._evidence.commits]
            agents = list(_agent_spans(self._evidence))
            for lane, words in _AGENT_WORDS.items():
                yield words, [span.start for each, span in agents if each is lane]
        yield N_("machine"), [job.span.start for job in self._jobs]

    def _y(self, instant: datetime) -> float:
        return self._scale.y(instant)

    # -- grades --------------------------------------------------------------------------------

    def taken(self, placed: BlockArea) -> float:
        """Return what the grade takes from the end of the one line that a low block has."""
        tag = self._tag(placed) if placed.area.height() < ONE_LINE_PX else None
        return 0 if tag is None else tag[1].width() + _INSET_PX

    def _tag(self, placed: BlockArea) -> tuple[Grade, QRectF] | None:
        """Return the grade of most of a block's time, and the corner that its words leave free."""
        if not placed.block.is_tracked or placed.block.category is not Category.CODING:
            return None
        grades = self._evidence.grades_in(placed.block.shown) if self._evidence else {}
        if not grades:
            return None
        grade = max(grades, key=lambda one: grades[one])
        word, metrics = _(GRADE_WORDS[grade.value]), QFontMetricsF(current_theme().font("label"))
        width = _SIGN_PX + 4 + metrics.horizontalAdvance(word)
        area = placed.area
        title = QFontMetricsF(current_theme().font("strong")).horizontalAdvance(placed.block.title)
        top = area.top() + _TAG_TOP_PX
        if area.height() >= _TAG_BELOW_PX and area.width() >= width + 2 * _INSET_PX:
            top = area.bottom() - _TAG_TOP_PX - metrics.height()
        elif area.height() < _TAG_ROOM_PX or area.width() < title + width + 3 * _INSET_PX:
            return None
        left = area.left() + _INSET_PX if is_right_to_left() else area.right() - width - _INSET_PX
        return grade, QRectF(left, top, width, metrics.height())

    def _draw_grade(self, painter: QPainter, placed: BlockArea) -> None:
        tag = self._tag(placed)
        if tag is None:
            return
        grade, line = tag
        ink = current_theme().color("on_fill")
        sign = QRectF(line.left(), line.top(), _SIGN_PX, line.height())
        draw_sign(painter, grade, visual(sign, line), ink)
        painter.setFont(current_theme().font("label"))
        painter.setPen(ink)
        words = line.adjusted(_SIGN_PX + 4, 0, 0, 0)
        place, word = visual(words, line).adjusted(-1, 0, 1, 0), _(GRADE_WORDS[grade.value])
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, word)


def legend_lines(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return the lines of a mark's words: one, or one for each word where that is too wide."""
    lines = [words] if metrics.horizontalAdvance(words) < width - 1 else words.split()
    return [elided_text(line, metrics, width) for line in lines]


def draw_sign(painter: QPainter, grade: Grade, area: QRectF, ink: QColor) -> None:
    """Draw two ticks for proved, one for supported, a ring for claimed."""
    outline_only(
        painter,
        QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin),
    )
    middle = area.center()
    if grade is Grade.CLAIMED:
        painter.drawEllipse(middle, 3.4, 3.4)
        return
    for shift in (-2.0, 2.5) if grade is Grade.PROVED else (0.0,):
        tick = ((shift - 3.0, 0.2), (shift - 0.8, 2.6), (shift + 3.2, -2.8))
        painter.drawPolyline([middle + QPointF(x, y) for x, y in tick])


def _agent_spans(evidence: DayEvidence) -> Iterator[tuple[Lane, Span]]:
    for part in evidence.coding.parts:
        if part.lane is not Lane.HANDS_ON:
            start, end = (datetime.fromtimestamp(second, UTC) for second in part[:2])
            yield part.lane, Span(start, end)
