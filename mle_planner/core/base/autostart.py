"""The command that starts the planner, and the entry that runs it at login on each system."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from pathlib import Path
from xml.sax.saxutils import escape

_DATA, _IN_TRAY = "--data", "--tray"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_COMMAND_OF = {
    ".desktop": re.compile(r"^Exec=.*$", re.MULTILINE),
    ".plist": re.compile(r"<array>.*</array>", re.DOTALL),
}

_SWITCHED_OFF = re.compile(r"^(Hidden=true|X-GNOME-Autostart-enabled=false)$", re.MULTILINE)


def set_autostart(is_on: bool, folder: Path) -> None:
    """Create the entry that opens a data folder, or remove it; raise ``OSError`` on failure.

    There is one entry: that of another data folder is replaced, but not removed.
    """
    words = _words([*start_command(), *_arguments(folder)])
    if sys.platform.startswith("win"):
        if is_on or not _is_of_another(_in_registry() or "", folder):
            _set_in_registry(is_on, words)
        return
    path, text = _entry(words)
    if is_on:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text)
    elif (old := _read(path)) is not None and not _is_of_another(old, folder):
        path.unlink()


def renew_autostart(folder: Path) -> bool:
    """Let an existing entry start this program, which may have moved since.

    Return whether the entry opens this data folder at login. What the desktop wrote into the entry,
    such as that it is switched off, stays. The entry of another data folder stays as it is.
    """
    words = _words([*start_command(), *_arguments(folder)])
    if sys.platform.startswith("win"):
        old = _in_registry()
        if old is None or _is_of_another(old, folder):
            return False
        _set_in_registry(True, words)
        return True
    path, made = _entry(words)
    text = _read(path)
    if text is None or _is_of_another(text, folder):
        return False
    of_command = _COMMAND_OF[path.suffix]
    new = of_command.search(made)
    assert new is not None
    renewed = of_command.sub(lambda _old: new[0], text, count=1)
    if renewed != text:
        _write(path, renewed)
    return _SWITCHED_OFF.search(text) is None


def _read(path: Path) -> str | None:
    """Return the text of an entry, with any bytes; None without a file. A pipe would block."""
    return path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else None


def _write(path: Path, text: str) -> None:
    if path.exists() and not path.is_file():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def _is_of_another(entry: str, folder: Path) -> bool:
    """Whether an entry opens another data folder; older versions wrote none into it."""
    return _DATA in entry and _words(_arguments(folder)) not in entry


def _arguments(folder: Path) -> list[str]:
    return [_DATA, str(folder.absolute()), _IN_TRAY]


def _words(command: list[str]) -> str:
    """Return a command, or a part of it, in the form of the system's entry."""
    if sys.platform.startswith("win"):
        import subprocess

        return subprocess.list2cmdline(command)
    if sys.platform == "darwin":
        return "".join(f"<string>{escape(word)}</string>" for word in command)
    return " ".join(_quote(word) for word in command)


def _entry(words: str) -> tuple[Path, str]:
    """Return the path of the entry, and its content."""
    if sys.platform == "darwin":
        path = Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist"
        return path, (
            '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>'
            f"<key>Label</key><string>{NAME}</string><key>ProgramArguments</key>"
            f"<array>{words}</array><key>RunAtLoad</key><true/></dict></plist>\n"
        )
    return desktop_entry_path(), _desktop_entry(words)


def desktop_entry_path() -> Path:
    """Return the path at which a freedesktop.org desktop looks for the entry."""
    config = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    folder = config if config.is_absolute() else Path.home() / ".config"
    return folder / "autostart" / f"{NAME}.desktop"


def _desktop_entry(words: str) -> str:
    return (
        "[Desktop Entry]\nType=Application\nName=Planner\nIcon=mle-planner\n"
        f"Exec={words}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    )


def _quote(word: str) -> str:
    """Return a word for the key Exec: quoted, with its special characters escaped twice."""
    for letter in ("\\", '"', "`", "$"):
        word = word.replace(letter, f"\\{letter}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _in_registry() -> str | None:
    import importlib

    winreg = importlib.import_module("winreg")
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            return str(winreg.QueryValueEx(key, NAME)[0])
    except FileNotFoundError:
        return None


def _set_in_registry(is_on: bool, words: str) -> None:
    import importlib
    from contextlib import suppress

    winreg = importlib.import_module("winreg")
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY, 0, winreg.KEY_SET_VALUE) as key:
        if is_on:
            winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, words)
        else:
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, NAME)


NAME = "mle-planner"


def start_command() -> tuple[str, ...]:
    """Return the words of a command line that runs in any folder and environment."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    starter = checkout_starter()
    if starter is not None:
        return (str(getattr(sys, "_base_executable", sys.executable)), str(starter))
    script = shutil.which(NAME, path=str(Path(sys.executable).parent))
    return (script,) if script else (sys.executable, "-P", "-m", "mle_planner")


def checkout_starter() -> Path | None:
    """Return run.py beside the package; None for an installed planner."""
    starter = Path(__file__).resolve().parents[3] / "run.py"
    return starter if starter.is_file() else None
