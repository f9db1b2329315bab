"""How much two pictures differ, and a picture of where."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

# Two builds of a font engine round the edges of letters differently by a few levels.
LEVELS = 12
MOST_DIFFERING = 0.001  # a bar moved by four pixels is twice that


def read_picture(path: Path) -> QImage:
    """Return a stored picture; a file that is none is a bug and raises ``ValueError``."""
    image = QImage(str(path))
    if image.isNull():
        raise ValueError(f"not a picture: {path.name}")
    return image.convertToFormat(QImage.Format.Format_RGB32)


def share_differing(first: QImage, second: QImage) -> tuple[float, QImage]:
    """Return the share of pixels that differ by more than `LEVELS`, and a picture of them.

    The picture is the second one with those pixels in red. Pictures of two sizes differ
    altogether.
    """
    marked = second.copy()
    if first.size() != second.size():
        return 1.0, marked
    width, differing = first.width(), 0
    for y in range(first.height()):
        one, other = _row(first, y), _row(second, y)
        if one == other:
            continue
        for x in range(width):
            at = 4 * x
            if one[at : at + 3] != other[at : at + 3] and any(
                abs(one[at + channel] - other[at + channel]) > LEVELS for channel in range(3)
            ):
                differing += 1
                marked.setPixel(x, y, 0xFFFF0000)
    return differing / (width * first.height()), marked


def _row(image: QImage, y: int) -> bytes:
    """Return a row's pixels, four bytes each: blue, green, red and one unused."""
    length = image.bytesPerLine()
    return bytes(image.constBits()[y * length : y * length + 4 * image.width()])
