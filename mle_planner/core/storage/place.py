"""Where a folder is: on this machine, on a network file system, or in a folder that is synced.

SQLite's write-ahead log needs memory that all its users share, which a network file system does
not give, and a sync program can upload the file and its log at different moments. There the
database is one file between writes (rollback journal).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from mle_planner.core.i18n.gettext import _

_SYNC_NAMES = {
    "dropbox", "onedrive", "iclouddrive", "com~apple~clouddocs", "nextcloud", "owncloud",
    "googledrive", "mydrive", "pclouddrive", "seafile", "megasync", "protondrive", "syncthing",
    "sync",
}  # fmt: skip
"""Names of folders, in lower case and without spaces."""
_SYNC_MARKS = (
    ".dropbox", ".dropbox.cache", ".stfolder", ".stignore", ".nextcloudsync.log",
    ".owncloudsync.log", ".seafile-data",
)  # fmt: skip
_NETWORK = {
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs",
    "davfs",
}  # fmt: skip
_FUSE, _LOCAL_FUSE = "fuse.", ("fuse.portal", "fuse.snapfuse", "fuse.lxcfs")
"""File systems by name: every command asks, and a pattern would have to be compiled first."""


class Place(Enum):
    """What kind of place a folder is in."""

    LOCAL = "local"
    NETWORK = "network"
    SYNCED = "synced"


def place_of(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> Place:
    """Return where a folder is; LOCAL where the system does not tell."""
    try:
        real = folder.resolve()
        if _is_network(_file_system(str(real), mounts.read_text(errors="replace"))):
            return Place.NETWORK
    except OSError:
        real = folder.absolute()
    for above in (real, *real.parents):
        if _is_synced(above.name) or any(
            os.access(f"{above}/{mark}", os.F_OK) for mark in _SYNC_MARKS
        ):
            return Place.SYNCED
    return Place.LOCAL


def place_notice(place: Place) -> str:
    """Return what a place means for the data; empty for one on this machine."""
    if place is Place.NETWORK:
        return _(
            "The planner's folder is on a network drive. Use it on one computer at a time; two at "
            "once can damage the data. A local folder is safer (--data)."
        )
    if place is Place.SYNCED:
        return _(
            "The planner's folder is synced with other computers. Use it on one computer at a "
            "time and let it finish syncing; two at once can lose work."
        )
    return ""


def conflict_copies(folder: Path) -> Iterator[Path]:
    """Yield the copies of the database that a sync program made of two versions."""
    for path in sorted(folder.glob("planner*")):
        if "conflict" in path.name.lower():
            yield path


def _is_network(kind: str) -> bool:
    return kind in _NETWORK or (kind.startswith(_FUSE) and not kind.startswith(_LOCAL_FUSE))


def _is_synced(name: str) -> bool:
    name = name.lower().replace(" ", "")
    return name in _SYNC_NAMES or name.startswith("onedrive-")  # and the name of a company


def _file_system(real: str, mounts: str) -> str:
    """Return the type of the file system that holds a path; the last mount of a place counts."""
    found, longest = "", -1
    for line in mounts.splitlines():
        _device, place, kind, *_rest = [*line.split(), "", "", ""]
        if "\\" in place:
            place = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), place)
        at = place.rstrip("/")
        if len(at) >= longest and (real == at or real.startswith(f"{at}/")):
            found, longest = kind, len(at)
    return found
