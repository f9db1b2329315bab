"""What of a message is told where only what happened fits."""

from __future__ import annotations

import pytest

from mle_planner.core.base.errors import PlannerError, first_sentence


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("That task is gone. Nothing was changed.", "That task is gone."),
        ("The timer runs. Stop it. Then start.", "The timer runs."),
        ("27. Nov ist ein Freitag. Schreiben Sie das Datum.", "27. Nov ist ein Freitag."),
        ("Only one", "Only one."),
        (PlannerError("1.5 h is too long. Choose less."), "1.5 h is too long."),
    ],
)
def test_the_first_sentence_is_what_happened(message: object, told: str) -> None:
    assert first_sentence(message) == told
