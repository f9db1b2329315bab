"""Small time-zone databases: folders of files as RFC 8536 describes them."""

from __future__ import annotations

import struct
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_zone(folder: Path, name: str, rule: str) -> None:
    """Write a zone whose rule is a POSIX one, such as "CET-1CEST,M3.5.0,M10.5.0/3"."""
    path = folder.joinpath(*name.split("/"))
    path.parent.mkdir(parents=True, exist_ok=True)
    # version 2, one type of local time in each of the two blocks, and the rule at the end
    head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    block = struct.pack(">lbb", 0, 0, 0) + b"LMT\0"
    path.write_bytes(head + block + head + block + b"\n" + rule.encode() + b"\n")


@contextmanager
def zones_from(folder: Path) -> Iterator[None]:
    """Read every time zone from a folder."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=[folder])
    zoneinfo.ZoneInfo.clear_cache()
    try:
        yield
    finally:
        zoneinfo.reset_tzpath(to=before)
        zoneinfo.ZoneInfo.clear_cache()
