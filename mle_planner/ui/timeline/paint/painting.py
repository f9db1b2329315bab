"""How blocks look, prepared once for a layout so that a frame only draws.

Planned is tinted with a bar at the edge where reading begins, actual is solid; breaks are
plain, what is proposed is dashed, what would go is struck through.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QStaticText,
    QTextOption,
)

from mle_planner.core.i18n.gettext import _, is_right_to_left
from mle_planner.ui.widgets.direction import own_direction
from mle_planner.ui.widgets.painting import fill_only, outline_only
from mle_planner.ui.widgets.text_lines import break_lines, elided_text
from mle_planner.ui.widgets.theme import BLOCK_RADIUS_PX, current_theme

BAR_PX = 4.0
TEXT_LEFT_PLANNED_PX = 11.0
TEXT_LEFT_SOLID_PX = 8.0
TEXT_RIGHT_PX = 6.0
ONE_LINE_PX = 40.0
TOP_LINE_PX = 26.0
SMALL_TYPE_PX = 22.0
TITLE_ONLY_PX = 14.0
NO_TEXT_PX = 9.0
NARROW_PX = 76.0
LINE_PX = 15.0
MOST_LINES = 5
SECOND_LINE_PX = 22.0
THIRD_LINE_PX = 38.0
THREE_LINES_PX = 56.0
TITLE_LINE_PX = 16.0
MOST_TITLE_LINES = 3
NARROW_RIGHT_PX = 2.0
NARROW_REST_PX = 6.0
LEAST_LETTERS = 4
"""With the ellipsis: a column of "Q…", "c…", "f…" says less than the beginning alone."""
TAG_PAD_PX = 7.0
RING_PX = 1.5
MOST_PREPARED = 2000
GHOST_OPACITY = 0.28

_NO_PEN = Qt.PenStyle.NoPen  # looked up for every block of a frame, it takes longer than its use


class Look(NamedTuple):
    """What decides a block's words and colours, beside where it is.

    ``height`` is the block's only up to where words no longer depend on it, so that zooming
    measures them once.
    """

    width: float
    height: float
    title: str
    details: str
    category: str
    is_solid: bool
    is_ghost: bool
    late: str
    taken: float


class Words(NamedTuple):
    """A line of text with its place relative to the block's corner."""

    text: QStaticText
    at: QPointF
    font: QFont
    color: QColor


class PreparedBlock(NamedTuple):
    """A block ready to be drawn at any place."""

    fill: QColor
    has_bar: bool
    bar_color: QColor
    words: tuple[Words, ...]
    tag: QRectF | None = None
    """What lies in the error colour under the last of the words."""


class _Type(NamedTuple):
    """Fonts and inks of a block's title and of its details."""

    title: QFont
    details: QFont
    ink: QColor
    quiet: QColor


