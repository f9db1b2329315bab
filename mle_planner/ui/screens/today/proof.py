"""The evidence of a day, and one line on how well it supports tracked coding."""

from __future__ import annotations

from mle_planner.core.base.spans import ZERO
from mle_planner.core.evidence.day import DayEvidence
from mle_planner.core.evidence.proof import CodingProof
from mle_planner.core.evidence.unite import Grade
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.planner import Planner
from mle_planner.core.topics import SETTING_TOPICS, Topic

TOPICS = SETTING_TOPICS | {Topic.EVIDENCE, Topic.ENTRIES, Topic.ACTIVITIES, Topic.PROJECTS}
"""The topics on which the line depends."""


class EvidenceOfDay:
    """The evidence of a day, read again only when its topics have changed.

    Heartbeats come often, so they do not redraw the screen: they show at the next minute.
    """

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._state: object = None
        self._found: DayEvidence | None = None

    def read(self, day: DaySnapshot) -> DayEvidence | None:
        """Return the evidence; None if no source has any for the day."""
        if day.span is None:
            return None
        minute = min(day.now, day.span.end).replace(second=0, microsecond=0)
        state = (day.day, day.coding.done, minute, self._planner.revisions(TOPICS))
        if state != self._state:
            self._state = state
            self._found = self._planner.evidence.day(day.day)
        return self._found


def proof_sentence(proof: CodingProof | None) -> str:
    """Return what is proved, supported and claimed, what is not tracked, and what agents did."""
    if proof is None:
        return ""
    sentences = [_tracked_sentence(proof), _untracked_sentence(proof)]
    if proof.uncounted_steering > ZERO:
        steering = duration_text(proof.uncounted_steering)
        sentences.append(_("Steering an agent {time}, not counted.", time=steering))
    if proof.agent_alone > ZERO:
        alone = duration_text(proof.agent_alone)
        sentences.append(_("Agent alone {time}, not counted.", time=alone))
    return " ".join(sentence for sentence in sentences if sentence)


def _tracked_sentence(proof: CodingProof) -> str:
    grades = [
        _grade_words(grade, duration_text(length))
        for grade, length in proof.by_grade.items()
        if length > ZERO
    ]
    return _("Done: {grades}.", grades=", ".join(grades)) if grades else ""


def _untracked_sentence(proof: CodingProof) -> str:
    if proof.untracked == ZERO:
        return ""
    untracked = duration_text(proof.untracked)
    if proof.tracked == ZERO:
        return _("Editors show {time} of coding. None is tracked.", time=untracked)
    return _("Editors show {time} more, not tracked as coding.", time=untracked)


def _grade_words(grade: Grade, time: str) -> str:
    return {
        "proved": _("{time} proved", time=time),
        "supported": _("{time} supported", time=time),
        "claimed": _("{time} claimed", time=time),
    }[grade.value]
