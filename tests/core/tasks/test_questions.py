"""A stage ends with a question: asked once when a task of a project moves on, undone with it."""

from __future__ import annotations

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import Project, Stage, Task
from mle_planner.core.planner import Planner
from tests.support.builders import task, undo_steps
from tests.support.data_check import data_problems


def move_to(planner: Planner, moved: Task, stage: Stage) -> None:
    planner.tasks.move([moved.id], stage)


def asked(planner: Planner, of: Task) -> list[tuple[str, str, str]]:
    return [(each.stage.value, each.question, each.answer)
            for each in planner.questions.of_task(of.id)]  # fmt: skip


def fraud(planner: Planner) -> Project:
    return next(each for each in planner.catalog.projects() if each.name == "fraud")


def at_idea(planner: Planner, line: str) -> Task:
    return planner.tasks.change(task(planner, line).id, stage=Stage.IDEA)


def test_moving_on_asks_and_the_answer_is_kept(planner: Planner) -> None:
    thresholds = at_idea(planner, "Thresholds 2h #fraud @research")
    move_to(planner, thresholds, Stage.DATA)
    question = planner.questions.last_asked()
    assert question is not None
    assert (question.title, question.asked.question) == ("Thresholds", "What would prove it?")
    planner.questions.answer(question.asked.id, "  Loss down\n 2 % ")
    assert asked(planner, thresholds) == [("idea", "What would prove it?", "Loss down 2 %")]
    assert planner.questions.last_asked() is None


def test_each_stage_asks_its_own_and_only_once(planner: Planner) -> None:
    thresholds = at_idea(planner, "Thresholds 2h #fraud @research")
    for stage in (Stage.DATA, Stage.RESEARCH, Stage.ANALYSIS, Stage.SHIP):
        move_to(planner, thresholds, stage)
    planner.tasks.finish(thresholds.id)
    questions = [question for _stage, question, _answer in asked(planner, thresholds)]
    assert questions == [
        "What would prove it?", "Is it available?", "Does it hold?", "Is it better?", "Is it live?",
    ]  # fmt: skip
    planner.tasks.reopen(thresholds.id)
    move_to(planner, thresholds, Stage.IDEA)
    move_to(planner, thresholds, Stage.SHIP)
    planner.tasks.finish(thresholds.id)
    assert len(asked(planner, thresholds)) == 5


def test_undo_takes_back_the_move_its_question_and_the_answer_in_one_step(planner: Planner) -> None:
    thresholds = at_idea(planner, "Thresholds 2h #fraud @research")
    before, steps = planner.everything(), undo_steps(planner)
    move_to(planner, thresholds, Stage.DATA)
    planner.questions.answer_last(thresholds.id, "Loss down")
    assert undo_steps(planner) == steps + 1
    assert planner.history.undo() == "Move Thresholds to Data"
    assert planner.everything() == before
    planner.history.redo()
    assert asked(planner, thresholds) == [("idea", "What would prove it?", "Loss down")]


def test_a_late_answer_is_a_step_of_its_own(planner: Planner) -> None:
    thresholds = at_idea(planner, "Thresholds 2h #fraud @research")
    move_to(planner, thresholds, Stage.DATA)
    task(planner, "Something else 1h")
    planner.questions.answer_last(thresholds.id, "Loss down")
    assert planner.history.undo() == "Answer the question of Thresholds"
    assert asked(planner, thresholds) == [("idea", "What would prove it?", "")]
    assert planner.task(thresholds.id).stage is Stage.DATA  # type: ignore[union-attr]


def test_going_back_asks_nothing(planner: Planner) -> None:
    shipping = task(planner, "Ship v3 2h #fraud @coding")
    move_to(planner, shipping, Stage.DATA)
    assert asked(planner, shipping) == []


@pytest.mark.parametrize(
    "line",
    [
        "Ship v3 2h @coding",  # of no project
        "Report 1h #fraud @coding every monday",
        "Write to everyone 10m #fraud @email",
    ],
)
def test_work_outside_the_pipeline_is_not_asked(planner: Planner, line: str) -> None:
    work = task(planner, line)
    planner.tasks.finish(work.id)
    assert asked(planner, work) == []


def test_questions_can_be_switched_off(planner: Planner) -> None:
    planner.set("stage_questions", False)
    work = task(planner, "Ship v3 2h #fraud @coding")
    planner.tasks.finish(work.id)
    assert asked(planner, work) == []


def test_a_kind_asks_its_own_questions_or_none(planner: Planner) -> None:
    work, other = (task(planner, f"{name} 2h #fraud @coding") for name in ("One", "Two"))
    kind = planner.kinds.add("Prototype")
    planner.catalog.change_project(fraud(planner).id, kind_id=kind.id)
    planner.kinds.change_stage(kind.id, Stage.SHIP, question="Who uses it?")
    planner.tasks.finish(work.id)
    planner.kinds.change_stage(kind.id, Stage.SHIP, question=" ")
    planner.tasks.finish(other.id)
    assert asked(planner, work) == [("ship", "Who uses it?", "")]
    assert asked(planner, other) == []


def test_a_task_that_was_asked_nothing_refuses_an_answer(planner: Planner) -> None:
    work = task(planner, "Ship v3 2h #fraud @coding")
    with pytest.raises(PlannerError, match=r"has no question yet\. Nothing was changed"):
        planner.questions.answer_last(work.id, "yes")


def test_a_deleted_task_takes_its_answers_and_undo_brings_them_back(planner: Planner) -> None:
    work = task(planner, "Ship v3 2h #fraud @coding")
    planner.tasks.finish(work.id)
    planner.questions.answer_last(work.id, "Since Tuesday")
    planner.tasks.delete(work.id)
    assert planner.everything()["stage_answer"] == []
    assert data_problems(planner) == []
    planner.history.undo()
    assert asked(planner, work) == [("ship", "Is it live?", "Since Tuesday")]