class BlockPainter:
    """Prepares and draws blocks in one theme; equal looks are prepared once."""

    def __init__(self) -> None:
        self._strong = current_theme().font("strong")
        self._secondary = current_theme().font("secondary")
        self._label = current_theme().font("label")
        self._small = current_theme().font("small")
        self._metrics: dict[str, QFontMetricsF] = {}
        self._prepared: dict[tuple[object, ...], PreparedBlock] = {}

    def look(  # noqa: PLR0913 -- all that makes a block look different
        self,
        area: QRectF,
        title: str,
        details: str,
        category: str,
        *,
        is_solid: bool,
        is_ghost: bool = False,
        late: str = "",
        taken: float = 0,
    ) -> PreparedBlock:
        """Return a block of an area's size with its words measured and cut to the room.

        A ghost is what stays behind while a block is dragged. ``late`` tells that the task will
        be late: its own line where there is room for it, and a tag after the title. ``taken``
        pixels at the end of the lines are left to a button.
        """
        height = area.height()
        if area.width() < NARROW_PX and height >= TOP_LINE_PX:  # it wraps into all its lines
            height = max(TOP_LINE_PX, NARROW_REST_PX + LINE_PX * _narrow_lines(height))
        elif height >= THREE_LINES_PX and late:
            height = THREE_LINES_PX
        elif height >= ONE_LINE_PX:
            height = ONE_LINE_PX + TITLE_LINE_PX * (_title_lines(height) - 1)
        elif height >= TOP_LINE_PX:
            height = TOP_LINE_PX
        wanted = (area.width(), height, title, details, category, is_solid, is_ghost, late, taken)
        found = self._prepared.get(wanted)
        if found is None:
            if len(self._prepared) >= MOST_PREPARED:
                self._prepared.clear()
            found = self._prepared[wanted] = self._prepare(Look(*wanted))
        return found

    def draw(self, painter: QPainter, area: QRectF, block: PreparedBlock) -> None:
        """Draw a block; the painter is to have antialiasing on."""
        painter.setPen(_NO_PEN)
        painter.setBrush(block.fill)
        corner, width, height = area.topLeft(), area.width(), area.height()
        radius = min(BLOCK_RADIUS_PX, height / 2)
        painter.translate(corner)
        painter.drawRoundedRect(QRectF(0, 0, width, height), radius, radius)
        if block.has_bar:
            painter.setBrush(block.bar_color)
            if is_right_to_left():
                painter.translate(width, 0)
                painter.scale(-1, 1)
                painter.drawPath(_bar(height))
                painter.scale(-1, 1)
                painter.translate(-width, 0)
            else:
                painter.drawPath(_bar(height))
        if block.tag is not None:
            painter.setBrush(current_theme().color("now"))
            painter.drawRoundedRect(block.tag, block.tag.height() / 2, block.tag.height() / 2)
        for text, at, font, color in block.words:
            painter.setFont(font)
            painter.setPen(color)
            painter.drawStaticText(at, text)
        painter.translate(-corner)

    def lines_at(self, area: QRectF, block: PreparedBlock, y: float) -> list[QRectF]:
        """Return the lines of words of a block that a horizontal line would strike through."""
        lines = (
            QRectF(area.topLeft() + words.at, words.text.size()).adjusted(-4, 0, 4, 0)
            for words in block.words
        )
        return [line for line in lines if line.top() + 2 <= y <= line.bottom() - 2]

    def draw_ring(self, painter: QPainter, area: QRectF, width: float) -> None:
        """Draw the ring around what is selected, a little outside of it."""
        outline_only(painter, QPen(current_theme().color("accent"), width))
        ring = area.adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX)
        painter.drawRoundedRect(ring, BLOCK_RADIUS_PX + 1, BLOCK_RADIUS_PX + 1)

    def draw_dashed(self, painter: QPainter, area: QRectF, block: PreparedBlock) -> None:
        """Draw a block that is not stored yet: its tint, and a dashed border."""
        self.draw(painter, area, block)
        outline_only(painter, QPen(block.bar_color, 1.5, Qt.PenStyle.DashLine))
        inner = area.adjusted(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(inner, BLOCK_RADIUS_PX, BLOCK_RADIUS_PX)

    def draw_strike(self, painter: QPainter, area: QRectF, block: PreparedBlock) -> None:
        """Draw over a block that a plan would take away: it fades, its title is struck out.

        In high contrast it hardly fades: its words are still read.
        """
        veil = current_theme().color("surface")
        veil.setAlphaF(0.1 if current_theme().has_high_contrast else 0.55)
        fill_only(painter, veil)
        painter.drawRect(area)
        painter.setPen(QPen(current_theme().color("muted"), 1.5))
        for words in block.words:
            if words.font != block.words[0].font:
                return
            metrics = self._font_metrics(words.font)
            begin = area.topLeft() + words.at + QPointF(0, metrics.height() / 2 + 1)
            width = metrics.horizontalAdvance(words.text.text())
            painter.drawLine(begin, begin + QPointF(width, 0))

    def _prepare(self, look: Look) -> PreparedBlock:
        theme, category = current_theme(), look.category
        fill = theme.color(category) if look.is_solid else theme.tint(category)
        bar = theme.color(category)
        ink = theme.color("on_fill") if look.is_solid else theme.color("text")
        quiet = theme.color("on_fill") if look.is_solid else theme.color("muted")
        if look.is_ghost:  # a painter's opacity would do the same, and draw words ten times slower
            for color in (fill, bar, ink, quiet):
                color.setAlphaF(GHOST_OPACITY)
        left = TEXT_LEFT_SOLID_PX if look.is_solid else TEXT_LEFT_PLANNED_PX
        right = TEXT_RIGHT_PX + look.taken
        room = QRectF(left, 0, look.width - left - right, look.height)
        if is_right_to_left():
            room.moveLeft(right)
        words = self._words(look.title, look.details, room, ink, quiet)
        if not look.late:
            return PreparedBlock(fill, not look.is_solid, bar, words)
        words, tag = self._with_lateness(look, room, ink, quiet)
        return PreparedBlock(fill, not look.is_solid, bar, words, tag)

    def _with_lateness(
        self, look: Look, room: QRectF, ink: QColor, quiet: QColor
    ) -> tuple[tuple[Words, ...], QRectF | None]:
        """Return a late block's words, those of the tag last, and the tag itself."""
        word, metrics = _("late"), self._font_metrics(self._label)
        size = metrics.horizontalAdvance(word) + 2 * TAG_PAD_PX
        is_rtl = is_right_to_left()
        if room.height() < SMALL_TYPE_PX or room.width() < 2 * size:
            return self._words(look.title, look.details, room, ink, quiet), None
        title_width = room.width() - size - TAG_PAD_PX
        first = self._line(
            look.title,
            self._strong,
            ink,
            QRectF(room.right() - title_width, 4, title_width, 0)
            if is_rtl
            else QRectF(room.left(), 4, title_width, 0),
        )
        taken = self._font_metrics(self._strong).horizontalAdvance(first.text.text()) + TAG_PAD_PX
        left = room.right() - taken - size if is_rtl else room.left() + taken
        tag = QRectF(round(left), 4, size, metrics.height() + 1)
        lines = [first]
        for top, text, color in (
            (SECOND_LINE_PX, look.details, quiet),
            (THIRD_LINE_PX, look.late, current_theme().color("error")),
        ):
            if text and room.height() >= top + LINE_PX + 2:
                place = QRectF(room.left(), top, room.width(), 0)
                lines.append(self._line(text, self._secondary, color, place, is_details=True))
        inside = tag.adjusted(TAG_PAD_PX, 0.5, 0, 0)
        inside.setWidth(metrics.horizontalAdvance(word) + 1)
        lines.append(self._line(word, self._label, current_theme().color("on_now"), inside))
        return tuple(lines), tag

    def _words(
        self, title: str, details: str, room: QRectF, ink: QColor, quiet: QColor
    ) -> tuple[Words, ...]:
        height = room.height()
        if height < NO_TEXT_PX or room.width() < 12:
            return ()
        if height < TITLE_ONLY_PX:
            tiny = _Type(self._tiny(height), self._small, ink, quiet)
            return self._one_line(title, "", room, tiny)
        if height < SMALL_TYPE_PX:
            return self._one_line(title, details, room, _Type(self._label, self._small, ink, quiet))
        if room.width() + TEXT_RIGHT_PX + TEXT_LEFT_PLANNED_PX < NARROW_PX:
            return self._wrap(title, room, self._label, ink)
        usual = _Type(self._strong, self._secondary, ink, quiet)
        if height < ONE_LINE_PX:
            return self._one_line(title, details, room, usual)
        most = _title_lines(height) + (not details)
        lines = break_lines(title, usual.title, room.width(), most, whole_words=True)
        tops = [TITLE_LINE_PX * number for number in range(len(lines))]
        second = QRectF(room.left(), SECOND_LINE_PX + tops[-1], room.width(), 0)
        return (
            *(
                self._line(line, usual.title, ink, QRectF(room.left(), 4 + top, room.width(), 0))
                for line, top in zip(lines, tops, strict=True)
            ),
            *(
                [self._line(details, usual.details, quiet, second, is_details=True)]
                if details
                else ()
            ),
        )

    def _one_line(self, title: str, details: str, room: QRectF, used: _Type) -> tuple[Words, ...]:
        metrics = self._font_metrics(used.title)
        top = 4.0 if room.height() >= TOP_LINE_PX else (room.height() - metrics.height()) / 2
        first = self._line(title, used.title, used.ink, QRectF(room.left(), top, room.width(), 0))
        taken = metrics.horizontalAdvance(first.text.text()) + 6
        left = room.width() - taken
        beginning = details.split(" · ", maxsplit=1)[0]
        width_of = self._font_metrics(used.details).horizontalAdvance
        if not details or left < width_of(beginning):
            return (first,)
        if left < width_of(details) and left < width_of(f"{beginning}…"):
            details = beginning
        base = top + metrics.ascent() - self._font_metrics(used.details).ascent()
        beside = QRectF(room.left() + (0 if is_right_to_left() else taken), base, left, 0)
        return (first, self._line(details, used.details, used.quiet, beside, is_details=True))

    def _wrap(self, title: str, room: QRectF, font: QFont, ink: QColor) -> tuple[Words, ...]:
        most = max(1, min(MOST_LINES, _narrow_lines(room.height())))
        more = TEXT_RIGHT_PX - NARROW_RIGHT_PX
        left, width = room.left() - (more if is_right_to_left() else 0), room.width() + more
        top = 4.0 if room.height() >= TOP_LINE_PX else 2.0
        lines = break_lines(title, font, width, most, whole_words=True)
        found = tuple(
            self._line(text, font, ink, QRectF(left, top + LINE_PX * number, width, 0))
            for number, text in enumerate(lines)
        )
        is_too_narrow = all(len(each.text.text()) < LEAST_LETTERS for each in found[:-1])
        return found[:1] if is_too_narrow else found

    def _line(
        self, text: str, font: QFont, color: QColor, place: QRectF, *, is_details: bool = False
    ) -> Words:
        """Return one line of text, cut to the width of its place.

        It stands where reading begins in the window, as the words on cards do. Details are read
        in the window's direction: in that of a place among them their times would be turned round.
        """
        one_line = " ".join(text.split())
        metrics = self._font_metrics(font)
        cut = elided_text(one_line, metrics, place.width())
        if len(cut) < len("M…"):  # an ellipsis alone says less than the letters in its place
            cut = break_lines(one_line, font, place.width(), 2)[0]
        static = QStaticText(cut)
        static.setTextFormat(Qt.TextFormat.PlainText)
        option = QTextOption()
        option.setTextDirection(own_direction("" if is_details else one_line))
        static.setTextOption(option)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(font=font)
        if is_right_to_left():
            place.setLeft(place.right() - metrics.horizontalAdvance(cut))
        return Words(static, place.topLeft(), font, color)

    def _tiny(self, height: float) -> QFont:
        font = QFont(self._label)
        font.setPixelSize(max(8, int(height) - 2))
        return font

    def _font_metrics(self, font: QFont) -> QFontMetricsF:
        key = font.key()
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(font)
        return self._metrics[key]


def _narrow_lines(height: float) -> int:
    """Return for how many lines of a wrapped title there is room."""
    return int((height - NARROW_REST_PX) / LINE_PX)


def _title_lines(height: float) -> int:
    return min(MOST_TITLE_LINES, 1 + int(max(0.0, height - ONE_LINE_PX) / TITLE_LINE_PX))


@lru_cache(maxsize=512)
def _bar(height: float) -> QPainterPath:
    """Return the edge bar: the block's rounded shape, cut off right of the bar."""
    path = QPainterPath()
    radius = min(BLOCK_RADIUS_PX, height / 2)
    if radius <= BAR_PX:
        path.addRoundedRect(QRectF(0, 0, BAR_PX, height), BAR_PX / 2, radius)
        return path
    size, angle = 2 * radius, math.degrees(math.acos((radius - BAR_PX) / radius))
    path.arcMoveTo(0, 0, size, size, 180 - angle)
    path.arcTo(0, 0, size, size, 180 - angle, angle)
    path.arcTo(0, height - size, size, size, 180, angle)
    path.closeSubpath()
    return path
