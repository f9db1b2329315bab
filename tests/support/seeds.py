"""Chance that a run of the tests can be given again."""

from __future__ import annotations

import os
import secrets

RESTLESS_SEED = "RESTLESS_SEED"
"""The variable with the seed of users that were never met; see ``tests/stories``."""


def choose_seed() -> None:
    """In continuous integration choose a seed for this run and its other processes."""
    if os.environ.get("CI"):
        os.environ.setdefault(RESTLESS_SEED, str(secrets.randbelow(2**32)))


def seed_in_words() -> list[str]:
    """The line for the head of the run; none where no seed is in force."""
    number = os.environ.get(RESTLESS_SEED)
    return [f"restless user: {RESTLESS_SEED}={number}"] if number else []
