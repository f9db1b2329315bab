"""The page of licences names what is installed with the planner, and has every text."""

from __future__ import annotations

import re

import pytest

from tests.licences import update

ROWS = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", update.PAGE.read_text("utf-8"), re.M)


def test_every_locked_package_is_on_the_page_in_its_version() -> None:
    assert {name: version for name, version, _ in ROWS[1:]} == update.locked()


def test_the_page_and_the_texts_are_those_of_what_is_installed() -> None:
    assert update.PAGE.read_text("utf-8") == update.page()
    for name in update.locked():
        file = update.FOLDER / f"{name}.txt"
        assert (file.read_text("utf-8") if file.exists() else "") == update.text_of(name)


def test_every_link_of_the_page_leads_to_a_text() -> None:
    links = re.findall(r"\]\(([^)]+)\)", update.PAGE.read_text("utf-8"))
    assert {"planner.txt", "inter.txt", "pyside6-essentials.txt"} <= set(links)
    for link in links:
        assert len((update.FOLDER / link).read_text("utf-8")) > 300


def test_a_licence_that_is_not_known_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(update.STATED, "python-dateutil")
    with pytest.raises(ValueError, match="python-dateutil is not known"):
        update.licence_of("python-dateutil")
