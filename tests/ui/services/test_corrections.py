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
