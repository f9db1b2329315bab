"""The entry that has the planner started at login, as each system keeps it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from xml.sax.saxutils import escape

IN_TRAY = "--tray"
_NAME = "mle-planner"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def set_autostart(is_on: bool) -> None:
    """Make the entry, or remove it; raises ``OSError`` where that cannot be done."""
    system, command = str(sys.platform), [*start_command(), IN_TRAY]
    if system == "win32":
        _set_in_registry(is_on, command)
    elif system == "darwin":
        agents = Path.home() / "Library" / "LaunchAgents"
        _set_file(agents / f"{_NAME}.plist", _launch_agent(command), is_on)
    else:
        _set_file(desktop_entry_path(), _desktop_entry(command), is_on)


def desktop_entry_path() -> Path:
    """Return where a freedesktop.org desktop looks."""
    config = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    folder = config if config.is_absolute() else Path.home() / ".config"
    return folder / "autostart" / f"{_NAME}.desktop"


def start_command() -> list[str]:
    """Return what starts this program: its installed command, else this interpreter."""
    beside = Path(sys.executable).with_name(_NAME)
    installed = str(beside) if beside.is_file() else shutil.which(_NAME)
    return [installed] if installed else [sys.executable, "-m", "mle_planner"]


def _set_file(path: Path, text: str, is_on: bool) -> None:
    if is_on:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def _desktop_entry(command: list[str]) -> str:
    words = " ".join(_quote(word) for word in command)
    return (
        "[Desktop Entry]\nType=Application\nName=Planner\nIcon=mle-planner\n"
        f"Exec={words}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    )


def _quote(word: str) -> str:
    """Return a word as the key Exec takes it: quoted, its special letters escaped twice."""
    for letter in ("\\", '"', "`", "$"):
        word = word.replace(letter, f"\\{letter}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _launch_agent(command: list[str]) -> str:
    words = "".join(f"<string>{escape(word)}</string>" for word in command)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>'
        f"<key>Label</key><string>{_NAME}</string><key>ProgramArguments</key>"
        f"<array>{words}</array><key>RunAtLoad</key><true/></dict></plist>\n"
    )


def _set_in_registry(is_on: bool, command: list[str]) -> None:
    import importlib
    import subprocess
    from contextlib import suppress

    winreg = importlib.import_module("winreg")
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY, 0, winreg.KEY_SET_VALUE) as key:
        if is_on:
            words = subprocess.list2cmdline(command)
            winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, words)
        else:
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, _NAME)
