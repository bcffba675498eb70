"""What the store keeps of a file is made from its bytes alone, and can be sent between processes."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest
from invented import ITEMS, disclosure

from corpus.coding import decode_document, decode_figures
from corpus.errors import EmptyDocument
from corpus.reader import document_id
from index.ingest import VERSION, parse

DATA = disclosure().encode()


def test_the_record_counts_what_the_document_holds() -> None:
    parsed = parse(Path("甲/部门预算.TXT"), DATA)
    record, document = parsed.prepared.record, decode_document(parsed.prepared.body)
    assert record.id == document.id == document_id(DATA)
    assert record.digest == hashlib.sha256(DATA).hexdigest()
    assert (record.file, record.suffix, record.reader) == ("部门预算.TXT", ".txt", VERSION)
    assert (record.tables, record.figures, record.passages) == (
        len(document.tables),
        len(decode_figures(parsed.prepared.figures)),
        len(parsed.passages),
    )


def test_the_amounts_are_those_of_the_tables_in_base_units() -> None:
    amounts = parse(Path("甲.txt"), DATA).prepared.amounts
    assert len(amounts) == len(ITEMS) + 1
    assert "1350500" in amounts  # 135.05 万元


def test_the_same_bytes_give_the_same_result() -> None:
    parsed = parse(Path("甲.txt"), DATA)
    assert parsed == parse(Path("甲.txt"), DATA)
    assert pickle.loads(pickle.dumps(parsed)) == parsed


def test_a_file_that_cannot_be_read_is_its_own_error() -> None:
    with pytest.raises(EmptyDocument, match="甲"):
        parse(Path("甲.txt"), b"")
