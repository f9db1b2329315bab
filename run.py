#!/usr/bin/env python3
"""Sets the planner up beside its code and runs it. Needs nothing but Python 3.11 or later.

    python3 run.py                 open the planner
    python3 run.py status          any command of the planner; --help lists them
    python3 run.py test [...]      run the tests without a display; words after it go to pytest
    python3 run.py test quick      the same without the slow ones
    python3 run.py test thorough   the same with many more examples of each rule; takes half an hour
    python3 run.py check           formatting, lint, types, and who may import whom
    python3 run.py install         add the planner to the desktop's menu; uninstall removes it

The first run makes .venv here and installs the locked packages into it; later runs find it ready.
Nothing outside this folder is changed, except by install.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 -- it may be run with an older one
    sys.exit(
        "The planner needs Python 3.11 or later; this is {}.{}. "
        "Start it with a newer one, as in: python3.11 run.py".format(*sys.version_info[:2])
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed-from"
IN_TWO_PROCESSES = ("-n", "2", "--dist", "worksteal")  # -n 0 after "test" runs them in one
QUICK = ("-m", "not slow")
THOROUGH = ("--hypothesis-profile", "thorough")  # tests/support/amounts.py says what that is
# Beside the environment, not in it: whatever an interrupted set-up leaves in .venv, this says
# that it is not to be trusted.
UNFINISHED = ROOT / ".venv-unfinished"
# The interpreter outside any environment: .venv may be the one running this.
BASE_PYTHON = str(getattr(sys, "_base_executable", sys.executable))
QUIETLY = [] if sys.stderr.isatty() else ["--quiet"]  # progress is for a person

PLANNER_LOCK = ROOT / "requirements" / "planner.lock"
DEVELOP_LOCK = ROOT / "requirements" / "develop.lock"  # holds all of the planner's lock too

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
CHECKS = {
    "formatting": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", LINT_IMPORTS, "--no-logo"],
}

HEADLESS_PACKAGES = "libglib2.0-0 libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3"
X11_PACKAGES = HEADLESS_PACKAGES + (
    " libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0"
)
# Loading the X11 plugin looks for every library the first window would need; without this a
# missing one ends in an abort and a page of text.
QT_PROBE = """
import ctypes, pathlib, sys
import PySide6.QtWidgets
if sys.argv[1] == "x11":
    plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins"
    ctypes.CDLL(str(plugins / "platforms" / "libqxcb.so"))
