"""Reading ``dayplan-instance/1`` and ``/2``, and writing ``dayplan-plan/1``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from mle_planner.core.scheduling.problem import (
    SLOT_MIN,
    DayRange,
    EnergyStep,
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Kind,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.schedule import Schedule

FORMATS = ("dayplan-instance/1", "dayplan-instance/2")


def slot_of(clock: str) -> int:
    """The slot at which ``HH:MM`` begins."""
    hours, minutes = clock.split(":")
    return (int(hours) * 60 + int(minutes)) // SLOT_MIN


def clock_of(slot: int) -> str:
    """``HH:MM`` of the beginning of a slot."""
    return f"{slot * SLOT_MIN // 60:02d}:{slot * SLOT_MIN % 60:02d}"


def moment_of(text: str | None) -> Moment | None:
    if not text:
        return None
    day, clock = text.split("T")
    return Moment(date.fromisoformat(day), slot_of(clock))


def read_problem(path: Path) -> tuple[str, Problem]:
    """The instance's id and the problem it describes."""
    given = json.loads(path.read_text("utf-8"))
    return given["id"], problem_of(given)


def problem_of(given: dict[str, Any]) -> Problem:
    """The problem an instance describes."""
    if given["format"] not in FORMATS or given["slot_min"] != SLOT_MIN:
        raise ValueError(f"not one of {', '.join(FORMATS)} in 5-minute slots")
    index = {day["date"]: number for number, day in enumerate(given["days"])}
    now = moment_of(given["now"])
    assert now is not None
    return Problem(
        days=tuple(_day(day) for day in given["days"]),
        now=now,
        tasks=tuple(_task(task, index) for task in given["tasks"]),
        fixed=tuple(_fixed(each, index) for each in given["fixed"] if each["date"] in index),
        flexible=tuple(_flexible(event, index) for event in given["flex"]),
        kinds={
            name: Kind(
                deep=kind["deep"],
                coding=kind["coding"],
                energy=tuple(EnergyStep(slot_of(at), cost) for at, cost in kind["energy"]),
            )
            for name, kind in given["kinds"].items()
        },
        weights=_weights(given["params"]),
        present=_present_plan(given.get("previous"), index),
    )


def _day(day: dict[str, Any]) -> ProblemDay:
    return ProblemDay(
        date=date.fromisoformat(day["date"]),
        windows=tuple((slot_of(a), slot_of(b)) for a, b in day["work"]),
        coding_done=day["coding_done"] // SLOT_MIN,
        coding_least=day["coding_target"][0] // SLOT_MIN,
        coding_most=day["coding_target"][1] // SLOT_MIN,
    )


def _task(task: dict[str, Any], index: dict[str, int]) -> ProblemTask:
    def ranges(given: list[list[str]]) -> tuple[DayRange, ...]:
        return tuple(
            DayRange(index[each[0]], slot_of(each[1]), slot_of(each[2]))
            for each in given
            if each[0] in index
        )

    per_day = task.get("max_per_day")
    return ProblemTask(
        id=task["id"],
        title=task.get("title", ""),
        kind=task["kind"],
        project=task.get("project"),
        remaining=task["remaining"] // SLOT_MIN,
        priority=task["priority"],
        due=moment_of(task.get("due")),
        earliest=moment_of(task.get("earliest")),
        min_chunk=task["min_chunk"] // SLOT_MIN,
        max_chunk=task["max_chunk"] // SLOT_MIN,
        max_per_day=None if per_day is None else per_day // SLOT_MIN,
        predecessors=tuple(task.get("preds") or ()),
        windows=None if task.get("windows") is None else ranges(task["windows"]),
        pinned=ranges(task.get("pinned") or []),
    )


def _fixed(event: dict[str, Any], index: dict[str, int]) -> FixedEvent:
    return FixedEvent(
        id=event["id"],
        day=index[event["date"]],
        start=slot_of(event["start"]),
        end=slot_of(event["end"]),
        buffer_before=event["buffer_before"] // SLOT_MIN,
        buffer_after=event["buffer_after"] // SLOT_MIN,
        title=event.get("title", ""),
    )


