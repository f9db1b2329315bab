"""What was deleted while a menu showed it is refused with a sentence, whatever refers to it."""

from __future__ import annotations

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import PersonId, ProjectId
from mle_planner.core.planner import Planner
from tests.support.builders import coding, stretch, task

PROJECT, PERSON = ProjectId(987), PersonId(987)


def test_a_reference_to_what_is_gone_is_refused_and_nothing_is_changed(planner: Planner) -> None:
    fix = task(planner, "Fix").id
    span, before = stretch(planner, "5:00-5:30"), planner.history.undo_id
    for project_change in (
        lambda: planner.tracking.start("Fix", project_id=PROJECT),
        lambda: planner.tracking.log(span, "Fix", project_id=PROJECT),
        lambda: planner.tasks.change(fix, project_id=PROJECT),
        lambda: planner.blocks.create(span, "Fix", activity_id=coding(planner), project_id=PROJECT),
    ):
        with pytest.raises(PlannerError, match=r"That project is gone\. Nothing was changed\."):
            project_change()
    with pytest.raises(PlannerError, match=r"That person is gone\. Nothing was changed\."):
        planner.batch.change_tasks([fix], person_id=PERSON)
    assert planner.history.undo_id == before
    assert planner.running_entry() is None
