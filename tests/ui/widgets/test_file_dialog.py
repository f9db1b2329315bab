"""The dialog for files looks into none: an open database would lose its locks."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QFileSystemModel
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.file_dialog import FileDialog

READ_AND_CLOSE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT * FROM task").fetchall()
connection.close()
"""


def test_an_open_database_that_is_listed_stays_locked(qtbot: QtBot, tmp_path: Path) -> None:
    """Else the next program that closes it takes itself for the last, and removes its log."""
    path = tmp_path / "planner.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE task (title TEXT)")
        dialog = FileDialog(None, "Export", tmp_path)
        qtbot.addWidget(dialog)
        model = dialog.findChild(QFileSystemModel)
        with qtbot.waitSignal(model.directoryLoaded):
            dialog.show()
        qtbot.waitUntil(lambda: model.rowCount(model.index(str(tmp_path))) > 0)
        subprocess.run([sys.executable, "-c", READ_AND_CLOSE, path], check=True)
        assert (tmp_path / "planner.db-wal").exists()
        connection.execute("INSERT INTO task VALUES ('kept')")
        connection.commit()
    with contextlib.closing(sqlite3.connect(path)) as again:
        assert again.execute("SELECT title FROM task").fetchall() == [("kept",)]
