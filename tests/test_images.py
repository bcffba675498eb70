"""Pictures as files: one page a frame, with a place on it for every line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from scanner import needs_ocr, pictures
from typeset import HIGH, WIDE, typeset, write

from corpus import ocr
from corpus.errors import DamagedDocument, EmptyDocument, NoTextLayer
from corpus.images import read_image


def pages() -> bytes:
    return typeset(*(lambda canvas, n=n: write(canvas, 100, 200, f"第{n}部分 部门预算说明", 16) for n in "一二"))


def test_every_frame_of_a_tiff_is_a_page() -> None:
    needs_ocr()
    first, second = pictures(pages(), [0, 1])
    out = BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=[second], dpi=(200, 200))
    seen: list[tuple[int, int]] = []
    parts = read_image(Path("两页.tif"), out.getvalue(), lambda done, count: seen.append((done, count)))
    assert (parts.pages, parts.scanned, parts.origin) == (2, (1, 2), "image")
    assert seen == [(1, 2), (2, 2)]
    assert [line.page for line in parts.lines] == [1, 2]
    assert "部门预算说明" in parts.text


def test_a_picture_that_states_no_size_is_taken_for_a4() -> None:
    needs_ocr()
    (picture,) = pictures(pages(), [0], dpi=150)
    out = BytesIO()
    picture.save(out, "PNG")
    box = read_image(Path("页.png"), out.getvalue()).lines[0].bbox
    assert box is not None
    assert 90 < box.x0 < 110
    assert 190 < box.top < 210
    assert box.x1 < WIDE < HIGH


def test_a_picture_without_writing_and_a_broken_one_are_refused() -> None:
    needs_ocr()
    from PIL import Image

    out = BytesIO()
    Image.new("L", (300, 400), 255).save(out, "PNG")
    with pytest.raises(EmptyDocument, match=r"白\.png"):
        read_image(Path("白.png"), out.getvalue())
    with pytest.raises(DamagedDocument, match=r"断\.png"):
        read_image(Path("断.png"), out.getvalue()[:60])


def test_without_the_extra_the_picture_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(NoTextLayer, match=r"图\.jpg: .*pip install 'gouji\[ocr\]'"):
        read_image(Path("图.jpg"), b"\xff\xd8\xff")
