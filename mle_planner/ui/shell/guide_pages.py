"""The pages of the user guide as Markdown, with the keys that are set on this computer."""

from __future__ import annotations

import re
from pathlib import Path

from mle_planner.core.base.resources import resource_path
from mle_planner.core.i18n.gettext import _, is_right_to_left, locale_style
from mle_planner.ui.actions.shortcuts import Shortcuts

FIRST_PAGE, LICENCES = "first-day", "licences"
PAGES = (
    FIRST_PAGE, "planning", "tracking", "review", "month-end", "calendars", "editors", "files",
    LICENCES,
)  # fmt: skip
"""The names of the pages, in the order they are read."""

_KEY = r"\{([a-z]+\.[a-z_]+)\}"


def page_folder(page: str) -> Path:
    """Return the folder that the links and pictures of a page count from."""
    if page == LICENCES:
        return resource_path("licences")
    in_language = f"guide/{locale_style().language}"
    try:
        return resource_path(f"{in_language}/{page}.md").parent
    except FileNotFoundError:
        return resource_path("guide/en")


def page_title(page: str) -> str:
    """Return what a page is called in the list of pages."""
    if page == LICENCES:
        return _("Licences")  # its page is in English alone
    with (page_folder(page) / f"{page}.md").open(encoding="utf-8") as lines:
        return lines.readline().removeprefix("# ").strip()


def page_text(page: str, shortcuts: Shortcuts) -> str:
    """Return a page as Markdown. An action in braces is written as its key."""
    text = (page_folder(page) / f"{page}.md").read_text("utf-8")
    return re.sub(_KEY, lambda match: _key_text(match[1], shortcuts), text)


def _key_text(action_id: str, shortcuts: Shortcuts) -> str:
    from mle_planner.ui.actions.table import action_named

    key = f"**{shortcuts.shown(action_id) or _(action_named(action_id).title)}**"
    # Isolated, "Ctrl K" stays in its place and a paragraph that it begins reads from the right.
    return f"\u200f\u2066{key}\u2069" if is_right_to_left() else key
