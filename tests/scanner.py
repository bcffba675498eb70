"""A scanner: pages of a PDF as skewed, noisy pictures."""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from corpus import ocr


def needs_ocr() -> None:
    """Skips a test where the extra `ocr` is not installed; in CI it is."""
    if not ocr.available() and os.environ.get("CI") != "true":
        pytest.skip("the extra `ocr` is not installed")


def pictures(data: bytes, pages: Sequence[int], angle: float = 0.0, noise: int = 0, dpi: int = 200) -> list[Image.Image]:
    """The given pages (0-based) of a PDF as grey pictures, turned by `angle` degrees counter-clockwise."""
    found = []
    chance = np.random.default_rng(2031)
    with pypdfium2.PdfDocument(data) as book:
        for number in pages:
            picture = book[number].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
            grey = np.asarray(picture, dtype=np.int16)
            grey = np.clip(grey + chance.normal(0, noise, grey.shape), 0, 255) if noise else grey
            found.append(Image.fromarray(grey.astype(np.uint8)))
    return found


def scanned(data: bytes, pages: Sequence[int], angle: float = 0.0, noise: int = 0, dpi: int = 200) -> bytes:
    """A PDF of nothing but pictures of these pages."""
    first, *rest = pictures(data, pages, angle, noise, dpi)
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=70)
    return out.getvalue()
