"""Every screen looks as it did when its picture was last accepted.

After a change that is meant: ``python -m tests.pictures.accept``, look at the pictures, commit.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.pictures.accept import EXPECTED
from tests.pictures.comparing import LEVELS, MOST_DIFFERING, read_picture, share_differing
from tests.pictures.grab import NAMES, SIZE_PX, grab_all


def test_every_screen_looks_as_it_is_stored(tmp_path: Path) -> None:
    grab_all(tmp_path)
    faults = [fault for name in NAMES if (fault := fault_of(name, tmp_path))]
    assert not faults, "\n".join(faults)


def fault_of(name: str, drawn: Path) -> str:
    """Say how much of a picture differs from the stored one; nothing where it is the same."""
    now, stored = read_picture(drawn / f"{name}.png"), read_picture(EXPECTED / f"{name}.png")
    assert (now.width(), now.height()) == SIZE_PX
    share, marked = share_differing(stored, now)
    if share < MOST_DIFFERING:
        return ""
    marked.save(str(drawn / f"{name}-difference.png"))
    return (
        f"{share:.2%} of {name} differs from the stored picture. As it is now: "
        f"{drawn / name}.png; what differs, in red: {drawn / name}-difference.png. If it is "
        "meant: python -m tests.pictures.accept"
    )


def test_nothing_is_stored_that_is_not_compared() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(NAMES)


def blank(width: int = 40, height: int = 25) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(100, 100, 100))
    return image


def test_a_difference_is_counted_where_it_can_be_seen_and_shown_in_red() -> None:
    other = blank()
    other.setPixelColor(3, 4, QColor(100, 100, 100 + LEVELS + 1))
    other.setPixelColor(5, 6, QColor(100, 100, 100 + LEVELS))

    share, marked = share_differing(blank(), other)

    assert share == pytest.approx(1 / 1000)
    assert marked.pixelColor(3, 4) == QColor(255, 0, 0)
    assert marked.pixelColor(5, 6) == QColor(100, 100, 100 + LEVELS)


def test_another_size_is_another_picture() -> None:
    assert share_differing(blank(), blank(width=41))[0] == 1.0
