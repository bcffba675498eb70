"""Documents are kept under ids made from their content; names lead to them, and a name that fits several is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_coding import a_document

from corpus.archive import Archive, DocumentRecord, Prepared
from corpus.coding import encode_document, encode_figures
from corpus.document import Document
from corpus.errors import AmbiguousDocument, StoreDamaged, StoreError, UnknownDocument


def prepared(document: Document, id: str, reader: int = 1) -> Prepared:
    record = DocumentRecord(
        id=id, file="", aliases=(), title=document.title, agency=document.agency, region=document.region, year=document.year,
        kind=document.kind, scope=document.scope, origin=document.origin, pages=document.pages, sections=1, tables=1, figures=0,
        passages=0, warnings=document.warnings, digest=id * 4, reader=reader, suffix=".pdf",
    )  # fmt: skip
    return Prepared(record, encode_document(document), encode_figures(()), ("1.5", "2"))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    for id, path in (("a" * 16, "/甲局/部门决算.pdf"), ("b" * 16, "/乙局/部门决算.pdf"), ("c" * 16, "/丙局/2031年预算.txt")):
        with archive.database.transaction():
            archive.put(prepared(a_document(), id))
            archive.name(id, Path(path))
    return archive


def test_a_document_comes_back_equal(archive: Archive) -> None:
    assert archive.load("a" * 16) == a_document()
    assert archive.figures("a" * 16) == ()


def test_records_keep_the_order_in_which_documents_were_added(archive: Archive) -> None:
    assert [record.file for record in archive.documents()] == ["部门决算.pdf", "部门决算.pdf", "2031年预算.txt"]
    archive.put(prepared(a_document(), "a" * 16, reader=2))  # a newer reading keeps its place
    assert [record.id[0] for record in archive.documents()] == ["a", "b", "c"]
    assert archive.record("a" * 16).reader == 2


@pytest.mark.parametrize("name", ["c" * 16, "2031年预算.txt", "2031年预算", "/丙局/2031年预算.txt"])
def test_an_id_a_name_with_or_without_suffix_and_a_path_lead_to_a_document(archive: Archive, name: str) -> None:
    assert archive.resolve(name) == "c" * 16


def test_a_name_of_several_documents_is_refused_with_the_list(archive: Archive) -> None:
    with pytest.raises(AmbiguousDocument) as refusal:
        archive.resolve("部门决算")
    assert "a" * 16 in str(refusal.value)
    assert "b" * 16 in str(refusal.value)
    assert archive.resolve("/甲局/部门决算.pdf") == "a" * 16


def test_an_unknown_name_is_told_what_is_there_up_to_ten(archive: Archive) -> None:
    with pytest.raises(UnknownDocument, match=r"2031年预算\.txt"):
        archive.resolve("没有的文件")
    for n in range(10):
        archive.put(prepared(a_document(), f"{n:016}"))
    with pytest.raises(UnknownDocument, match="and 3 more"):
        archive.record("没有的文件")


def test_the_same_content_under_another_name_gains_an_alias(archive: Archive) -> None:
    assert archive.name("c" * 16, Path("/丙局/副本.txt")) is None
    assert archive.record("c" * 16).aliases == ("2031年预算.txt", "副本.txt")
    assert archive.resolve("副本") == "c" * 16


def test_a_path_with_new_content_takes_its_name_along(archive: Archive) -> None:
    assert archive.name("b" * 16, Path("/丙局/2031年预算.txt")) == "c" * 16  # lost its last name
    assert archive.resolve("2031年预算") == "b" * 16


def test_a_name_typed_in_another_unicode_form_is_the_same_name(archive: Archive) -> None:
    archive.name("c" * 16, Path("/丙局/re\u0301sume\u0301.txt"))
    assert archive.resolve("résumé.txt") == "c" * 16


def test_deleting_forgets_document_names_and_file(archive: Archive) -> None:
    archive.keep("c" * 16, ".pdf", b"bytes")
    assert archive.original("c" * 16).read_bytes() == b"bytes"
    archive.delete("c" * 16)
    archive.discard("c" * 16, ".pdf")
    assert not archive.kept("c" * 16, ".pdf").exists()
    with pytest.raises(UnknownDocument):
        archive.resolve("2031年预算")


def test_a_kept_file_that_is_gone_is_said(archive: Archive) -> None:
    with pytest.raises(StoreDamaged, match="gone"):
        archive.original("a" * 16)


def test_a_file_that_cannot_be_kept_is_a_store_error(archive: Archive) -> None:
    (archive.directory / "files").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be kept"):
        archive.keep("a" * 16, ".pdf", b"bytes")


def test_bytes_that_cannot_be_decoded_are_damage(archive: Archive) -> None:
    archive.database.write("UPDATE bodies SET document = ? WHERE id = ?", (b"rot", "a" * 16))
    with pytest.raises(StoreDamaged, match="doctor"):
        archive.load("a" * 16)
