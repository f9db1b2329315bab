"""Two kinds of writes, and what each of them makes stale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.declared_settings import SETTINGS
from mle_planner.core.edits import Change
from mle_planner.core.evidence.store import Sign
from mle_planner.core.model.records import SettingValue
from mle_planner.core.planner import Planner
from mle_planner.core.session import Session
from mle_planner.core.setting_kinds import Setting
from mle_planner.core.topics import PLAN_TOPICS, Changes, Origin, Topic
from tests.support.builders import MONDAY, TUESDAY, block, item, task, undo_steps
from tests.support.data_check import data_problems

FACTS = 10_000


def beats(planner: Planner, count: int) -> list[Sign]:
    now = planner.now()
    return [
        Sign("editor", now - timedelta(seconds=30 * number), f"beat {number}", "fraud")
        for number in range(count)
    ]


def test_recorded_facts_add_no_undo_step_and_void_no_plan(planner: Planner) -> None:
    """Given an open proposal, when 10,000 facts are recorded, then it is accepted as it was."""
    task(planner, "Drift alert 2h due fri")
    steps, proposal = undo_steps(planner), planner.planning.propose([TUESDAY])
    notices: list[Changes] = []
    planner.listen(notices.append)
    assert planner.evidence.record(beats(planner, FACTS)) == FACTS
    assert undo_steps(planner) == steps
    assert notices == [Changes(frozenset({Topic.EVIDENCE}), Origin.OBSERVED)]
    planner.planning.accept(proposal)
    assert planner.day(TUESDAY).version == 1
    planner.history.undo()
    now = planner.now()
    kept = planner._session.store.evidence.within(
        Span(now - timedelta(days=30), now + timedelta(seconds=1))
    )
    assert len(kept) == FACTS


def test_a_fact_that_is_known_is_not_recorded_again(planner: Planner) -> None:
    signs = beats(planner, 10)
    assert planner.evidence.record([*signs, *signs]) == 10
    before = planner.revisions(Topic)
    notices: list[Changes] = []
    planner.listen(notices.append)
    assert planner.evidence.record(reversed(signs)) == 0
    assert planner.evidence.record([*signs, replace(signs[0], identity="another")]) == 1
    after = planner.revisions(Topic)
    assert {topic for topic in Topic if after[topic] != before[topic]} == {Topic.EVIDENCE}
    assert len(notices) == 1


@pytest.mark.parametrize("missing", ["source", "identity"])
def test_a_sign_that_says_nothing_is_refused_with_all_of_its_batch(
    planner: Planner, missing: str
) -> None:
    signs = beats(planner, 3)
    with pytest.raises(PlannerError, match=r"None was kept\."):
        planner.evidence.record([*signs[:2], replace(signs[2], **{missing: ""})])
    assert planner.everything()["evidence"] == []


def test_what_the_user_can_change_is_never_recorded(tmp_path: Path, clock: FixedClock) -> None:
    """An edit is undone by finding its records as it left them."""
    session = Session(tmp_path, clock)
    change = Change(None, SettingValue("theme", '"dark"'))
    with pytest.raises(ValueError, match="carried out"):
        session.record(lambda: [change])
    assert session.store.all(SettingValue) == []
    session.store.close()


KEEPS: dict[str, Callable[[Planner], object]] = {
    "the theme": lambda p: p.set("theme", "dark"),
    "the shortcuts": lambda p: p.set("shortcuts", '{"plan.propose": ["Ctrl+P"]}'),
    "a note": lambda p: p.reviews.set_note(MONDAY, "Quiet"),
    "a heartbeat": lambda p: p.evidence.record(beats(p, 1)),
}
VOIDS: dict[str, Callable[[Planner], object]] = {
    "a block": lambda p: block(p, "16:00-17:00"),
    "lunch": lambda p: p.blocks.delete([item(p, "Lunch").key]),
    "a task": lambda p: task(p, "Label audit 1h"),
    "an entry": lambda p: p.tracking.start("Mail"),
    "the longest block": lambda p: p.set("max_chunk_min", 60),
    "the typical day": lambda p: p.typical_day.choose("Manager"),
    "undo": lambda p: p.history.undo(),
}


@pytest.mark.parametrize("name", [*KEEPS, *VOIDS])
def test_a_proposal_is_stale_when_something_it_was_made_from_changed(
    planner: Planner, name: str
) -> None:
    task(planner, "Drift alert 2h due fri")
    proposal = planner.planning.propose([TUESDAY])
    (KEEPS | VOIDS)[name](planner)
    if name in KEEPS:
        planner.planning.accept(proposal)
        assert planner.day(TUESDAY).version == 1
        return
    with pytest.raises(PlannerError, match="plan again"):
        planner.planning.accept(proposal)
    assert planner.day(TUESDAY).version == 0


def another_value(setting: Setting) -> object:
    if setting.choices:
        return next(choice for choice in setting.choices if choice != setting.default)
    if setting.unit == "keys":
        return '{"plan.propose": ["Ctrl+P"]}'
    if setting.unit == "addresses":
        return "ana@example.org"
    if setting.unit in {"folder", "file"}:
        return str(Path.home())
    if setting.unit == "text":
        return "Ana Lind"
    if setting.unit == "key":
        return "7c0e5c1e-4a52-4b39-9d0a-5d0f6f0f1a11"
    if isinstance(setting.default, bool):
        return not setting.default
    assert isinstance(setting.default, int)
    return setting.default + (10 if setting.default + 10 <= setting.most else -10)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_that_planning_reads_is_declared_so(planner: Planner, setting: Setting) -> None:
    """Whatever changes a request must make older proposals stale."""
    task(planner, "Drift alert 4h due fri")
    before = planner.planning.request([TUESDAY])
    planner.set(setting.name, another_value(setting))
    after = planner.planning.request([TUESDAY])
    same = replace(after, revisions=before.revisions)
    if same.problem != before.problem or same.days != before.days:
        assert setting.shapes_plans or setting.name == "week_starts"
    assert (after.revisions != before.revisions) == setting.shapes_plans


def test_another_connection_is_noticed_with_the_topics_it_wrote(
    tmp_path: Path, planner: Planner, clock: FixedClock
) -> None:
    notices: list[Changes] = []
    planner.listen(notices.append)
    with Planner.open(tmp_path / "planner", clock) as other:
        other.evidence.record(beats(other, 3))
        other.tasks.add("Label audit")
    planner.set("theme", "dark")  # what is written here meanwhile hides nothing
    assert planner.notice_foreign_changes()
    assert not planner.notice_foreign_changes()
    assert notices == [
        Changes(frozenset({Topic.OTHER_SETTINGS}), Origin.HERE),
        Changes(frozenset({Topic.EVIDENCE, Topic.TASKS}), Origin.ELSEWHERE),
    ]


def test_two_threads_write_through_sessions_of_their_own(
    tmp_path: Path, planner: Planner, clock: FixedClock
) -> None:
    """Neither is told that the database is locked, and nothing of either is lost."""
    rounds, together = 60, Barrier(2)
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with Planner.open(tmp_path / "planner", clock) as own:
                together.wait()
                for turn in range(rounds):
                    if number:
                        own.evidence.record([Sign("git", own.now(), f"commit {turn}")])
                    else:
                        own.tasks.add(f"Task {turn}")
        except BaseException as error:  # noqa: BLE001, RUF100 -- told by the test below
            errors.append(error)

    threads = [Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len(planner.open_tasks()) == rounds
    assert len(planner.everything()["evidence"]) == rounds
    assert undo_steps(planner) == rounds
    assert planner.revisions(PLAN_TOPICS)[Topic.TASKS] == rounds
    assert data_problems(planner) == []
