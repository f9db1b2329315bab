"""The notices to check before a timesheet is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import (
    clock_range_text,
    minutes_text,
    range_text,
    short_day_text,
    weekday_text,
)
from mle_planner.core.i18n.gettext import _, is_right_to_left, plural
from mle_planner.core.model.tracked import LONGEST_ENTRY, DayTotal, TimeEntry
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.period import ColumnUnit, column_unit
from mle_planner.core.timesheet.sheet import Timesheet, UntrackedTime
from mle_planner.core.tracking.unresolved import Unresolved
from mle_planner.ui.widgets.buttons import PressedByEnter, word_button
from mle_planner.ui.widgets.cards import clear_layout
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import lay_out
from mle_planner.ui.widgets.theme import current_theme


@dataclass(frozen=True, slots=True)
class Untimed:
    """Time of the shown days that was imported without start and end."""

    totals: tuple[DayTotal, ...]


Fixable = UntrackedTime | Unresolved | Untimed | tuple[SheetLine, ...]
_MOST_GAPS = 6
_RIM_PX = 2
_SIGN_PX, _BESIDE_SIGN_PX = 15, 24
_SIGNS = {"warn": "warning", "ok": "done", "muted": "info"}


@dataclass(frozen=True, slots=True)
class Notice:
    """A line with a coloured sign and subject, a text, and perhaps a day to open.

    ``about`` is what its button fixes: an untracked span, lines without a project, two overlapping
    lines, time away, or time imported without start and end. ``count`` is how many things to
    look at it stands for.
    """

    subject: str
    words: str
    color: str
    day: date | None = None
    about: Fixable | None = None
    count: int = 1


def notices(sheet: Timesheet, gaps: Sequence[UntrackedTime], days: PlanningDays) -> list[Notice]:
    """Return the notices for a sheet and its untracked time, the most urgent first."""
    found = []
    runs = _runs(gaps)
    is_long = len(sheet.days) > 7
    for run in runs[:_MOST_GAPS]:
        subject = _gap_subject(run, days, is_long=is_long)
        about = run[0] if len(run) == 1 and not run[0].is_whole_day else None
        found.append(Notice(subject, _("nothing tracked"), "warn", run[0].day, about))
    if len(runs) > _MOST_GAPS:
        rest = runs[_MOST_GAPS:]
        found.append(
            Notice(
                plural("{count} more", "{count} more", len(rest)),
                plural("gap in working time", "gaps in working time", len(rest)),
                "warn",
                rest[0][0].day,
                count=len(rest),
            )
        )
    for pair in sheet.overlaps:
        words = _("{title} and {other} overlap", title=pair[0].title, other=pair[1].title)
        found.append(Notice(_subject_at(pair[1].day, pair[1].span, days), words, "warn",
                            pair[1].day, pair))  # fmt: skip
    if sheet.running_title is not None:
        words = _("{title} is not on the sheet until it stops", title=sheet.running_title)
        found.append(Notice(_("Running"), words, "warn"))
    without_project = sheet.without_project()
    if without_project:
        time = minutes_text(sum(line.tracked_min for line in without_project))
        words = _("of focus has no project")
        found.append(Notice(time, words, "warn", without_project[0].day, without_project))
    if sheet.breaks_s:
        time = minutes_text(sheet.breaks_min)
        found.append(Notice(_("Breaks"), _("of {time} are left out", time=time), "muted"))
    found.append(_agreement(sheet, days))
    return found


def overlong_notices(entries: Iterable[TimeEntry], days: PlanningDays) -> list[Notice]:
    """Return a notice for each entry that is too long; it opens the day of its start."""
    found = []
    for entry in entries:
        first = days.date_of(entry.start)
        last = first if entry.end is None else days.date_of(entry.end)
        words = _(
            "{title} lasts longer than {days} days. Open its first day and correct its times "
            "(Shift + Enter) or delete it.",
            title=entry.title,
            days=LONGEST_ENTRY.days,
        )
        found.append(Notice(range_text(first, last), words, "warn", first))
    return found


def away_notices(waiting: Iterable[Unresolved], days: PlanningDays) -> list[Notice]:
    """Return a notice for each span away from the computer that waits for an answer."""
    return [
        Notice(
            _subject_at(days.date_of(each.span.start), each.span, days), _("unresolved"), "warn",
            days.date_of(each.span.start), each,
        )
        for each in waiting
    ]  # fmt: skip


def untimed_notices(totals: Sequence[DayTotal]) -> list[Notice]:
    """Return a notice for imported time without start and end; it opens the first of its days."""
    if not totals:
        return []
    seconds = sum(total.length_s for total in totals)
    words = _("imported without times is not on the sheet")
    return [Notice(minutes_text(seconds // 60), words, "muted", totals[0].day,
                   Untimed(tuple(totals)))]  # fmt: skip


def _subject_at(day: date, span: Span, days: PlanningDays) -> str:
    return f"{short_day_text(day)} {clock_range_text(span.start, span.end, days.zone)}"


def _runs(gaps: Sequence[UntrackedTime]) -> list[list[UntrackedTime]]:
    """Return the gaps, with successive whole days (even across a weekend) as one."""
    runs: list[list[UntrackedTime]] = []
    for gap in gaps:
        last = runs[-1][-1] if runs else None
        is_next = last is not None and (gap.day - last.day).days <= 3
        if last is not None and is_next and last.is_whole_day and gap.is_whole_day:
            runs[-1].append(gap)
        else:
            runs.append([gap])
    return runs


def _gap_subject(run: Sequence[UntrackedTime], days: PlanningDays, *, is_long: bool) -> str:
    first, last = run[0], run[-1]
    if len(run) > 1:
        return range_text(first.day, last.day)
    if first.is_whole_day:
        return short_day_text(first.day)
    day = short_day_text(first.day) if is_long else weekday_text(first.day)
    return f"{day} {clock_range_text(first.span.start, first.span.end, days.zone)}"


def _agreement(sheet: Timesheet, days: PlanningDays) -> Notice:
    """Return the notice on what is in order: sums of plain lines always agree."""
    sums = {
        ColumnUnit.DAY: _("Rows, days and total agree."),
        ColumnUnit.WEEK: _("Rows, weeks and total agree."),
        ColumnUnit.MONTH: _("Rows, months and total agree."),
    }
    words = sums[column_unit(sheet.days, days)]
    if not sheet.overlaps:
        words = " ".join((_("No overlaps."), words))
    return Notice("", words, "ok")


class NoticeLine(PressedByEnter, QAbstractButton):
    """One notice; pressing it opens its day."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.notice = notice
        self.setText(f"{notice.subject} {notice.words}".strip())
        self.setAccessibleName(self.text())
        if notice.day is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(_("Open the day"))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._lay_out(width).lineCount() * _line_px() + 2 * _RIM_PX

    @override
    def sizeHint(self) -> QSize:
        return QSize(180, self.heightForWidth(self.width() if self.width() > 60 else 220))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        sign = QRectF(_RIM_PX, _RIM_PX + (_line_px() - _SIGN_PX) / 2, _SIGN_PX, _SIGN_PX)
        sign = visual(sign, self.rect())
        color = self.notice.color
        painter.drawPixmap(sign.topLeft(), pixmap(_SIGNS[color], color, _SIGN_PX))
        left = _RIM_PX if is_right_to_left() else _BESIDE_SIGN_PX
        self._lay_out(self.width()).draw(painter, QPointF(left, _RIM_PX + 1))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(current_theme().color("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _lay_out(self, width: int) -> QTextLayout:
        theme, notice = current_theme(), self.notice
        styles = [
            (notice.subject, _style(theme.font("strong"), theme.color(notice.color))),
            (
                f" {notice.words}" if notice.subject else notice.words,
                _style(theme.font("base"), theme.color("text")),
            ),
        ]
        return lay_out(
            self.text(),
            theme.font("base"),
            width - _BESIDE_SIGN_PX - _RIM_PX,
            line_px=_line_px(),
            direction=self.layoutDirection(),
            styles=styles,
        )


def _line_px() -> int:
    return QFontMetrics(current_theme().font("base")).height() + 2


def _style(font: QFont, color: QColor) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setFont(font)
    style.setForeground(color)
    return style


class NoticeList(QWidget):
    """A list of notices, some with a button.

    ``day_requested`` carries the day to open, ``fix_requested`` the notice and the button.
    """

    day_requested = Signal(object)
    fix_requested = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[NoticeLine] = []
        self.buttons: dict[str, QPushButton] = {}
        self._layout = column_of(inside=self, spacing=2)

    def show_notices(self, shown: Sequence[Notice]) -> None:
        """Replace the notices, unless they are the same."""
        if [line.notice for line in self.lines] == list(shown):
            return
        place = self._place()
        if place is not None:  # else Qt would give it to a neighbour of what goes
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        clear_layout(self._layout)
        self.lines, self.buttons = [NoticeLine(notice) for notice in shown], {}
        for line in self.lines:
            row = row_of((line, 1), spacing=8)
            if line.notice.about is not None:
                row.addWidget(self._button(line.notice), 0, Qt.AlignmentFlag.AlignTop)
            self._layout.addLayout(row)
            line.clicked.connect(lambda _checked=False, line=line: self._open(line.notice))
        buttons = list(self.buttons.values())
        if place is not None and buttons:
            button = buttons[min(place, len(buttons) - 1)]
            button.show()  # what is hidden gets no keyboard
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> int | None:
        """Return which button has the keyboard, as after its menu; None for none."""
        buttons = enumerate(self.buttons.values())
        return next((place for place, button in buttons if button.hasFocus()), None)

    def _button(self, notice: Notice) -> QPushButton:
        button = word_button(_("Fix"), kind="pill")
        button.setAccessibleName(_("Fix: {what}", what=f"{notice.subject} {notice.words}"))
        button.clicked.connect(lambda: self.fix_requested.emit(notice, button))
        self.buttons[notice.subject] = button
        return button

    def _open(self, notice: Notice) -> None:
        if notice.day is not None:
            self.day_requested.emit(notice.day)
