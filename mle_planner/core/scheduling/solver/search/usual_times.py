"""Moves lunch and the like back to their usual times if their present times gain nothing.

A search moves lunch by five minutes if that lets the work after it begin a little sooner. A person
moves it only so that something fits.
"""

from __future__ import annotations

from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.search.resequencing import Resequencer

_WORTH = 300
"""The score that returning an event to its usual time may cost, because the day's work waits."""

_MOST_SLOTS = 6
"""The greatest distance from which an event returns, in slots."""


def keep_usual_times(draft: Draft) -> None:
    """Move full-length events back to their usual time if their whole day fits in that order.

    No task becomes late because of it.
    """
    resequencer = Resequencer(draft.tables, Random(0))
    for event, about in enumerate(draft.tables.problem.flexible):
        places, at = draft.tables.event_places[event], draft.event_at[event]
        if at < 0 or about.ideal is None:
            continue
        day, start, end = places[at].day, places[at].start, places[at].end
        shift = about.ideal - start
        if not 0 < abs(shift) <= _MOST_SLOTS or end - start < about.durations[0]:
            continue
        there = (day, start + shift, end + shift)
        for number, place in enumerate(places):
            if (place.day, place.start, place.end) != there:
                continue
            stand = [*draft.event_at[:event], number, *draft.event_at[event + 1 :]]
            trial = resequencer.in_order(draft, day, resequencer.sequence(draft, day), stand)
            if trial is None or trial.late != draft.late:
                continue
            if trial.score <= draft.score + _WORTH:
                draft.take_over(trial)
