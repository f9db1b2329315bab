"""A project is of a kind and names its people; a task knows whom to talk to at its stage."""

from __future__ import annotations

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.pipeline import Audience, Person
from mle_planner.core.model.work import Project, Stage, Task
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.views import TaskView
from tests.support.builders import TUESDAY, at, stretch, task, undo_steps


@pytest.fixture
def fraud(planner: Planner) -> Project:
    """A project of a squad, with a task that is shipped and one that is researched."""
    task(planner, "Ship v3 4h #fraud @coding due fri !high")
    task(planner, "Conformal intervals 3h #fraud @research")
    return planner.catalog.projects()[0]


def view_of(planner: Planner, title: str) -> TaskView:
    return next(view for view in planner.board().tasks if view.task.title == title)


def named(planner: Planner, name: str) -> Person:
    return next(each for each in planner.people.all() if each.name == name)


def talk_to(view: TaskView) -> list[str]:
    return [each.person.name for each in view.contacts if each.is_at_stage]


def with_people(planner: Planner, fraud: Project) -> Task:
    planner.people.set_role(fraud.id, "software engineer", "Ada, Bo")
    planner.people.set_role(fraud.id, "data scientist", "Cy")
    return view_of(planner, "Ship v3").task


def test_three_kinds_are_there_from_the_start(planner: Planner) -> None:
    kinds = [(each.name, each.audience, each.billable) for each in planner.kinds.all()]
    assert kinds == [
        ("Embedded", Audience.SQUAD, False),
        ("Consultancy", Audience.CLIENT, True),
        ("Platform", Audience.USERS, False),
    ]
    roles = {stage.value: rule.roles for stage, rule in planner.kinds.stages(None).items()}
    assert roles == {
        "idea": ("product manager",),
        "data": ("data analyst", "data engineer"),
        "research": ("data scientist",),
        "analysis": ("data analyst", "data engineer"),
        "ship": ("software engineer",),
    }
    for kind in planner.kinds.all():
        assert planner.kinds.stages(kind.id) == planner.kinds.stages(None)


def test_a_project_is_billed_like_its_kind_until_it_says_otherwise(
    planner: Planner, fraud: Project
) -> None:
    embedded, consultancy, _platform = planner.kinds.all()
    planner.catalog.change_project(fraud.id, kind_id=embedded.id)
    assert not planner.catalog.projects()[0].billable
    planner.catalog.change_project(fraud.id, kind_id=consultancy.id)
    assert planner.catalog.projects()[0].billable
    planner.catalog.change_project(fraud.id, billable=False)
    planner.catalog.change_project(fraud.id, client="Northbank")
    assert not planner.catalog.projects()[0].billable


def test_a_task_names_whom_to_talk_to_and_that_follows_its_stage(
    planner: Planner, fraud: Project
) -> None:
    assert view_of(planner, "Ship v3").contacts == ()
    ship = with_people(planner, fraud)
    assert talk_to(view_of(planner, "Ship v3")) == ["Ada", "Bo"]
    assert talk_to(view_of(planner, "Conformal intervals")) == ["Cy"]
    planner.tasks.move([ship.id], Stage.RESEARCH)
    assert talk_to(view_of(planner, "Ship v3")) == ["Cy"]
    assert [each.person.name for each in view_of(planner, "Ship v3").contacts] == [
        "Cy",
        "Ada",
        "Bo",
    ]


def test_roles_are_edited_by_kind_and_by_project(planner: Planner, fraud: Project) -> None:
    with_people(planner, fraud)
    kind = planner.kinds.add("Prototype")
    planner.kinds.change_stage(kind.id, Stage.SHIP, roles="designer,  Designer , data scientist")
    planner.catalog.change_project(fraud.id, kind_id=kind.id)
    assert planner.kinds.stages(kind.id)[Stage.SHIP].roles == ("designer", "data scientist")
    assert talk_to(view_of(planner, "Ship v3")) == ["Cy"]
    project = planner.catalog.projects()[0]
    roles = planner.people.roles(project)
    assert roles["designer"] == (Stage.SHIP,)
    assert roles["software engineer"] == ()  # held, though the kind has it no more


