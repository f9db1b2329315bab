"""Text that is not saved stays in its field, over screen changes and restarts."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import Span
from mle_planner.core.files import ExportError
from mle_planner.core.planner import Planner
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.store import Store
from mle_planner.ui.screens.review.screen import ReviewScreen
from mle_planner.ui.screens.settings.catalog import ActivitiesSection, ProjectsSection
from mle_planner.ui.screens.settings.recurring_events import RecurringEventsSection
from mle_planner.ui.screens.settings.values import ValuesSection
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.services import drafts as drafts_module
from mle_planner.ui.services.drafts import Drafts
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.widgets.fields import NameField
from tests.support.main_window import go_to
from tests.ui.conftest import OpenWindow

FULL = "The disk is full or failing. Nothing was saved; free some space and try again."

Fill = Callable[[bool], None]
Reopen = Callable[[], MainWindow]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Fill the disk of the database, or make room on it."""

    @contextmanager
    def full() -> Iterator[None]:
        raise StorageError(FULL)
        yield

    working = Store.transaction

    def fill(is_full: bool) -> None:
        monkeypatch.setattr(Store, "transaction", (lambda _store: full()) if is_full else working)

    return fill


@pytest.fixture
def reopen(window: MainWindow, open_window: OpenWindow, services: Services, folder: Path) -> Reopen:
    """Close the window and open one as the next start of the program would."""

    def opened() -> MainWindow:
        window.close()
        services.drafts = Drafts(folder)
        return open_window()

    return opened


def review(window: MainWindow) -> ReviewScreen:
    """The review, open."""
    return go_to(window, "review")


def tasks(window: MainWindow) -> TasksScreen:
    """The tasks, open."""
    return go_to(window, "tasks")


def test_a_weeks_note_survives_a_full_disk(
    qtbot: QtBot, window: MainWindow, planner: Planner, folder: Path, disk: Fill, reopen: Reopen
) -> None:
    screen = review(window)
    screen.note.setFocus()
    qtbot.keyClicks(screen.note, "Shipped v3")
    disk(True)
    window.show_screen("today", None)
    assert window.messages.text == FULL
    assert review(window).note.toPlainText() == "Shipped v3"
    screen.step(-1)
    assert screen.note.toPlainText() == ""
    screen.step(1)
    assert screen.note.toPlainText() == "Shipped v3"
    assert stat.S_IMODE((folder / "drafts.json").stat().st_mode) == 0o600

    window = reopen()
    screen = review(window)
    assert screen.note.toPlainText() == "Shipped v3"
    assert planner.reviews.note(planner.today()) == ""
    disk(False)
    window.show_screen("today", None)
    assert planner.reviews.note(planner.today()) == "Shipped v3"
    assert not (folder / "drafts.json").exists()
    assert review(window).note.toPlainText() == "Shipped v3"


def test_a_line_for_a_new_task_survives_a_full_disk_and_a_restart(
    qtbot: QtBot, window: MainWindow, planner: Planner, folder: Path, disk: Fill, reopen: Reopen
) -> None:
    screen = tasks(window)
    qtbot.keyClicks(screen.quick_add.edit, "Ship v3 2h")
    disk(True)
    qtbot.keyClick(screen.quick_add.edit, Qt.Key.Key_Return)
    assert screen.quick_add.edit.text() == "Ship v3 2h"

    window = reopen()
    screen = tasks(window)
    assert screen.quick_add.edit.text() == "Ship v3 2h"
    disk(False)
    qtbot.keyClick(screen.quick_add.edit, Qt.Key.Key_Return)
    assert [task.title for task in planner.open_tasks()] == ["Ship v3"]
    assert not (folder / "drafts.json").exists()


def test_what_is_typed_to_be_added_is_there_in_the_next_window(
    qtbot: QtBot, window: MainWindow, folder: Path, reopen: Reopen
) -> None:
    qtbot.keyClicks(tasks(window).quick_add.edit, "half a task 2h")
    window.trigger("app.palette")
    qtbot.keyClicks(window.overlays.palette.line, "timesheet")

    window = reopen()
    window.trigger("app.palette")
    assert window.overlays.palette.line.text() == "", "a search ends with its window"
    screen = tasks(window)
    assert screen.quick_add.edit.text() == "half a task 2h"
    screen.quick_add.edit.clear()
    window.close()
    assert not (folder / "drafts.json").exists()


