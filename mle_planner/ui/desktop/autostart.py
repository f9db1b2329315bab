"""The entry that has the planner started at login, as each system keeps it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from mle_planner.core.base.start_command import NAME, start_command

IN_TRAY = "--tray"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_COMMAND_OF = {
    ".desktop": re.compile(r"^Exec=.*$", re.MULTILINE),
    ".plist": re.compile(r"<array>.*</array>", re.DOTALL),
}


def set_autostart(is_on: bool) -> None:
    """Make the entry, or remove it; raises ``OSError`` where that cannot be done."""
    command = [*start_command(), IN_TRAY]
    if sys.platform.startswith("win"):
        _set_in_registry(is_on, command)
        return
    path, text = _entry(command)
    if is_on:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def renew_autostart() -> None:
    """Have an entry that is there start this program, which may have moved since.

    What the desktop wrote into it, as that it is switched off, stays.
    """
    command = [*start_command(), IN_TRAY]
    if sys.platform.startswith("win"):
        if _is_in_registry():
            _set_in_registry(True, command)
        return
    path, made = _entry(command)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    of_command = _COMMAND_OF[path.suffix]
    new = of_command.search(made)
    assert new is not None
    renewed = of_command.sub(lambda _old: new[0], text, count=1)
    if renewed != text:
        path.write_text(renewed, encoding="utf-8")


def _entry(command: list[str]) -> tuple[Path, str]:
    """Return the file of the entry, and what is in it."""
    if sys.platform == "darwin":
        path = Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist"
        return path, _launch_agent(command)
    return desktop_entry_path(), _desktop_entry(command)


def desktop_entry_path() -> Path:
    """Return where a freedesktop.org desktop looks."""
    config = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    folder = config if config.is_absolute() else Path.home() / ".config"
    return folder / "autostart" / f"{NAME}.desktop"


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
        f"<key>Label</key><string>{NAME}</string><key>ProgramArguments</key>"
        f"<array>{words}</array><key>RunAtLoad</key><true/></dict></plist>\n"
    )


def _is_in_registry() -> bool:
    import importlib

    winreg = importlib.import_module("winreg")
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            winreg.QueryValueEx(key, NAME)
    except FileNotFoundError:
        return False
    return True


def _set_in_registry(is_on: bool, command: list[str]) -> None:
    import importlib
    import subprocess
    from contextlib import suppress

    winreg = importlib.import_module("winreg")
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY, 0, winreg.KEY_SET_VALUE) as key:
        if is_on:
            words = subprocess.list2cmdline(command)
            winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, words)
        else:
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, NAME)
