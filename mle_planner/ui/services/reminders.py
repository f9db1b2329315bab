"""Shows what is due as notifications of the desktop, and does what their buttons say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.core.reminders.reminder import Reminder, ReminderAnswer
from mle_planner.core.tracking.timer import ForgottenTimerError, FutureStartError
from mle_planner.ui.desktop.notifier import DesktopNotice, NoticeOutcome, Notifier

_LONGEST_FOCUS = timedelta(hours=8)


class ReminderService(QObject):
    """Looks each minute and after each change; everything that waits is done in a thread.

    ``window_wanted``: a notification was clicked. ``refused`` carries why a button could not do
    its work. ``doubted``: the user is to be asked first when the running timer ended; it carries
    what starts then, None to stop. ``fell_back`` carries title and body of what no service of the
    desktop shows, and whether the window says it already.
    """

    window_wanted = Signal()
    refused = Signal(str)
    doubted = Signal(object)
    fell_back = Signal(str, str, bool)
    _told = Signal(str, object, str)

    def __init__(
        self,
        planner: Planner,
        parent: QObject | None = None,
        is_locked: Callable[[], bool] = lambda: False,
    ) -> None:
        """``is_locked`` is what is known of the screen already; the desktop is asked too."""
        super().__init__(parent)
        self._planner = planner
        self._is_locked = is_locked
        self._notifier = Notifier(self._told.emit)
        self._shown: dict[str, Reminder] = {}
        self._answered: set[tuple[str, ReminderAnswer]] = set()
        self._has_service = True
        self._may_be_first_run = True
        self._told.connect(self._take)
        # After the window has shown what it shows of the same minute.
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.show_due)

    def start(self) -> None:
        """Begin; a focus that was cut off is over."""
        if not self._planner.read_only and self._planner.reminders.is_focusing:
            self.end_focus()
        self.show_due_soon()

    @Slot()
    def show_due_soon(self) -> None:
        """Look once what happens now is done."""
        if not self._planner.read_only:
            self._soon.start()

    def end_first_run(self) -> None:
        """Begin to remind: the questions of the first run were answered or skipped."""
        self._may_be_first_run = False
        self.show_due_soon()

    @Slot()
    def show_due(self) -> None:
        """Show what is due now; nothing under the locked screen, nor during the first questions."""
        self._may_be_first_run = self._may_be_first_run and self._planner.is_untouched
        if self._may_be_first_run or self._is_locked():
            return
        window = QApplication.activeWindow()
        is_in_front = window is not None and window.windowType() is not Qt.WindowType.Tool
        content = self._planner.settings.word("notification_content")
        due = self._planner.reminders.due(
            is_window_in_front=is_in_front, tells_jobs=not self._has_service
        )
        for reminder in due:
            words = reminder.shown(content)
            buttons = [(ReminderAnswer.OPEN.value, _("Open planner"))]
            buttons += [(answer.value, label) for answer, label in reminder.answers]
            is_urgent = self._planner.reminders.is_focusing
            self._shown[reminder.key] = reminder
            self._notifier.show(
                DesktopNotice(reminder.key, words.title, words.body, buttons, is_urgent=is_urgent)
            )

    # -- focus -----------------------------------------------------------------------------

    def begin_focus(self, until: datetime | None) -> None:
        """Keep quiet until the end of a block, and ask the desktop to."""
        self._planner.reminders.focus_until(until or self._planner.now() + _LONGEST_FOCUS)
        self._notifier.begin_quiet(_("Focus mode"))

    def end_focus(self) -> None:
        """Show the reminders that are due again."""
        self._planner.reminders.focus_until(self._planner.now())
        self._notifier.end_quiet()
        self.show_due_soon()

    def close(self) -> None:
        """Stop; an answer that comes later is not heard."""
        self._soon.stop()
        if self._planner.reminders.is_focusing:
            self._planner.reminders.focus_until(self._planner.now())
        self._notifier.stop()

    # -- answers ---------------------------------------------------------------------------

    @Slot(str, object, str)
    def _take(self, key: str, outcome: NoticeOutcome, button: str) -> None:
        reminder = self._shown.get(key)
        if reminder is None:
            return
        if outcome is NoticeOutcome.LOCKED:
            self._planner.reminders.forget(key)
        elif outcome is NoticeOutcome.REFUSED:
            self._has_service = False
            words = reminder.shown(self._planner.settings.word("notification_content"))
            self.fell_back.emit(words.title, words.body, reminder.is_in_window)
        elif button in [each.value for each in ReminderAnswer]:
            self._carry_out(reminder, ReminderAnswer(button))

    def _carry_out(self, reminder: Reminder, answer: ReminderAnswer) -> None:
        if answer is ReminderAnswer.OPEN:
            self.window_wanted.emit()
        elif answer is ReminderAnswer.JOIN:
            if not QDesktopServices.openUrl(QUrl(reminder.link)):
                words = _("No browser opened {link}. Copy its link instead.", link=reminder.link)
                self.refused.emit(words)
        elif (reminder.key, answer) not in self._answered:  # a button may be pressed twice
            carry_out = partial(self._planner.reminders.carry_out, reminder, answer)
            try:
                carry_out()
                self._answered.add((reminder.key, answer))
            except (ForgottenTimerError, FutureStartError):
                self.doubted.emit(None if answer is ReminderAnswer.STOP else carry_out)
            except PlannerError as error:
                self.refused.emit(str(error))
