"""Errors that a user or the world can cause.

Anything else that is raised is a bug: it is logged with its traceback and never
shown as if it were the user's mistake.
"""

from __future__ import annotations

import re
from typing import ClassVar


class PlannerError(Exception):
    """One plain sentence: what happened, what was kept, what to do.

    Window and command line show ``str(error)`` unchanged, so the message is written for
    the user, without class names or paths into the program.
    """

    is_save_failure: ClassVar[bool] = False
    """Whether the disk or a lock kept something from being saved: what was typed is kept then."""


def first_sentence(message: object) -> str:
    """Return what happened, without what was kept and what to do.

    The dot of an ordinal, as in the German date "27. Nov", ends no sentence.
    """
    return re.split(r"(?<=[^\d\s])\.\s", str(message), maxsplit=1)[0].removesuffix(".") + "."
