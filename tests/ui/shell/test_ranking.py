"""Which entries of the command palette come first."""

from __future__ import annotations

from mle_planner.core.typed import fuzzy
from mle_planner.ui.shell.palette.entries import Entry, rank_entries


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
