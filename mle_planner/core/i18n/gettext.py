"""Translation of shown texts with GNU gettext catalogs.

The English text in the code is its key in the catalogs,
``resources/translations/<language>/LC_MESSAGES/planner.mo``. A text that a catalog lacks is shown
in English. How to write a text that is shown:

    _("Nothing was changed.")
    _("Delete {title}", title=task.title)            never an f-string: it could not be found
    plural("{count} task", "{count} tasks", count)   ``count`` is filled in by itself
    in_context("short", "May")                       the same English with another meaning
    raise planner_error("{title} is gone.", title=name)   the error with that sentence
    phrase("Waits for {name}.", name=title)          kept, and translated when it is shown

A table at the top of a module marks its texts with ``N_`` and the code that shows one calls
``_(TITLES[stage])``; no language is chosen yet at import. After a change of
texts, ``python -m tests.translations.update`` brings the catalogs up to date.

Only the window calls ``use``, once, before it shows anything; tables, printed documents and reports
that it writes are in its language. The command line, the log, CSV and JSON are English and count 24
hours: programs read them. What is typed there may be in the language that is set (``words_of``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "planner"
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch", "he": "עברית"}
"""Each name is in its own language, so that its readers find it."""
LANGUAGES = tuple(LANGUAGE_NAMES)
RIGHT_TO_LEFT = frozenset({"he"})
_MARKS = _LRM, _RLM = "\u200e", "\u200f"
_RANGE = re.compile(r"(?<=\d)–(?=\d)")


@dataclass(frozen=True, slots=True)
class LocaleStyle:
    """Language, clock and calendar conventions of the window.

    ``is_month_first`` puts the month before the day in English dates; in every other language the
    order is in its catalog.
    """

    language: str = "en"
    has_12_hours: bool = False
    is_month_first: bool = False


ENGLISH = LocaleStyle()
"""The style of the command line, and of files that programs read."""


class _InForce:
    """The style and catalog in use; the catalog is None for English."""

    locale_style = ENGLISH
    catalog: NullTranslations | None = None
    typed_language = ""


def use(locale_style: LocaleStyle) -> None:
    """Set the style of the whole process from now on."""
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
    """Also read typed words in a language other than that of the answers."""
    before, _InForce.typed_language = _InForce.typed_language, language
    try:
        yield
    finally:
        _InForce.typed_language = before


def typed_language() -> str:
    """Return the language whose typed words are read besides English ones."""
    return _InForce.typed_language or _InForce.locale_style.language


def in_language(language: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts in a language, from its catalog."""
    catalog = _InForce.catalog
    if language != _InForce.locale_style.language:
        catalog = _catalog_of(language)
    return tuple(texts if catalog is None else map(catalog.gettext, texts))


def locale_style() -> LocaleStyle:
    """Return the current style, which can be passed to a child process."""
    return _InForce.locale_style


def is_right_to_left() -> bool:
    """Whether the current language is written from right to left."""
    return _InForce.locale_style.language in RIGHT_TO_LEFT


def known_language(wanted: Iterable[str]) -> str:
    """Return the first of the wanted languages, such as "de-AT", that exists here; else English."""
    for name in wanted:
        language = name.replace("_", "-").partition("-")[0].lower()
        if language in LANGUAGES:
            return language
    return "en"


def _(text: str, /, **values: object) -> str:
    """Return the text in the current language, with its ``{names}`` filled in."""
    if _InForce.catalog is not None and text:  # the empty text is the key of the catalog's header
        text = _InForce.catalog.gettext(text)
    return _filled(text, values) if values else text


def planner_error(
    text: str, /, *, kind: type[PlannerError] = PlannerError, **values: object
) -> PlannerError:
    """Return the error that refuses something, with its sentence in the current language."""
    error = kind(_(text, **values))
    error.said = text, values
    return error


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form for a count; ``{count}`` is replaced by it."""
    if _InForce.catalog is not None:
        text = _InForce.catalog.ngettext(one, many, count)
    else:
        text = one if count == 1 else many
    return _filled(text, {"count": count, **values})


def in_context(context: str, text: str, /, **values: object) -> str:
    """Return the text as ``_`` does, for an English word with several translations."""
    if _InForce.catalog is not None:
        text = _InForce.catalog.pgettext(context, text)
    return _filled(text, values) if values else text


def joined_words(parts: Iterable[str], separator: str = " · ") -> str:
    """Return the parts that are not empty side by side, in the direction of the language.

    Within right-to-left text each part keeps its own direction, whatever it begins with.
    """
    found = [part for part in parts if part]
    if len(found) < 2 or not is_right_to_left():
        return separator.join(found)
    return _RLM + f"{_RLM}{separator}{_RLM}".join(map(_kept_apart, found))


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return names as a sentence has them: "A", "A and B", "A, B and C".

    Of more than ``most`` only those are named: "A, B, C and 2 more".
    """
    if len(names) > most:
        shown, more = ", ".join(names[:most]), len(names) - most
        return plural("{names} and {count} more", "{names} and {count} more", more, names=shown)
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Return a text with its values.

    Within right-to-left text, Latin values are kept apart, and of a range of figures the first is
    on the left, as it is in ranges of times.
    """
    if not is_right_to_left():
        return text.format(**values)
    texts = ((name, value) for name, value in values.items() if not isinstance(value, int))
    values = {**values, **{name: _kept_apart(str(value)) for name, value in texts}}
    return _RANGE.sub(f"{_LRM}–{_LRM}", text.format(**values))


def _kept_apart(part: str) -> str:
    """Return a text whose letters and figures do not mix with those around it.

    This uses direction marks, not an isolate: fonts lack its characters, and lines become higher.
    """
    first = next((letter for letter in part if letter.isalpha() or letter in _MARKS), "")
    if not any(letter.isalpha() and not _is_hebrew(letter) for letter in part):
        return part
    inner = part if _is_hebrew(first) or first == _RLM else f"{_LRM}{part}{_LRM}"
    return f"{_RLM}{inner}{_RLM}"


def _is_hebrew(letter: str) -> bool:
    return "\u0590" <= letter < "\u0600"


def N_(text: str, /) -> str:  # noqa: N802 -- the usual name in translated programs
    """Return the text itself; marks it for the catalogs, to be translated later."""
    return text
