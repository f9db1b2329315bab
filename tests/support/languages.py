"""A language for a part of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import LocaleStyle


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language, then what was spoken before."""
    before = gettext.locale_style()
    gettext.use(LocaleStyle(language))
    try:
        yield
    finally:
        gettext.use(before)
