"""Lines, rectangles and curves of a page as pdfplumber wants them, for its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playa.content import PathSegment
from playa.page import Page as PlayaPage

Point = tuple[float, float]

_LINES = ("ml", "mlh")
_RECTANGLES = ("mlllh", "mllll")
_RECTANGLE_POINTS = 5


def strokes(source: PlayaPage, page: Any) -> Iterator[dict[str, Any]]:
    """What playa's `source` draws, in coordinates of pdfplumber's `page`, sorted into kinds as pdfminer sorts it."""
    for path in source.paths:
        for part in _parts(list(path.segments)):
            points = _points(part, page)
            if points:
                yield _stroke("".join(segment.operator for segment in part), points, page)


def _parts(segments: Sequence[PathSegment]) -> Iterator[list[PathSegment]]:
    """The pieces of a path, each beginning where the pen is set down anew."""
    part: list[PathSegment] = []
    for segment in segments:
        if segment.operator == "m" and part:
            yield part
            part = []
        part.append(segment)
    if part and part[0].operator == "m":
        yield part


def _points(part: Sequence[PathSegment], page: Any) -> list[Point]:
    """Where each stroke of the pen ends; closing the path leads back to its start."""
    left, upper = page.bbox[0], page.bbox[1]
    ends = [segment.points[-1] if segment.points else part[0].points[-1] for segment in part]
    return [(x + left, y + upper) for x, y in ends]


def _stroke(shape: str, points: list[Point], page: Any) -> dict[str, Any]:
    if shape.endswith("lh") and len(points) > len(_LINES[1]) and points[-2] == points[0]:
        shape, points = shape[:-2] + "h", points[:-1]
    kind = "curve"
    if shape in _LINES:
        kind, points = "line", points[:2]
    elif shape in _RECTANGLES and _is_rectangle(points):
        kind = "rect"
    return _object(kind, points, page)


def _is_rectangle(points: list[Point]) -> bool:
    if len(points) != _RECTANGLE_POINTS or points[0] != points[4]:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[:4]
    return (ax == bx and by == cy and cx == dx and dy == ay) or (ay == by and bx == cx and cy == dy and dx == ax)


def _object(kind: str, points: list[Point], page: Any) -> dict[str, Any]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    floor = float(page.height) + page.bbox[1]
    return {
        "object_type": kind, "page_number": page.page_number, "pts": points, "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "doctop": page.initial_doctop + top, "y0": floor - bottom, "y1": floor - top,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
