"""The examples of a task in one line are written as the language is typed, and are understood."""

from __future__ import annotations

import pytest

from mle_planner.core.i18n.gettext import LANGUAGES, _
from mle_planner.core.model.work import Priority
from mle_planner.core.typed.quick_add.line import LineContext
from mle_planner.core.typed.quick_add.parsing import parse_quick_add
from tests.support.builders import TUESDAY
from tests.support.languages import speaking


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_task_is_read_in_full(language: str) -> None:
    with speaking(language):
        shown = _("Add a task: Fix drift alert paging 2h due fri #fraud @coding !high")
        line = parse_quick_add(shown.partition(": ")[2], LineContext(TUESDAY))
    assert (line.estimate_min, line.priority) == (120, Priority.HIGH)
    assert line.due is not None
    assert not any(word in line.title for word in ("2h", "due", "bis", "!"))


def test_the_german_example_is_german() -> None:
    with speaking("de"):
        shown = _("Add a task: Fix drift alert paging 2h due fri #fraud @coding !high")
    assert "due" not in shown
    assert "!high" not in shown
