"""Links show a day or a task, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.typed.link import is_link, read_link


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("mle-planner://day/2026-11-23", date(2026, 11, 23)),
        ("mle-planner://task/12", 12),
        ("MLE-PLANNER://Task/12/", 12),  # as browsers may write it
    ],
)
def test_a_link_names_a_day_or_a_task(text: str, named: object) -> None:
    assert is_link(text)
    assert read_link(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "mle-planner://", "mle-planner:task/12", "mle-planner://task/-1", "mle-planner://task/١٢",
        "mle-planner://day/2026-02-30", "mle-planner://day/2026-11-23?do=delete",
        "mle-planner://task/12/../../x", "mle-planner://delete/12", "mle-planner://task/12\n",
        "mle-planner://day/0001-01-01", "mle-planner://day/9999-12-31",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_one_sentence(text: str) -> None:
    assert is_link(text)
    with pytest.raises(PlannerError, match="Nothing was changed"):
        read_link(text)


@pytest.mark.parametrize("text", ["", "task/12", "https://mle-planner/day", "team.ics"])
def test_other_words_are_no_links(text: str) -> None:
    assert not is_link(text)
