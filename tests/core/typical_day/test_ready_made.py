"""The names in a new database: in the language in use, and found by their English words too."""

from __future__ import annotations

import json
from itertools import count

import pytest

from mle_planner.core.base.resources import read_resource
from mle_planner.core.model.typical_day import DayPart, RecurringEvent
from mle_planner.core.model.work import Activity
from mle_planner.core.planner import Planner
from mle_planner.core.typed.quick_add.kinds import built_in_named
from mle_planner.core.typed.quick_add.line import LineContext
from mle_planner.core.typed.quick_add.parsing import parse_quick_add
from mle_planner.core.typical_day.ready_made import READY_MADE_DAYS, READY_MADE_NAMES, seed_records
from tests.support.builders import TUESDAY
from tests.support.languages import speaking


def _german_activities() -> dict[str, Activity]:
    ids = count(1)
    with speaking("de"):
        records = seed_records(lambda _kind: next(ids))
    return {found.key: found for found in records if isinstance(found, Activity)}


def test_a_new_planner_has_activities_and_a_day_in_its_language(planner: Planner) -> None:
    names = _german_activities()
    with speaking("de"):
        planner.typical_day.choose("Manager")

    parts = {part.title for part in planner.typical_day.parts()}
    assert (names["lunch"].name, names["learning"].name) == ("Mittagspause", "Lernen")
    assert {"Mittagspause", "Fokus", "Tagesabschluss"} <= parts
    assert "Stand-up" in {found.title for found in planner.typical_day.recurring_events()}


def test_a_new_typical_day_is_on_the_workdays_of_the_desktop() -> None:
    ids = count(1)
    records = seed_records(lambda _kind: next(ids), (6, 0, 1, 2, 3))
    assert {found.weekday for found in records if isinstance(found, DayPart)} == {6, 0, 1, 2, 3}
    rules = {found.rule for found in records if isinstance(found, RecurringEvent)}
    assert rules == {"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU"}


def test_the_english_word_of_an_activity_means_it_in_every_language() -> None:
    activities = _german_activities()

    context = LineContext(TUESDAY, activities=[*activities.values()])
    line = parse_quick_add("Kalibrierung @learning", context)

    assert (line.title, line.activity) == ("Kalibrierung", activities["learning"])


@pytest.mark.parametrize("typed", ["one to one", "One-to-one", "\u200fONE-TO-ONE"])
def test_the_english_name_is_found_as_any_other_name(typed: str) -> None:
    activities = _german_activities()
    assert built_in_named(typed, [*activities.values()]) is activities["one-to-one"]


def test_every_ready_made_name_is_there_to_be_translated() -> None:
    days = [json.loads(read_resource(file)) for file in READY_MADE_DAYS.values()]
    titles = {line["title"] for day in days for line in (*day["blocks"], *day["series"])}
    names = {line["name"] for line in json.loads(read_resource("activities.json"))}

    assert titles | names == set(READY_MADE_NAMES)
