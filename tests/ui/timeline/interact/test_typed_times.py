"""Typing over entries, also in the night on which the clocks go back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.timeline.model.preview import NOTHING
from mle_planner.ui.timeline.model.requests import Create, Rename
from tests.support.axis import (
    SHIFT,
    TUESDAY,
    Said,
    context_for,
    planned,
    press_key,
    shown,
    type_title,
)
from tests.support.builders import clock_at, coding

NIGHTS = {
    "Europe/Berlin": (date(2026, 10, 25), 125, "02:05 +01:00–02:20 +01:00"),
    "America/New_York": (date(2026, 11, 1), 65, "01:05 −05:00–01:20 −05:00"),
    "Australia/Lord_Howe": (date(2026, 4, 5), 95, "01:35 +10:30–01:50 +10:30"),
}
QUARTER = timedelta(minutes=15)


@pytest.fixture(params=NIGHTS)
def zone(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def night(zone: str, tmp_path: Path, qapp: object) -> Iterator[Planner]:
    """Noon after the night, and a quarter of an hour tracked in the second of the two hours."""
    day, minute, _shown = NIGHTS[zone]
    with Planner.open(tmp_path, clock_at(f"{day} 12:00", zone)) as planner:
        start = planner.days.instants(day, minute)[1]
        planner.tracking.log(Span(start, start + QUARTER), "Release", activity_id=coding(planner))
        yield planner


@pytest.fixture
def screen(night: Planner, qtbot: object) -> TodayScreen:
    opened = TodayScreen(night, context_for(Said()))
    shown(opened, qtbot)
    return opened


def the_entry(planner: Planner, day: date) -> tuple[str, Span]:
    (item,) = planner.day(day).tracked
    return item.entry.title, item.span


def retype(screen: TodayScreen, old: str, new: str) -> str:
    """Replace a part of what the editor shows, and return what it showed."""
    key = next(block.key for _, block in screen.surface.content.blocks() if block.is_tracked)
    screen.surface.select(key)
    press_key(screen.surface, Qt.Key.Key_Return, SHIFT)
    editor = screen.surface.titles.editor
    text = editor.text()
    editor.setText(text.replace(old, new))
    press_key(editor, Qt.Key.Key_Return)
    return text


def test_a_letter_more_in_the_title_leaves_the_second_hour(
    night: Planner, screen: TodayScreen, zone: str
) -> None:
    day, _minute, times = NIGHTS[zone]
    _title, span = the_entry(night, day)
    assert retype(screen, "Release", "Releases") == f"{times} Release"
    assert the_entry(night, day) == ("Releases", span)


def test_the_other_hour_is_typed_with_its_offset(
    night: Planner, screen: TodayScreen, zone: str
) -> None:
    day, minute, times = NIGHTS[zone]
    first = night.days.instants(day, minute)[0]
    other = clock_range_text(first, first + QUARTER, night.days.zone)
    retype(screen, times, other)
    assert the_entry(night, day) == ("Release", Span(first, first + QUARTER))


def test_an_entry_over_both_hours_shows_them_and_its_end_can_be_typed(
    night: Planner, screen: TodayScreen, zone: str
) -> None:
    day, minute, times = NIGHTS[zone]
    first, second = night.days.instants(day, minute)
    (item,) = night.day(day).tracked
    night.tracking.change(item.entry.id, span=Span(first + QUARTER, second))
    screen.refresh()
    end = times[:12]
    assert retype(screen, end, times[13:]).endswith(f"–{end} Release")
    assert the_entry(night, day)[1] == Span(first + QUARTER, second + QUARTER)
    retype(screen, times[13:], end[:5])
    assert the_entry(night, day)[1] == Span(first + QUARTER, second)


def test_what_is_no_time_is_said_and_nothing_is_changed(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    block = next(block for _, block in today.surface.content.blocks() if block.is_tracked)
    before = planner.day(TUESDAY).tracked
    today.surface.ask(Rename(block.key, "25:00-26 Standup", block))
    assert said.errors[-1].startswith("25:00-26 is not a time. Nothing was changed")
    today.surface.ask(Rename(block.key, "08:30-08:00 Standup", block))
    assert said.errors[-1].startswith("The end at 08:00 is not after the start at 08:30.")
    assert planner.day(TUESDAY).tracked == before


def test_a_refused_text_stays_in_the_field_until_it_is_right_or_esc(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    surface = today.surface
    block = next(block for _, block in surface.content.blocks() if block.title == "Slides")
    before = planned(planner)
    surface.select(block.key)
    press_key(surface, Qt.Key.Key_Return, SHIFT)
    type_title(surface, "15:10-")
    assert said.errors[-1].startswith("15:10- is not a time.")
    editor = surface.titles.editor
    assert editor.text() == "15:10- Slides"
    editor.setText("15:10-15:50 Slides")
    press_key(editor, Qt.Key.Key_Return)
    assert surface.titles.editor is None
    assert "Slides 15:10-15:50" in planned(planner)

    planner.history.undo()
    surface.titles.draft(Create(LaneKind.PLAN, block.span))
    type_title(surface, "25:00-26 Call")
    press_key(surface, Qt.Key.Key_Escape)  # also after a click beside the field
    assert surface.titles.editor is None
    assert surface.preview == NOTHING
    assert planned(planner) == before