"""


class SetUpError(Exception):
    """What could not be set up, and the command that helps."""


def main(arguments: list[str]) -> int:
    """Set up what the arguments need and run it; the exit code is that of what was run."""
    word = arguments[0] if arguments else ""
    try:
        if word == "check":
            set_up(DEVELOP_LOCK)
            return check()
        if word == "test":
            set_up(DEVELOP_LOCK)
            require_qt("headless")
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            # The tests start the planner hundreds of times; compiling it each time triples that.
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            os.chdir(ROOT)
            return become("-m", "pytest", *pytest_options(arguments[1:]))
        set_up(PLANNER_LOCK, DEVELOP_LOCK)
        if not arguments:
            require_qt("x11" if opens_on_x11() else "headless")
        # -P: a calendar.py in the user's folder must not stand in for the one of Python.
        return become("-P", "-m", "mle_planner", *arguments)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def pytest_options(words: list[str]) -> list[str]:
    """Return what pytest is run with for the words after ``test``; its own words come last."""
    kinds = {"quick": QUICK, "thorough": THOROUGH}
    if words and words[0] in kinds:
        return [*IN_TWO_PROCESSES, *kinds[words[0]], *words[1:]]
    return [*IN_TWO_PROCESSES, *words]


def set_up(lock: Path, *also_fine: Path) -> None:
    """Make .venv hold what ``lock`` names, unless it already does or holds an ``also_fine``."""
    if not UNFINISHED.exists() and PYTHON.exists() and STAMP.exists():
        installed = STAMP.read_text(encoding="ascii")
        if installed in {fingerprint(each) for each in (lock, *also_fine)}:
            return
    print("Setting up the planner in .venv: once, for about a minute.", file=sys.stderr)
    try:
        is_sound = not UNFINISHED.exists() and is_usable()
        UNFINISHED.touch()
        if not is_sound and VENV.exists():
            shutil.rmtree(VENV)
        if not (install_with_uv(lock) or install_with_pip(lock)):
            raise SetUpError(
                "The packages could not be installed; the lines above say why. They come from "
                "Python's package index, or where pip is set to look, and need a connection to it. "
                "Run this again when that is put right: it starts afresh."
            )
        STAMP.write_text(fingerprint(lock), encoding="ascii")
        UNFINISHED.unlink()
    except OSError as error:
        raise SetUpError(
            f"The planner could not be set up in {VENV}: {error.strerror or error}. "
            "Run this again when that is put right: it starts afresh."
        ) from error


def fingerprint(lock: Path) -> str:
    """Return what tells one set-up from another: the locked packages and the kind of Python."""
    python = f"{sys.implementation.cache_tag} {sys.platform}"
    return hashlib.sha256(lock.read_bytes() + python.encode()).hexdigest()


def is_usable() -> bool:
    """Whether .venv has a Python that starts and is of this version."""
    if not PYTHON.exists():
        return False
    tag = "import sys; print(sys.implementation.cache_tag)"
    answer = subprocess.run([PYTHON, "-c", tag], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == sys.implementation.cache_tag


def install_with_uv(lock: Path) -> bool:
    """Install the lock with uv; false where there is none, or it fails and pip may still manage."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    make = [uv, "venv", "--quiet", "--allow-existing", "--python", BASE_PYTHON, str(VENV)]
    install = [uv, "pip", "install", *QUIETLY, "--python", str(PYTHON), "--require-hashes"]
    if succeeds(make) and succeeds([*install, "-r", str(lock)]):
        return True
    print("uv could not do it; trying with pip.", file=sys.stderr)
    shutil.rmtree(VENV, ignore_errors=True)
    return False


def install_with_pip(lock: Path) -> bool:
    """Install the lock with what Python brings along."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(
            "This Python comes without its venv module. On Debian and Ubuntu this installs it:\n"
            "  sudo apt install python{}.{}-venv".format(*sys.version_info[:2])
        )
    install = [str(PYTHON), "-m", "pip", "install", *QUIETLY, "--disable-pip-version-check"]
    return succeeds([BASE_PYTHON, "-m", "venv", str(VENV)]) and succeeds(
        [*install, "--require-hashes", "-r", str(lock)]
    )


def succeeds(command: list[str]) -> bool:
    """Run a step of the set-up; standard output is kept clean for the planner's own."""
    return subprocess.run(command, stdout=sys.stderr, cwd=ROOT, check=False).returncode == 0


def opens_on_x11() -> bool:
    """Whether Qt will choose its X11 plugin for the window."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return os.environ["QT_QPA_PLATFORM"].startswith("xcb")
    return bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")


def require_qt(display: str) -> None:
    """Check, once for each .venv, that Qt finds the system's libraries for this display."""
    seen = VENV / f"qt-loads-{display}"
    if not sys.platform.startswith("linux") or seen.exists():
        return
    probe = [str(PYTHON), "-c", QT_PROBE, display]
    answer = subprocess.run(probe, capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        seen.touch()
        return
    missing = re.search(r"(\S+\.so[.\d]*): cannot open shared object", answer.stderr)
    if missing is None:
        raise SetUpError(f"Qt does not start here:\n{answer.stderr.strip()}")
    raise SetUpError(
        f"Qt needs {missing[1]}, which this system lacks. On Debian and Ubuntu this installs it "
        "and what usually lacks with it:\n"
        f"  sudo apt install {X11_PACKAGES if display == 'x11' else HEADLESS_PACKAGES}"
    )


def check() -> int:
    """Run every check, also after one has failed, and name those that did."""
    failed = []
    for name, arguments in CHECKS.items():
        print(f"{name}:", flush=True)
        if subprocess.run([PYTHON, *arguments], cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def become(*arguments: str) -> int:
    """Run .venv's Python in place of this one, so that signals and exit codes are its own."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    command = [str(PYTHON), *arguments]
    sys.stdout.flush()
    if os.name != "nt":  # there the prompt would return before the program has ended
        os.execve(command[0], command, environment)
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
