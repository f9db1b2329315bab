"""What is corrected once can become a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mle_planner.core.evidence.store import Sign
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EntryRef
from mle_planner.ui.screens.timesheet.edits import SheetEdits
from mle_planner.ui.screens.timesheet.entries import PROJECT
from mle_planner.ui.timeline.model import requests
from mle_planner.ui.timeline.model.edits import AxisEdits
from mle_planner.ui.timeline.model.snapshot_content import day_content
from tests.support.axis import Said, context_for
from tests.support.builders import MONDAY, at, stretch
from tests.support.window import Answers


@pytest.mark.parametrize("is_on_sheet", [True, False])
@pytest.mark.parametrize("agrees", [True, False])
def test_the_project_of_a_corrected_entry_is_learned_for_its_repository(
    planner: Planner, agrees: bool, is_on_sheet: bool
) -> None:
    """On the axis and in the timesheet alike."""
    planner.evidence.record([Sign("git", at(planner, "7:20", MONDAY), "commit 1", "fraud-model")])
    entry = planner.tracking.log(stretch(planner, "7:00-7:30", MONDAY), "Work")
    fraud = planner.catalog.add_project("Fraud detection")
    ask = Answers(agrees=agrees)
    context = replace(context_for(Said()), ask=ask)
    if is_on_sheet:
        day = planner.days.date_of(entry.start)
        lines = planner.reviews.timesheet(day, day).lines
        line = next(each for each in lines if each.entry_id == entry.id)
        SheetEdits(planner, context).edit_line(line, PROJECT, fraud.id)
    else:
        request = requests.ChooseProject(EntryRef(entry.id), fraud.id)
        AxisEdits(planner, context).carry_out(request)
    assert ask.asked == ["Is fraud-model always Fraud detection?"]
    learned = planner.repositories.names_of(fraud.id)
    assert learned == (("fraud-model",) if agrees else ())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Drift alert", ("Drift alert", "Coding", None)),
        ("Mail @email #Fraud", ("Mail", "Email", "Fraud")),
        ("8:00-8:30 Mail", ("Mail", "Coding", None)),
    ],
)
def test_a_title_typed_over_an_entry_is_no_rule(
    planner: Planner, typed: str, expected: tuple[str, str, str | None]
) -> None:
    planner.catalog.add_project("Fraud")
    coding = next(one for one in planner.catalog.activities() if one.name == "Coding")
    entry = planner.tracking.log(
        stretch(planner, "7:00-7:30", MONDAY), "Work", activity_id=coding.id
    )
    ask = Answers()
    edits = AxisEdits(planner, replace(context_for(Said()), ask=ask))
    block = day_content(planner.day(planner.today()), planner.days).find(EntryRef(entry.id))
    assert edits.carry_out(requests.Rename(EntryRef(entry.id), typed, block))
    tracked = planner.day(planner.today()).tracked
    item = next(each for each in tracked if each.entry.id == entry.id)
    project = item.project.name if item.project else None
    assert (item.entry.title, item.activity.name, project) == expected
    assert ask.asked == []
