"""The predecessors of a task: added one by one, found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QSizePolicy, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.typed import fuzzy
from mle_planner.ui.widgets.buttons import IconButton, word_button
from mle_planner.ui.widgets.cards import as_plain_label, as_plain_tooltip, clear_layout
from mle_planner.ui.widgets.fields import AddingLine
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.text_lines import elided_text

_TITLE_PX = 116


class Predecessors(QWidget):
    """Lists predecessors by title, each with a button that removes it, over a line to add one.

    ``changed`` carries the new ids, ``opened`` the id of a task to show, and ``refused`` a sentence
    about a name that no task has.
    """

    changed = Signal(list)
    opened = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._chosen: tuple[Task, ...] = ()
        self._others: dict[str, TaskId] = {}
        self.line = AddingLine(_("Waits for"), _("Type a task's name"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        if (names := completer.popup()) is not None:
            names.setProperty("kind", "names")
        self.line.setCompleter(completer)
        # Enter in the list sends both while Qt still works on it, so changes are made later.
        completer.activated.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.line.returnPressed.connect(self._take_typed, Qt.ConnectionType.QueuedConnection)
        self._list = column_of(spacing=2)
        column_of(self._list, self.line, inside=self, spacing=4)

    def show_tasks(self, chosen: Sequence[Task], others: Sequence[Task]) -> None:
        """Show the predecessors, and offer the other tasks; the same ones again change nothing."""
        names = _unique_names([task for task in others if task not in chosen])
        if tuple(chosen) == self._chosen and names == self._others:
            return
        self._chosen, self._others = tuple(chosen), names
        clear_layout(self._list)
        for task in chosen:
            self._list.addLayout(self._row(task))
        self._names.setStringList(list(names))
        self.setAccessibleName(
            _("Waits for: {tasks}", tasks=", ".join(task.title for task in chosen) or _("nothing"))
        )

    def remove(self, task_id: TaskId) -> None:
        self.changed.emit([task.id for task in self._chosen if task.id != task_id])

    def _row(self, task: Task) -> QHBoxLayout:
        show = partial(self.opened.emit, task.id)
        title = word_button("", show, kind="beginning", name=_("Open {title}", title=task.title))
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        title.setText(as_plain_label(elided_text(task.title, title.fontMetrics(), _TITLE_PX)))
        title.setToolTip(as_plain_tooltip(task.title))
        words = _("Do not wait for {title}", title=task.title)
        remove = IconButton("close", words, lambda: self.remove(task.id))
        return row_of((title, 1), remove, spacing=2)

    def _take_typed(self) -> None:
        """Add the task with the typed name, or the only task whose name holds its words."""
        text = self.line.text().strip()
        found = [name for name in self._others if fuzzy.holds(text, name)]
        exact = [name for name in found if fuzzy.fold(name).split() == fuzzy.fold(text).split()]
        if not text:
            return
        if len(exact or found) == 1:
            self._take((exact or found)[0])
        elif found:
            self.refused.emit(
                _("Several tasks have {text} in their name. Choose one from the list.", text=text)
            )
        else:
            self.refused.emit(_("No open task is called {text}. Nothing was changed.", text=text))

    def _take(self, name: str) -> None:
        task_id = self._others.get(name)
        self.line.empty()
        if task_id is not None:
            self.changed.emit([*(task.id for task in self._chosen), task_id])


def _unique_names(tasks: Sequence[Task]) -> dict[str, TaskId]:
    names: dict[str, TaskId] = {}
    for task in tasks:
        names[f"{task.title} ({task.id})" if task.title in names else task.title] = task.id
    return names
