"""The texts of the program and their translations, as files of GNU gettext.

The template and the catalogs name no places in the code and carry no dates: they change when a
text changes, and not otherwise.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mle_planner.core.i18n.gettext import DOMAIN, LANGUAGES
from tests.support.checkout import PROGRAM, ROOT

FOLDER = ROOT / "resources" / "translations"
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
_KEYWORDS = {
    "_": None, "N_": None, "plural": (1, 2), "in_context": ((1, "c"), 2), "planner_error": None,
    "unreadable": None, "phrase": None, "counted_phrase": (1, 2),
}  # fmt: skip
_MARK = re.compile(rf"\b({'|'.join(_KEYWORDS)})\(")
_COMMENT = "# The texts of the planner's window."
_HEAD = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Language", "Plural-Forms")
# Where Babel knows another rule than the one the translations are made for: 1, 2, and the rest.
_PLURAL_RULES = {"he": "nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);"}


def po_path(language: str) -> Path:
    """Return where the translations into a language are written."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_path(language: str) -> Path:
    """Return where the planner reads them from."""
    return po_path(language).with_suffix(".mo")


@cache
def extracted() -> Catalog:
    """Return every text that the program marks, untranslated; found once, to be read only."""
    catalog = Catalog(charset="utf-8", fuzzy=False, header_comment=_COMMENT)
    for file in sorted(PROGRAM.rglob("*.py")):
        if not _MARK.search(file.read_text(encoding="utf-8")):
            continue  # half of the program, and Babel is slow
        found = extract_from_file(
            "python", file, keywords=_KEYWORDS, comment_tags=("For translators:",)
        )
        for _line, text, comments, context in found:
            catalog.add(text, auto_comments=comments, context=context)
    return catalog


def read(path: Path, language: str | None = None) -> Catalog:
    """Return a stored catalog; an empty one where there is none yet."""
    if not path.exists():
        catalog = Catalog(locale=language, charset="utf-8")
        if language in _PLURAL_RULES:
            catalog.mime_headers = [("Plural-Forms", _PLURAL_RULES[language])]
        return catalog
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def updated(language: str, template: Catalog) -> Catalog:
    """Return the stored translations of the texts there are; new texts have none.

    Nothing is guessed from a similar text: a wrong sentence is worse than an English one.
    """
    catalog = read(po_path(language), language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment, catalog.fuzzy = _COMMENT, False
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """Return a catalog as it is stored."""
    written = io.BytesIO()
    write_po(
        written, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True,
        include_previous=False, omit_header=False,
    )  # fmt: skip
    lines = written.getvalue().decode().split("\n")
    unwanted = re.compile(rf'"(?!(?:{"|".join(_HEAD)}): )[A-Z][A-Za-z-]+: ')
    kept = [line for line in lines if not unwanted.match(line)]
    return "\n".join(kept).encode()


class _Messages(list[Message]):
    """A catalog with the head it is given: Babel's own carries the time it was made."""

    charset = "utf-8"


def as_mo(catalog: Catalog) -> bytes:
    """Return a catalog as the planner reads it, without what is not translated."""
    head = "".join(f"{name}: {value}\n" for name, value in catalog.mime_headers if name in _HEAD)
    translated = [message for message in catalog if message.id and is_translated(message)]
    written = io.BytesIO()
    write_mo(written, _Messages([Message("", head), *translated]))
    return written.getvalue()


def is_translated(message: Message) -> bool:
    """Whether a translation is there, in each of its plural forms."""
    string = message.string
    return all(string) if isinstance(string, tuple | list) else bool(string)
