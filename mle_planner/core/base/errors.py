"""Errors that a user or the world can cause.

Anything else that is raised is a bug: it is logged with its traceback and never
shown as if it were the user's mistake.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar


class PlannerError(Exception):
    """One plain sentence: what happened, what was kept, what to do.

    Window and command line show ``str(error)`` unchanged, so the message is written for
    the user, without class names or paths into the program.
    """

    is_save_failure: ClassVar[bool] = False
    """Whether saving failed because of the disk or a lock, so that typed text must be kept."""
    said: tuple[str, Mapping[str, object]] | None = None
    """The English text and the values of its names, where ``planner_error`` made the sentence."""


def first_sentence(message: object) -> str:
    """Return what happened, without what was kept and what to do.

    The dot of an ordinal, as in the German date "27. Nov", does not end a sentence.
    """
    return re.split(r"(?<=[^\d\s])\.\s", str(message), maxsplit=1)[0].removesuffix(".") + "."


def code_path(error: BaseException) -> list[str]:
    """Return the lines of code that an error passed through and its type, then those of its causes.

    Messages are left out: they can contain titles and paths of the user.
    """
    import traceback

    lines = []
    link: BaseException | None = error
    while link is not None:
        for place in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_short_path(Path(place.filename))}:{place.lineno} {place.name}")
        lines.append(type(link).__name__)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines


def _short_path(path: Path) -> Path | str:
    package = Path(__file__).resolve().parents[2]
    return path.relative_to(package.parent) if path.is_relative_to(package) else path.name
