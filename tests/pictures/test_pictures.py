"""Every screen looks as it did when somebody last looked at it and stored the picture.

After a change that is meant: ``python -m tests.pictures.accept``, look at the pictures, commit.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.pictures.accept import EXPECTED
from tests.pictures.comparing import LEVELS, MOST_DIFFERING, read_picture, share_differing
from tests.pictures.grab import NAMES, SIZE_PX, grab_all

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every picture as it is drawn now."""
    folder = tmp_path_factory.mktemp("pictures")
    grab_all(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_looks_as_it_is_stored(name: str, drawn: Path) -> None:
    now, stored = read_picture(drawn / f"{name}.png"), read_picture(EXPECTED / f"{name}.png")
    assert (now.width(), now.height()) == SIZE_PX

    share, marked = share_differing(stored, now)

    if share >= MOST_DIFFERING:
        marked.save(str(drawn / f"{name}-difference.png"))
        pytest.fail(
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
