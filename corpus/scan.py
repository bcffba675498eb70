"""Scanned pages: pictures straightened, their rules found, their characters read with RapidOCR (extra `ocr`).

    picture -> straight picture -> rules (morphology) + characters (OCR) -> the same layout as a digital page

Everything works on numpy arrays of grey levels; boxes come out in PDF points, origin top left.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.layout import PageLayout, lay_out
from corpus.place import BBox
from corpus.sheet import Grid

# Resolution of the pictures that are read. Higher finds no more digits and costs its square in time.
DPI = 200
# Rules: at least this long (points), at most this thick (points).
_LONG, _THICK = 18.0, 3.0
# Skews looked for, in degrees.
_MOST_SKEW = 4.0
# A character read with less certainty makes its cell doubtful.
_CERTAIN = 0.9


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as read, and the boxes (points) of the characters whose reading is doubtful."""

    layout: PageLayout
    doubtful: tuple[BBox, ...]


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


@lru_cache(maxsize=1)
def _engine() -> Callable[..., Any]:
    logging.disable(logging.INFO)  # the engine reports every model it loads
    try:
        from rapidocr import RapidOCR

        engine: Callable[..., Any] = RapidOCR(params={"Global.log_level": "error"})
        return engine
    finally:
        logging.disable(logging.NOTSET)


def read_page(picture: Any, number: int, width: float, height: float, earlier: Grid | None = None) -> ScannedPage:
    """The layout of a page from its picture, a uint8 array (rows, columns) of grey levels; `width`, `height` in points."""
    scale = width / picture.shape[1]
    straight, angle = straightened(picture)
    chars, doubtful = _characters(straight, scale)
    boxes = [BBox(x0 * scale, top * scale, x1 * scale, bottom * scale) for x0, top, x1, bottom in rules(straight, scale)]
    rects = [
        {"x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom, "non_stroking_color": (0,)}
        for box in boxes
        if not _is_stroke(box, chars)
    ]
    layout = lay_out(number, width, height, {"char": chars, "rect": rects}, earlier)
    return ScannedPage(layout, tuple(doubtful))


def straightened(picture: Any) -> tuple[Any, float]:
    """The picture turned so that its lines run level, and the angle in degrees it was turned by."""
    import cv2
    import numpy as np

    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = (small < 160).astype(np.uint8)

    def sharpness(angle: float) -> float:
        # Level lines gather their ink in few rows: the row sums then vary most.
        turned = _turned(ink, angle, 0)
        sums = turned.sum(axis=1).astype(np.float64)
        return float(((sums[1:] - sums[:-1]) ** 2).sum())

    best = 0.0
    for step in (0.5, 0.1, 0.02):
        reach = _MOST_SKEW if step == 0.5 else step * 5
        angles = [best + step * k for k in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (sharpness(angle), -abs(angle)))
    return (picture, 0.0) if abs(best) < 0.03 else (_turned(picture, best, 255), best)


def _turned(picture: Any, angle: float, fill: int) -> Any:
    import cv2

    rows, columns = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderValue=fill)


def rules(picture: Any, scale: float) -> list[tuple[int, int, int, int]]:
    """The straight rules of a level picture as (x0, top, x1, bottom) in pixels."""
    import cv2
    import numpy as np

    ink = cv2.adaptiveThreshold(255 - picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -12)
    long, thick = int(_LONG / scale), _THICK / scale
    found = []
    for shape, gap in (((long, 1), (3, 1)), ((1, long), (1, 3))):
        # Opening with a bar keeps what is at least as long as the bar; closing first mends small breaks.
        mended = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
        bars = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(bars, connectivity=8)
        for x, y, w, h, _area in stats[1:count]:
            if min(w, h) <= thick * 2 and max(w, h) >= long:
                found.append((int(x), int(y), int(x + w), int(y + h)))
    return [_thin(*box) for box in found]


def _is_stroke(rule: BBox, chars: list[dict[str, Any]]) -> bool:
    """Whether a rule is made of strokes of characters: most of it runs through the inside of their boxes."""
    level = rule.x1 - rule.x0 >= rule.bottom - rule.top
    length = max(rule.x1 - rule.x0, rule.bottom - rule.top)
    inside = 0.0
    for char in chars:
        if level:
            slack = 0.1 * (char["bottom"] - char["top"])
            if char["top"] + slack < rule.top < char["bottom"] - slack:
                inside += max(0.0, min(rule.x1, char["x1"]) - max(rule.x0, char["x0"]))
        else:
            slack = 0.1 * (char["x1"] - char["x0"])
            if char["x0"] + slack < rule.x0 < char["x1"] - slack:
                inside += max(0.0, min(rule.bottom, char["bottom"]) - max(rule.top, char["top"]))
    return inside > 0.5 * length


def _thin(x0: int, top: int, x1: int, bottom: int) -> tuple[int, int, int, int]:
    """A bar as the rule along its middle, however thick the pen."""
    if x1 - x0 >= bottom - top:
        middle = (top + bottom) // 2
        return x0, middle, x1, middle + 1
    middle = (x0 + x1) // 2
    return middle, top, middle + 1, bottom


def _characters(picture: Any, scale: float) -> tuple[list[dict[str, Any]], list[BBox]]:
    """The characters of a level picture in the form of pdfplumber's, and the boxes of doubtful ones."""
    import cv2

    result = _engine()(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), return_word_box=True, return_single_char_box=True)
    chars: list[dict[str, Any]] = []
    doubtful: list[BBox] = []
    for line in result.word_results or ():
        boxes = [(text, score, corners) for text, score, corners in line if text and corners is not None]
        if not boxes:
            continue
        top = min(min(y for _, y in corners) for _, _, corners in boxes) * scale
        bottom = max(max(y for _, y in corners) for _, _, corners in boxes) * scale
        for text, score, corners in boxes:
            x0, x1 = min(x for x, _ in corners) * scale, max(x for x, _ in corners) * scale
            size = (bottom - top) * 0.8  # the detector's boxes stand off from the ink
            step = (x1 - x0) / len(text)
            for k, char in enumerate(text):
                chars.append(
                    {"text": char, "x0": x0 + k * step, "x1": x0 + (k + 1) * step, "top": top, "bottom": bottom, "size": size, "upright": True}
                )
            if score < _CERTAIN:
                doubtful.append(BBox(x0, top, x1, bottom))
    return chars, doubtful
