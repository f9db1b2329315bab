"""The question at the end of a stage: asked once when a task of a project moves on.

The question is stored with the move, so that one undo reverts both. Its answer joins the same undo
step if nothing else was done in between. Without an answer it counts as skipped.
"""

from __future__ import annotations

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.edits import Edit, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.pipeline import StageAnswer
from mle_planner.core.model.work import Activity, Stage, Task, TaskId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tasks.kinds import stage_rules
from mle_planner.core.typed.title import one_line

SETTING = "stage_questions"
"""The setting that turns the questions on or off."""

_PLACES = {stage: place for place, stage in enumerate(Stage)}


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked, and the title of its task."""

    asked: StageAnswer
    title: str


class Questions(Domain):
    """The questions asked about tasks, and their answers."""

    def of_task(self, task_id: TaskId) -> tuple[StageAnswer, ...]:
        """Return the questions and answers of a task, in the order of the stages."""
        found = self._session.store.where(StageAnswer, task_id=task_id)
        return tuple(sorted(found, key=lambda asked: _PLACES[asked.stage]))

    def last_asked(self) -> AskedQuestion | None:
        """Return the newest question if it has no answer yet, else None."""
        newest = self._session.store.newest(StageAnswer)
        if newest is None or newest.answer:
            return None
        task = self._session.store.get(Task, newest.task_id)
        return AskedQuestion(newest, task.title) if task is not None else None

    @carried_out
    def answer(self, answer_id: int, text: str) -> tuple[Edit, StageAnswer]:
        """Answer a question in one line, or remove the answer with an empty one."""
        before = self._session.store.get(StageAnswer, answer_id)
        task = self._session.store.get(Task, before.task_id) if before is not None else None
        if before is None or task is None:
            raise planner_error("That question is gone. Nothing was changed.")
        after = replace(before, answer=one_line(text))
        key = merge_key(after)
        move = self._session.log.merge_target(key)
        summary = move.edit.summary if move else Summary(Operation.ANSWER, task.title)
        return Edit(summary, replace_record(before, after), key), after

    def answer_last(self, task_id: TaskId, text: str) -> StageAnswer:
        """Answer the question a task was last asked; raise ``PlannerError`` if there is none."""
        asked = self._session.store.where(StageAnswer, task_id=task_id)
        if not asked:
            raise planner_error(
                "That task has no question yet. Nothing was changed; a question comes when "
                "a task of a project moves on."
            )
        return self.answer(asked[-1].id, text)


def question_of(session: Session, before: Task, after: Task) -> StageAnswer | None:
    """Return the question that a change of a task asks, else None; called inside an intention.

    It is asked if focus work of a project leaves a stage for a later one, or is done there. Tasks
    that repeat, or that are there to talk to someone, are never asked.
    """
    is_finished = after.done_at is not None and before.done_at is None
    is_on = is_finished or _PLACES[after.stage] > _PLACES[before.stage]
    if not is_on or after.project_id is None or after.repeats or after.person_id is not None:
        return None
    store = session.store
    activity = store.get(Activity, after.activity_id)
    is_focus = activity is not None and activity.category.is_focus
    if not is_focus or not session.settings.flag(SETTING):
        return None
    if store.where(StageAnswer, task_id=after.id, stage=before.stage.value):
        return None
    project = session.projects().get(after.project_id)
    rules = stage_rules(session, project.kind_id if project is not None else None)
    question = rules[before.stage].question
    if not question:
        return None
    return StageAnswer(store.new_id(StageAnswer), after.id, before.stage, question, session.now())


def merge_key(asked: StageAnswer | None) -> str:
    """Return the key that joins a question's move and its answer in one undo step; "" for none."""
    return "" if asked is None else f"question {asked.id}"
