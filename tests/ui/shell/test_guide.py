"""The user guide: whole, true to the keys, and read from the disk."""

from __future__ import annotations

import gettext
import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from mle_planner.core.base.resources import resource_path
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.shell.guide import LICENCES, PAGES, page_folder, page_text, page_title
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.languages import speaking

POT = resource_path("translations/planner.pot")
LINK = re.compile(r"(!?)\[([^\]]+)\]\(([^)]+)\)")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole(page: str, qtbot: QtBot) -> None:
    text = page_text(page, Shortcuts())
    assert text.startswith("# ")
    assert not re.search(r"\{[a-z]+\.[a-z_]+\}", text)
    for _picture, label, target in LINK.findall(text):
        assert label
        assert target.removesuffix(".md") in PAGES or (page_folder(page) / target).is_file(), target


def test_every_file_of_the_guide_is_shown() -> None:
    folder = resource_path("guide/en")
    assert {path.stem for path in folder.iterdir()} == set(PAGES) - {LICENCES}
    shown = {
        target.rpartition("/")[2]
        for page in PAGES
        for _picture, _label, target in LINK.findall(page_text(page, Shortcuts()))
    }
    pictures = {path.name for path in resource_path("guide/pictures").iterdir()}
    assert pictures - shown == {"tasks.png"}, "shown by README.md alone"


GUIDES = sorted(path.name for path in resource_path("guide").iterdir() if path.name != "pictures")
ACTION = re.compile(r"\{[a-z]+\.[a-z_]+\}")
NAMED = re.compile(r"(?<!\*)\*([^*]{2,})\*(?!\*)")
"""What is written in italics: a name as it stands in the window."""


def test_there_are_guides_in_other_languages() -> None:
    assert {"en", "de", "he"} <= set(GUIDES)


@pytest.mark.parametrize("language", GUIDES)
def test_a_guide_names_what_the_window_shows(language: str) -> None:
    """In its language, and with the keys, pictures and links of the English one."""
    folder, english = resource_path(f"guide/{language}"), resource_path("guide/en")
    assert {path.name for path in folder.iterdir()} == {path.name for path in english.iterdir()}
    catalog = gettext.translation(
        "planner", str(resource_path("translations")), [language], fallback=language == "en"
    )
    texts = re.findall(r'^msgid "(.+)"$', POT.read_text("utf-8"), re.MULTILINE)
    shown = {catalog.gettext(text).rstrip("…").casefold() for text in texts}
    for path in sorted(folder.iterdir()):
        text = path.read_text("utf-8")
        of_english = (english / path.name).read_text("utf-8")
        assert sorted(ACTION.findall(text)) == sorted(ACTION.findall(of_english)), path
        targets, wanted = (
            sorted(target for _picture, _label, target in LINK.findall(page))
            for page in (text, of_english)
        )
        assert targets == wanted, path
        for name in NAMED.findall(text):
            assert " ".join(name.split()).casefold() in shown, (path, name)


def test_the_keys_are_those_of_this_computer(qtbot: QtBot) -> None:
    changed = Shortcuts('{"plan.propose": ["F5"]}')
    assert "**F5** plans what is shown" in page_text("planning", changed)


def test_f1_opens_it_and_links_stay_inside(window: MainWindow) -> None:
    window.trigger("app.guide")
    guide = window.overlays.guide
    browser = guide.browser
    assert browser.toPlainText().startswith("The first day")

    browser.anchorClicked.emit(QUrl("calendars.md"))
    assert browser.toPlainText().startswith("Calendars")
    for elsewhere in ("https://example.org/x.md", "../../secret.txt", "file:///etc/passwd"):
        browser.anchorClicked.emit(QUrl(elsewhere))
        assert browser.toPlainText().startswith("Calendars")
    kind = QTextDocument.ResourceType.ImageResource.value
    assert browser.loadResource(kind, QUrl("https://example.org/x.png")) is None
    assert not browser.loadResource(kind, QUrl("../pictures/today.png")).isNull()

    guide.open_page(LICENCES)
    assert "pyside6-essentials" in guide.browser.toPlainText()
    guide.browser.anchorClicked.emit(QUrl("pyside6-essentials.txt"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in guide.browser.toPlainText()
    guide.close()


def test_a_hebrew_page_reads_from_the_right_also_where_a_key_begins_it(qtbot: QtBot) -> None:
    with speaking("he"):
        for page in set(PAGES) - {LICENCES}:
            document = QTextDocument()
            document.setMarkdown(page_text(page, Shortcuts()))
            for at in range(document.blockCount()):
                block = document.findBlockByNumber(at)
                if any(letter.isalpha() for letter in block.text()):
                    assert block.textDirection() == Qt.LayoutDirection.RightToLeft, block.text()


def test_every_page_is_named_in_the_language_of_the_window() -> None:
    with speaking("de"):
        titles = [page_title(page) for page in PAGES]

    assert titles[0] == "Der erste Tag"
    assert titles[-1] == "Lizenzen"
