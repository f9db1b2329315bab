"""Phrases: kept as what they are made of, said in the language of their reader."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.phrases import (
    SaidDay,
    SaidLength,
    SaidNames,
    SaidTask,
    SaidTime,
    Value,
    counted_phrase,
    named_within,
    phrase,
    phrase_of_text,
    read_phrase,
    seen_from,
    stored_phrase,
    text_of_phrase,
)

MONDAY = date(2026, 11, 23)
LONGER = phrase("Work until {time} {day}", time=SaidTime(18 * 60 + 30), day=SaidDay(MONDAY, MONDAY))
LATE = phrase(
    "{result}, {length} of work late",
    length=SaidLength(90),
    result=phrase("finished {day} {time}", day=SaidDay(date(2026, 11, 26), MONDAY),
                  time=SaidTime(630)),
)  # fmt: skip


def test_a_phrase_is_said_in_english() -> None:
    assert str(LONGER) == "Work until 18:30 today"
    assert str(LATE) == "finished Thu 10:30, 1 h 30 min of work late"
    assert str(SaidDay(date(2026, 11, 24), MONDAY)) == "tomorrow"
    assert str(SaidDay(date(2026, 11, 24), MONDAY, lasting=True)) == "Tue"
    assert str(SaidDay(MONDAY, MONDAY, lasting=True)) == "Mon"
    assert str(SaidDay(date(2026, 12, 4), MONDAY)) == "Fri 4 Dec"


def test_the_days_of_a_phrase_are_said_as_seen_from_another_day() -> None:
    """In names within the phrase too."""
    names = SaidNames((LATE, LONGER))
    said = str(seen_from(names, date(2026, 11, 25), lasting=False))
    assert said == (
        "finished tomorrow 10:30, 1 h 30 min of work late and Work until 18:30 Mon 23 Nov"
    )
    assert str(seen_from(LONGER, MONDAY, lasting=True)) == "Work until 18:30 Mon"


@pytest.mark.parametrize(
    "text",
    ["{a", "{}", '{"a": 1}', '{"day": 1}', '{"day": []}', '{"phrase": ["a", 1]}', '{"names": [1]}'],
)
def test_a_text_that_is_no_phrase_is_read_as_it_is(text: str) -> None:
    assert phrase_of_text(text) == text


@pytest.mark.parametrize("language", ["de", "he"])
def test_the_same_phrase_is_said_in_another_language(language: str) -> None:
    gettext.use(gettext.LocaleStyle(language))
    said = str(LATE)
    assert "10:30" in said
    assert "finished" not in said
    assert "late" not in said


VALUES = (
    LONGER, LATE, SaidLength(45), "Without Sync it would fit.", "", "{task} is a title",
    counted_phrase(
        "Waits for {names}.", "Wait for {names}.", 2,
        names=SaidNames((SaidTask(3, "Label"), "{Übung}")),
    ),
)  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_what_is_stored_is_read_as_it_was(value: Value) -> None:
    assert read_phrase(json.loads(json.dumps(stored_phrase(value)))) == value
    assert phrase_of_text(text_of_phrase(value)) == value


def test_what_a_phrase_names_are_the_ids_of_tasks_and_the_titles_of_others() -> None:
    names = SaidNames(("Fix drift", phrase("{task} and more", task=SaidTask(7, "Labels"))))
    value = phrase("{names}: due {when}.", names=names, when=SaidTime(600))
    assert list(named_within(value)) == ["Fix drift", 7]
    assert list(named_within("Pinned")) == ["Pinned"]
