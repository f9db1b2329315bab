"""Stores the pictures as they are drawn now. Look at them before they are committed.

python -m tests.pictures.accept
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.pictures.grab import NAMES, grab_all

EXPECTED = Path(__file__).with_name("expected")


def main() -> int:
    """Draw all pictures, then put them in place of the stored ones; says which changed."""
    with tempfile.TemporaryDirectory() as drawn:
        grab_all(Path(drawn))
        EXPECTED.mkdir(exist_ok=True)
        for name in NAMES:
            new, stored = Path(drawn) / f"{name}.png", EXPECTED / f"{name}.png"
            if not stored.is_file() or stored.read_bytes() != new.read_bytes():
                shutil.copyfile(new, stored)
                print(f"stored {stored.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
