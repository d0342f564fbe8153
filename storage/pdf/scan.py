"""Pictures of scanned pages made ready for OCR: turned upright, straightened, cleaned of specks."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

OCR_DPI = 200
WHITE = 255
_INK_BELOW = 128
_COARSE = [step / 2 for step in range(-12, 13)]
_FINE = [step / 20 for step in range(-9, 10)]
_LEAST_SKEW = 0.08
"""Degrees below which turning a picture costs more sharpness than it gains."""
_REFERENCE_WIDTH = 800
"""Pixels of width to which pictures are reduced before their skew is measured: enough to tell lines apart."""
_LEAST_INK = 0.0005
"""A page with less than this share of dark pixels (a few specks) is empty."""


def is_empty(picture: Image.Image) -> bool:
    """Whether next to nothing is printed on the page."""
    small = picture.reduce(4)
    return sum(small.histogram()[:_INK_BELOW]) < _LEAST_INK * small.width * small.height


def is_sideways(picture: Image.Image) -> bool:
    """Whether lines seem to run up or down the page: columns of ink differ more than rows of ink."""
    small = _reduced(picture)
    return _evenness(small.transpose(Image.Transpose.ROTATE_90)) > 2 * _evenness(small)


def skew_of(picture: Image.Image) -> float:
    """Degrees (counter-clockwise) to turn so that lines run level: where rows of ink and rows of white differ most."""
    small = _reduced(picture)
    tiny = small.reduce(2)
    coarse = max(_COARSE, key=lambda angle: _evenness(_turned(tiny, angle)))
    angle = max((coarse + step for step in _FINE), key=lambda angle: _evenness(_turned(small, angle)))
    return round(angle, 2) if abs(angle) >= _LEAST_SKEW else 0.0


def turn(picture: Image.Image, angle: float) -> Image.Image:
    """The picture turned counter-clockwise: quarter turns change its shape, small angles keep it."""
    quarter = round(angle / 90) * 90
    if quarter % 360:
        picture = picture.rotate(quarter, expand=True)
    rest = angle - quarter
    return picture.rotate(rest, resample=Image.Resampling.BICUBIC, fillcolor=_paper(picture)) if rest else picture


def _paper(picture: Image.Image) -> int | tuple[int, ...]:
    return WHITE if len(picture.getbands()) == 1 else (WHITE,) * len(picture.getbands())


def without_specks(picture: Image.Image) -> Image.Image:
    """The picture without dots of a pixel or two."""
    return picture.filter(ImageFilter.MedianFilter(3))


def ink_of(picture: Image.Image) -> Image.Image:
    """255 where there is ink, 0 elsewhere."""
    return picture.point([WHITE if value < _INK_BELOW else 0 for value in range(256)])


def thinned(ink: Image.Image, width: int) -> Image.Image:
    """What is left of `ink` where at least `width` pixels stand side by side: strokes that thick."""
    left = ink
    for step in range(1, width):
        left = ImageChops.darker(left, ImageChops.offset(ink, step, 0))
    return left


def _reduced(picture: Image.Image) -> Image.Image:
    small = picture.reduce(max(1, round(picture.width / _REFERENCE_WIDTH)))
    return small.point([0 if value < _INK_BELOW + 32 else WHITE for value in range(256)])


def _turned(picture: Image.Image, angle: float) -> Image.Image:
    return picture.rotate(angle, resample=Image.Resampling.NEAREST, fillcolor=WHITE)


def _evenness(picture: Image.Image) -> int:
    rows = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    return sum((upper - lower) ** 2 for upper, lower in pairwise(rows))
