"""Reads the user's commits in the repositories of a folder, with the program ``git``.

A commit is identified by its author's address and the second it was authored. Worktrees share their
commits, a submodule is a separate repository, and rebasing, amending and picking keep both, so
none of these creates a second sign. A commit whose author date is reset is a new one.

Nothing in a repository is changed or run: no locks are taken, no hooks, pagers or signature
programs started, and each call has a time limit.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import GIT
from mle_planner.core.i18n.gettext import _, planner_error

_TIME_LIMIT_S = 20
_MOST_REPOSITORIES = 200
_MOST_FOLDERS = 20_000
_DEPTH = 4
_LONGEST_SUBJECT = 200
_SKIPPED = frozenset({"node_modules", "site-packages", "__pycache__"})
_OPTIONS = (
    "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
)  # fmt: skip
_FROM_OUTSIDE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE")


class GitError(PlannerError):
    """A folder whose commits cannot be read."""


class GitMissingError(GitError):
    """The program ``git`` is missing."""


@dataclass(frozen=True, slots=True)
class GitReading:
    """The user's commits in a folder: signs, repositories read, and problems of the others."""

    signs: tuple[Sign, ...]
    repositories: tuple[str, ...]
    problems: tuple[str, ...]


def read_folder(
    folder: Path,
    addresses: Iterable[str],
    since: datetime,
    is_stopped: Callable[[], bool] = lambda: False,
) -> GitReading:
    """Return the commits authored by these addresses, or by the ``user.email`` of a repository.

    A repository that cannot be read is listed in the problems, and the others are read. Raises
    ``GitError`` if the folder is gone or has no readable repository, and if git is missing.
    """
    found = list(_repositories(folder))
    if not found:
        raise _no_repository(folder)
    mine = {address.casefold() for address in addresses}
    mine |= {own for repository in found if (own := _own_address(repository.path))}
    signs: dict[str, Sign] = {}
    problems, names = [], []
    for repository in found:
        if is_stopped():
            break
        try:
            for sign in _commits(repository, mine, since):
                signs.setdefault(sign.identity, sign)
        except GitError as error:
            problems.append(str(error))
        else:
            names.append(repository.name)
    if problems and not names:
        raise GitError(" ".join(problems))
    return GitReading(tuple(signs.values()), tuple(names), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Repository:
    path: Path
    name: str


def _repositories(folder: Path) -> Iterator[_Repository]:
    """Yield each repository in or around a folder once, however many worktrees it has."""
    seen: set[Path] = set()
    for path in _places(folder):
        common = _common_folder(path)
        if common is None or common in seen:
            continue
        seen.add(common)
        own = common.parent.name if common.name == ".git" else common.name.removesuffix(".git")
        yield _Repository(path, own or path.name)
        if len(seen) == _MOST_REPOSITORIES:
            return


def _places(folder: Path) -> Iterator[Path]:
    """Yield the folder and those below it that are repositories; without any, the folder itself.

    Within a repository only submodules are searched for.
    """
    if not folder.is_dir():
        raise GitError(_("There is no folder {folder}. Check its path.", folder=str(folder)))
    is_found = False
    for visited, (name, below, files) in enumerate(os.walk(folder)):
        here = Path(name)
        is_repository = _is_repository(below, files)
        if is_repository:
            is_found = True
            yield here
        is_deep = len(here.relative_to(folder).parts) == _DEPTH or visited > _MOST_FOLDERS
        if is_deep or (is_repository and ".gitmodules" not in files):
            below.clear()
        below[:] = sorted(
            each for each in below if not each.startswith(".") and each not in _SKIPPED
        )
    if not is_found:
        yield folder


def _is_repository(below: Iterable[str], files: Iterable[str]) -> bool:
    is_bare = "HEAD" in files and {"objects", "refs"} <= set(below)
    return ".git" in below or ".git" in files or is_bare


def _common_folder(path: Path) -> Path | None:
    """Return the folder that all worktrees of a repository share; None outside a repository."""
    try:
        answer = _git(path, "rev-parse", "--git-common-dir")
    except GitMissingError:
        raise
    except GitError:
        own = path / ".git"  # a damaged repository is kept: reading it reports the problem
        return own.resolve() if own.exists() else None
    return (path / answer.rstrip("\n")).resolve()


def _commits(repository: _Repository, mine: set[str], since: datetime) -> Iterator[Sign]:
    if not mine:
        raise planner_error(
            "{name}: git knows no address of yours. Set user.email in git, or My addresses "
            "in Settings.",
            name=repository.name,
            kind=GitError,
        )
    answer = _git(
        repository.path, "log", "--exclude=refs/stash", "--exclude=refs/notes/*", "--all",
        f"--since={since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "--no-mailmap",
        "--no-show-signature", "--no-color", "--no-decorate", "--no-notes",
        "--fixed-strings", "--regexp-ignore-case",
        *(f"--author=<{address}>" for address in sorted(mine)),
        "--format=%at %ae%x00%s",
    )  # fmt: skip
    for line in answer.split("\n"):
        who, _nul, subject = line.partition("\0")
        second, _space, address = who.partition(" ")
        if address.casefold() in mine and second.isascii() and second.isdigit():
            yield Sign(
                GIT,
                datetime.fromtimestamp(int(second), UTC),
                _identity(address, second),
                repository.name,
                detail=subject[:_LONGEST_SUBJECT],
            )


def _own_address(path: Path) -> str:
    """Return the user's address in git's configuration here; empty if none is set."""
    try:
        return _git(path, "config", "--get", "user.email").strip().casefold()
    except GitError:
        return ""


def _identity(address: str, second: str) -> str:
    text = f"{address.casefold()} {second}".encode("utf-8", "replace")
    return f"commit {hashlib.blake2b(text, digest_size=16).hexdigest()}"


def _git(path: Path, *arguments: str) -> str:
    """Return the output of git; raise ``GitError`` if it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in _FROM_OUTSIDE}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
                    "GIT_NO_LAZY_FETCH": "1"}  # fmt: skip
    try:
        done = subprocess.run(
            ["git", *_OPTIONS, *arguments],
            cwd=path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIME_LIMIT_S,
            check=False,
        )
    except FileNotFoundError as error:
        if not path.is_dir():
            raise _no_repository(path) from error
        raise planner_error(
            "git is not installed, so no commits can be read. Install git and try again.",
            kind=GitMissingError,
        ) from error
    except subprocess.TimeoutExpired as error:
        raise planner_error(
            "{name}: git took longer than {seconds} seconds. Its commits are read next time.",
            name=path.name,
            seconds=_TIME_LIMIT_S,
            kind=GitError,
        ) from error
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error
    if done.returncode:
        reasons = done.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
        raise _unreadable(path, reasons[0].removeprefix("fatal: ")[:200])
    return done.stdout.decode("utf-8", "replace")


def _unreadable(path: Path, reason: str) -> PlannerError:
    return planner_error(
        "{name} could not be read by git ({reason}).", kind=GitError, name=path.name, reason=reason
    )


def _no_repository(folder: Path) -> PlannerError:
    return planner_error(
        "{folder} is in no git repository and holds none. Name a repository, or a folder with "
        "repositories in it.",
        kind=GitError,
        folder=str(folder),
    )
