"""What an ad-hoc task costs today, before it is taken."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.price.ad_hoc import AdHocPrice, ad_hoc_price
from tests.support.builders import clock_at, minutes, task

pytestmark = pytest.mark.usefixtures("few_steps")


@pytest.fixture
def clock() -> FixedClock:
    """A Tuesday at 14:00: 3:45 are left until the wrap-up."""
    return clock_at("2026-11-24 14:00", "UTC")


def cost(planner: Planner, text: str) -> AdHocPrice:
    return ad_hoc_price(planner.planning.ad_hoc_request(text))


def test_it_names_the_block_that_loses_time_and_stores_nothing(planner: Planner) -> None:
    task(planner, "Memo 2h due today @writing")
    report = task(planner, "Report 1h30 due thu @writing")
    planner.planning.accept(planner.planning.propose([planner.today()]))
    before = planner.everything()
    found = cost(planner, "Numbers for the PM 45m @ad-hoc")
    assert {block.task.id for block in found.blocks} == {report.id}
    lost = sum((block.lost for block in found.blocks), timedelta(0))
    assert minutes(45) <= lost
    assert sum((span.duration for span in found.spans), timedelta(0)) == minutes(45)
    assert found.sentences[0].startswith("Takes ")
    assert "from Report, 16:15–17:45." in found.sentences[0]
    assert planner.everything() == before


def test_a_block_that_keeps_a_part_loses_only_the_rest(planner: Planner) -> None:
    report = task(planner, "Report 2h30 due thu @writing")
    (block,) = cost(planner, "Numbers for the PM 2h @ad-hoc").blocks
    task(planner, "Numbers for the PM 2h due today @ad-hoc")
    planned = planner.planning.propose([planner.today()]).items
    kept = sum(
        (item.span.duration for item in planned if item.task and item.task.id == report.id),
        timedelta(0),
    )
    assert timedelta(0) < block.lost == block.span.duration - kept < block.span.duration


def test_where_there_is_room_it_costs_no_block(planner: Planner) -> None:
    found = cost(planner, "Numbers 45m due today @ad-hoc")
    assert found.blocks == ()
    assert found.sentences[0].startswith("Costs no focus block today. It would be planned at ")


def test_each_part_of_its_place_is_named(tmp_path: Path) -> None:
    """Given lunch at 13:00 and two hours from 12:00 on, then lunch is not part of the place."""
    with Planner.open(tmp_path, clock_at("2026-11-24 12:00", "UTC")) as planner:
        found = cost(planner, "Numbers 2h due today @ad-hoc")
    assert len(found.spans) == 2
    assert found.sentences[0].endswith(" planned at 12:00–13:00 and 14:00–15:00.")


def test_what_is_longer_than_the_rest_of_the_day_says_so(planner: Planner) -> None:
    (said,) = cost(planner, "Numbers 9h @ad-hoc").sentences
    assert said.startswith("Only ")


def test_a_line_without_an_estimate_is_refused(planner: Planner) -> None:
    with pytest.raises(PlannerError, match="estimate"):
        planner.planning.ad_hoc_request("Numbers @ad-hoc")


@pytest.mark.parametrize(
    ("text", "is_for_today"),
    [
        ("Numbers 45m @ad-hoc", True),
        ("Numbers 45m due today @coding", True),
        ("Numbers 45m due tomorrow @ad-hoc", False),
        ("Numbers 45m @coding", False),
        ("Numbers due today", False),
    ],
)
def test_what_counts_as_ad_hoc(planner: Planner, text: str, is_for_today: bool) -> None:
    assert planner.tasks.parse(text).is_for_today(planner.today()) is is_for_today


def test_a_task_that_is_late_itself_says_so(planner: Planner) -> None:
    late = cost(planner, "Postmortem 2h due 15:00 @writing").sentences
    assert late[-1] == "Postmortem, due today 15:00, is finished late: today 16:00."
    tomorrow = cost(planner, "Postmortem 2h due tomorrow 15:00 @writing").sentences
    assert not any("late" in sentence for sentence in tomorrow)
