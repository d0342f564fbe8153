"""Pictures of pages made ready for OCR: rendered in grey, turned upright, straightened, cleaned of specks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFilter

OCR_DPI = 200
WHITE = 255
_COARSE = [step / 2 for step in range(-10, 11)]
_FINE = [step / 20 for step in range(-9, 10)]
_LEAST_SKEW = 0.08
"""Degrees below which turning a picture costs more sharpness than it gains."""


@dataclass(frozen=True, slots=True)
class Straightened:
    """A grey picture, and the degrees (counter-clockwise) by which it was turned about its centre to be straight."""

    picture: Image.Image
    angle: float


def render(page: Any, *, dpi: int, max_pixels: int) -> Image.Image:
    """pypdfium2's `page` as a grey picture, at a lower resolution where it would have more than `max_pixels`."""
    width, height = page.get_size()
    scale = min(dpi / 72, math.sqrt(max_pixels / max(width * height, 1.0)))
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture.convert("L")


def straighten(picture: Image.Image) -> Straightened:
    """Turn the picture so that its lines run level."""
    angle = skew_of(picture)
    if abs(angle) < _LEAST_SKEW:
        return Straightened(picture, 0.0)
    return Straightened(picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=WHITE), angle)


def skew_of(picture: Image.Image) -> float:
    """Degrees to turn so that lines run level: the angle at which rows of ink and rows of white differ most."""
    factor = max(1, round(picture.width / 550))
    small = picture.reduce(factor).point(lambda value: 0 if value < 160 else WHITE)
    coarse = max(_COARSE, key=lambda angle: _evenness(small, angle))
    return max((coarse + step for step in _FINE), key=lambda angle: _evenness(small, angle))


def without_specks(picture: Image.Image) -> Image.Image:
    """The picture without dots of one pixel."""
    return picture.filter(ImageFilter.MedianFilter(3))


def _evenness(picture: Image.Image, angle: float) -> int:
    turned = picture.rotate(angle, resample=Image.Resampling.NEAREST, fillcolor=WHITE)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((upper - lower) ** 2 for upper, lower in zip(rows, rows[1:], strict=False))
