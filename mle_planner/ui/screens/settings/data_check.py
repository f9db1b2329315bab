"""The data check: the problems found, and a button to repair each."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.maintenance.doctor import Examination, examine
from mle_planner.core.maintenance.problems import DataProblem
from mle_planner.core.maintenance.repair import Repair, repair_problems
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.section import or_sentence
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.dialogs import CarefulDialog
from mle_planner.ui.widgets.layouts import (
    STRETCH,
    column_of,
    dialog_column,
    fill,
    foot_row,
    row_of,
    scrolling,
)

_MOST_ROWS = 100


class ProblemRow(QFrame):
    """One problem: its place, its description, and its repair."""

    def __init__(self, problem: DataProblem, dialog: DataCheckDialog) -> None:
        super().__init__()
        self.problem = problem
        words = column_of(
            TextLabel(problem.where, elided=True),
            TextLabel(problem.what, role="secondary", wrapped=True),
            spacing=2,
        )
        layout = row_of((words, 1), inside=self, spacing=12, margins=(0, 4, 0, 4))
        if problem.repair:
            words.addWidget(
                TextLabel(problem.repair, role="secondary", color="muted", wrapped=True)
            )
            self.button = word_button(_("Repair"), lambda: dialog.repair([problem.id]))
            self.button.setAccessibleDescription(problem.repair)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


class DataCheckDialog(CarefulDialog):
    """Checks database and backups in the background, and repairs what the user chooses."""

    def __init__(self, planner: Planner, context: ScreenContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Check the data"))
        self.resize(680, 460)
        self._planner = planner
        self._context = context
        self._folder = planner.database_path.parent
        self._zone = planner.days.zone.key
        self.about = TextLabel("", color="muted", wrapped=True)
        self.rows: list[ProblemRow] = []
        self._list = QVBoxLayout()
        self.repair_all_button = word_button(
            _("Repair all"), lambda: self.repair(None), kind="primary"
        )
        self._lay_out()
        self.check()

    def check(self) -> None:
        self._wait(_("Checking…"))
        work = partial(examine, zone=self._zone, now=self._planner.now())
        self._context.run_in_background(work, self._folder, self._show)

    def repair(self, wanted: Collection[str] | None) -> None:
        self._wait(_("Repairing…"))
        work = partial(or_sentence, repair_problems, self._folder, self._zone, self._planner.now())
        self._context.run_in_background(work, wanted, self._finish)

    def _wait(self, words: str) -> None:
        self.about.setText(words)
        self.repair_all_button.setEnabled(False)
        for row in self.rows:
            row.setEnabled(False)

    def _finish(self, result: Repair | str) -> None:
        if isinstance(result, str):
            self._context.show_error(result)
        elif result.repaired:
            self._planner.notice_foreign_changes()
            count = len(result.repaired)
            self._context.show_message(
                plural("Repaired {count} problem. The state before is the newest backup.",
                       "Repaired {count} problems. The state before is the newest backup.", count),
                False,
            )  # fmt: skip
        self.check()

    def _show(self, found: Examination) -> None:
        clear_layout(self._list)
        self.rows = [ProblemRow(problem, self) for problem in found.problems[:_MOST_ROWS]]
        fill(self._list, *self.rows, STRETCH)
        self.repair_all_button.setEnabled(any(each.repair for each in found.problems))
        self.about.setText(" ".join((_summary(found), *found.notes)))

    def _lay_out(self) -> None:
        page = QWidget()
        page.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 8, 0)
        column = dialog_column(self)
        column.addWidget(TextLabel(_("Check the data"), role="title"))
        column.addWidget(self.about)
        column.addWidget(scrolling(page, takes_keys=True), 1)
        column.addLayout(foot_row(word_button(_("Close"), self.accept), self.repair_all_button))


def _summary(found: Examination) -> str:
    count = len(found.problems)
    if not count:
        return _("No problems. Database and backups are sound.")
    words = plural("{count} problem.", "{count} problems.", count)
    if count > _MOST_ROWS:
        words += " " + _("The first {count} are listed.", count=_MOST_ROWS)
    return words + " " + _("A repair backs up the present state first.")
