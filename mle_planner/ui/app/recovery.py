"""The window shown instead of the planner when its data cannot be opened or read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout

from mle_planner.core.i18n.formats import clock_text, day_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.ui.services.background import Background
from mle_planner.ui.widgets import theme
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.dialogs import Dialogs
from mle_planner.ui.widgets.layouts import column_of, fill, foot_row

if TYPE_CHECKING:
    from mle_planner.core.base.clock import Clock
    from mle_planner.ui.screens.settings.restore_dialog import RestoreDialog

_WIDTH_PX = 560


Recovery = Literal["close", "open", "read-only"]
"""The user's choice: close, try to open again, or open read-only."""


class RecoveryWindow(QDialog):
    """Shows what happened and what is kept, and offers solutions; ``choice`` is the answer.

    It changes nothing by itself.
    """

    def __init__(
        self, folder: Path, clock: Clock, sentence: str, ask: Dialogs | None = None
    ) -> None:
        super().__init__()
        self.choice: Recovery = "close"
        self.restore_dialog: RestoreDialog | None = None
        self._folder = folder
        self._clock = clock
        self._ask = ask if ask is not None else Dialogs(self)
        self._background = Background(self)
        self.setWindowTitle(_("Planner: data not opened"))
        self.setMinimumWidth(_WIDTH_PX)
        self.kept = TextLabel(self._kept_words(), color="muted", wrapped=True)
        self.told = TextLabel("", color="muted", wrapped=True)
        self.told.hide()
        self.restore_button = word_button(_("Restore a backup…"), self.restore)
        self.read_only_button = word_button(_("Open read-only"), partial(self._answer, "read-only"))
        self.export_button = word_button(_("Export what can be read…"), self.export)
        self.folder_button = word_button(_("Show the folder"), self.show_folder)
        self.close_button = word_button(_("Close"), self.reject)
        has_backups = any((folder / "backups").glob("*.db"))
        first = self.restore_button if has_backups else self.read_only_button
        first.setProperty("kind", "primary")
        first.setDefault(True)
        self._lay_out(sentence)

    def restore(self) -> None:
        """Choose a backup, also from elsewhere, preview and restore it, and open the planner."""
        from mle_planner.ui.screens.settings.restore_dialog import RestoreDialog

        dialog = self.restore_dialog = RestoreDialog(
            self._folder, self._clock, self._run_in_background, self
        )
        dialog.restored.connect(lambda: self._answer("open"))
        dialog.open()

    def export(self) -> None:
        """Write everything that can be read to a JSON file of the user's choice."""
        path = self._ask.file_to_save(
            _("Export what can be read"), "planner.json", _("JSON files (*.json)")
        )
        if path is not None:
            self._tell(_("Exporting…"))
            self._run_in_background(_export_to(path, self._clock), self._folder, self._tell)

    def show_folder(self) -> None:
        """Open the data folder in the desktop's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def close_background(self) -> None:
        self._background.close()

    def _answer(self, choice: Recovery) -> None:
        self.choice = choice
        self.accept()

    def _tell(self, sentence: str) -> None:
        self.told.show_text(sentence)

    def _run_in_background(
        self, function: Callable[[Any], Any], argument: Any, done: Callable[[Any], None]
    ) -> None:
        self._background.run(function, argument, done, failed=lambda error: self._tell(str(error)))

    def _kept_words(self) -> str:
        from mle_planner.core.maintenance.backups import time_of

        here = _("Nothing was changed. Your data is in {folder}.", folder=self._folder)
        try:
            made = [time_of(path) for path in (self._folder / "backups").glob("*.db")]
        except OSError:
            made = []
        if not made:
            return here + " " + _("There are no backups beside it.")
        backups = plural(
            "There is {count} backup, made {when}.",
            "There are {count} backups, the newest made {when}.",
            len(made),
            when=self._when(max(made)),
        )
        return f"{here} {backups}"

    def _when(self, at: datetime) -> str:
        zone = self._clock.zone
        today = self._clock.now().astimezone(zone).date()
        return f"{day_text(at.astimezone(zone).date(), today=today)} {clock_text(at, zone)}"

    def _lay_out(self, sentence: str) -> None:
        title = _("The planner could not open its data")
        layout = column_of(
            TextLabel(title, role="title", wrapped=True),
            TextLabel(sentence, wrapped=True),
            self.kept,
            4,
            inside=self,
            spacing=12,
            margins=(22, 20, 22, 18),
        )
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (first, (self.restore_button, self.read_only_button)),
            (second, (self.export_button, self.folder_button)),
        ):
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button, 1)
            layout.addLayout(row)
        fill(layout, self.told, foot_row(self.close_button))


def recover(folder: Path, clock: Clock, sentence: str) -> Recovery:
    """Show the window until it is answered, in the desktop's theme."""
    theme.apply(theme.chosen_theme("system"))
    window = RecoveryWindow(folder, clock, sentence)
    window.exec()
    window.close_background()
    window.deleteLater()
    return window.choice


def _export_to(path: Path, clock: Clock) -> Callable[[Path], str]:
    def export(folder: Path) -> str:
        from mle_planner.core.files import write_export
        from mle_planner.core.planner import Planner

        with Planner.open(folder, clock, is_read_only=True) as planner:
            everything = planner.everything()
            left_out = planner.unreadable_count
        text = json.dumps(everything, ensure_ascii=False, indent=2)
        write_export(path, text.encode(errors="replace"))
        count = sum(map(len, everything.values()))
        told = plural("{count} record was exported.", "{count} records were exported.", count)
        if left_out:
            told += " " + plural(
                "{count} record could not be read in full.",
                "{count} records could not be read in full.",
                left_out,
            )
        return told

    return export
