"""Page furniture: page numbers, running heads and feet, and text that overlapping print areas print twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import squash
from corpus.glyphs import TextLine
from corpus.layout import PageLayout
from corpus.sheet import Block

# The share of a page's height at its top and foot where heads, feet and page numbers stand.
_MARGIN = 0.13
# OCR reads the dashes around a page number as 一.
_NUMBER = re.compile(
    r"(?:第|page)?[-—–‐―·.~_|一]*(\d{1,4}|[ivx]{1,6})[-—–‐―·.~_|一]*(?:页|(?:页|/|of)[,，]?共?\d{1,4}页?)?(?:共\d{1,4}页)?"
)
_MARKED = re.compile(r"(?:第.*页.*|page.*|[-—–‐―·~_|一]+.*[-—–‐―·~_|一]+|[—一]\d+|\d+[—一]|.*/\d+)")
# Two prints of one passage share at least this many characters.
_TWICE = 24


def without_furniture(pages: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages without page numbers and without heads and feet that repeat at one place; lines naming a unit stay."""
    drop: set[tuple[int, int]] = set()
    numbers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    repeats: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for p, page in enumerate(pages):
        for b in _margin_lines(page):
            block = page.blocks[b]
            assert isinstance(block, TextLine)
            text = squash(block.text)
            match = _NUMBER.fullmatch(text)
            if match and match[1].isdigit():
                numbers[int(match[1]) - page.number].append((p, b))
            if match and _MARKED.fullmatch(text):
                drop.add((p, b))
            elif match is None and "单位" not in text:
                repeats[re.sub(r"\d+", "#", text), round(block.box.top / 4)].append((p, b))
    for places in numbers.values():
        # A bare number is a page number when it counts along with the pages.
        if len(places) >= 2 and len(places) >= 0.3 * len(pages):
            drop.update(places)
    for (text, height), places in repeats.items():
        near = [*places, *repeats.get((text, height + 1), ())]
        if len({p for p, _ in near}) >= max(3, 0.4 * len(pages)):
            drop.update(near)
    return [replace(page, blocks=tuple(block for b, block in enumerate(page.blocks) if (p, b) not in drop)) for p, page in enumerate(pages)]


def _margin_lines(page: PageLayout) -> list[int]:
    """The indices of the first two and the last two blocks that are lines in the page's margins."""
    count = len(page.blocks)
    found = []
    for b in {0, 1, count - 2, count - 1}:
        if 0 <= b < count and isinstance(block := page.blocks[b], TextLine):
            head = block.box.bottom < _MARGIN * page.height and b < 2
            foot = block.box.top > (1 - _MARGIN) * page.height and b >= count - 2
            if head or foot:
                found.append(b)
    return sorted(found)


def without_repeats(pages: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages without passages of running text that stand a second time right after the first (overlapping print areas)."""
    kept: list[list[Block]] = [list(page.blocks) for page in pages]
    run: list[tuple[int, int]] = []  # consecutive text lines, across pages, as (page, block)
    runs = [run]
    for p, page in enumerate(pages):
        for b, block in enumerate(page.blocks):
            if isinstance(block, TextLine):
                run.append((p, b))
            else:
                run = []
                runs.append(run)
    drop: set[tuple[int, int]] = set()
    for run in runs:
        texts = []
        for p, b in run:
            block = kept[p][b]
            assert isinstance(block, TextLine)
            texts.append(squash(block.text))
        drop.update(run[k] for k in _repeated(texts))
    return [replace(page, blocks=tuple(block for b, block in enumerate(page.blocks) if (p, b) not in drop)) for p, page in enumerate(pages)]


def _repeated(texts: Sequence[str]) -> set[int]:
    """The indices of the lines that repeat, line by line, the lines directly before them."""
    places: dict[str, int] = {}
    drop: set[int] = set()
    k = 0
    while k < len(texts):
        before = places.get(texts[k])
        if before is not None:
            size = k - before
            if size and texts[before:k] == texts[k : k + size] and sum(map(len, texts[before:k])) >= _TWICE:
                drop.update(range(k, k + size))
                k += size
                continue
        places[texts[k]] = k
        k += 1
    return drop
