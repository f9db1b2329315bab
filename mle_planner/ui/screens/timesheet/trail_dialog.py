"""The trail of locked days: when they were locked, unlocked or corrected, and what changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.timesheet.trail_words import TrailRow
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import dialog_column, foot_row
from mle_planner.ui.widgets.table_rows import Cell, Column
from mle_planner.ui.widgets.tables import QuietTable


class TrailDialog(QDialog):
    def __init__(self, parent: QWidget, rows: Sequence[TrailRow]) -> None:
        super().__init__(parent)
        title = _("Locks and corrections")
        self.setWindowTitle(title)
        self.resize(820, 420)
        self.table = QuietTable(title)
        columns = (
            Column(_("When")), Column(_("What")), Column(_("Days")),
            Column(_("Entry"), stretches=True),
        )  # fmt: skip
        self.table.show_rows(
            columns,
            [
                [
                    Cell(row.at, color="muted"), Cell(row.what), Cell(row.days),
                    Cell(row.entry, tooltip=row.entry),
                ]
                for row in rows
            ],
        )  # fmt: skip
        layout = dialog_column(self)
        layout.addWidget(TextLabel(title, role="title"))
        layout.addWidget(self.table, 1)
        layout.addLayout(foot_row(word_button(_("Close"), self.accept, kind="primary")))
