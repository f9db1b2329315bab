"""Translation of shown texts with GNU gettext catalogs.

The English text in the code is its key in the catalogs,
``resources/translations/<language>/LC_MESSAGES/planner.mo``. A text that a catalog lacks is shown
in English. How to write a text that is shown:

    _("Nothing was changed.")
    _("Delete {title}", title=task.title)            never an f-string: it could not be found
    plural("{count} task", "{count} tasks", count)   ``count`` is filled in by itself
    in_context("short", "May")                       the same English with another meaning

A table at the top of a module marks its texts with ``N_`` and the code that shows one calls
``_(TITLES[stage])``; no language is chosen yet at import. After a change of
texts, ``python -m tests.translations.update`` brings the catalogs up to date.

Only the window calls ``use``, once, before it shows anything. The command line, the log, and
all files that leave the planner are English and count 24 hours: programs read them. What is typed
there may be in the language that is set (``words_of``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "planner"
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch", "he": "עברית"}
"""Each in its own language, so that its reader finds it."""
LANGUAGES = tuple(LANGUAGE_NAMES)
RIGHT_TO_LEFT = frozenset({"he"})
_MARKS = _LRM, _RLM = "\u200e", "\u200f"


@dataclass(frozen=True, slots=True)
class LocaleStyle:
    """Language, clock and calendar conventions of the window.

    ``is_month_first`` puts the month before the day in English dates; every other language has
    one order, which its catalog says. ``days_before_monday`` is where weeks start on this
    desktop, used unless the settings say otherwise.
    """

    language: str = "en"
    has_12_hours: bool = False
    is_month_first: bool = False
    days_before_monday: int = 0


ENGLISH = LocaleStyle()
"""The style of the command line and of all files."""


class _InForce:
    """The style and catalog in use; the catalog is None for English."""

    locale_style = ENGLISH
    catalog: NullTranslations | None = None
    typed_language = ""


def use(locale_style: LocaleStyle) -> None:
    """Use this style from now on, in the whole process."""
    catalog = _InForce.catalog
    if locale_style.language != _InForce.locale_style.language:
        catalog = _catalog_of(locale_style.language)
    _InForce.locale_style, _InForce.catalog = locale_style, catalog


def _catalog_of(language: str) -> NullTranslations | None:
    if language == "en":
        return None
    from gettext import GNUTranslations

    from mle_planner.core.base.resources import resource_path

    with resource_path(f"translations/{language}/LC_MESSAGES/{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)


@contextmanager
def words_of(language: str) -> Iterator[None]:
    """Read typed words in a language that answers are not written in."""
    before, _InForce.typed_language = _InForce.typed_language, language
    try:
        yield
    finally:
        _InForce.typed_language = before


def typed_language() -> str:
    """Return the language whose words are read besides the English ones."""
    return _InForce.typed_language or _InForce.locale_style.language


def in_language(language: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts as the catalog of a language has them."""
    catalog = _InForce.catalog
    if language != _InForce.locale_style.language:
        catalog = _catalog_of(language)
    return tuple(texts if catalog is None else map(catalog.gettext, texts))


def locale_style() -> LocaleStyle:
    """Return the style in use, also to pass it to a child process."""
    return _InForce.locale_style


def is_right_to_left() -> bool:
    """Whether the current language is written from right to left."""
    return _InForce.locale_style.language in RIGHT_TO_LEFT


def known_language(wanted: Iterable[str]) -> str:
    """Return the first language the planner has of those wanted, such as "de-AT"; else English."""
    for name in wanted:
        language = name.replace("_", "-").partition("-")[0].lower()
        if language in LANGUAGES:
            return language
    return "en"


def _(text: str, /, **values: object) -> str:
    """Return the text in the current language, with its ``{names}`` filled in."""
    if _InForce.catalog is not None and text:  # the empty text is the name of the head
        text = _InForce.catalog.gettext(text)
    return _filled(text, values) if values else text


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form that goes with a count; ``{count}`` stands for it."""
    if _InForce.catalog is not None:
        text = _InForce.catalog.ngettext(one, many, count)
    else:
        text = one if count == 1 else many
    return _filled(text, {"count": count, **values})


def in_context(context: str, text: str, /, **values: object) -> str:
    """Return the text as ``_`` does, where one English word stands for two of other languages."""
    if _InForce.catalog is not None:
        text = _InForce.catalog.pgettext(context, text)
    return _filled(text, values) if values else text


def joined_words(parts: Iterable[str], separator: str = " · ") -> str:
    """Return what there is of the parts beside each other, in the order of the language.

    Among words from right to left each keeps its own direction, whatever it begins with.
    """
    found = [part for part in parts if part]
    if len(found) < 2 or not is_right_to_left():
        return separator.join(found)
    return _RLM + f"{_RLM}{separator}{_RLM}".join(map(_kept_apart, found))


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Return a text with its values, those in Latin letters apart from words right to left."""
    if is_right_to_left():
        texts = ((name, value) for name, value in values.items() if isinstance(value, str))
        values = {**values, **{name: _kept_apart(value) for name, value in texts}}
    return text.format(**values)


def _kept_apart(part: str) -> str:
    """Return a text whose letters and figures do not mix with those around it.

    By marks and not as an isolate: fonts lack its signs, and lines become higher.
    """
    first = next((letter for letter in part if letter.isalpha() or letter in _MARKS), "")
    if not any(letter.isalpha() and not _is_hebrew(letter) for letter in part):
        return part
    inner = part if _is_hebrew(first) or first == _RLM else f"{_LRM}{part}{_LRM}"
    return f"{_RLM}{inner}{_RLM}"


def _is_hebrew(letter: str) -> bool:
    return "\u0590" <= letter < "\u0600"


def N_(text: str, /) -> str:  # noqa: N802 -- its name in every program that is translated
    """Return the text itself; marks it for the catalogs where it is translated later."""
    return text
