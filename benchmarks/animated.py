"""Writes an animated PNG of indexed colours: each frame holds what changed since the one before."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

Frame = tuple[Sequence[bytes], int]
"""Rows of colour numbers, one byte a dot, and for how many milliseconds they are shown."""
Rectangle = tuple[int, int, int, int]
"""Left, top, width and height."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EIGHT_BITS_INDEXED = (8, 3, 0, 0, 0)


def animated_png(frames: Sequence[Frame], palette: Sequence[tuple[int, int, int]]) -> bytes:
    """Return the file; all frames have one size, and it is repeated for ever."""
    first = frames[0][0]
    width, height = len(first[0]), len(first)
    parts = [
        _SIGNATURE,
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, *_EIGHT_BITS_INDEXED)),
        _chunk(b"acTL", struct.pack(">II", len(frames), 0)),
        _chunk(b"PLTE", bytes(part for color in palette for part in color)),
    ]
    number, before = 0, None
    for rows, shown_ms in frames:
        left, top, wide, high = area = _changed(before, rows)
        parts.append(
            _chunk(
                b"fcTL",
                struct.pack(">IIIIIHHBB", number, wide, high, left, top, shown_ms, 1000, 0, 0),
            )
        )
        data = zlib.compress(b"".join(_lines(rows, area)), 9)
        if before is None:
            parts.append(_chunk(b"IDAT", data))
            number += 1
        else:
            parts.append(_chunk(b"fdAT", struct.pack(">I", number + 1) + data))
            number += 2
        before = rows
    return b"".join((*parts, _chunk(b"IEND", b"")))


def _changed(before: Sequence[bytes] | None, rows: Sequence[bytes]) -> Rectangle:
    """Return the smallest rectangle with all that differs; one dot where nothing does."""
    if before is None:
        return 0, 0, len(rows[0]), len(rows)
    lines = [at for at, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new]
    if not lines:
        return 0, 0, 1, 1
    columns = [
        at
        for line in lines
        for at, (old, new) in enumerate(zip(before[line], rows[line], strict=True))
        if old != new
    ]
    left, top = min(columns), lines[0]
    return left, top, max(columns) - left + 1, lines[-1] - top + 1


def _lines(rows: Sequence[bytes], area: Rectangle) -> Iterator[bytes]:
    left, top, width, height = area
    return (b"\0" + row[left : left + width] for row in rows[top : top + height])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
