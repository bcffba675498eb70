"""The sample disclosures: they are what make.py makes, they are small, and each is wrong in exactly one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.samples import NAMES, files

FONTS = Path("/usr/share/fonts/truetype")


def test_every_sample_is_there_and_small() -> None:
    assert [path.name for path in files()] == list(NAMES)
    assert all(10_000 < path.stat().st_size < 300_000 for path in files())


def test_making_them_again_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    if not (FONTS / "droid/DroidSansFallbackFull.ttf").exists() or not (FONTS / "liberation/LiberationSerif-Regular.ttf").exists():
        pytest.skip("fonts-droid-fallback and fonts-liberation are not installed")
    from corpus.samples.make import main

    main(tmp_path)
    assert {p.name: p.read_bytes() for p in files()} == {p.name: p.read_bytes() for p in tmp_path.iterdir()}


def test_the_text_sample_states_the_housing_fund_wrong_once() -> None:
    text = files()[2].read_text(encoding="utf-8")
    assert text.count("49.72") == 1
    assert text.count("2210201\t住房公积金\t47.92") == 3


@pytest.mark.parametrize(("number", "page", "wrong", "right"), [(0, 10, "94.54", "94.45"), (1, 13, "增长5.63%", "增长6.53%")])
def test_a_pdf_sample_is_wrong_on_one_page(number: int, page: int, wrong: str, right: str) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(files()[number]) as pdf:
        texts = [p.extract_text() for p in pdf.pages]
    assert [i + 1 for i, text in enumerate(texts) if wrong in text] == [page]
    assert right not in texts[page - 1].replace("94.45 94.45", "") or number == 0