def test_a_tasks_title_and_note_survive_a_full_disk(
    qtbot: QtBot, window: MainWindow, planner: Planner, folder: Path, disk: Fill, reopen: Reopen
) -> None:
    task = planner.tasks.add("Ship v2")
    other = planner.tasks.add("Mail")
    screen = tasks(window)
    screen.open_task(task.id)
    screen.editor.begin()
    disk(True)
    qtbot.keyClicks(screen.editor.title, "Ship v3")
    screen.editor.note.setFocus()
    qtbot.keyClicks(screen.editor.note, "Ask Ada")
    screen.editor.title.setFocus()
    screen.open_task(other.id)
    assert screen.editor.title.text() == "Mail"
    screen.open_task(task.id)
    assert screen.editor.title.text() == "Ship v3"
    assert screen.editor.note.toPlainText() == "Ask Ada"

    window = reopen()
    screen = tasks(window)
    screen.open_task(task.id)
    assert screen.editor.title.text() == "Ship v3"
    disk(False)
    qtbot.keyClick(screen.editor.title, Qt.Key.Key_Return)
    screen.editor.note.setFocus()
    screen.editor.title.setFocus()
    stored = planner.task(task.id)
    assert (stored.title, stored.note) == ("Ship v3", "Ask Ada")
    assert not (folder / "drafts.json").exists()


def test_a_title_on_the_axis_survives_a_full_disk(
    qtbot: QtBot, window: MainWindow, planner: Planner, disk: Fill
) -> None:
    start = planner.days.instant(planner.today(), 14 * 60)
    planner.blocks.create(
        Span(start, planner.days.instant(planner.today(), 15 * 60)),
        "Ship v2",
        activity_id=planner.catalog.activities()[0].id,
    )
    screen = go_to(window, "today")
    (key,) = [block.key for _lane, block in screen.surface.content.blocks()
              if block.title == "Ship v2"]  # fmt: skip
    disk(True)
    screen.surface.titles.edit(key)
    editor = screen.surface.titles.editor
    editor.setText("Ship v3")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert window.messages.text == (
        f"{FULL} What you typed is kept: edit the title again to save it."
    )

    disk(False)
    screen.surface.titles.edit(key)
    editor = screen.surface.titles.editor
    assert editor.text() == "Ship v3"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert planner.stored_plan.item(key).title == "Ship v3"
    assert window.context.drafts.text(f"title:{key!r}") is None


def test_a_settings_text_survives_a_full_disk_and_a_restart(
    qtbot: QtBot, window: MainWindow, planner: Planner, folder: Path, disk: Fill, reopen: Reopen
) -> None:
    def field(window: MainWindow) -> object:
        screen = go_to(window, "settings")
        qtbot.waitUntil(lambda: not screen._making.isActive(), timeout=10_000)
        rows = [row for section in screen.sections if isinstance(section, ValuesSection)
                for row in section.rows]  # fmt: skip
        return next(row.field for row in rows if row.setting.name == "my_addresses")

    edit = field(window)
    disk(True)
    edit.setText("me@example.com")
    edit.editingFinished.emit()
    window.show_screen("today", None)
    assert field(window).text() == "me@example.com"
    window = reopen()
    edit = field(window)
    assert edit.text() == "me@example.com"
    disk(False)
    edit.editingFinished.emit()
    assert planner.settings.word("my_addresses") == "me@example.com"
    assert not (folder / "drafts.json").exists()


def test_names_survive_a_full_disk_and_a_restart(
    window: MainWindow, planner: Planner, folder: Path, disk: Fill, reopen: Reopen
) -> None:
    project = planner.catalog.add_project("Ads")
    activity = planner.catalog.activities()[0]
    event = planner.typical_day.add_recurring_event(
        "Standup", activity.id, "FREQ=WEEKLY;BYDAY=MO", planner.today(), 540, 15
    )

    def fields(window: MainWindow) -> dict[str, QLineEdit]:
        context = window.context
        projects = ProjectsSection(planner, context)
        activities = ActivitiesSection(planner, context)
        events = RecurringEventsSection(planner, context)
        for section in (projects, activities, events):
            section.refresh()
        row = projects.rows.rows[project.id]
        return {
            "Ads v2": row.name,
            "Acme": row.client,
            "New one": projects.line,
            "Deep code": activities.rows.rows[activity.id].name,
            "Design": activities.line,
            "Weekly": events.rows.rows[event.id].name,
        }  # the sections live as long as the rows' callbacks hold them

    def leave(field: QLineEdit) -> None:
        (field.editingFinished if isinstance(field, NameField) else field.returnPressed).emit()

    disk(True)
    for text, field in fields(window).items():
        field.setText(text)
        leave(field)
    shown = fields(reopen())
    assert [field.text() for field in shown.values()] == list(shown)
    disk(False)
    for field in shown.values():
        leave(field)
    assert {each.name for each in planner.catalog.projects()} == {"Ads v2", "New one"}
    assert {each.client for each in planner.catalog.projects()} == {"Acme", ""}
    assert {"Deep code", "Design"} <= {each.name for each in planner.catalog.activities()}
    assert "Weekly" in {each.title for each in planner.typical_day.recurring_events()}
    assert not (folder / "drafts.json").exists()


