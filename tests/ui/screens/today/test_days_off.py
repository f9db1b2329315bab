"""A day is taken off, or worked, where it is shown: in its note and in the menu of its time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.axis_screen import AxisScreen
from mle_planner.ui.timeline.interact.menu import build_menu
from mle_planner.ui.timeline.model.content import LaneKind
from tests.support.axis import TUESDAY, Pointer
from tests.support.builders import at, write_calendar


@pytest.fixture
def holiday(planner: Planner, tmp_path: Path) -> Planner:
    """That Tuesday is marked as a public holiday in a calendar that leaves it free."""
    path = write_calendar(tmp_path / "x.ics", ["h 20261124 20261125 Thanksgiving"])
    free = path.read_bytes().replace(b"END:VEVENT", b"TRANSP:TRANSPARENT\r\nEND:VEVENT")
    path.write_bytes(free)
    planner.calendars.import_file(path)
    return planner


def buttons(today: TodayScreen) -> dict[str, object]:
    return {button.text(): button for button in today.notes_card.buttons}


def press(today: TodayScreen, words: str) -> None:
    next(button for button in today.notes_card.buttons if button.text() == words).click()


def entries(screen: AxisScreen, clock: str, kind: LaneKind) -> dict[str, QAction]:
    spot = Pointer(screen.surface).spot(at(screen.planner, clock), kind=kind)
    menu = build_menu(screen.surface, spot, lambda _task: None, screen.view.choices())  # type: ignore[misc]
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_a_public_holiday_is_asked_about_in_the_window_with_its_buttons(
    holiday: Planner, today: TodayScreen
) -> None:
    """Given a holiday, when it is taken off, then the day is off, and one undo asks again."""
    today.refresh()
    assert "Thanksgiving looks like a public holiday" in today.notes_card.accessibleName()
    assert "mle-planner" not in today.notes_card.accessibleName()
    assert list(buttons(today)) == ["Day off", "I work"]

    press(today, "Day off")

    assert holiday.day(TUESDAY).day_off is not None
    assert "is a day off" in today.notes_card.accessibleName()
    assert list(buttons(today)) == ["I work"]
    holiday.history.undo()
    assert list(buttons(today)) == ["Day off", "I work"]


def test_a_holiday_that_is_worked_is_not_asked_about_again(
    holiday: Planner, today: TodayScreen
) -> None:
    today.refresh()
    press(today, "I work")
    assert holiday.day(TUESDAY).working is not None
    assert not today.notes_card.isVisible()


def test_an_answer_in_a_plan_that_is_shown_plans_again(
    holiday: Planner, today: TodayScreen
) -> None:
    holiday.tasks.add("Report 1h @writing")
    today.propose()
    assert today.proposal.items

    press(today, "Day off")

    assert today.proposal.based_on == holiday.revisions(today.proposal.based_on)
    assert not [item for item in today.proposal.items if item.task]


def test_of_several_days_off_the_first_is_worked(planner: Planner, today: TodayScreen) -> None:
    planner.tasks.add("Report 1h @writing")
    wednesday = TUESDAY + timedelta(days=1)
    planner.day_rules.choose(TUESDAY, wednesday, is_off=True)
    planner.planning.accept(
        planner.planning.propose([TUESDAY, wednesday, wednesday + timedelta(days=1)])
    )
    today.refresh()
    press(today, "I work on Tue 24 Nov")
    assert [planner.day(day).day_off for day in (TUESDAY, wednesday)] == [None, ""]


def test_the_menu_takes_a_day_off_and_gives_it_back(planner: Planner, today: TodayScreen) -> None:
    usual = planner.day(TUESDAY).working
    entries(today, "16:00", LaneKind.PLAN)["Day off"].trigger()
    assert (planner.day(TUESDAY).day_off, planner.day(TUESDAY).working) == ("", None)
    assert "Day off" not in entries(today, "16:00", LaneKind.PLAN)
    entries(today, "16:00", LaneKind.PLAN)["Work on this day"].trigger()
    assert (planner.day(TUESDAY).day_off, planner.day(TUESDAY).working) == (None, usual)


def test_the_action_takes_the_shown_day_off_and_gives_it_back(
    planner: Planner, today: TodayScreen
) -> None:
    usual = planner.day(TUESDAY).working
    today.switch_day_off()
    assert (planner.day(TUESDAY).day_off, planner.day(TUESDAY).working) == ("", None)
    today.switch_day_off()
    assert (planner.day(TUESDAY).day_off, planner.day(TUESDAY).working) == (None, usual)


def test_a_day_in_the_past_is_not_taken_off(planner: Planner, today: TodayScreen) -> None:
    monday = TUESDAY - timedelta(days=1)
    today.go_to(monday)
    today.switch_day_off()
    assert planner.day(monday).day_off is None


def test_the_menu_of_the_week_takes_a_day_off(planner: Planner, week: WeekScreen) -> None:
    entries(week, "16:30", LaneKind.MIXED)["Day off"].trigger()
    assert planner.day(TUESDAY).day_off is not None
    planner.history.undo()
    assert planner.day(TUESDAY).day_off is None


def test_a_task_without_an_estimate_is_opened_from_its_note(
    planner: Planner, today: TodayScreen
) -> None:
    planner.tasks.add("Fix tokenizer due fri")
    planner.tasks.add("Mail 1h @email")
    today.propose()
    assert "Fix tokenizer is due Fri and has no estimate" in today.notes_card.accessibleName()
    assert "Open the task" in buttons(today)
    today.answer(True)
    assert "Fix tokenizer is due Fri and has no estimate" in today.notes_card.accessibleName()
