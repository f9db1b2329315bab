"""Shapes and text as SVG. Coordinates are in pixels, from the upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from mle_planner.core.typed.title import harmless

_FONT = "Inter"


def picture(width: float, height: float, parts: Iterable[str], words: str) -> str:
    """Return a whole picture on white; ``words`` say to a screen reader what it shows."""
    inside = "".join(parts)
    size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{_FONT}">'
        f"<title>{_escaped(words)}</title>{box(0, 0, width, height, '#ffffff')}{inside}</svg>"
    )


def translate(x: float, y: float, body: str) -> str:
    """Return shapes at another place."""
    return f'<g transform="translate({_n(x)} {_n(y)})">{body}</g>'


def box(x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0) -> str:
    """Return a filled rectangle."""
    corner = f' rx="{_n(radius)}"' if radius else ""
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    return f'<rect {place}{corner} fill="{fill}"/>'


def hatched_box(x: float, y: float, width: float, height: float, color: str) -> str:
    """Return a rectangle with stripes in it, which tells lost time apart without colour."""
    stripes = []
    left = x - height
    while left < x + width:
        begin, end = max(left, x), min(left + height, x + width)
        if end > begin:
            low, high = y + height - (begin - left), y + height - (end - left)
            stripes.append(line(begin, low, end, high, color, width=1.5))
        left += 6
    outline = (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="none" stroke="{color}"/>'
    )
    return "".join(stripes) + outline


def line(x1: float, y1: float, x2: float, y2: float, color: str, *, width: float = 1) -> str:
    """Return a straight line."""
    place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {place} stroke="{color}" stroke-width="{_n(width)}"/>'


def path(points: Sequence[tuple[float, float]], color: str) -> str:
    """Return a line through some points."""
    places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{color}" stroke-width="2"/>'


def dot(x: float, y: float, color: str, *, radius: float = 4) -> str:
    """Return a filled circle."""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{color}"/>'


def text(
    x: float,
    y: float,
    words: str,
    color: str,
    *,
    size: float = 11,
    anchor: str = "start",
    is_bold: bool = False,
) -> str:
    """Return a line of text of any origin; ``anchor`` is "start", "middle" or "end"."""
    weight = ' font-weight="600"' if is_bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"'
        f'{weight} fill="{color}">{_escaped(words)}</text>'
    )


def _escaped(words: str) -> str:
    return escape(harmless(" ".join(words.split())))


def _n(value: float) -> str:
    """Return a number with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