def _flexible(event: dict[str, Any], index: dict[str, int]) -> FlexibleEvent:
    current = event.get("current")
    ideal = event.get("ideal")
    return FlexibleEvent(
        id=event["id"],
        title=event["kind"],
        durations=tuple(each // SLOT_MIN for each in event["durations"]),
        shrink_costs=tuple(event["shrink_cost"]),
        windows=tuple(
            FlexibleWindow(index[day], slot_of(start), slot_of(end), cost)
            for day, start, end, cost in event["windows"]
            if day in index
        ),
        ideal=None if not ideal else slot_of(ideal),
        deviation_cost=event["dev_cost"],
        current=Moment(date.fromisoformat(current[0]), slot_of(current[1])) if current else None,
        move_cost=event["move_cost"],
        drop_cost=event["drop_cost"],
        buffer_before=event["buffer_before"] // SLOT_MIN,
        buffer_after=event["buffer_after"] // SLOT_MIN,
    )


def _weights(params: dict[str, Any]) -> Weights:
    factors = params["prio_weight"]
    return Weights(
        priority=(factors["1"], factors["2"], factors["3"], factors["4"]),
        unplaced_due=params["unsched_due"],
        unplaced_near=tuple((days, cost) for days, cost in params["unsched_near"]),
        unplaced_far=params["unsched_far"],
        late_base=params["late_base"],
        late_per_day=params["late_per_day"],
        late_max_days=params["late_max_days"],
        late_flag=params["late_flag"],
        earliness=0 if "pace" in params else params["earliness"],
        pace=params.get("pace", 0),
        pace_half=params.get("pace_half", 1),
        pace_factors=tuple((day, factor) for day, factor in params.get("flow_factor", ())),
        pace_overdue=0,
        pace_due=100,
        pace_as_successors=False,
        slack_rate=params.get("slack_rate", 0),
        slack_slots=params.get("slack_min", SLOT_MIN) // SLOT_MIN,
        coding_short=tuple(params.get("coding_short_days", (params["coding_short"],))),
        coding_over=params["coding_over"],
        block_deep=params["block_deep"],
        block_shallow=params["block_shallow"],
        short_deep=params["short_deep"],
        extra_block=params.get("extra_block", 0),
        focus_slots=params["focus_min"] // SLOT_MIN,
        project_day=params["project_day"],
        stability_near=params["stab_near"],
        stability_far=params["stab_far"],
        stability_near_days=params["stab_near_days"],
        stability_flexible=params["stab_flex"],
        break_slots=params["break_min"] // SLOT_MIN,
        longest_run_slots=params["max_continuous"] // SLOT_MIN,
        blocks_per_task_day=params["max_blocks_per_task_day"],
    )


def _present_plan(given: dict[str, Any] | None, index: dict[str, int]) -> PresentPlan | None:
    if not given:
        return None
    return PresentPlan(
        blocks=tuple(
            (
                each["task"],
                DayRange(index[each["date"]], slot_of(each["start"]), slot_of(each["end"])),
            )
            for each in given["blocks"]
            if each["date"] in index
        ),
        flexible={
            each["id"]: Moment(date.fromisoformat(each["date"]), slot_of(each["start"]))
            for each in given["flex"]
        },
    )


def plan_of(name: str, problem: Problem, schedule: Schedule) -> dict[str, Any]:
    """A schedule as ``dayplan-plan/1``."""
    return {
        "format": "dayplan-plan/1",
        "instance": name,
        "blocks": [
            {
                "task": block.task,
                "date": problem.days[block.day].date.isoformat(),
                "start": clock_of(block.start),
                "end": clock_of(block.end),
            }
            for block in schedule.blocks
        ],
        "flex": [
            {
                "id": event.event,
                "date": problem.days[event.day].date.isoformat(),
                "start": clock_of(event.start),
                "end": clock_of(event.end),
            }
            for event in schedule.flexible
        ],
    }
