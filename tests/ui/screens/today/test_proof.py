"""The coding card says in one line how well what is done is evidenced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.evidence.day import DayEvidence
from mle_planner.core.evidence.proof import CodingProof
from mle_planner.core.evidence.store import EvidenceLog, Sign
from mle_planner.core.evidence.unite import EDITOR, Grade
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.proof import proof_sentence
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.builders import at


def proof(*minutes: int) -> CodingProof:
    lengths = [timedelta(minutes=count) for count in minutes]
    return CodingProof(dict(zip(Grade, lengths[:3], strict=True)), *lengths[3:])


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, ""),
        (proof(0, 0, 0, 0), ""),
        (proof(132, 72, 20, 0), "Done: 2:12 proved, 1:12 supported, 0:20 claimed."),
        (proof(0, 0, 66, 6), "Done: 1:06 claimed. Editors show 0:06 more, not tracked as coding."),
        (proof(0, 0, 0, 130), "Editors show 2:10 of coding. None is tracked."),
        (proof(0, 0, 0, 0, 80), "Agent alone 1:20, not counted."),
        (
            proof(0, 90, 0, 0, 80, 15),
            "Done: 1:30 supported. Steering an agent 0:15, not counted. "
            "Agent alone 1:20, not counted.",
        ),
    ],
)
def test_the_line_names_what_there_is(found: CodingProof | None, sentence: str) -> None:
    assert proof_sentence(found) == sentence


def lines(today: TodayScreen) -> list[str]:
    labels = today.coding_card.findChildren(TextLabel)
    return [label.accessibleName() for label in labels if "Done:" in label.text()
            and label.isVisible()]  # fmt: skip


def test_the_card_shows_it_only_with_evidence_and_reads_it_only_when_something_changed(
    planner: Planner, today: TodayScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given half a tracked hour, when heartbeats come in, then the next minute shows them."""
    assert lines(today) == []
    days: list[date] = []
    read = EvidenceLog.day

    def note(log: EvidenceLog, day: date) -> DayEvidence | None:
        days.append(day)
        return read(log, day)

    monkeypatch.setattr(EvidenceLog, "day", note)
    start = at(planner, "10:20")
    planner.evidence.record(
        Sign(EDITOR, start + timedelta(minutes=minute), str(minute)) for minute in range(0, 30, 5)
    )
    today.context.ticks.minute_ticked.emit()
    today.refresh()
    assert lines(today) == [
        "Done: 0:15 supported, 0:51 claimed. Editors show 0:10 more, not tracked as coding."
    ]
    assert days == [today.day]
    today.coding_card.show_with_plan(planner.day(today.day).coding)
    assert lines(today) == []
