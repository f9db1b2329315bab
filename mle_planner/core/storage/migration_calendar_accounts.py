"""The step that keeps accounts on calendar servers, and what is published of the plan."""

from __future__ import annotations

from sqlite_utils import Database


def add_calendar_accounts(db: Database) -> None:
    """Add accounts, and the objects of CalDAV calendars as the server gave them."""
    texts = ("server", "user", "secret_source", "command")
    db.table("calendar_account").create(
        {"id": int, **dict.fromkeys(texts, str), "allows_private": int},
        pk="id",
        not_null=[*texts, "allows_private"],
        strict=True,
    )
    db.execute("ALTER TABLE calendar ADD COLUMN account_id INTEGER REFERENCES calendar_account(id)")
    db.execute(
        "CREATE TABLE calendar_copy ("
        "calendar_id INTEGER PRIMARY KEY REFERENCES calendar(id) ON DELETE CASCADE, "
        "token TEXT NOT NULL, ctag TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE TABLE calendar_object ("
        "calendar_id INTEGER NOT NULL REFERENCES calendar(id) ON DELETE CASCADE, "
        "href TEXT NOT NULL, etag TEXT NOT NULL, text BLOB NOT NULL, "
        "PRIMARY KEY (calendar_id, href)) STRICT, WITHOUT ROWID"
    )


def add_publications(db: Database) -> None:
    """Add where the plan is published to, and what was published there last."""
    texts = ("target", "level", "mark")
    sign_in = ("problem", "user", "secret_source", "command")
    db.table("publication").create(
        {
            "id": int, **dict.fromkeys(texts, str), "published_at": int,
            **dict.fromkeys(sign_in, str), "allows_private": int,
        },
        pk="id",
        not_null=[*texts, *sign_in, "allows_private"],
        strict=True,
    )  # fmt: skip
    db.execute(
        "CREATE TABLE published_event ("
        "publication_id INTEGER NOT NULL REFERENCES publication(id) ON DELETE CASCADE, "
        "uid TEXT NOT NULL, lines TEXT NOT NULL, sequence INTEGER NOT NULL, "
        "stamp INTEGER NOT NULL, etag TEXT NOT NULL, theirs TEXT NOT NULL, "
        "their_etag TEXT NOT NULL, PRIMARY KEY (publication_id, uid)) STRICT, WITHOUT ROWID"
    )
