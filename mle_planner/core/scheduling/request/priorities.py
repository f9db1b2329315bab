"""Turns the user's planning priorities into the weights of the score.

Due dates always come first. Each of the other four priorities is a setting with three values:
"more" doubles its costs in the score, "less" halves them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mle_planner.core.scheduling.problem import Weights
from mle_planner.core.settings import Settings

_FIELDS = {
    "care_coding": ("coding_short", "coding_over"),
    "care_long_blocks": ("block_deep", "short_deep", "extra_block", "project_day"),
    "care_earlier_plan": ("stability_near", "stability_far", "stability_flexible"),
}

_FACTORS = {"less": 0.5, "normal": 1.0, "more": 2.0}


def weights_of(settings: Settings) -> Weights:
    """Return the weights of the score for the user's settings."""
    weights = Weights()
    for name, fields in _FIELDS.items():
        factor = _FACTORS[settings.word(name)]
        scaled: dict[str, Any] = {
            field: _scale(getattr(weights, field), factor) for field in fields
        }
        weights = replace(weights, **scaled)
    return weights


def _scale(cost: int | tuple[int, ...], factor: float) -> int | tuple[int, ...]:
    """Return a cost, or one for each day, multiplied by a factor."""
    if isinstance(cost, tuple):
        return tuple(round(each * factor) for each in cost)
    return round(cost * factor)


def hours_factor(settings: Settings) -> float:
    """Return the factor for the costs of the time of day."""
    return _FACTORS[settings.word("care_hours")]
