"""Every figure of every real disclosure can be cited, and every quote is the source's own text at the place it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.folding import squash
from corpus.ledger import figures
from corpus.place import CellRef
from corpus.reader import SUFFIXES, read
from qa.answer import Evidence
from qa.cite import LONGEST_QUOTE, cite, quoted

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "disclosures"
FILES = sorted(path.name for path in SHARED.glob("*") if path.suffix in SUFFIXES) or ["none"]


def lines_of(document: Document, first: int, last: int) -> str:
    return document.text[document.lines[first - 1].start : document.lines[last - 1].stop]


@pytest.mark.parametrize("name", FILES)
def test_every_quote_is_its_source_slice(shared: Path, name: str) -> None:
    document = read(shared / "disclosures" / name)
    stated = figures(document)
    assert stated
    for figure in stated:
        evidence = Evidence(document.id, figure.source, figure)
        (citation,) = cite([evidence], {document.id: document}, {document.id: name}) or (None,)
        if citation is None:  # a blank row has nothing to quote
            assert figure.amount is None
            continue
        span = quoted(document, evidence)
        assert citation.quote == document.text[span.start : span.stop]
        assert 0 < len(citation.quote) <= LONGEST_QUOTE
        assert citation.lines is not None
        assert citation.quote in lines_of(document, *citation.lines)
        if isinstance(figure.source, CellRef):
            cell = document.tables[figure.source.table].at(figure.source.row, figure.source.column)
            assert cell is not None
            if figure.amount is not None and len(cell.text) < LONGEST_QUOTE // 2 and cell.row == figure.source.row:
                assert squash(cell.text) in squash(citation.quote).replace("|", "") or cell.reading != "text"
        else:
            number = document.text[figure.source.start : figure.source.stop]
            assert number in citation.quote
        if document.pages:
            assert citation.page is not None
            assert 1 <= citation.page <= document.pages
