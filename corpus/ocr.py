"""The characters of a picture, read with RapidOCR (extra `ocr`); the only module that knows the engine."""

from __future__ import annotations

import importlib.util
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Any

from corpus.place import BBox

INSTALL = "pip install 'gouji[ocr]'"
# A character read with less certainty is doubtful.
_CERTAIN = 0.9
# The engine drops lines below this certainty: a faint amount must come out doubtful, not blank.
_NOISE = 0.2
# Gaps up to so many font sizes inside a line are the engine's, not the print's.
_GAP = 1.2
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Characters:
    """What is written on a picture: characters in the form of pdfplumber's, and the boxes of the doubtful ones, in points.

    `certainty` is the mean over all lines, `upright` says that most lines run across the picture.
    """

    chars: tuple[dict[str, Any], ...]
    doubtful: tuple[BBox, ...]
    certainty: float
    upright: bool


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def characters(picture: Any, scale: float) -> Characters:
    """The characters of a level picture, a uint8 array of grey levels; `scale` is points per pixel."""
    import cv2

    result = _engine()(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), return_word_box=True, return_single_char_box=True)
    chars: list[dict[str, Any]] = []
    doubtful: list[BBox] = []
    certain: list[float] = []
    tall = wide = 0.0
    for line in result.word_results or ():
        if not line or isinstance(line[0], str):  # a picture without any writing gives one empty line of another form
            continue
        boxes = [(text, score, corners) for text, score, corners in line if text and corners is not None]
        if not boxes:
            continue
        if boxes[0][0].startswith("、"):  # no line begins so: the thin stroke of 一 was lost
            boxes[0] = ("一" + boxes[0][0], 0.0, boxes[0][2])
        top = min(min(y for _, y in corners) for _, _, corners in boxes) * scale
        bottom = max(max(y for _, y in corners) for _, _, corners in boxes) * scale
        left = min(min(x for x, _ in corners) for _, _, corners in boxes) * scale
        right = max(max(x for x, _ in corners) for _, _, corners in boxes) * scale
        tall, wide = tall + max(0.0, bottom - top - (right - left)), wide + max(0.0, right - left - (bottom - top))
        certain += [float(score) for _, score, _ in boxes]
        size = (bottom - top) * 0.8  # the detector's boxes stand off from the ink
        own: list[dict[str, Any]] = []
        for text, score, corners in boxes:
            x0, x1 = min(x for x, _ in corners) * scale, max(x for x, _ in corners) * scale
            step = (x1 - x0) / len(text)
            for k, char in enumerate(text):
                box = {"x0": x0 + k * step, "x1": x0 + (k + 1) * step, "top": top, "bottom": bottom}
                own.append({"text": char, "size": size, "upright": True, **box})
            if score < _CERTAIN:
                doubtful.append(BBox(x0, top, x1, bottom))
        chars += _closed_up(own)
    return Characters(tuple(chars), tuple(doubtful), fmean(certain) if certain else 0.0, tall <= wide)


def _closed_up(line: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters of a line without the small gaps that the engine sees in running text; figures keep theirs."""
    kept = [
        char
        for k, char in enumerate(line)
        if not char["text"].isspace() or (0 < k < len(line) - 1 and line[k - 1]["text"].isascii() and line[k + 1]["text"].isascii())
    ]
    for one, other in pairwise(kept):
        gap = other["x0"] - one["x1"]
        figures = one["text"].isdigit() and other["text"].isdigit()
        if not figures and not one["text"].isspace() and 0 < gap <= _GAP * one["size"]:
            # They meet in the middle: neither crosses a rule that stands between them.
            one["x1"] = other["x0"] = one["x1"] + gap / 2
    return kept


def _engine() -> Callable[..., Any]:
    """The engine of this thread: it keeps state between calls, so threads do not share one."""
    engine: Callable[..., Any] | None = getattr(_local, "engine", None)
    if engine is None:
        logging.disable(logging.INFO)  # it reports every model it loads
        try:
            from rapidocr import RapidOCR

            # Pages are read in parallel, so one thread a page costs least. Asking whether a line stands on its head is off:
            # the answer is wrong for short numbers, and 99 becomes 66.
            settings = {
                "Global.log_level": "error",
                "Global.text_score": _NOISE,
                "Global.use_cls": False,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            }
            engine = _local.engine = RapidOCR(params=settings)
        finally:
            logging.disable(logging.NOTSET)
    return engine
