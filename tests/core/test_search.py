"""A planner of many years is searched by title, the nearest to now first, at each key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mle_planner.core import search
from mle_planner.core.planner import Planner
from mle_planner.core.search import MOST_FOUND, PastQuestion, StoredTitle, Titles, read_titles
from tests.support.builders import block, stretch

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_entries_blocks_done_tasks_and_answers_are_read_from_the_folder(planner: Planner) -> None:
    block(planner, "13:00-14:00", "Drift review")
    planner.tracking.log(stretch(planner, "7:00-7:30"), "Drift analysis")
    task = planner.tasks.add("Drift alert 1h")
    planner.tasks.add("Drift that is open")
    planner.tasks.finish(task.id)
    paging = planner.tasks.add("Paging 1h #fraud @coding")
    planner.tasks.finish(paging.id)
    planner.questions.answer_last(paging.id, "No drift for a week")

    titles = read_titles(PastQuestion(planner.database_path.parent, planner.now()))

    found = [(one.kind, one.title) for one in titles.find("drift")]
    assert sorted(found) == [
        ("answer", "No drift for a week"),
        ("block", "Drift review"),
        ("entry", "Drift analysis"),
        ("task", "Drift alert"),
    ]


def test_the_nearest_comes_first_and_every_word_must_be_there() -> None:
    records = [
        StoredTitle("entry", number, f"Résumé {number % 2}", NOW - timedelta(days=number))
        for number in range(1, 60)
    ]
    titles = Titles(records, NOW)

    assert [one.id for one in titles.find("resume")] == list(range(1, MOST_FOUND + 1))
    assert [one.id for one in titles.find("1 sume")][:3] == [1, 3, 5]
    assert titles.find("resume zebra") == []
    daily = Titles([StoredTitle("entry", 1, "Team stand-up", NOW)], NOW)
    assert [len(daily.find(typed)) for typed in ("standup", "stand-up", "stand up")] == [1, 1, 1]
    assert titles.find("  ") == []
    events = [StoredTitle("event", day, "Sync", NOW + timedelta(days=day)) for day in range(-2, 9)]
    assert [one.id for one in Titles(events, NOW).find("sync")] == [0, -1, 1, -2]


class _Counted(str):
    """A folded title that counts how often one is looked at."""

    looks = 0

    def __contains__(self, word: object) -> bool:
        _Counted.looks += 1
        return super().__contains__(word)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("query", "looks"),
    [("w", MOST_FOUND), ("work 7", 800 + MOST_FOUND), ("7 nothing of this", 800)],
)
def test_a_key_looks_at_each_title_once_and_only_until_enough_are_found(
    monkeypatch: pytest.MonkeyPatch, query: str, looks: int
) -> None:
    """Given 800 titles used ten times each, then a key does not look at 8,000 entries."""
    fold = search.fold_text
    monkeypatch.setattr(search, "fold_text", lambda text: _Counted(fold(text)))
    records = [
        StoredTitle("entry", number, f"Work {number % 800} on it", NOW - timedelta(hours=number))
        for number in range(8000)
    ]
    titles = Titles(records, NOW)
    monkeypatch.setattr(_Counted, "looks", 0)
    titles.find(query)
    assert _Counted.looks <= looks
