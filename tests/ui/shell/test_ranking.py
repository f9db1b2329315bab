"""Which entries of the command palette come first."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mle_planner.core.planner import Planner
from mle_planner.core.typed import fuzzy
from mle_planner.ui.shell.palette.entries import (
    Entry,
    done_entries,
    project_entries,
    rank_entries,
    start_entries,
)
from tests.support.builders import TUESDAY, write_calendar

COMMANDS: Any = SimpleNamespace(
    finish_task=print, open_setting=print, start_captured=print, start_task=print
)


def ranked(query: str, *entries: tuple[str, str], recent: tuple[str, ...] = ()) -> list[str]:
    made = [Entry(title, kind, title, lambda: None) for kind, title in entries]
    return [entry.title for entry in rank_entries(query, made, recent)]


def test_what_there_is_to_do_comes_before_what_was_done() -> None:
    for kind in ("Tracked", "Planned", "Event", "Done task", "Answer"):
        assert ranked("drift", (kind, "Drift"), ("Task", "Drift alert")) == ["Drift alert", "Drift"]
        assert ranked("standup", (kind, "Standup"), ("Action", "Copy standup"))[-1] == "Standup"


def test_a_recent_entry_wins_a_tie_and_no_more() -> None:
    alike = (("Task", "Drift alert"), ("Task", "Drift tests"))
    assert ranked("drift", *alike, recent=("Drift tests",))[0] == "Drift tests"
    worse = (("Task", "Drift alert"), ("Task", "Adrift"))
    assert ranked("drift", *worse, recent=("Adrift",)) == ["Drift alert", "Adrift"]


def test_an_action_comes_before_an_equal_match_of_the_settings() -> None:
    for kind in ("Settings", "Setting"):
        assert ranked("backups", (kind, "Backups"), ("Action", "All backups")) == [
            "Backups", "All backups",
        ]  # fmt: skip
        alike = (kind, "Drift"), ("Action", "Drift of the scores")
        assert ranked("drift", *alike)[0] == "Drift of the scores"


def test_a_word_with_a_hyphen_is_found_without_it_too() -> None:
    for title in ("Stand-up notes", "Standup notes"):
        assert fuzzy.score("standup", title) > fuzzy.score(
            "standup", "Notes of a stand, up to date"
        )
        assert fuzzy.score("stand-up", title) > 0
    assert fuzzy.holds("standup", "Daily Stand-up")


def test_of_many_tasks_the_best_answers_are_offered_to_be_done(planner: Planner) -> None:
    for title in ("Adrift again", "Spindrift", "Adrift at sea", "Drift"):
        planner.tasks.add(title)
    found = done_entries(COMMANDS, "done drift", planner.board().tasks)
    assert len(found) == 3
    assert found[0].title == "Drift"


def test_a_meeting_that_was_called_off_is_not_offered_to_start(
    planner: Planner, tmp_path: Path
) -> None:
    sync = "a 20261124T143000 20261124T153000 Canceled: Model sync"
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", [sync]))
    items = planner.day(TUESDAY).items
    assert "Canceled: Model sync" in [item.title for item in items]
    found = start_entries(COMMANDS, "sync", items, (), planner.now())
    assert [entry.title for entry in found] == ["“sync”"]


def test_a_project_that_is_archived_is_not_found(planner: Planner) -> None:
    first, second = (planner.catalog.add_project(name) for name in ("Fraud", "Churn"))
    planner.catalog.change_project(first.id, archived=True)
    found = project_entries(COMMANDS, planner.catalog.projects())
    assert [entry.title for entry in found] == [second.name]
