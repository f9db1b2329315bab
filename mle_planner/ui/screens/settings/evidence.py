"""Evidence: its sources, and what a longer pause would change this week."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.evidence_sources import SourceList
from mle_planner.ui.screens.settings.values import ValuesSection
from mle_planner.ui.screens.what_counts import PauseTrial
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of

_TRIAL_PX = 420


class EvidenceSection(ValuesSection):
    """The evidence settings with their effect, the sources, and the configuration for editors."""

    heading = "Evidence"
    about = N_(
        "Coding time is computed from timers, typed entries, editors, git and "
        "ActivityWatch. Editors with a WakaTime plugin report here; nothing leaves this "
        "computer."
    )

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.trial = PauseTrial(planner, planner.today(), self.attempt, has_slider=False)
        self.lines = TextLabel("", wrapped=True)
        self.last = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.copy_button = word_button(_("Copy"), self.copy_lines)
        self.write_button: QPushButton = word_button(
            _("Write them (a backup is made first)"), self.write_lines
        )
        self._setup = QWidget()
        self.sources = SourceList(self, planner)
        self._lay_out()

    def refresh(self) -> None:
        super().refresh()
        self.sources.refresh()
        self.trial.refresh()
        found = self.planner.editors.status()
        self._setup.setVisible(found.is_on and bool(found.key))
        if found.key:
            self.lines.setText("\n".join(("[settings]", *self.planner.editors.config_lines())))
        if found.last is None:
            self.last.setText(_("No heartbeat was received yet."))
            return
        when = day_and_clock_text(found.last.at, self.planner.now(), self.planner.days.zone)
        self.last.setText(
            _("Last heartbeat: {when}, {editor}", when=when,
              editor=found.last.detail or _("unnamed editor"))
        )  # fmt: skip

    def copy_lines(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.planner.editors.config_lines()) + "\n")
        self.context.show_message(_("Copied."), False)

    def write_lines(self) -> None:
        """Put the two lines into WakaTime's configuration."""

        def write() -> None:
            backup = self.planner.editors.write_config(self.planner.now())
            self.context.show_message(
                _("Written.") if backup is None
                else _("Written. The configuration before is {name}.", name=backup.name),
                False,
            )  # fmt: skip

        self.attempt(write)

    def _lay_out(self) -> None:
        self.trial.setMaximumWidth(_TRIAL_PX)
        self.body.insertWidget(self.body.indexOf(self.rows[0]) + 1, self.trial)
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        buttons = row_of(self.copy_button, self.write_button, STRETCH, spacing=8)
        column_of(
            TextLabel(_("For the file .wakatime.cfg in your home folder:")),
            self.lines,
            buttons,
            inside=self._setup,
            spacing=6,
            margins=(0, 6, 0, 0),
        )
        fill(self.body, self._setup, self.last, self.sources)
