"""Backups: making one now, restoring one, and checking the data."""

from __future__ import annotations

from mle_planner.core.i18n.formats import decimal_text
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.maintenance.backup_failure import last_failure
from mle_planner.core.maintenance.backups import backup_paths
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.data_check import DataCheckDialog
from mle_planner.ui.screens.settings.restore_dialog import RestoreDialog
from mle_planner.ui.screens.settings.values import ValuesSection
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import STRETCH, row_of


class BackupsSection(ValuesSection):
    heading = "Backups"
    about = N_("Checked copies of everything, kept in the planner's folder.")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.dialog: RestoreDialog | None = None
        self.data_check: DataCheckDialog | None = None
        row = row_of(
            word_button(_("Back up now"), self.back_up),
            word_button(_("Restore…"), self.restore),
            word_button(_("Check the data…"), self.check_data),
            STRETCH,
            spacing=8,
        )
        self.body.addLayout(row)
        self.total = TextLabel("", role="secondary", color="muted")
        self.body.addWidget(self.total)
        self.failed = TextLabel("", role="secondary", color="error", wrapped=True)
        self.body.addWidget(self.failed)

    def refresh(self) -> None:
        super().refresh()
        folder = self.planner.database_path.parent
        paths = [path for path in backup_paths(folder) if path.exists()]
        size = sum(path.stat().st_size for path in paths) / 1e6
        self.total.setText(
            plural("{count} backup, {size} MB", "{count} backups, {size} MB", len(paths),
                   size=decimal_text(size))
        )  # fmt: skip
        failure = last_failure(folder)
        self.failed.setText("" if failure is None else failure.sentence(self.planner.days.zone))
        self.failed.setVisible(failure is not None)

    def back_up(self) -> None:
        if self.attempt(self.planner.maintenance.back_up):
            self.context.show_message(_("Backed up."), False)
            self.refresh()

    def restore(self) -> None:
        folder = self.planner.database_path.parent
        run_in_background = self.context.run_in_background
        self.dialog = RestoreDialog(folder, self.planner.clock, run_in_background, self.window())
        self.dialog.restored.connect(self._show_restored)
        self.dialog.open()

    def check_data(self) -> None:
        self.data_check = DataCheckDialog(self.planner, self.context, self.window())
        self.data_check.open()

    def _show_restored(self) -> None:
        self.planner.notice_foreign_changes()
        self.refresh()  # the state before is one backup more
        self.context.show_message(
            _("Backup restored. The state before is the newest backup."), False
        )