def test_a_draft_that_is_given_up_does_not_return(
    qtbot: QtBot, window: MainWindow, planner: Planner, disk: Fill
) -> None:
    project = planner.catalog.add_project("Ads")
    section = ProjectsSection(planner, window.context)
    section.refresh()
    field = section.rows.rows[project.id].name
    disk(True)
    field.setText("Ads v2")
    field.editingFinished.emit()
    assert window.context.drafts.text(f"project:{project.id}:name") == "Ads v2"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    section.refresh()
    assert field.text() == "Ads"
    assert window.context.drafts.text(f"project:{project.id}:name") is None


def test_a_settings_text_that_is_given_up_does_not_return(
    qtbot: QtBot, window: MainWindow, planner: Planner, disk: Fill
) -> None:
    section = ValuesSection(planner, window.context, "Meetings")
    field = next(row.field for row in section.rows if row.setting.name == "my_addresses")
    section.refresh()
    disk(True)
    field.setText("me@example.com")
    field.editingFinished.emit()
    assert window.context.drafts.text("setting:my_addresses") == "me@example.com"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert window.context.drafts.text("setting:my_addresses") is None
    section.refresh()
    assert field.text() == ""


def test_what_was_typed_on_the_first_page_survives_a_full_disk_and_a_restart(
    qtbot: QtBot, window: MainWindow, planner: Planner, folder: Path, disk: Fill, reopen: Reopen
) -> None:
    window.begin()
    page = window.overlays.welcome
    assert page is not None
    for text in ("Read 1h", "Write 2h"):
        page.line.setText(text)
        qtbot.keyClick(page.line, Qt.Key.Key_Return)
    disk(True)
    page.skip()
    assert page.task_lines == ["Read 1h", "Write 2h"]
    disk(False)
    planner.tasks.add("Mail")  # the database is no longer untouched

    window = reopen()
    window.begin()
    page = window.overlays.welcome
    assert page.task_lines == ["Read 1h", "Write 2h"]
    page.skip()
    assert {task.title for task in planner.open_tasks()} == {"Mail", "Read", "Write"}
    assert not (folder / "drafts.json").exists()


def test_a_folder_that_takes_no_file_keeps_texts_in_memory(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    drafts = Drafts(folder)
    drafts.keep("note:2026-11-23", "Shipped v3")
    assert drafts.text("note:2026-11-23") == "Shipped v3"
    folder.mkdir()
    drafts.flush()
    assert Drafts(folder).text("note:2026-11-23") == "Shipped v3"


def test_on_a_disk_without_any_room_a_text_takes_what_was_held_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, text = tmp_path / "drafts.room", "Shipped v3 " * 1200
    drafts = Drafts(tmp_path)
    drafts.flush()
    assert stat.S_IMODE(held.stat().st_mode) == 0o600
    assert held.stat().st_size > 2 * len(text)

    size = held.stat().st_size

    def write(path: Path, content: bytes) -> None:
        left = held.stat().st_size if held.exists() else 0
        if size - left < len(content):
            raise ExportError(FULL)
        path.write_bytes(content)

    monkeypatch.setattr(drafts_module, "write_atomically", write)
    for key in ("note:2026-11-23", "note:2026-11-30", "note:2026-12-07"):
        drafts.keep(key, text)
        drafts.flush()
        assert Drafts(tmp_path).text(key) == text
    assert 0 < held.stat().st_size < size

    for key in ("note:2026-11-23", "note:2026-11-30", "note:2026-12-07"):
        drafts.drop(key)
    drafts.flush()
    assert [path.name for path in tmp_path.iterdir()] == ["drafts.room"]
    assert held.stat().st_size == size
    drafts.keep("a", "x" * size)  # more than was held stays in memory
    assert not held.exists()
    assert drafts.text("a") == "x" * size


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "\x00\xff"])
def test_a_damaged_file_of_drafts_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "drafts.json").write_text(content, encoding="latin-1")
    assert Drafts(tmp_path).text("a") is None
