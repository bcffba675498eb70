"""Scanned pages: pictures straightened, their rules found, their characters read, laid out like a digital page.

    picture -> level picture -> rules (morphology) + characters (OCR) -> layout

Everything works on numpy arrays of grey levels; boxes are in PDF points, origin top left.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from corpus.layout import PageLayout, lay_out
from corpus.ocr import Characters, characters
from corpus.place import BBox
from corpus.sheet import Grid
from corpus.tilt import Tilt

# Resolution of the pictures that are read. Higher finds no more digits and costs its square in time.
DPI = 200
# Rules: at least this long (points), at most this thick (points).
_LONG, _THICK = 18.0, 3.0
# Skews looked for, in degrees.
_MOST_SKEW = 4.0
# Ink at least so high (points) inside a cell is writing, less is a speck or the cell's own rule.
_WRITING = 3.5
# Pages read at once in one process; each thread keeps its models in memory.
_MOST_THREADS = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page: its 1-based number, a uint8 array (rows, columns) of grey levels, its size in points."""

    number: int
    pixels: Any
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as read: its layout, and the boxes (on the page as scanned) whose reading is doubtful."""

    layout: PageLayout
    doubtful: tuple[BBox, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is on a picture, before it is laid out."""

    picture: Any
    scale: float
    tilt: Tilt
    written: Characters
    rules: tuple[BBox, ...]


def read_pages(pictures: Iterable[Picture], earlier: Callable[[int], Grid | None]) -> Iterator[ScannedPage]:
    """The pages in their order, several read at once; `earlier` gives the last grid of the page before a page number."""
    # A process of a pool that reads a folder has the other cores at work already.
    threads = 1 if multiprocessing.parent_process() is not None else min(_MOST_THREADS, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[tuple[Picture, Future[_Seen]]] = deque()
        for picture in pictures:
            waiting.append((picture, pool.submit(_seen, picture)))
            if len(waiting) > threads:
                first, future = waiting.popleft()
                yield _laid_out(first, future.result(), earlier(first.number))
        for first, future in waiting:
            yield _laid_out(first, future.result(), earlier(first.number))


def _seen(page: Picture) -> _Seen:
    upright = _looked_at(page, 0)
    if upright.written.upright:
        return upright
    # The lines run up or down the page: a landscape table scanned on a portrait page. The way round that reads better is right.
    return max((_looked_at(page, quarters) for quarters in (1, 3)), key=lambda seen: seen.written.certainty)


def _looked_at(page: Picture, quarters: int) -> _Seen:
    import cv2
    import numpy as np

    pixels = np.ascontiguousarray(np.rot90(page.pixels, quarters))
    width, height = (page.height, page.width) if quarters % 2 else (page.width, page.height)
    wanted = DPI / 72 * width / pixels.shape[1]
    if not 0.8 < wanted < 1.25:  # a picture much finer or coarser than what reads best
        pixels = cv2.resize(
            pixels, None, fx=min(wanted, 4.0), fy=min(wanted, 4.0), interpolation=cv2.INTER_AREA if wanted < 1 else cv2.INTER_CUBIC
        )
    scale = width / pixels.shape[1]
    straight, angle = straightened(pixels)
    found = tuple(BBox(x0 * scale, top * scale, x1 * scale, bottom * scale) for x0, top, x1, bottom in rules(straight, scale))
    return _Seen(straight, scale, Tilt(quarters, angle, width, height), characters(straight, scale), found)


def _laid_out(page: Picture, seen: _Seen, earlier: Grid | None) -> ScannedPage:
    chars = list(seen.written.chars)
    rects = [
        {"x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom, "non_stroking_color": (0,)}
        for box in seen.rules
        if not _is_stroke(box, chars)
    ]
    layout = lay_out(page.number, seen.tilt.width, seen.tilt.height, {"char": chars, "rect": rects}, earlier)
    blank = [cell.box for block in layout.blocks if isinstance(block, Grid) for cell in block.cells if not cell.text]
    unread = [box for box in blank if _has_writing(seen.picture, box, seen.scale)]
    doubtful = tuple(seen.tilt.back(box) for box in (*seen.written.doubtful, *unread))
    return ScannedPage(replace(layout, picture=True, scan=True, tilt=seen.tilt), doubtful)


def _has_writing(picture: Any, box: BBox, scale: float) -> bool:
    """Whether there is writing in a cell that came out blank."""
    import cv2
    import numpy as np

    inset = 1.5
    top, bottom = round((box.top + inset) / scale), round((box.bottom - inset) / scale)
    left, right = round((box.x0 + inset) / scale), round((box.x1 - inset) / scale)
    if bottom - top < 2 or right - left < 2:
        return False
    ink = (picture[max(0, top) : bottom, max(0, left) : right] < 128).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    high = _WRITING / scale
    # What runs through from edge to edge is a rule that was not seen as one.
    return any(high <= h < bottom - top - 1 and w < right - left - 1 for _, _, w, h, _ in stats[1:count])


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
