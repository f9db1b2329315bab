"""Editing a block's title in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.timeline.model.changes import room_for_new
from mle_planner.ui.timeline.model.content import AxisKey, LaneKind
from mle_planner.ui.timeline.model.preview import NOTHING, Preview
from mle_planner.ui.timeline.model.requests import ChooseProject, Create, Rename
from mle_planner.ui.timeline.paint.canvas import AxisCanvas
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.tracking.offers import WorkOffer

LEAST_WIDTH_PX = 140
HEIGHT_PX = 24
_RAISED_PX = 3  # so that the second line of the block stays to be read under it


def unsaved_title_key(key: AxisKey | None) -> str:
    """Return what the unsaved title of a block, or of a new one, is kept under."""
    return "new-block" if key is None else f"title:{key!r}"


class TitleEditor(QLineEdit):
    """One line over a block. Enter takes it, Esc drops it; leaving takes what was typed.

    A text that is refused stays in the open line.
    """

    accepted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, area: QRectF, text: str, hint: str) -> None:
        super().__init__(text, parent)
        self._axis = parent
        self._given = text
        self._is_open = True
        self.setPlaceholderText(hint)
        self.setAccessibleName(_("Title"))
        width = max(LEAST_WIDTH_PX, round(area.width()))
        left = min(round(area.left()), max(0, parent.width() - width))
        self.setProperty("kind", "in-place")
        self.setGeometry(left, max(0, round(area.top()) - _RAISED_PX), width, HEIGHT_PX)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Close without taking anything."""
        self._close(accept=False)

    def keep_open(self) -> None:
        """Stay open with the text that was just refused."""
        self._is_open = True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._close(accept=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._close(accept=False)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._close(accept=bool(self.text().strip()) and self.text() != self._given)

    def _close(self, *, accept: bool) -> None:
        if not self._is_open:
            return
        self._is_open = False
        text = self.text().strip()
        is_new = not self._given
        if accept and (is_new or text != self._given.strip()):
            self.accepted.emit(text)
            if self._is_open:
                return
        if self.window().focusWidget() is self:  # or what it was left for keeps the keyboard
            self._axis.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()
        self.closed.emit()


class TitleEditing:
    """Opens the editor over a block, or over a new one that is stored with its title."""

    def __init__(self, surface: AxisCanvas) -> None:
        self._surface = surface
        self.editor: TitleEditor | None = None
        self.complete: Callable[[QLineEdit], object] | None = None
        """Offers names while a title is typed, where the screen knows any."""
        self.offers: Callable[[Span], Sequence[WorkOffer]] | None = None
        """Returns what a stretch was probably spent on, where the screen knows."""
        self.unsaved: Callable[[AxisKey | None], str | None] = lambda _key: None
        """Returns what was typed for a block, or for a new one, and could not be saved."""

    def draft(self, request: Create) -> None:
        """Show a new block with its title to fill in; Enter stores both at once."""
        lane = self._surface.content.lane_of(request.kind, request.span.start)
        if lane is None:
            return
        self.give_up()
        surface = self._surface
        others = {key: (lane, span) for key, span in request.others.items()}
        surface.show_preview(Preview(moved=others, draft=(lane, request.span)))
        area = surface.axis.area_of(lane, request.span)
        surface.reveal_requested.emit(area)
        editor = self._open(area, "")
        editor.setText(request.text or self.unsaved(None) or "")
        editor.accepted.connect(lambda text: surface.ask(request._replace(text=text)))
        self._offer_tasks(editor, request)

    def _offer_tasks(self, editor: TitleEditor, request: Create) -> None:
        """Offer tasks under the line: for tracked time at once, for planned while one types."""
        if self.offers is None or request.kind is LaneKind.TYPICAL:
            return
        from mle_planner.ui.timeline.interact.task_offers import TaskOffers

        def take(offer: WorkOffer) -> None:
            editor.give_up()
            chosen = request._replace(text="", task_id=offer.task_id)
            if offer.is_planned:  # under the title it was planned with
                chosen = chosen._replace(task_id=None)
            self._surface.ask(chosen)

        is_tracked = request.kind is LaneKind.ACTUAL
        found = [one for one in self.offers(request.span) if is_tracked or not one.is_planned]
        offers = TaskOffers(editor, found, take)
        editor.closed.connect(offers.rows.hide)
        if is_tracked:
            offers.offer_for(editor.text())

    def begin_at_mark(self, text: str = "") -> bool:
        """Begin a new block at the marked time; return whether there was room to."""
        content, point = self._surface.content, self._surface.selection.insertion_point
        lane = content.lane_of(*point) if point is not None else None
        if point is None or lane is None:
            return False
        span = room_for_new(content, content.lanes[lane], point.at)
        kind = LaneKind.PLAN if point.kind is LaneKind.MIXED else point.kind
        if span is not None:
            self.draft(Create(kind, span, text))
        return span is not None

    def edit(self, key: AxisKey, *, with_times: bool = False) -> None:
        """Edit a block's title in place, with its times before it where they are wanted."""
        surface = self._surface
        block, area = surface.content.find(key), surface.area_of(key)
        if block is None or area is None or not block.can_change:
            return
        self.give_up()

        def accepted(text: str) -> None:
            if text:
                surface.ask(Rename(key, text, block))

        unsaved = self.unsaved(key)
        if unsaved is not None or not with_times:
            editor = self._open(area, block.title)
            editor.accepted.connect(accepted)
            if unsaved is not None:
                editor.setText(unsaved)
            return
        zone = surface.content.days.zone
        times = clock_text(block.span.start, zone)
        if not block.is_running:  # each with its half of the day: they are read again
            times = f"{times}–{clock_text(block.span.end, zone)}"
        editor = self._open(area, f"{times} {block.title}")
        editor.accepted.connect(accepted)
        editor.setSelection(0, len(times))

    def give_up(self) -> None:
        """Close the editor without taking anything."""
        if self.editor is not None:
            self.editor.give_up()

    def keep_open(self) -> None:
        """Leave the editor open with the text that was just refused."""
        if self.editor is not None:
            self.editor.keep_open()

    def _open(self, area: QRectF, text: str) -> TitleEditor:
        has_project = self._surface.content.takes(ChooseProject)
        hint = _("What is it? @activity #project") if has_project else _("What is it? @activity")
        self.editor = TitleEditor(self._surface, area, text, hint)
        if self.complete is not None:
            self.complete(self.editor)
        self.editor.closed.connect(self._closed)
        return self.editor

    def _closed(self) -> None:
        self.editor = None
        self._surface.show_preview(NOTHING)
