"""Search or run: what is typed finds actions, tasks, projects and days, and does them."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span
from mle_planner.core.declared_settings import SETTINGS, SETTINGS_PARTS
from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.maintenance.backups import all_backups
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.typed import fuzzy
from mle_planner.ui.screens.settings.purge import PurgeDialog
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.bars import QuestionBar
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.palette.entries import Entry
from mle_planner.ui.shell.palette.overlay import CommandPalette, fitted_words
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.timeline.model.requests import Create
from tests.support.builders import write_calendar
from tests.support.languages import speaking
from tests.support.main_window import go_to, screen_of
from tests.support.widgets import lines, page_bar, spoken_lines

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow, planner: Planner) -> CommandPalette:
    """The palette, open over a planner with two tasks and a project."""
    planner.tasks.add("Fix drift alert paging 2h #fraud @coding")
    planner.tasks.add("Read: conformal prediction 1h")
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert window.overlays.palette is not None
    return window.overlays.palette


def titles(palette: CommandPalette) -> list[str]:
    """What is listed, best first."""
    return lines(palette.list)


def test_ctrl_k_opens_it_ready_to_type_and_esc_leaves_no_trace(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette, planner: Planner
) -> None:
    before = planner.history.undo_label
    assert palette.isVisible()
    assert palette.line.hasFocus()

    qtbot.keyClicks(palette.line, "drift")
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)

    assert not palette.isVisible()
    assert window.screen_id == "today"
    assert planner.history.undo_label == before


@pytest.mark.parametrize("typed", ["", "Read papers"])
def test_ctrl_k_in_a_title_that_is_typed_gives_the_next_letters_to_the_palette(
    qtbot: QtBot, window: MainWindow, planner: Planner, typed: str
) -> None:
    screen = screen_of(window, TodayScreen)
    start = planner.now() + timedelta(hours=2)
    screen.surface.titles.draft(Create(LaneKind.PLAN, Span(start, start + timedelta(hours=1))))
    editor = screen.surface.titles.editor
    qtbot.keyClicks(editor, typed)

    qtbot.keyClick(editor, Qt.Key.Key_K, CTRL)

    palette = window.overlays.palette
    assert window.focusWidget() is palette.line, "as a command, S would stop the timer"
    planned = [item.title for item in planner.day(planner.today()).items]
    assert planned.count("Read papers") == bool(typed), "what was typed is kept"


def test_empty_it_lists_the_actions_with_their_keys(palette: CommandPalette) -> None:
    said = spoken_lines(palette.list)

    assert "Week, Action, 2" in said
    assert "Undo, Action, Ctrl Z" in said
    assert "Keys and gestures, Action, Shift F1" in said


def test_what_to_start_is_listed_by_its_place_in_the_day_and_its_due_date(
    window: MainWindow, planner: Planner
) -> None:
    for line in ("Idea", "Report 1h due fri", "Card 1h due tomorrow", "Review 1h @coding"):
        planner.tasks.add(line)
    review = next(view.task for view in planner.open_task_views() if view.task.title == "Review")
    start = planner.now() + timedelta(hours=2)
    planner.blocks.create_for_task(review.id, Span(start, start + timedelta(hours=1)))

    window.overlays.open_palette("start ")

    assert window.overlays.palette is not None
    assert titles(window.overlays.palette) == ["Review", "Card", "Report", "Idea"]


WANTED_OF_THE_DATA = {
    "en": {
        "restore": "Restore a backup…",
        "backup": "Restore a backup…",
        "save": "Back up now",
        "repair": "Check the data…",
        "delete for good": "Delete for good…",
        "erase": "Delete for good…",
    },
    "de": {
        "Sicherung": "Sicherung wiederherstellen…",
        "sichern": "Jetzt sichern",
        "reparieren": "Daten prüfen…",
        "endgültig": "Endgültig löschen…",
    },
}


@pytest.mark.parametrize("language", WANTED_OF_THE_DATA)
def test_what_is_done_to_the_data_is_found_by_what_one_wants_of_them(
    window: MainWindow, language: str
) -> None:
    found = {}
    with speaking(language):
        for typed in WANTED_OF_THE_DATA[language]:
            window.overlays.open_palette(typed)
            assert window.overlays.palette is not None
            found[typed] = titles(window.overlays.palette)[0]
    assert found == WANTED_OF_THE_DATA[language]


def test_what_to_delete_for_good_is_asked_by_the_palette(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.line, "delete for good")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(PurgeDialog)))
    window.findChildren(PurgeDialog)[0].reject()


def test_a_backup_is_made_by_the_palette(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette, planner: Planner
) -> None:
    qtbot.keyClicks(palette.line, "back up now")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    folder = planner.database_path.parent
    qtbot.waitUntil(lambda: len(all_backups(folder)) == 1, timeout=60_000)
    assert window.screen_id == "settings"


def test_every_setting_is_found_and_leads_to_its_part(qtbot: QtBot, window: MainWindow) -> None:
    wanted = {**{part: part for part in SETTINGS_PARTS}, **{s.title: s.group for s in SETTINGS}}
    settings = go_to(window, "settings")
    qtbot.waitUntil(lambda: settings.sections[-1].title == "Shortcuts", timeout=60_000)
    groups = {setting.group for setting in SETTINGS}
    assert {section.title for section in settings.sections} <= {*SETTINGS_PARTS, *groups}
    qtbot.waitUntil(lambda: page_bar(settings).maximum() > 1000)
    for typed, part in wanted.items():
        window.overlays.open_palette(typed)
        palette = window.overlays.palette
        assert palette is not None
        assert titles(palette).count(typed) == 1
        for _ in range(titles(palette).index(typed)):
            qtbot.keyClick(palette.line, Qt.Key.Key_Down)
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)

        bar = page_bar(settings)
        top = next(each for each in settings.sections if each.title == part).y()
        qtbot.waitUntil(lambda top=top, bar=bar: bar.value() == min(top, bar.maximum()))
        bar.setValue((bar.value() + 100) % bar.maximum())


def test_what_is_typed_finds_it(qtbot: QtBot, palette: CommandPalette) -> None:
    wanted = {
        "week": "week",
        "tim": "timesheet",
        "undo": "undo",
        "ics": "open a calendar file…",
        "drift": "fix drift alert paging",
        "alert fix": "fix drift alert paging",
        "conf pred": "read: conformal prediction",
        "fri": "go to fri 27 nov",
        "go to 12 march": "go to fri 12 mar 2027",
        "tomorrow": "go to tue 24 nov",
        "next mon": "go to mon 30 nov",
        "2026-12-04": "go to fri 4 dec",
        "fraud": "fraud",
        "go to review": "review",
        "nextcloud": "calendars",
        "afk": "notice time away",
    }
    found = {}
    for typed in wanted:
        palette.line.clear()
        qtbot.keyClicks(palette.line, typed)
        found[typed] = titles(palette)[0].casefold()
    assert found == wanted


FIRST_FOUND = """
standup, stand-up, stand up: Copy standup as text
lock, lock days: Lock these days
unlock: Unlock these days…
delete, remove: Delete selection
erase: Delete for good…
split, divide: Split in two
merge, join: Merge selection, or with the next block
rename: Edit in place
duplicate: Duplicate after it
assign: Assign to a task
day off, holiday, vacation, sick, time off: Day off
wrapup, wrap-up, wrap up: Wrap up
replan, re-plan, plan day, plan week: Plan what is shown
4 weeks: Plan four weeks
this week, next week: Week of
zoom, font size: Zoom; Ctrl + 0 resets
invoice, excel, csv, harvest: Timesheet
report, print: Review
priority: Priority of selected tasks…
due date: Due date of selected tasks…
stop: Stop the timer
redo: Redo
pause: Longest pause
dark mode: Light or dark
privacy: Privacy
shortcuts: Shortcuts
data folder: Backups
move, shorten, extend: Move or resize
paste: Copy, cut, paste
forgot: Change the running entry…
version: User guide
"""


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "go to friday"), ("de", "gehe zu freitag"), ("he", "עבור אל יום שישי")],
)
def test_going_to_a_day_is_read_in_every_language(
    palette: CommandPalette, language: str, typed: str
) -> None:
    with speaking(language):
        palette.line.setText(typed)
        assert palette.list.item(0).data(Qt.ItemDataRole.UserRole).key == "today:2026-11-27"


def test_a_week_is_named_by_its_first_and_last_day(palette: CommandPalette) -> None:
    palette.line.setText("next week")
    assert titles(palette)[0] == "Week of 30 November – 6 December"


@pytest.mark.parametrize(
    ("typed", "first"),
    [("next month", "Tue 1 Dec"), ("go to this month", "Sun 1 Nov"), ("month end", "Mon 30 Nov")],
)
def test_a_month_is_gone_to_at_its_first_day(
    palette: CommandPalette, typed: str, first: str
) -> None:
    palette.line.setText(typed)
    assert f"Go to {first}" in titles(palette)[:1]


def test_what_users_call_it_finds_it(window: MainWindow) -> None:
    wrong = []
    for line in FIRST_FOUND.strip().splitlines():
        words, wanted = line.split(": ")
        for typed in words.split(", "):
            window.overlays.open_palette(typed)
            assert window.overlays.palette is not None
            found = titles(window.overlays.palette)
            wrong += [] if found and found[0].startswith(wanted) else [(typed, found[:3])]
    assert not wrong


def test_an_action_of_another_screen_leads_there(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.line, "lock these")
    assert spoken_lines(palette.list)[0] == "Lock these days, Timesheet, Action"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.screen_id == "timesheet"


def test_what_cannot_be_done_now_is_found_with_the_reason_and_not_listed_without_words(
    window: MainWindow, palette: CommandPalette
) -> None:
    assert "Stop the timer" not in titles(palette)
    assert not [said for said in spoken_lines(palette.list) if "On the time axis" in said]
    palette.line.setText("discard running")
    assert (
        spoken_lines(palette.list)[0] == "Discard the running entry, No timer is running., Action"
    )


def test_keys_of_the_axis_act_on_the_selected_block(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette, planner: Planner
) -> None:
    screen = window.open_screen
    assert isinstance(screen, TodayScreen)
    start = planner.now() + timedelta(hours=2)
    key = planner.blocks.create(Span(start, start + timedelta(hours=1)), "Deep work")

    qtbot.keyClicks(palette.line, "split")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.messages.text.startswith("Nothing is selected.")

    screen.refresh()
    screen.surface.select(BlockRef(key))
    window.overlays.open_palette("split")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    planned = [item.title for item in planner.day(planner.today()).items]
    assert planned.count("Deep work") == 2

    window.overlays.open_palette("resize")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.overlays.help is not None


def test_a_day_that_does_not_exist_is_said_to_be_none(palette: CommandPalette) -> None:
    palette.line.setText("go to feb 30")
    assert titles(palette) == []
    assert palette._panel._nothing.startswith("feb 30 is not a date.")
    palette.line.setText("open feb 30 invoice")
    assert titles(palette)[0] == "Add task “open feb 30 invoice”"


def test_what_names_nothing_and_cannot_be_read_is_said_and_enter_does_nothing(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.line, "97h !high")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert titles(palette) == []
    assert palette.isVisible()
    assert window.screen_id == "today"


def test_enter_runs_the_action_that_is_marked(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.line, "settings")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert not palette.isVisible()
    assert window.screen_id == "settings"


def test_the_answers_to_a_question_on_screen_are_found_first(
    qtbot: QtBot, window: MainWindow
) -> None:
    bar, given = window.findChildren(QuestionBar)[0], list[str]()
    answers = ("Stop timer", "Extend 15 min")
    bar.ask("Alpha ended.", [(one, lambda one=one: given.append(one)) for one in answers])
    window.overlays.open_palette("extend")
    assert window.overlays.palette is not None
    assert titles(window.overlays.palette)[0] == "Extend 15 min"
    qtbot.keyClick(window.overlays.palette.line, Qt.Key.Key_Return)
    assert given == ["Extend 15 min"]
    bar.withdraw()
    window.overlays.open_palette("extend")
    assert titles(window.overlays.palette)[0] != "Extend 15 min"


def test_arrows_choose_and_go_round(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1

    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(lines(palette.list)) - 1


def test_a_day_is_opened(qtbot: QtBot, window: MainWindow, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.line, "4 dec")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert window.top_bar.title.text() == "Friday 4 December"


def test_a_task_is_opened_on_the_board(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.line, "conformal")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert window.screen_id == "tasks"


def test_start_and_words_start_a_timer(
    qtbot: QtBot, palette: CommandPalette, planner: Planner
) -> None:
    qtbot.keyClicks(palette.line, "start drift")
    assert titles(palette) == ["Fix drift alert paging", "“drift”"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    running = planner.running()
    assert running.entry.title == "Fix drift alert paging"
    assert running.task is not None


def test_the_key_for_a_timer_leaves_only_the_title_to_type(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette, planner: Planner
) -> None:
    palette.close_and_return()

    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    qtbot.keyClicks(palette.line, "conf")
    assert palette.line.text() == "start conf"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert planner.running().entry.title == "Read: conformal prediction"


def test_words_that_are_no_task_can_be_tracked_too(
    qtbot: QtBot, palette: CommandPalette, planner: Planner
) -> None:
    qtbot.keyClicks(palette.line, "start call the bank")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert planner.running().entry.title == "call the bank"


def test_what_was_chosen_last_stands_first_the_next_time(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.line, "conformal")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    window.overlays.open_palette("")

    assert titles(palette)[0] == "Read: conformal prediction"


def test_a_task_added_meanwhile_is_found(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette, planner: Planner
) -> None:
    palette.close_and_return()
    planner.tasks.add("Brand new thing")

    window.overlays.open_palette("")
    qtbot.keyClicks(palette.line, "brand new")

    assert titles(palette)[0] == "Brand new thing"


def test_only_a_click_beside_it_closes_it(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette
) -> None:
    qtbot.mouseClick(palette.line.parentWidget(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert palette.isVisible()

    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, palette.height() - 5))

    assert not palette.isVisible()
    assert not palette.isAncestorOf(window.focusWidget())


def test_it_stays_inside_a_small_window(window: MainWindow, palette: CommandPalette) -> None:
    window.resize(760, 480)

    panel = palette.line.parentWidget()
    assert palette.rect().contains(panel.geometry())


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("plan", "Plan what is shown", "Explanation of drift"),
        ("review", "Review", "Code review of the feature store"),
        ("rev", "Review", "Previous day"),
        ("fraud alert", "Fraud: fix the alert", "Fraud: audit of late labels"),
    ],
)
def test_the_nearer_title_wins(query: str, better: str, worse: str) -> None:
    assert fuzzy.score(query, better) > fuzzy.score(query, worse)


def test_case_and_accents_do_not_matter() -> None:
    assert fuzzy.score("resume", "Résumé screening") > 0
    assert fuzzy.score("ETA", "conformal intervals for eta") > 0
    assert fuzzy.score("zebra", "Résumé screening") == fuzzy.NO_MATCH


@pytest.mark.parametrize(
    ("query", "is_held"),
    [
        ("", True),
        ("wrap", True),
        ("UP wrap", True),
        ("rap", True),
        ("lw", False),
        ("lunch break", False),
    ],
)
def test_a_list_is_narrowed_by_words_and_never_by_scattered_letters(
    query: str, is_held: bool
) -> None:
    assert fuzzy.holds(query, "Lunch and Wrap-up") == is_held


def test_a_long_title_leaves_room_for_the_time_beside_it(palette: CommandPalette) -> None:
    metrics, when = palette.fontMetrics(), "Tue 24 Nov  16:20"
    entry = Entry("", "Tracked", "Nightly backfill " * 9, lambda: None, detail=when)
    title, detail = fitted_words(entry, 400, metrics, metrics)
    assert detail == when
    assert metrics.horizontalAdvance(title + detail) < 400

    short = replace(entry, title="Call", detail="a" * 1000)
    title, detail = fitted_words(short, 400, metrics, metrics)
    assert (title, metrics.horizontalAdvance(detail) > 200) == ("Call", True)
    assert metrics.horizontalAdvance(title + detail) < 400


def test_what_is_planned_now_is_offered_to_start_before_anything_is_typed(
    window: MainWindow, planner: Planner
) -> None:
    planner.tasks.add("Idea")
    now, hour = planner.now(), timedelta(hours=1)
    planner.blocks.create(Span(now - hour, now + hour), "Vendor demo")
    planner.blocks.create(Span(now + hour, now + 2 * hour), "Retrospective")

    window.overlays.open_palette("start ")

    assert window.overlays.palette is not None
    assert titles(window.overlays.palette) == ["Vendor demo", "Idea"]


def test_before_anything_is_typed_to_start_it_says_what_to_type(window: MainWindow) -> None:
    window.overlays.open_palette("start ")
    assert window.overlays.palette._panel._nothing == "Type what to start."


def test_a_timer_that_was_left_on_is_stopped_at_the_time_that_is_typed(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette, planner: Planner, clock: FixedClock
) -> None:
    entry = planner.tracking.start("Drift")
    clock.put(clock.now() + timedelta(hours=1))
    at = clock.now() - timedelta(minutes=20)

    qtbot.keyClicks(palette.line, f"stop at {clock_text(at, planner.days.zone)}")
    assert spoken_lines(palette.list)[0] == (
        f"Stop at {clock_text(at, planner.days.zone)}, Drift, Track"
    )
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert planner.entry(entry.id).end == at

    window.overlays.open_palette("stop at 9:00")
    assert (titles(palette), palette._panel._nothing) == ([], "No timer is running.")


@pytest.mark.parametrize("typed", ["stop at {time}", "start drift at {time}"])
def test_a_time_still_to_come_is_not_offered_and_the_reason_is_said(
    qtbot: QtBot, palette: CommandPalette, planner: Planner, typed: str
) -> None:
    planner.tracking.start("Slides")
    time = clock_text(planner.now() + timedelta(minutes=20), planner.days.zone)

    qtbot.keyClicks(palette.line, typed.format(time=time))

    assert titles(palette) == []
    assert palette._panel._nothing == (
        f"{time} is still to come. A timer starts and stops now or earlier."
    )
    palette.line.setText(f"drift since {time}")
    assert titles(palette)[0].startswith("Add task"), "it may be a title"


def test_a_stop_before_the_start_is_refused_with_its_reason(
    qtbot: QtBot, window: MainWindow, palette: CommandPalette, planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Drift")
    clock.put(clock.now() + timedelta(hours=1))

    qtbot.keyClicks(palette.line, "stop 2 h ago")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert window.messages.text.startswith("The stop would be before the start of Drift at ")
    assert planner.running() is not None


@pytest.mark.parametrize("typed", ["start fix drift at {time}", "fix drift since {time}"])
def test_work_that_began_unseen_is_started_at_the_time_that_is_typed(
    qtbot: QtBot, palette: CommandPalette, planner: Planner, typed: str
) -> None:
    at = planner.now() - timedelta(minutes=20)
    time = clock_text(at, planner.days.zone)

    qtbot.keyClicks(palette.line, typed.format(time=time))
    assert spoken_lines(palette.list) == [
        f"Fix drift alert paging, since {time} · fraud, Start",
        f"“fix drift”, since {time}, Start",
    ]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    running = planner.running_entry()
    assert (running.title, running.start) == ("Fix drift alert paging", at)


@pytest.mark.parametrize("typed", ["start vendor", "start vendor demo at {time}"])
def test_a_meeting_of_today_is_offered_first_and_started_as_the_meeting_it_is(
    qtbot: QtBot, palette: CommandPalette, planner: Planner, tmp_path: Path, typed: str
) -> None:
    end = planner.now() - timedelta(minutes=8)
    span = Span(end - timedelta(minutes=30), end)
    times = " ".join(f"{edge.astimezone(UTC):%Y%m%dT%H%M%SZ}" for edge in (span.start, span.end))
    path = write_calendar(tmp_path / "team.ics", [f"a1 {times} Vendor demo"])
    planner.calendars.import_file(path)
    planner.tasks.add("Answer the vendor")
    at = end if "{time}" in typed else planner.now()

    qtbot.keyClicks(palette.line, typed.format(time=clock_text(end, planner.days.zone)))
    assert titles(palette)[0] == "Vendor demo"
    assert ("“vendor”" in titles(palette)) == (at == planner.now())
    assert "“vendor demo”" not in titles(palette)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    running = planner.running()
    assert (running.entry.title, running.entry.start) == ("Vendor demo", at)
    assert running.activity.name == "Meeting"
    assert running.entry.meeting_uid == "a1"


def test_something_new_is_started_at_the_time_that_is_typed(
    qtbot: QtBot, palette: CommandPalette, planner: Planner
) -> None:
    qtbot.keyClicks(palette.line, "start call the bank due fri 20 min ago")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    running = planner.running_entry()
    assert running.start == planner.now() - timedelta(minutes=20)
    assert (running.title, running.task_id is not None) == ("call the bank", True)


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "done drift"), ("de", "erledigt drift"), ("he", "בוצע drift")]
)
def test_done_and_words_mark_a_task_as_done(
    qtbot: QtBot, palette: CommandPalette, planner: Planner, language: str, typed: str
) -> None:
    with speaking(language):
        palette.line.setText(typed)
        assert titles(palette)[0] == "Fix drift alert paging"
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert [view.task.title for view in planner.open_task_views()] == ["Read: conformal prediction"]
