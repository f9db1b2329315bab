"""Animated pictures are PNG files that any viewer reads, with only what changes in each frame."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from PySide6.QtGui import QImage

from benchmarks.animated import animated_png

PALETTE = [(255, 255, 255), (200, 0, 0)]
WHITE = [bytes(6)] * 4
MARKED = [bytes(6), b"\0\0\1\1\1\0", b"\0\0\1\0\0\0", bytes(6)]


def chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(file):
        (length,) = struct.unpack_from(">I", file, place)
        kind, data = file[place + 4 : place + 8], file[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", file, place + 8 + length)[0] == zlib.crc32(kind + data)
        yield kind, data
        place += 12 + length


def test_each_frame_holds_what_changed_for_as_long_as_it_is_shown() -> None:
    file = animated_png([(WHITE, 90), (MARKED, 700), (MARKED, 40)], PALETTE)
    found = list(chunks(file))
    assert [kind for kind, _data in found] == [
        b"IHDR", b"acTL", b"PLTE", b"fcTL", b"IDAT", b"fcTL", b"fdAT", b"fcTL", b"fdAT", b"IEND",
    ]  # fmt: skip
    assert found[1][1] == struct.pack(">II", 3, 0)
    controls = [struct.unpack(">IIIIIHHBB", data) for kind, data in found if kind == b"fcTL"]
    # Number, width, height, left, top, milliseconds.
    assert [control[:6] for control in controls] == [
        (0, 6, 4, 0, 0, 90), (1, 3, 2, 2, 1, 700), (3, 1, 1, 0, 0, 40),
    ]  # fmt: skip
    second = next(data for kind, data in found if kind == b"fdAT")
    assert second[:4] == struct.pack(">I", 2)
    assert zlib.decompress(second[4:]) == b"\0\1\1\1" + b"\0\1\0\0"


def test_a_viewer_that_knows_no_animation_shows_the_first_frame() -> None:
    image = QImage.fromData(animated_png([(MARKED, 90), (WHITE, 90)], PALETTE), "PNG")
    assert (image.width(), image.height()) == (6, 4)
    assert image.pixelColor(2, 1).getRgb() == (200, 0, 0, 255)
    assert image.pixelColor(0, 0).getRgb() == (255, 255, 255, 255)
