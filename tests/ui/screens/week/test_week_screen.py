"""What Week shows of seven days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import ZERO
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.week.head import day_head, words_beside_names
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.paint.backdrop import Backdrop
from mle_planner.ui.widgets.theme import current_theme
from tests.support.axis import Said, context_for, press_key, shown
from tests.support.builders import (
    at,
    clock_at,
    coding,
    stretch,
    work_sunday_to_thursday,
    write_calendar,
)

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
SATURDAY, SUNDAY = date(2026, 11, 28), date(2026, 11, 29)


def blocks_on(week: WeekScreen, day: date) -> list[str]:
    lane = next(lane for lane in week.surface.content.lanes if lane.day == day)
    ordered = sorted(lane.blocks, key=lambda block: block.shown)
    return [f"{block.title}{' (tracked)' if block.is_tracked else ''}" for block in ordered]


def test_five_days_are_shown_unless_the_weekend_holds_anything(
    planner: Planner, week: WeekScreen
) -> None:
    assert week.shown_days() == tuple(date(2026, 11, day) for day in range(23, 28))
    planner.blocks.create(
        stretch(planner, "10:00-11:00", SUNDAY), "Reading", activity_id=coding(planner)
    )
    assert week.shown_days()[-2:] == (SATURDAY, SUNDAY)
    assert len(week.head.heads) == 7


def test_the_workdays_of_the_user_are_shown(planner: Planner, week: WeekScreen) -> None:
    """Given work from Sunday to Thursday, then Friday is shown only when it holds anything."""
    work_sunday_to_thursday(planner)
    week.refresh()
    assert week.shown_days() == tuple(date(2026, 11, day) for day in range(22, 27))
    assert week.title == "22–26 November"
    friday = date(2026, 11, 27)
    planner.blocks.create(
        stretch(planner, "10:00-11:00", friday), "Reading", activity_id=coding(planner)
    )
    week.refresh()
    assert week.shown_days()[-1] == friday


def test_the_head_of_a_day_off_says_so(planner: Planner) -> None:
    assert not day_head(planner.day(TUESDAY), planner.now()).open_words.endswith("off")
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=True)
    assert day_head(planner.day(TUESDAY), planner.now()).open_words == "day off"


def test_the_title_names_the_days_and_the_week(week: WeekScreen) -> None:
    assert (week.title, week.subtitle) == ("23–27 November", "week 48")
    week.step(1)
    assert week.title == "30 November – 4 December"
    week.go_to(date(2026, 1, 1))
    assert (week.title, week.subtitle) == ("29 December 2025 – 2 January 2026", "week 1")


def test_what_happened_takes_the_place_of_what_was_planned(
    planner: Planner, week: WeekScreen
) -> None:
    planner.tracking.log(
        stretch(planner, "9:40-10:28"), "Drift for real", activity_id=coding(planner)
    )
    names = blocks_on(week, TUESDAY)
    assert "Drift for real (tracked)" in names
    assert "Drift" not in names, "four fifths of it were tracked"
    assert "Slides" in names, "it lies ahead"
    assert "Alerts" in names, "only a third of it was tracked"


def test_of_the_block_that_goes_on_the_rest_is_drawn(
    planner: Planner, week: WeekScreen, clock: FixedClock
) -> None:
    clock.put(at(planner, "15:30"))
    planner.tracking.log(stretch(planner, "15:00-15:30"), "Slides", activity_id=coding(planner))
    lane = next(lane for lane in week.surface.content.lanes if lane.day == TUESDAY)
    rest = next(b for b in lane.blocks if b.title == "Slides" and not b.is_tracked)
    assert rest.shown.start == at(planner, "15:30")
    assert rest.span.start == at(planner, "15:00"), "its real time is untouched"


def test_days_are_headed_by_their_coding_against_the_band(
    planner: Planner, week: WeekScreen
) -> None:
    planner.blocks.create(
        stretch(planner, "9:30-13:00", date(2026, 11, 25)), "A", activity_id=coding(planner)
    )
    planner.blocks.create(
        stretch(planner, "9:30-14:30", date(2026, 11, 26)), "B", activity_id=coding(planner)
    )
    heads = {head.day: head.words for head in week.head.heads}
    assert max(head.share for head in week.head.heads) == 1
    assert heads[TUESDAY] == "coding 2:06, short 0:54"
    assert heads[date(2026, 11, 25)] == "coding 3:30"
    assert heads[date(2026, 11, 26)] == "coding 5:00, over 1:00 planned"


def test_a_day_off_needs_no_coding(planner: Planner, week: WeekScreen) -> None:
    planner.blocks.create(
        stretch(planner, "10:00-11:00", SATURDAY), "Reading", activity_id=coding(planner)
    )
    heads = {head.day: head for head in week.head.heads}
    assert heads[SATURDAY].verdict == ""
    assert heads[SATURDAY].words == "coding 1:00"


def test_a_click_on_a_day_s_name_opens_the_day(week: WeekScreen, said: Said) -> None:
    place = week.surface.axis.places[2]
    QTest.mouseClick(
        week.head, Qt.MouseButton.LeftButton, pos=QPointF(place.left + 10, 15).toPoint()
    )
    assert said.opened == [("today", date(2026, 11, 25))]


def test_a_week_is_planned_from_today_on(planner: Planner, week: WeekScreen) -> None:
    planner.tasks.add("Drift monitor 6h due fri")
    week.propose()
    assert week.proposal.days[0] == TUESDAY
    assert MONDAY not in week.proposal.days
    press_key(week.surface, Qt.Key.Key_Return)
    assert week.proposal is None
    assert any(
        "Drift monitor" in name for day in week.shown_days() for name in blocks_on(week, day)
    )


def test_on_a_day_of_25_hours_the_column_has_hours_of_its_own(
    tmp_path: Path, said: Said, qtbot: QtBot
) -> None:
    clock = clock_at("2026-10-22 12:00")
    with Planner.open(tmp_path, clock) as planner:
        sunday = date(2026, 10, 25)
        span = stretch(planner, "10:00-11:00", sunday)
        planner.blocks.create(span, "Reading", activity_id=coding(planner))
        week = WeekScreen(planner, context_for(said))
        surface = shown(week, qtbot)
        number = len(surface.content.lanes) - 1
        assert surface.content.lanes[number].day == sunday
        scale = surface.axis.scales[number]
        assert scale.y(span.start) - scale.y(surface.content.lanes[number].span.start) == (
            11 * surface.hour_px
        )
        marks = Backdrop(surface.axis).marks[number]
        own = [mark.text for mark in marks if mark.is_own]
        assert own[:3] == ["02:00", "03:00", "04:00"]
        assert "01:00" not in own
        assert planner.days.zone == ZoneInfo("Europe/Berlin")


def test_each_head_says_how_much_working_time_is_still_open(
    planner: Planner, week: WeekScreen
) -> None:
    """Given Tuesday 12:00 with an hour planned later, then lunch, wrap-up and it are not open."""
    opened = {head.day: head.open_words for head in week.head.heads}
    assert opened[MONDAY] == "", "it is over"
    assert opened[TUESDAY] == "3:45 open"
    planner.blocks.create(stretch(planner, "16:00-17:00"), "Drift", activity_id=coding(planner))
    opened = {head.day: head.open_words for head in week.head.heads}
    assert opened[TUESDAY] == "2:45 open"
    assert "2:45 open" in week.head.accessibleName()


def test_a_past_day_without_an_entry_is_not_called_short(planner: Planner) -> None:
    past = planner.day(TUESDAY - timedelta(weeks=1))
    assert past.is_unrecorded
    assert day_head(past, planner.now()).words == "coding 0:00"
    ahead = day_head(planner.day(TUESDAY + timedelta(days=1)), planner.now())
    assert ahead.words == "coding 0:00, short 3:00"
    assert ahead.fitting_words[-2:] == ("0:00, −3:00", "0:00")


def test_a_short_day_says_why_to_whoever_points_at_its_name(planner: Planner) -> None:
    day = planner.day(TUESDAY + timedelta(days=1))
    waits = "Refactor, Thu 26 Nov: Slides come first."
    head = day_head(day, planner.now(), waits=waits)
    assert head.why_short == waits
    full = replace(day.coding, reachable=timedelta(hours=2))
    head = day_head(replace(day, coding=full), planner.now())
    assert head.why_short == "2:00 reachable with the day's meetings and hours"
    past = planner.day(TUESDAY - timedelta(weeks=1))
    assert day_head(past, planner.now()).why_short == ""


def test_the_head_of_a_narrow_day_gives_up_the_verdict_before_what_is_late(
    planner: Planner, week: WeekScreen
) -> None:
    head = day_head(planner.day(TUESDAY), planner.now(), late=2)
    assert head.fitting_words == (
        "coding 2:06, short 0:54 · 2 late", "2:06, short 0:54 · 2 late", "2:06 · 2 late", "2:06"
    )  # fmt: skip
    in_time = day_head(planner.day(TUESDAY), planner.now())
    assert in_time.fitting_words[1:] == ("2:06, short 0:54", "2:06, −0:54", "2:06")
    day = planner.day(TUESDAY)
    done = replace(day.coding, done=timedelta(hours=5), planned=ZERO)
    over = day_head(replace(day, coding=done), planner.now())
    assert over.fitting_words == (
        "coding 5:00, over 1:00 done", "5:00, over 1:00 done", "5:00, +1:00", "5:00"
    )  # fmt: skip


def test_an_event_that_takes_no_time_is_drawn_hollow_and_says_so_first(
    planner: Planner, week: WeekScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_calendar(
        tmp_path / "x.ics",
        [
            "m 20261125T090000Z 20261125T100000Z Open talk",
            "b 20261126T090000Z 20261126T100000Z Sync",
        ],
    )
    talk, sync = path.read_bytes().split(b"END:VEVENT", 1)
    path.write_bytes(talk + b"TRANSP:TRANSPARENT\r\nEND:VEVENT" + sync)
    planner.calendars.import_file(path)
    week.refresh()
    surface = shown(week, qtbot)
    picture = surface.grab().toImage()
    colors = {}
    for placed in surface.axis.placed:
        inside = placed.area.bottomRight().toPoint() - QPoint(12, 8)
        colors[placed.block.title] = picture.pixelColor(inside * picture.devicePixelRatio())
        if placed.block.title == "Open talk":
            assert placed.block.details.startswith("free")
    assert colors["Open talk"] == current_theme().color("surface")
    assert colors["Sync"] == current_theme().tint("meeting")


def test_all_days_that_are_judged_are_judged_in_equally_many_words(
    planner: Planner, qtbot: QtBot
) -> None:
    """Given columns with room for all words after "Fri 2", but not after "Wednesday 30"."""
    one = replace(day_head(planner.day(TUESDAY), planner.now()), verdict="short 0:15")
    heads = [
        replace(one, name="Wednesday 30"),
        replace(one, name="Fri 2"),
        replace(one, verdict=""),
    ]
    seen = {tuple(words_beside_names(heads, [width] * 3)) for width in range(60, 400)}
    assert len({long for long, _short, _quiet in seen}) > 3
    assert all(long == short for long, short, _quiet in seen)
    assert any(quiet == heads[2].words != long for long, _short, quiet in seen)
