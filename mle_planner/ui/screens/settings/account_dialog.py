"""Adding an account: signing in, and choosing which of its calendars to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QScrollArea, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.calendar import Calendar, SecretSource
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.feeds import local_network_question
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Form, TextLabel, as_plain_label, clear_layout
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.layouts import STRETCH, column_of, dialog_column, foot_row, scrolling

if TYPE_CHECKING:
    from mle_planner.core.calendars.accounts import AccountRequest, FoundAccount
    from mle_planner.core.calendars.caldav_discovery import RemoteCalendar
    from mle_planner.core.planner import Planner


class AccountDialog(QDialog):
    """Asks for the sign-in, lists the calendars found, and adds the chosen ones.

    ``found`` is the result of signing in, ``boxes`` are the check boxes of its calendars.
    """

    def __init__(self, context: ScreenContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add account"))
        self.resize(520, 420)
        self._context = context
        self.found: FoundAccount | None = None
        self.boxes: list[tuple[QCheckBox, RemoteCalendar]] = []
        self._allowed: str | None = None  # the address, which may be on this computer
        self.address = text_line(_("Address or email"), "https://caldav.example.com/")
        self.user = text_line(_("User name"), "")
        sources = [(_("Typed here"), False), (_("A command that prints it"), True)]
        self.source = ChoiceBox(_("Password from"), sources, fits=True)
        self.secret = text_line(_("Password"), "")
        self.about = TextLabel("", color="muted", wrapped=True)
        self.act = word_button(_("Sign in"), self._go_on, kind="primary")
        self.act.setDefault(True)
        self._calendars = column_of(spacing=6)
        self._lay_out()
        self.source.chosen.connect(self._show_source)
        for field in (self.address, self.user, self.secret):
            field.textEdited.connect(self._forget_found)
        self._show_source()

    def sign_in(self) -> None:
        """Look up the calendars of the account; nothing is stored."""
        request = self._request()

        self._wait(_("Signing in…"))
        self._context.run_on_calendars(
            lambda planner, stop: planner.accounts.find(request, is_stopped=stop),
            self._show_found,
            self._refuse,
        )

    def add(self) -> None:
        found = self.found
        chosen = [remote for box, remote in self.boxes if box.isChecked()]
        if found is None:
            return

        def job(
            planner: Planner, _is_stopped: Callable[[], bool]
        ) -> tuple[tuple[Calendar, ...], bool]:
            added = planner.accounts.add(found, chosen)
            account = planner.accounts.of(added[0])
            return added, account is not None and account.secret_source is SecretSource.RUN

        self._wait(_("Adding…"))
        self._context.run_on_calendars(job, self._finish, self._refuse)

    def _go_on(self) -> None:
        if self.found is None:
            self.sign_in()
        else:
            self.add()

    # -- what comes back ---------------------------------------------------------------------

    def _show_found(self, found: FoundAccount) -> None:
        if not self.isVisible():
            return
        self._forget_found()
        self.found = found
        for remote in found.calendars:
            box = QCheckBox(as_plain_label(remote.name))
            box.setChecked(True)
            self.boxes.append((box, remote))
            self._calendars.addWidget(box)
        self.act.setEnabled(True)
        self.act.setText(_("Add"))
        self.about.setText(
            _("Choose the calendars to plan around. They are only read, never changed.")
        )

    def _refuse(self, error: PlannerError) -> None:
        if not self.isVisible():
            return
        self.act.setEnabled(True)
        self.about.setText(str(error))
        question = local_network_question(error)
        if question and self._context.ask.confirmed(*question):
            self._allowed = self.address.text()
            self.sign_in()

    def _finish(self, result: tuple[tuple[Calendar, ...], bool]) -> None:
        added, is_forgotten = result
        words = plural("Added {count} calendar.", "Added {count} calendars.", len(added))
        if is_forgotten:
            words += " " + _(
                "This computer has no keyring: the password is known until the planner ends."
            )
        self._context.show_message(words, True)
        for calendar in added:
            self._context.feeds.refresh(calendar.id)
        self.accept()

    # -- inside ------------------------------------------------------------------------------

    def _request(self) -> AccountRequest:
        from mle_planner.core.calendars.accounts import AccountRequest

        is_command = self.source.subject
        secret = self.secret.text()
        return AccountRequest(
            self.address.text(),
            self.user.text().strip(),
            "" if is_command else secret,
            secret.strip() if is_command else "",
            allows_private=self.address.text() == self._allowed,
        )

    def _show_source(self) -> None:
        is_command = self.source.subject
        mode = QLineEdit.EchoMode.Normal if is_command else QLineEdit.EchoMode.Password
        self.secret.setEchoMode(mode)
        self.secret.clear()
        title = _("Command") if is_command else _("Password")
        self.secret.setAccessibleName(title)
        self._secret_title.setText(title)
        self.secret.setPlaceholderText("pass show work" if is_command else "")
        self._forget_found()

    def _forget_found(self) -> None:
        """Start over: the calendars found belong to values that the fields no longer have."""
        self.found = None
        clear_layout(self._calendars)
        self.boxes.clear()
        self.act.setText(_("Sign in"))
        self.about.setText(
            _("Only the command is stored; it is run without a shell.")
            if self.source.subject
            else _("Many providers want a password made for apps. It is kept in the keyring.")
        )

    def _wait(self, words: str) -> None:
        self.act.setEnabled(False)
        self.about.setText(words)

    def _list_of_calendars(self) -> QScrollArea:
        inside = QWidget()
        column_of(self._calendars, STRETCH, inside=inside)
        return scrolling(inside)

    def _lay_out(self) -> None:
        form = Form(
            (_("Address or email"), self.address),
            (_("User name"), self.user),
            (_("Password from"), self.source),
            (_("Password"), self.secret),
        )
        self._secret_title = form.labels[-1]
        layout = dialog_column(self)
        layout.addWidget(TextLabel(_("Add account"), role="title"))
        layout.addLayout(form)
        layout.addWidget(self.about)
        layout.addWidget(self._list_of_calendars(), 1)
        layout.addLayout(foot_row(word_button(_("Cancel"), self.reject), self.act))