def test_naming_people_is_one_step_and_a_name_is_one_person(
    planner: Planner, fraud: Project
) -> None:
    before, steps = planner.everything(), undo_steps(planner)
    planner.people.set_role(fraud.id, "software engineer", "Ada, ada , Bo,")
    assert [each.name for each in planner.people.all()] == ["Ada", "Bo"]
    assert undo_steps(planner) == steps + 1
    planner.people.set_role(fraud.id, "software engineer", "Bo, Cy")
    assert talk_to(view_of(planner, "Ship v3")) == ["Bo", "Cy"]
    planner.history.undo()
    assert talk_to(view_of(planner, "Ship v3")) == ["Ada", "Bo"]
    planner.history.undo()
    assert planner.everything() == before


def test_a_person_is_renamed_everywhere_and_archived_ones_are_not_offered(
    planner: Planner, fraud: Project
) -> None:
    with_people(planner, fraud)
    planner.people.change(named(planner, "Ada").id, name="Ada B.")
    assert talk_to(view_of(planner, "Ship v3")) == ["Ada B.", "Bo"]
    planner.people.change(named(planner, "Ada B.").id, archived=True)
    assert talk_to(view_of(planner, "Ship v3")) == ["Bo"]
    with pytest.raises(PlannerError, match="cy already exists"):
        planner.people.change(named(planner, "Bo").id, name="cy")
    with pytest.raises(PlannerError, match="without a comma"):
        planner.people.change(named(planner, "Bo").id, name="Bo, Cy")


@pytest.mark.parametrize(
    ("way", "title", "activity", "estimate"),
    [
        ("pair", "Pair with Ada: Ship v3", "Pairing", 60),
        ("ask", "Ask Ada: Ship v3", "One-to-one", 30),
    ],
)
def test_work_with_a_person_is_a_task_of_its_own_beside_the_other(
    planner: Planner, fraud: Project, way: str, title: str, activity: str, estimate: int
) -> None:
    about = with_people(planner, fraud)
    added = getattr(planner.people, way)(about.id, named(planner, "Ada").id)
    view = view_of(planner, title)
    assert view.person == named(planner, "Ada")
    assert view.activity.name.casefold() == activity.casefold()
    assert (added.estimate_min, added.project_id, added.stage, added.due) == (
        estimate, fraud.id, about.stage, about.due,
    )  # fmt: skip
    planner.history.undo()
    assert all(view.task.title != title for view in planner.board().tasks)


def test_a_block_becomes_one_of_pairing_and_its_tracked_time_is_with_the_person(
    planner: Planner, fraud: Project
) -> None:
    about = with_people(planner, fraud)
    ada = named(planner, "Ada")
    planner.blocks.place_task(about.id, at(planner, "10:00"))
    (planned,) = [item for item in planner.day(TUESDAY).items if item.task == about]
    planner.people.pair_block(planned.key, ada.id)
    (paired,) = [item for item in planner.day(TUESDAY).items if item.task == about]
    assert (paired.title, paired.span, paired.pinned) == (
        "Pair with Ada: Ship v3", planned.span, True,
    )  # fmt: skip
    entry = planner.tracking.start_item(paired.key)
    assert (entry.person_id, entry.task_id) == (ada.id, about.id)
    planner.history.undo()
    planner.history.undo()
    (again,) = [item for item in planner.day(TUESDAY).items if item.task == about]
    assert again == planned


def test_timesheet_and_review_tell_the_time_with_each_person(
    planner: Planner, fraud: Project
) -> None:
    about = with_people(planner, fraud)
    pairing = planner.people.pair(about.id, named(planner, "Ada").id)
    planner.tracking.log(stretch(planner, "5:00-6:00"), task_id=about.id)
    assert planner.reviews.timesheet(TUESDAY, TUESDAY).people == ()
    assert planner.reviews.week(TUESDAY).people == ()
    planner.tracking.log(stretch(planner, "6:00-6:45"), task_id=pairing.id)
    sheet = planner.reviews.timesheet(TUESDAY, TUESDAY)
    rows = [(row.name if row.is_own else None, row.rounded_min) for row in sheet.people]
    assert rows == [("Ada", 45), (None, 60)]
    assert sum(row.rounded_min for row in sheet.people) == sheet.total_min
    times = [(person.name if person else None, time.total_seconds() / 60)
             for person, time in planner.reviews.week(TUESDAY).people]  # fmt: skip
    assert times == [("Ada", 45), (None, 60)]
