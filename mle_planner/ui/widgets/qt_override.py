"""Marks a method that overrides one of Qt's, under Qt's own name.

``typing.override`` exists from Python 3.12; on 3.11 the mark costs nothing and means the same
to a reader.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override
elif sys.version_info >= (3, 12):
    from typing import override
else:
    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        """Return the method unchanged."""
        return method


__all__ = ["override"]
