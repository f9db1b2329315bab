"""The log tells where something went wrong and nothing of what the user wrote."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.ui.app.log import LogFile

SECRET = "Talk to the lawyers about Northbank"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogFile]:
    """A log in an empty folder."""
    made = LogFile(tmp_path)
    yield made
    made.close()


def text_of(log: LogFile) -> str:
    """What was written."""
    return log.path.read_text(encoding="utf-8")


def raised(planner: Planner) -> Exception:
    """An exception that came through the planner with a title in its message."""
    try:
        try:
            planner.blocks.delete([BlockRef(0)])
        except PlannerError as error:
            raise ValueError(f"no such title: {SECRET}") from error
    except ValueError as error:
        return error
    raise AssertionError("nothing was refused")


def test_an_exception_is_its_type_and_places_without_its_message(
    log: LogFile, planner: Planner, logged_warnings: list[str]
) -> None:
    log.write_exception(raised(planner))

    written = text_of(log)
    assert "ValueError" in written
    assert "mle_planner/core/plan/edits.py" in written.replace("\\", "/")
    assert SECRET not in written
    assert str(Path.home()) not in written
    assert len(logged_warnings) == 1


def test_an_uncaught_exception_is_written_and_told(
    log: LogFile, planner: Planner, logged_warnings: list[str]
) -> None:
    told: list[bool] = []
    log.install(lambda: told.append(True))

    error = raised(planner)
    sys.excepthook(type(error), error, error.__traceback__)

    assert told == [True]
    assert "uncaught exception" in text_of(log)
    assert logged_warnings


def test_a_warning_of_qt_is_written_without_paths_and_names(
    log: LogFile, logged_warnings: list[str]
) -> None:
    log.install(lambda: None)

    qWarning(f'Could not open /home/ada/plans/secret.db for "{SECRET}"')

    written = text_of(log)
    assert "Could not open … for …" in written
    assert SECRET not in written
    assert "ada" not in written
    assert logged_warnings


def test_nothing_is_written_while_nothing_is_wrong(log: LogFile) -> None:
    log.install(lambda: None)
    log.open()

    assert not log.path.exists()


def test_it_never_grows_beyond_its_files(log: LogFile, logged_warnings: list[str]) -> None:
    log.install(lambda: None)
    for _ in range(4000):
        qWarning("a word " * 100)

    sizes = [path.stat().st_size for path in log.path.parent.glob("planner.log*")]

    assert len(sizes) == 3
    assert sum(sizes) <= 1_500_000
    assert logged_warnings


def test_a_long_message_is_cut_before_it_is_looked_through(
    log: LogFile, logged_warnings: list[str]
) -> None:
    log.install(lambda: None)

    qWarning("a" * 1_000_000)  # looked through whole, this would take minutes

    assert len(text_of(log)) < 1000
    assert logged_warnings


def test_the_hooks_are_given_back(tmp_path: Path) -> None:
    log = LogFile(tmp_path)
    log.install(lambda: None)
    log.close()

    assert sys.excepthook is sys.__excepthook__
