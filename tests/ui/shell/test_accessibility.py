"""What a screen reader hears on every screen, where Tab leads, and that nothing moves by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QComboBox, QWidget

from mle_planner.core.planner import Planner
from mle_planner.ui.screen import Screen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.screens import SCREENS
from tests.support.checkout import ROOT

pytestmark = pytest.mark.slow

_NO_KIND = {QAccessible.Role.Client, QAccessible.Role.NoRole}


@pytest.fixture
def filled(planner: Planner, window: MainWindow) -> MainWindow:
    """The window on the example week."""
    planner.load_example_week()
    window.resize(1360, 860)
    return window


def controls(root: QWidget) -> Iterator[QWidget]:
    """Everything that can be operated: what takes the focus, and every button."""
    for widget in root.findChildren(QWidget):
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if widget.isVisibleTo(root) and (takes_focus or isinstance(widget, QAbstractButton)):
            yield widget


def unspoken(root: QWidget) -> list[str]:
    """Controls without a name or a role; what scrolls a page needs a name only."""
    found = []
    for widget in controls(root):
        spoken = QAccessible.queryAccessibleInterface(widget)
        is_area = isinstance(widget, QAbstractScrollArea)
        name = spoken.text(QAccessible.Text.Name).strip()
        if isinstance(widget, QComboBox):  # on Linux its name is what is chosen
            told = (name, spoken.text(QAccessible.Text.Description))
            name = name if widget.accessibleName() in told and widget.accessibleName() else ""
        if not name or (spoken.role() in _NO_KIND and not is_area):
            found.append(f"{type(widget).__name__} {name!r} {spoken.role().name}")
    return found


def passed_over(root: QWidget) -> list[str]:
    """What draws itself and has a name but no role, apart from what scrolls."""
    found = []
    for widget in root.findChildren(QWidget):
        kinds = type(widget).__mro__
        draws = any(
            "paintEvent" in kind.__dict__
            for kind in kinds
            if kind.__module__.startswith("mle_planner")
        )
        is_area = isinstance(widget, QAbstractScrollArea)
        if (
            (draws or isinstance(widget, Screen))
            and not is_area
            and widget.isVisibleTo(root)
            and widget.accessibleName()
        ) and QAccessible.queryAccessibleInterface(widget).role() in _NO_KIND:
            found.append(f"{kinds[0].__name__} {widget.accessibleName()!r}")
    return found


def wrong_states(root: QWidget) -> list[str]:
    """Controls whose states do not say what they are."""
    found = []
    for widget in controls(root):
        state = QAccessible.queryAccessibleInterface(widget).state()
        is_checked = isinstance(widget, QAbstractButton) and widget.isChecked()
        if (bool(state.disabled), bool(state.checked)) != (not widget.isEnabled(), is_checked):
            found.append(f"{type(widget).__name__} {widget.accessibleName()!r}")
    return found


def tab_stops(window: QWidget) -> list[QWidget]:
    """The widgets that Tab visits, in order, from the first one until it comes round."""
    stops, at = [], window.nextInFocusChain()
    while at is not window:
        tabs = at.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if at.isVisibleTo(window) and at.isEnabled() and tabs and at.focusProxy() is None:
            stops.append(at)
        at = at.nextInFocusChain()
    return stops


def test_what_focus_mode_covers_is_told_as_hidden_until_it_ends(
    planner: Planner, window: MainWindow
) -> None:
    def is_hidden(widget: QWidget) -> bool:
        return bool(QAccessible.queryAccessibleInterface(widget).state().invisible)

    planner.tracking.start("Drift")
    covered = (window.open_screen, window.top_bar.pill, window.status_bar)
    window.overlays.switch_focus()
    assert [is_hidden(each) for each in covered] == [True, True, True]
    window.overlays.switch_focus()
    assert [is_hidden(each) for each in covered] == [False, False, False]
    assert window.open_screen.isAncestorOf(QApplication.focusWidget() or window)


def test_every_control_is_spoken_and_tab_comes_to_all_of_them(filled: MainWindow) -> None:
    for screen_id in SCREENS:
        filled.show_screen(screen_id, None)
        QApplication.processEvents()
        assert unspoken(filled) == [], screen_id
        assert passed_over(filled) == [], screen_id
        assert wrong_states(filled) == [], screen_id
        parts = []
        for stop in tab_stops(filled):
            if filled.open_screen is stop or filled.open_screen.isAncestorOf(stop):
                parts.append("screen")
            elif filled.top_bar.isAncestorOf(stop):
                parts.append("bar")
        assert "screen" in parts, screen_id
        assert parts == sorted(parts), f"{screen_id}: Tab leaves a part and comes back"
        if screen_id == "tasks":
            spoken = list(map(QAccessible.queryAccessibleInterface, controls(filled)))
            items = [one for one in spoken if one.role() == QAccessible.Role.ListItem]
            names = [one.text(QAccessible.Text.Name) for one in items]
            assert any(name.startswith("Holdout analysis") for name in names)


def test_so_have_the_help_and_the_guide(window: MainWindow) -> None:
    for action in ("app.help", "app.guide"):
        window.trigger(action)
        QApplication.processEvents()
        sheet = window.overlays.help if action == "app.help" else window.overlays.guide
        assert unspoken(sheet) == []
        sheet.close()


def test_so_has_the_first_page(window: MainWindow) -> None:
    window.overlays.open_welcome()
    assert window.overlays.welcome is not None
    assert unspoken(window.overlays.welcome) == []


def test_nothing_is_animated() -> None:
    """Reduced motion needs no setting where nothing moves by itself."""
    moving = re.compile(r"Q\w*Animation|QTimeLine|setAnimated|QMovie")
    program = (ROOT / "mle_planner" / "ui").rglob("*.py")
    assert [path.name for path in program if moving.search(path.read_text("utf-8"))] == []
