"""What the window asks about a timer that ran unseen, and about a clock that was set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.files import SideFile
from mle_planner.core.model.tracked import AwayAnswer
from mle_planner.core.planner import Planner
from mle_planner.ui.services.services import Services
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.timer_question import JobOffer
from tests.support.builders import clock_at, put_clock, task
from tests.support.window import Answers


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-23T09:12")


class Windows:
    """Opens windows on a planner, one after another."""

    def __init__(self, planner: Planner, qtbot: QtBot) -> None:
        self._planner, self._qtbot = planner, qtbot
        self.running: list[Services] = []

    def __call__(self) -> MainWindow:
        """Open a window as at the start of the application."""
        services = Services(self._planner, self._planner.database_path.parent)
        window = MainWindow(services)
        self._qtbot.addWidget(window)
        window.show()
        window.begin()
        self.running.append(services)
        return window

    def end(self, window: MainWindow) -> None:
        """Close a window and end its application."""
        services = window.services
        self.running.remove(services)
        window.close()
        services.stop()


@pytest.fixture
def open_window(planner: Planner, qtbot: QtBot) -> Iterator[Windows]:
    windows = Windows(planner, qtbot)
    yield windows
    for services in windows.running:  # their windows are closed by now
        services.stop()


def crash(planner: Planner, at: datetime) -> None:
    """Leave the file that a window left which was killed at a time."""
    running = planner.running_entry()
    file = planner.database_path.with_name(SideFile.HEARTBEAT)
    file.write_text(f"{running.id} {int(at.timestamp())} window-open\n")


@pytest.fixture
def reopened(planner: Planner, clock: FixedClock, open_window: Windows) -> MainWindow:
    """A window opened at 1:40 at night; the one before was killed at 11:40 under a timer."""
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-23 11:40:33")
    crash(planner, planner.now())
    put_clock(clock, "2026-11-24 01:40")
    return open_window()


def answers(window: MainWindow) -> list[str]:
    return [button.text() for button in window._frame.question.buttons]


def press(window: MainWindow, text: str) -> None:
    next(each for each in window._frame.question.buttons if each.text().endswith(text)).click()


def test_after_a_crash_one_bar_asks_and_nothing_is_decided(
    planner: Planner, reopened: MainWindow
) -> None:
    bar = reopened._frame.question
    assert bar.isVisible()
    assert bar.label.text() == (
        "Write report was running from Mon 23 Nov 11:40 to Tue 24 Nov 01:40 (14:00) while the "
        "planner was not. Does that time count?"
    )
    assert answers(reopened) == [
        "Keep", "Discard time", "Stop at Mon 23 Nov 11:40", "Discard entry", "Split…", "Later"
    ]  # fmt: skip
    assert planner.running() is not None
    reopened.services.ticker.minute_ticked.emit()
    assert bar.isVisible()


def test_keep_leaves_the_timer_as_it_is(planner: Planner, reopened: MainWindow) -> None:
    entry = planner.running_entry()
    press(reopened, "Keep")
    assert not reopened._frame.question.isVisible()
    assert planner.running_entry() == entry


def test_discard_forgets_the_entry(planner: Planner, reopened: MainWindow) -> None:
    press(reopened, "Discard entry")
    assert reopened.messages.text == "Discarded Write report."
    assert not reopened._frame.question.isVisible()
    assert planner.everything()["time_entry"] == []


def test_stop_ends_the_entry_with_the_last_activity(planner: Planner, reopened: MainWindow) -> None:
    press(reopened, "Stop at Mon 23 Nov 11:40")
    assert reopened.messages.text == "Stopped Write report at Mon 23 Nov 11:40."
    assert not reopened._frame.question.isVisible()
    (item,) = planner.day(planner.today() - timedelta(days=1)).tracked
    assert item.span.duration == timedelta(hours=2, minutes=28, seconds=33)
    planner.history.undo()
    assert planner.running() is not None


def test_later_asks_again_after_a_restart(reopened: MainWindow, open_window: Windows) -> None:
    press(reopened, "Later")
    assert not reopened._frame.question.isVisible()
    reopened.services.ticker.minute_ticked.emit()
    assert not reopened._frame.question.isVisible()
    open_window.end(reopened)
    assert "Stop at Mon 23 Nov 11:40" in answers(open_window())


def test_a_question_is_answered_by_keys_alone(
    planner: Planner, reopened: MainWindow, qtbot: QtBot
) -> None:
    reopened.trigger("tasks.answer")
    bar = reopened._frame.question
    assert bar.buttons[0].hasFocus()
    qtbot.keyClick(bar.buttons[0], "3")
    assert not bar.isVisible()
    assert reopened.screen_id == "today", "a digit opens no screen"
    assert planner.running() is None
    reopened.trigger("edit.undo")
    assert bar.isVisible()
    reopened.trigger("tasks.answer")
    qtbot.keyClick(bar.buttons[0], Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert planner.running() is not None


def test_a_heartbeat_that_cannot_be_read_is_asked_about_without_a_time(
    planner: Planner, clock: FixedClock, open_window: Windows
) -> None:
    planner.tracking.start("Write report")
    planner.database_path.with_name(SideFile.HEARTBEAT).write_bytes(b"\0\0")
    put_clock(clock, "2026-11-23 11:00")
    window = open_window()
    assert answers(window)[0] == "Keep running"
    assert answers(window)[2] == "Discard entry"
    press(window, "Keep running")
    assert not window._frame.question.isVisible()


def test_a_command_that_answers_elsewhere_ends_the_question(
    planner: Planner, reopened: MainWindow, clock: FixedClock
) -> None:
    assert reopened._frame.question.isVisible()
    with Planner.open(planner.database_path.parent, clock) as other:
        (found,) = other.away.unresolved()
        other.away.resolve(found.id, AwayAnswer.KEEP)
    reopened.services.bridge.read_foreign_changes()
    reopened.services.ticker.minute_ticked.emit()
    assert not reopened._frame.question.isVisible()


def test_each_minute_of_a_timer_is_on_disk_and_closing_says_so(
    planner: Planner, clock: FixedClock, open_window: Windows
) -> None:
    file = planner.database_path.with_name(SideFile.HEARTBEAT)
    window = open_window()
    window.services.ticker.minute_ticked.emit()
    assert not file.exists()
    planner.tracking.start("Drift")
    for minute in range(3):
        _entry, second, state = file.read_text().split()
        assert int(second) == int(planner.now().timestamp()), minute
        assert state == "window-open"
        clock.put(planner.now() + timedelta(minutes=1))
        window.services.ticker.minute_ticked.emit()
    open_window.end(window)
    assert file.read_text().endswith(" window-quit\n")
    clock.put(planner.now() + timedelta(hours=2))
    assert planner.heartbeats.silence() is None


def test_a_machine_that_slept_is_asked_about_when_it_wakes(
    planner: Planner, clock: FixedClock, open_window: Windows
) -> None:
    window = open_window()
    planner.tracking.start("Drift")
    clock.put(planner.now() + timedelta(hours=3))
    window.services.ticker.minute_ticked.emit()
    assert answers(window) == [
        "Standup", "Keep", "Discard time", "Discard entry", "Split…", "Later"
    ]  # fmt: skip


def test_a_digit_is_shown_while_it_answers_and_not_while_it_opens_a_screen(
    reopened: MainWindow,
) -> None:
    button = reopened._frame.question.buttons[0]
    for reason, shown in (
        (Qt.FocusReason.ShortcutFocusReason, "1 Keep"),
        (Qt.FocusReason.MouseFocusReason, "Keep"),  # a button under the pointer does not move
    ):
        QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusIn, reason))
        assert answers(reopened)[0] == shown
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusOut))
    assert answers(reopened)[0] == "Keep"


def test_a_digit_answers_only_while_it_is_shown(
    planner: Planner, reopened: MainWindow, qtbot: QtBot
) -> None:
    """Given the focus by the mouse, a digit is no answer, also once the window is used again."""
    bar, again = reopened._frame.question, Qt.FocusReason.ActiveWindowFocusReason
    running, button = planner.running_entry(), bar.buttons[4]
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    for event in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        QApplication.sendEvent(button, QFocusEvent(event, again))
    for digit in "12345":
        qtbot.keyClick(button, digit)
    assert bar.isVisible()
    assert planner.running_entry() == running

    reopened.trigger("tasks.answer")
    for event in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        QApplication.sendEvent(bar.buttons[0], QFocusEvent(event, again))
    assert answers(reopened)[0] == "1 Keep"
    qtbot.keyClick(bar.buttons[0], "1")
    assert not bar.isVisible()


@pytest.mark.parametrize(
    ("hours", "sentence", "moved"),
    [
        (-1, "The clock was set back from 09:32 to 08:32 while Drift was running. Its start is "
         "still 09:12.", "Move the start to 08:12"),
        (5, "The clock was set forward from 09:32 to 14:32 while Drift was running. Its start is "
         "still 09:12.", "Move the start to 14:12"),
    ],
)  # fmt: skip
def test_a_set_clock_is_told_with_both_times_and_the_start_can_move_with_it(
    planner: Planner, clock: FixedClock, open_window: Windows, hours: int, sentence: str, moved: str
) -> None:
    window = open_window()
    planner.tracking.start("Drift")
    for _minute in range(20):
        clock.put(planner.now() + timedelta(minutes=1))
        window.services.ticker.minute_ticked.emit()
    clock.set_to(planner.now() + timedelta(hours=hours))
    window.services.ticker.minute_ticked.emit()
    assert window._frame.question.label.text() == sentence
    assert answers(window) == [moved, "Leave it"]
    clock.put(planner.now() + timedelta(minutes=1))
    window.services.ticker.minute_ticked.emit()
    assert not window._frame.question.isHidden()  # told once, and stays until it is answered
    press(window, moved)
    assert not window._frame.question.isVisible()
    stopped = planner.tracking.stop()
    assert stopped.end is not None
    assert stopped.end - stopped.start == timedelta(minutes=21)


def test_a_set_clock_is_still_asked_about_once_the_timer_has_stopped(
    planner: Planner, clock: FixedClock, open_window: Windows
) -> None:
    window = open_window()
    entry = planner.tracking.start("Drift")
    clock.put(planner.now() + timedelta(minutes=1))
    window.services.ticker.minute_ticked.emit()
    clock.set_to(planner.now() + timedelta(hours=5))
    window.services.ticker.minute_ticked.emit()
    clock.put(planner.now() + timedelta(minutes=2))
    planner.tracking.stop()
    assert not window._frame.question.isHidden()
    press(window, answers(window)[0])
    assert not window._frame.question.isVisible()
    stopped = planner.entry(entry.id)
    assert stopped.end is not None
    assert stopped.end - stopped.start == timedelta(minutes=3)
    # Its start was corrected by the user, so that nothing is left to ask.
    planner.history.undo()
    assert not window._frame.question.isVisible()


def test_a_set_clock_can_be_left_alone(
    planner: Planner, clock: FixedClock, open_window: Windows
) -> None:
    window = open_window()
    entry = planner.tracking.start("Drift")
    clock.set_to(planner.now() - timedelta(hours=1))
    window.services.ticker.minute_ticked.emit()
    press(window, "Leave it")
    assert not window._frame.question.isVisible()
    assert planner.running_entry() == entry


def test_only_what_ends_from_now_on_is_told_with_the_task_that_waited(tmp_path: Path) -> None:
    clock = clock_at()
    with Planner.open(tmp_path, clock) as planner:
        waiting = task(planner, "Train drift model 2h")
        jobs = planner.jobs
        jobs.end(jobs.begin(["before"]), timedelta(hours=1), 0)
        said = list[str]()
        offer = JobOffer(planner, Timer(planner, Answers(), lambda text, _undo: said.append(text)))
        assert offer.next() is None
        job = jobs.begin(["python", "train.py"], waiting.id)
        assert offer.next() is None
        jobs.end(job, timedelta(minutes=65), 0)
        shown = offer.next()
        assert shown is not None
        sentence, answers = shown
        assert sentence == "python train.py finished after 1:05."
        assert [text for text, _act in answers] == ["Start Train drift model", "Close"]
        dict(answers)["Start Train drift model"]()
        assert offer.next() is None
        assert planner.running_entry().task_id == waiting.id
        assert said == ["Started Train drift model."]
        clock.put(clock.now() + timedelta(hours=2))
        jobs.end(jobs.begin(["make"]), timedelta(minutes=1), 2)
        shown = offer.next()
        assert shown[0] == "make ended with exit code 2 after 0:01."
        assert [text for text, _act in shown[1]] == ["Close"]


@pytest.mark.parametrize(("decision", "running"), [(None, "Write report"), (0, "Train drift")])
def test_over_a_forgotten_timer_it_asks_when_that_ended(
    tmp_path: Path, decision: int | None, running: str
) -> None:
    """Without an answer nothing is done, and the task stays offered."""
    clock = clock_at()
    with Planner.open(tmp_path, clock) as planner:
        waiting = task(planner, "Train drift 2h")
        answers = Answers()
        answers.decisions = [decision]
        offer = JobOffer(planner, Timer(planner, answers, lambda _text, _undo: None))
        planner.tracking.start("Write report")
        clock.put(clock.now() + timedelta(hours=13))
        jobs = planner.jobs
        jobs.end(jobs.begin(["python", "train.py"], waiting.id), timedelta(hours=1), 0)
        shown = offer.next()
        dict(shown[1])["Start Train drift"]()
        assert answers.asked[0] == "Write report has been running for 13:00."
        assert planner.running_entry().title == running
        assert (offer.next() is None) is (decision is not None)


def test_a_start_that_lies_ahead_once_the_clock_is_set_again_is_refused(
    planner: Planner, clock: FixedClock, open_window: Windows
) -> None:
    """Given the question after a leap, answered in the minute in which the clock is set back."""
    window = open_window()
    entry = planner.tracking.start("Drift")
    clock.set_to(planner.now() + timedelta(hours=5))
    window.services.ticker.minute_ticked.emit()
    clock.set_to(planner.now() - timedelta(hours=5, seconds=1))
    press(window, "Move the start to 14:12")
    assert "lies in the future" in window.messages.text
    assert planner.running_entry() == entry


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Stop at Mon 23 Nov 18:00", "Stopped Write report at Mon 23 Nov 18:00."),
        ("Discard time", "14:40 of Write report discarded."),
    ],
)
def test_the_morning_page_follows_the_answer_about_a_timer_left_over_night(
    planner: Planner, clock: FixedClock, open_window: Windows, answer: str, told: str
) -> None:
    task(planner, "Backtest 2h")
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-23 18:00:33")
    crash(planner, planner.now())
    put_clock(clock, "2026-11-24 08:40")
    window = open_window()
    window.services.ticker.minute_ticked.emit()
    assert window.screen_id == "today"
    press(window, answer)
    assert window.screen_id == "morning"
    assert window.messages.text == told


def test_no_morning_page_follows_a_timer_that_ran_on_today(
    planner: Planner, clock: FixedClock, open_window: Windows
) -> None:
    task(planner, "Backtest 2h")
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 08:40")
    window = open_window()
    planner.tracking.stop(planner.now())
    assert window.screen_id == "today"
