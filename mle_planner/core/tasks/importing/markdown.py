"""Reads checklists in Markdown: ``- [ ] Fix drift alert 2h due fri`` under headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tasks.importing.rows import ReadTask, Rejected

_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|\d+[.)])\s+\[(?P<mark>.?)\]\s*(?P<text>.*)")
_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*")
_FENCE = re.compile(r"\s*(```|~~~)")


def read_markdown(text: str) -> Iterator[ReadTask | Rejected]:
    """Yield a task, or the reason why there is none, for each item with a box.

    A heading of the second level or below is the project of the items under it; the first level is
    the title of the page. Lines indented under an item are its note. An item is read like a
    quick-add line.
    """
    project, is_code, task = "", False, None
    for number, line in enumerate(text.expandtabs(4).splitlines(), 1):
        if _FENCE.match(line):
            is_code = not is_code
        item, heading = _ITEM.fullmatch(line), _HEADING.fullmatch(line)
        if task is not None and (item or heading or (line.strip() and not line[0].isspace())):
            yield task
            task = None
        if is_code:
            continue
        if heading:
            project = heading["text"] if len(heading["level"]) > 1 else ""
        elif item:
            found = _item(number, item, project)
            if isinstance(found, Rejected):
                yield found
            else:
                task = found
        elif task is not None and line.strip():
            task = replace(task, note="\n".join(filter(None, (task.note, line.strip()))))
    if task is not None:
        yield task


def is_markdown(text: str) -> bool:
    """Whether any line is an item with a box."""
    return any(_ITEM.fullmatch(line) for line in text.splitlines())


def _item(number: int, item: re.Match[str], project: str) -> ReadTask | Rejected:
    mark, text = item["mark"], item["text"].strip()
    if mark not in (" ", "", "x", "X", "-"):
        return Rejected(number, _("[{mark}] is neither open nor done.", mark=mark))
    if not text:
        return Rejected(number, _("The line has no title."))
    return ReadTask(number, text, is_typed=True, project=project, is_done=mark in ("x", "X", "-"))
