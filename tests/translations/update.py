"""Bring the catalogs up to date with the code: ``python -m tests.translations.update``.

Writes the template and each language's catalog in both forms, and says which texts have no
translation yet. Translate those in the ``.po`` files, then run it again.
"""

from __future__ import annotations

import sys

from tests.translations.catalogs import (
    TEMPLATE,
    TRANSLATED,
    as_mo,
    as_po,
    extracted,
    is_translated,
    mo_path,
    po_path,
    read,
    updated,
)


def main() -> int:
    """Write all catalogs; the exit code is 1 while a text waits for its translation."""
    template = extracted()
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(as_po(template))
    waiting = 0
    for language in TRANSLATED:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(updated(language, template)))
        stored = read(path, language)
        mo_path(language).write_bytes(as_mo(read(path, language)))
        missing = [message for message in stored if message.id and not is_translated(message)]
        print(f"{language}: {len(stored) - len(missing)} of {len(stored)} texts are translated")
        for message in missing:
            text = message.id if isinstance(message.id, str) else message.id[0]
            print(f"  {text}")
        waiting += len(missing)
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
