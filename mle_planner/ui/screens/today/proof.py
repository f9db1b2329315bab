"""What evidence says about a day's tracked coding, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.topics import SETTING_TOPICS, Topic

if TYPE_CHECKING:
    from mle_planner.core.evidence.proof import CodingProof
    from mle_planner.core.evidence.unite import Grade
    from mle_planner.core.planner import Planner

TOPICS = SETTING_TOPICS | {Topic.EVIDENCE, Topic.ENTRIES, Topic.ACTIVITIES, Topic.PROJECTS}
"""What the line is made from."""


class DayProof:
    """The line about a day, read again only when something it is made from has changed.

    Heartbeats come often, so they do not redraw the screen: they show at the next minute.
    """

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._state: object = None
        self._sentence = ""

    def sentence(self, day: DaySnapshot) -> str:
        """Return the line; empty without automatic evidence on the day."""
        if day.span is None:
            return ""
        minute = min(day.now, day.span.end).replace(second=0, microsecond=0)
        state = (day.day, day.coding.done, minute, self._planner.revisions(TOPICS))
        if state != self._state:
            self._state = state
            self._sentence = proof_sentence(self._planner.evidence.proof(day.day))
        return self._sentence


def proof_sentence(proof: CodingProof | None) -> str:
    """Return how much of what is done is proved, supported and claimed, and what is not tracked."""
    if proof is None or proof.tracked == proof.untracked == ZERO:
        return ""
    untracked = duration_text(proof.untracked)
    if proof.tracked == ZERO:
        return _("Editors show {time} of coding. None is tracked.", time=untracked)
    grades = ", ".join(
        _grade_words(grade, duration_text(length))
        for grade, length in proof.by_grade.items()
        if length > ZERO
    )
    done = _("Done: {grades}.", grades=grades)
    if proof.untracked == ZERO:
        return done
    return f"{done} " + _("Editors show {time} more, not tracked as coding.", time=untracked)


def grade_meanings() -> str:
    """Return what the grades mean, a line for each."""
    return "\n".join(
        (
            _("Proved: two automatic sources, or a timer and one."),
            _("Supported: one automatic source, such as an editor."),
            _("Claimed: a timer or a typed entry alone."),
        )
    )


def _grade_words(grade: Grade, time: str) -> str:
    return {
        "proved": _("{time} proved", time=time),
        "supported": _("{time} supported", time=time),
        "claimed": _("{time} claimed", time=time),
    }[grade.value]
