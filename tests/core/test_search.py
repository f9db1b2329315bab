"""A planner of many years is searched by title, the nearest to now first, at each key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import process_time

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
    assert titles.find("  ") == []


def test_ten_years_cost_a_key_less_than_a_frame() -> None:
    records = [
        StoredTitle("entry", number, f"Work {number % 8000} on it", NOW - timedelta(hours=number))
        for number in range(80_000)
    ]
    titles = Titles(records, NOW)
    titles.find("warm")

    for query in ("w", "work 7", "7999 it", "nothing of this"):
        times = []
        for _ in range(3):
            begun = process_time()
            titles.find(query)
            times.append(process_time() - begun)
        assert min(times) < 0.016, query
