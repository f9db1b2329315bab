"""A backup is made and restored by clicks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.axis import Said


def words(backups: BackupsSection) -> list[str]:
    assert backups.dialog is not None
    return [label.text() for label in backups.dialog.findChildren(TextLabel)]


def test_a_backup_is_restored_and_the_state_before_can_be_had_back(
    backups: BackupsSection, planner: Planner, qtbot: QtBot
) -> None:
    planner.tasks.add("Drift alert 1h")
    backups.back_up()
    planner.tasks.add("Feature store 1h")
    backups.restore()
    assert backups.dialog is not None
    assert backups.dialog.list.count() == 1
    assert "−1" in words(backups)
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert [view.task.title for view in planner.board().tasks] == ["Drift alert"]
    assert backups.total.text().startswith("2 backups")
    backups.restore()
    assert backups.dialog.list.count() == 2
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    titles = [view.task.title for view in planner.board().tasks]
    assert titles == ["Drift alert", "Feature store"]


def test_without_a_backup_it_says_what_to_do_and_asks_nothing(backups: BackupsSection) -> None:
    backups.restore()
    assert backups.dialog is not None
    assert "No backups yet. Back up now makes one." in words(backups)
    assert not backups.dialog.ends_timer.isVisibleTo(backups.dialog)


@pytest.mark.parametrize("is_ended", [True, False])
def test_a_timer_of_the_backup_is_named_and_ended_when_it_was_made_unless_it_shall_run(
    backups: BackupsSection, planner: Planner, clock: FixedClock, qtbot: QtBot, *, is_ended: bool
) -> None:
    planner.tracking.start("Drift alert")
    clock.put(clock.now() + timedelta(hours=1))
    backups.back_up()
    made_at = planner.now()
    planner.tracking.stop()
    clock.put(clock.now() + timedelta(hours=73))
    backups.restore()
    assert backups.dialog is not None
    assert any("Drift alert" in text and "since" in text for text in words(backups))
    assert backups.dialog.ends_timer.isChecked()
    backups.dialog.ends_timer.setChecked(is_ended)
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    running = planner.running_entry()
    assert (running is None) == is_ended
    if is_ended:
        (entry,) = planner.day(planner.days.date_of(made_at)).tracked
        assert entry.span.end == made_at


def test_a_restore_whose_timer_cannot_be_ended_is_shown_with_the_reason(
    backups: BackupsSection, planner: Planner, clock: FixedClock, qtbot: QtBot, said: Said
) -> None:
    """Given a timer that began in the second of the backup, then it would end as it begins."""
    planner.tracking.start("Drift alert")
    backups.back_up()
    clock.put(clock.now() + timedelta(hours=1))
    planner.tracking.stop()
    backups.restore()
    assert backups.dialog is not None
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert planner.running_entry() is not None, "restored, and known to the window"
    assert not backups.dialog.isVisible()
    assert len(said.errors) == 1


def test_a_timer_that_runs_now_goes_on_without_a_question(
    backups: BackupsSection, planner: Planner, clock: FixedClock, qtbot: QtBot
) -> None:
    planner.tracking.start("Drift alert")
    clock.put(clock.now() + timedelta(hours=1))
    backups.back_up()
    clock.put(clock.now() + timedelta(minutes=5))
    backups.restore()
    assert backups.dialog is not None
    assert not backups.dialog.ends_timer.isVisibleTo(backups.dialog)
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert planner.running_entry() is not None


def test_a_damaged_backup_is_listed_and_cannot_be_restored(
    backups: BackupsSection, planner: Planner
) -> None:
    path = planner.maintenance.back_up()
    path.write_bytes(path.read_bytes()[:-4096])
    backups.restore()
    assert backups.dialog is not None
    assert "damaged" in backups.dialog.list.item(0).text()
    assert not backups.dialog.restore_button.isEnabled()
    assert "This backup is damaged and cannot be restored." in words(backups)


def test_a_restore_that_fails_says_why_and_can_be_tried_again(
    backups: BackupsSection, planner: Planner, qtbot: QtBot
) -> None:
    path = planner.maintenance.back_up()
    backups.restore()
    assert backups.dialog is not None
    content = path.read_bytes()
    path.unlink()
    path.with_suffix(".sha256").unlink()
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert any("Nothing was changed" in text for text in words(backups))
    path.write_bytes(content)
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert not backups.dialog.isVisible()
