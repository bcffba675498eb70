"""Pictures of disclosures (PNG, JPEG, TIFF with any number of pages, BMP): every frame is a scanned page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from corpus import ocr
from corpus.assemble import Parts, assemble
from corpus.doubt import with_doubts
from corpus.errors import DamagedDocument, EmptyDocument, NoTextLayer
from corpus.furniture import without_furniture, without_repeats
from corpus.pdf import flow
from corpus.place import BBox

# The long side of A4 in points, for pictures that do not say how large they print.
_LONG_SIDE = 842.0
# Resolutions that a scanner has; others (72, 96: a screen's) say nothing about the paper.
_SCANNED = range(100, 1201)


def read_image(path: Path, data: bytes, progress: Callable[[int, int], None] | None = None) -> Parts:
    """The text, lines and tables of a picture; `progress` is told (pages read, pages). Raises NoTextLayer without the extra `ocr`."""
    if not ocr.available():
        raise NoTextLayer(f"{path.name}: a picture without text; to read it: {ocr.INSTALL}")
    import numpy as np
    from PIL import Image, ImageSequence, UnidentifiedImageError

    from corpus.scan import Picture, read_pages

    try:
        with Image.open(BytesIO(data)) as image:
            count = getattr(image, "n_frames", 1)

            def pictures() -> Iterator[Picture]:
                for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                    grey = frame.convert("RGBA")  # what is transparent shows the paper
                    grey = Image.alpha_composite(Image.new("RGBA", grey.size, "white"), grey).convert("L")
                    dpi = float(frame.info.get("dpi", (0,))[0])
                    scale = 72 / dpi if round(dpi) in _SCANNED else _LONG_SIDE / max(grey.size)
                    yield Picture(number, np.array(grey), grey.width * scale, grey.height * scale)

            pages = []
            for page in read_pages(pictures(), lambda _: None):
                pages.append(page)
                if progress is not None:
                    progress(len(pages), count)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise DamagedDocument(f"{path.name}: a picture that does not open ({type(error).__name__})") from error
    if not any(page.layout.has_text for page in pages):
        raise EmptyDocument(f"{path.name}: there is no writing on this picture")
    text, lines, grids = flow(without_repeats(without_furniture([page.layout for page in pages])))
    doubtful: dict[int, tuple[BBox, ...]] = {page.layout.number: page.doubtful for page in pages}
    tables = with_doubts(assemble(text, lines, grids), doubtful)
    return Parts(text, lines, tables, len(pages), "image", ("read by OCR",), tuple(doubtful))
