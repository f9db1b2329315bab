"""Names of projects and activities, offered while ``#fr`` or ``@co`` is typed into a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tasks.catalog import Catalog
from mle_planner.core.typed import fuzzy
from mle_planner.core.typed.quick_add.names import fold, project_meant
from mle_planner.core.typed.quick_add.words import mark_of
from mle_planner.ui.widgets.keys import ENTER, STEPS
from mle_planner.ui.widgets.name_list import NameList
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import qt_length, qt_slice

MOST_ROWS = 7
_WIDTHS_PX = 180, 360
_NAME_ROLE = Qt.ItemDataRole.UserRole
_MARK = re.compile(r'(?:^|(?<=\s))([#@])(?:"([^"]*)|([^\s"]*))$')
_REST = re.compile(r'[^\s",;]*"?')


@dataclass(frozen=True, slots=True)
class _Mark:
    """The mark in which the cursor stands, from ``start`` to ``end`` of the text."""

    sign: str
    typed: str
    start: int
    end: int


class NameCompletion(QObject):
    """The list under a line edit: Enter or Tab takes a name, Esc closes it, arrows choose.

    It never has the focus itself. Where the chosen name stands in the line already, as a known
    name or that of a new project, Enter is the line's: it adds the task.
    """

    def __init__(self, edit: QLineEdit, catalog: Catalog, *, offers_new: bool = True) -> None:
        """Complete in a line edit; without ``offers_new`` only names that are there."""
        super().__init__(edit)
        self._edit = edit
        self._catalog = catalog
        self._offers_new = offers_new
        self._mark: _Mark | None = None
        self._dismissed_at: int | None = None
        self._list: NameList | None = None
        edit.textEdited.connect(self._offer)
        edit.cursorPositionChanged.connect(self._close_elsewhere)
        edit.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    @property
    def chosen(self) -> str:
        """The line that Enter would take; empty where none is offered."""
        item = self._list.currentItem() if self._list is not None and self.is_open else None
        return item.text() if item is not None else ""

    @property
    def rows(self) -> NameList | None:
        """The list itself, made when something was first offered."""
        return self._list

    def close(self) -> None:
        """Offer nothing until another mark is typed."""
        self._mark = None
        if self._list is not None:
            self._list.hide()

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close()
        elif kind == QEvent.Type.Resize and self._list is not None and self.is_open:
            self._place(self._list)  # chips that come and go move the line's end
        elif self.is_open and isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        is_enter = key in ENTER
        if is_enter and self._is_written_out():
            self.close()
            return False
        if is_enter or key == Qt.Key.Key_Tab:
            self._take()
        elif key == Qt.Key.Key_Escape:
            self._dismissed_at = self._mark.start if self._mark else None
            self.close()
        elif key in STEPS and self._list is not None:
            self._list.step(STEPS[Qt.Key(key)])
            self._list.announce(self._edit)
        else:
            return False
        return True

    # -- what is offered ---------------------------------------------------------------------

    def _offer(self, _text: str) -> None:
        mark = _mark_at(self._edit)
        if mark is None or mark.start != self._dismissed_at:
            self._dismissed_at = None
        offered = self._offers(mark) if mark and self._dismissed_at is None else []
        if mark is None or not offered:
            self.close()
            return
        self._mark = mark
        self._show(offered)

    def _offers(self, mark: _Mark) -> list[tuple[str, str]]:
        """Return lines with the name each stands for; none where the name is written out."""
        names = self._names(mark.sign)
        if any(fold(name) == fold(mark.typed) for name in names) and fold(mark.typed):
            return []
        if fold(mark.typed):
            scores = {name: fuzzy.score(mark.typed, name) for name in names}
            names = sorted(
                (name for name in names if scores[name] > fuzzy.NO_MATCH),
                key=lambda name: -scores[name],
            )
        lines = [(name, name) for name in names]
        if mark.sign == "#" and self._offers_new and self._is_new(mark.typed):
            name = " ".join(mark.typed.split())
            lines.append((_("New project “{name}”", name=name), name))
        return lines

    def _names(self, sign: str) -> Sequence[str]:
        if sign == "#":
            projects = self._catalog.projects()
            names = [project.name for project in projects if not project.archived]
            return sorted(names, key=str.casefold)
        return [found.name for found in self._catalog.activities() if not found.archived]

    def _is_new(self, typed: str) -> bool:
        is_name = bool(fold(typed)) and not typed.isdigit()
        return is_name and project_meant(typed, self._names("#")) is None

    # -- the list ----------------------------------------------------------------------------

    def _show(self, offered: Sequence[tuple[str, str]]) -> None:
        shown = self._list_in_window()
        shown.clear()
        for text, name in offered:
            item = QListWidgetItem(text)
            item.setData(_NAME_ROLE, name)
            shown.addItem(item)
        shown.setCurrentRow(0)
        is_project = self._mark is not None and self._mark.sign == "#"
        shown.setAccessibleName(_("Projects") if is_project else _("Activities"))
        self._place(shown)
        shown.show()
        shown.raise_()
        shown.announce(self._edit)

    def _list_in_window(self) -> NameList:
        if self._list is None:
            made = self._list = NameList(parent=self._edit.window())
            made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            made.setUniformItemSizes(True)
            made.setMouseTracking(True)
            made.itemEntered.connect(made.setCurrentItem)
            made.itemClicked.connect(self._take)
            # It is the window's, to stand over everything, and must not outlive the line.
            self._edit.destroyed.connect(made.deleteLater)
            made.destroyed.connect(self._forget_list)
        elif self._list.parentWidget() is not self._edit.window():
            self._list.setParent(self._edit.window())
        return self._list

    @Slot()
    def _forget_list(self) -> None:
        self._list = None

    def _place(self, shown: NameList) -> None:
        at_mark = self._edit.cursorRect().left() - 12
        shown.place_under(self._edit, at_mark, _WIDTHS_PX, most_rows=MOST_ROWS, gap=6)

    def _is_written_out(self) -> bool:
        """Whether taking the chosen name would leave the line as it is."""
        mark, item = self._mark, self._list.currentItem() if self._list is not None else None
        if mark is None or item is None:
            return False
        written = qt_slice(self._edit.text(), mark.start, mark.end)
        return written == mark_of(mark.sign, item.data(_NAME_ROLE))

    def _take(self) -> None:
        mark, item = self._mark, self._list.currentItem() if self._list is not None else None
        self.close()
        if mark is None or item is None:
            return
        text = self._edit.text()
        written = mark_of(mark.sign, item.data(_NAME_ROLE))
        has_space = qt_slice(text, mark.end).startswith((" ", ",", ";"))
        self._edit.setSelection(mark.start, mark.end - mark.start)
        self._edit.insert(written if has_space else f"{written} ")
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_elsewhere(self, _old: int, new: int) -> None:
        if self._mark is not None and not self._mark.start < new <= self._mark.end + 1:
            self.close()


def _mark_at(edit: QLineEdit) -> _Mark | None:
    text, at = edit.text(), edit.cursorPosition()
    before, after = qt_slice(text, 0, at), qt_slice(text, at)
    match = _MARK.search(before)
    if match is None:
        return None
    rest = _REST.match(after)
    length = len(rest[0]) if rest else 0
    typed = (match[2] if match[2] is not None else match[3]) + after[:length]
    start = at - qt_length(before[match.start() :])
    end = at + qt_length(after[:length])
    return _Mark(match[1], typed.strip('"'), start, end)
