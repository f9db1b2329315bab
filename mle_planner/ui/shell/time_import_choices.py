"""The choices of an import of time: which column is what, and which project is which here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import grid_of

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.importing.names import ProjectLine
    from mle_planner.core.tracking.importing.tables import TableHead

_FIELDS = {
    "start": N_("Start"), "end": N_("End"), "date": N_("Date"), "length": N_("Duration"),
    "title": N_("Description"), "project": N_("Project"),
}  # fmt: skip
_UNITS = ("hours", "minutes", "seconds")


class ColumnChoices(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._recognized: Mapping[str, str] = {}
        self.boxes = {field: ChoiceBox(_(name)) for field, name in _FIELDS.items()}
        grid = grid_of(self, across=12, down=6, stretch=(1, 3))
        for at, box in enumerate(self.boxes.values()):
            row, side = divmod(at, 2)
            grid.addWidget(TextLabel(box.accessibleName(), color="muted"), row, 2 * side)
            grid.addWidget(box, row, 2 * side + 1)
            box.chosen.connect(lambda _column: self.changed.emit())

    @property
    def is_shown(self) -> bool:
        return next(iter(self.boxes.values())).count() > 0

    def show_columns(self, head: TableHead) -> None:
        """Offer the columns of a table, those chosen that were recognized."""
        fields = head.fields
        lengths = (fields[unit] for unit in _UNITS if unit in fields)
        stand_ins = {"title": fields.get("task", ""), "length": next(lengths, "")}
        self._recognized = {**stand_ins, **fields}
        choices = [(_("None"), ""), *((name, name) for name in head.columns if name)]
        for field, box in self.boxes.items():
            box.show_choices(choices, self._recognized.get(field, ""))

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Return the fields with another column than the recognized one; empty for none."""
        if not self.is_shown:
            return ()
        pairs = ((field, str(box.subject)) for field, box in self.boxes.items())
        changed = {pair for pair in pairs if pair[1] != self._recognized.get(pair[0], "")}
        is_other_length = any(field == "length" for field, _column in changed)
        units = {(unit, "") for unit in _UNITS if is_other_length and unit in self._recognized}
        return tuple(sorted(changed | units))


class ProjectChoices(QWidget):
    """The projects of a file, each with the one it is here: the same name, another, or none."""

    changed = Signal()

    def __init__(self, planner: Planner) -> None:
        super().__init__()
        self._names = sorted((one.name for one in planner.catalog.projects() if not one.archived),
                             key=str.casefold)  # fmt: skip
        self._chosen: dict[str, str] = {}
        self._shown: tuple[str, ...] = ()
        self.boxes: dict[str, ChoiceBox] = {}
        self._grid = grid_of(self, across=12, down=6, stretch=(0, 2))

    def chosen(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._chosen.items())

    def show_lines(self, lines: Sequence[ProjectLine]) -> None:
        """Show the projects of a file; the same ones again keep their boxes."""
        listed = [line for line in lines if line.other and (line.rows or line.name)]
        others = tuple(line.other for line in listed)
        if others == self._shown:
            return
        self._shown = others
        clear_layout(self._grid)
        self.boxes = {}
        if listed:
            self._grid.addWidget(TextLabel(_("Projects"), role="strong"), 0, 0)
        for at, line in enumerate(listed, 1):
            box = ChoiceBox(_("Project of {name}", name=line.other))
            new = (_("New: {name}", name=line.other), line.other)
            same = [] if line.other in self._names else [new]
            names = [(name, name) for name in self._names]
            box.show_choices([*same, *names, (_("No project"), "")], line.name)
            box.chosen.connect(partial(self._choose, line.other))
            self.boxes[line.other] = box
            rows = plural("{count} row", "{count} rows", line.rows)
            self._grid.addWidget(TextLabel(line.other, elided=True), at, 0)
            self._grid.addWidget(TextLabel(rows, color="muted"), at, 1)
            self._grid.addWidget(box, at, 2)

    def _choose(self, other: str, name: str) -> None:
        self._chosen[other] = name
        self.changed.emit()
