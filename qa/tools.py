"""What other programs may ask of a server, as plain functions: the named endpoints of the page and the tools of MCP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corpus.errors import QuestionError, UnknownDocument
from corpus.export import table_json
from corpus.privacy import masked
from index.passage import Filter
from qa.session import Gouji

# Hits of one search, and lines of one source.
_MOST_HITS = 50
_MOST_LINES = 400


def tools(gouji: Gouji) -> dict[str, Callable[..., Any]]:
    """The functions by name; their texts are what a program (or a language model) reads of them. They raise GoujiError."""

    def ask(question: str, documents: list[str] | None = None) -> dict[str, Any]:
        """Answer a question about Chinese government budget disclosures. Every figure carries a verdict and a citation; what the documents do not say is status not_found.

        Args:
            question: The question, in Chinese or English. Name agency and year where several documents are stored.
            documents: Ids or file names that limit the answer; all documents when empty.
        """
        return gouji.ask(question, documents or []).json()

    def audit(document: str, findings_only: bool = False) -> dict[str, Any]:
        """Check every relation between the figures of one disclosure (totals, hierarchies, text against tables) and list what does not reconcile.

        Args:
            document: Id or file name of the document.
            findings_only: Leave out the checks that belong to no finding.
        """
        found = gouji.audit(document).json()
        if findings_only:
            found["checks"] = [check for check in found["checks"] if check["finding"]]
        return found

    def documents() -> list[dict[str, Any]]:
        """List the stored disclosures with agency, year, kind, and numbers of pages, tables and figures."""
        return [record.json() for record in gouji.documents()]

    def search(query: str, documents: list[str] | None = None, limit: int = 10) -> list[dict[str, Any]]:
        """Find the passages of the disclosures that speak of something, best first, each quoted with its place.

        Args:
            query: Words or a question, in Chinese or English.
            documents: Ids or file names to search in; all documents when empty.
            limit: How many passages at most, 1 to 50.
        """
        if not query.strip():
            raise QuestionError("a search needs words")
        where = Filter(documents=tuple(gouji.store.resolve(name) for name in documents or ()))
        found = []
        for n, hit in enumerate(gouji.store.search(query, where, max(1, min(int(limit), _MOST_HITS))), 1):
            passage = hit.passage
            document = gouji.store.document(passage.document_id)
            places = [document.place(span) for span in passage.spans]
            found.append(
                {
                    "n": n, "score": round(hit.score, 6), "document": passage.document_id, "file": gouji.store.archive.record(passage.document_id).file,
                    "agency": document.agency, "year": document.year, "section": list(passage.heading),
                    "table": None if passage.table is None else document.tables[passage.table].title,
                    "table_number": None if passage.table is None else passage.table + 1, "page": places[0].page if places else None,
                    "lines": [min(p.lines[0] for p in places), max(p.lines[1] for p in places)] if places else None,
                    "quote": masked("\n".join(document.text[span.start : span.stop] for span in passage.spans)),
                }
            )  # fmt: skip
        return found

    def read_source(
        document: str, page: int | None = None, table: int | None = None, first_line: int | None = None, last_line: int | None = None
    ) -> dict[str, Any]:
        """Read a disclosure as it stands: a page, a table, some lines, or, with none of them, its outline and list of tables.

        Args:
            document: Id or file name of the document.
            page: Number of a page, from 1.
            table: Number of a table, from 1.
            first_line: First line to read, from 1.
            last_line: Last line to read; at most 400 lines come at once.
        """
        read = gouji.store.document(gouji.store.resolve(document))
        head = {"document": read.id, "title": read.title, "agency": read.agency, "year": read.year, "kind": read.kind, "pages": read.pages}
        if table is not None:
            if not 1 <= table <= len(read.tables):
                raise UnknownDocument(f"{document}: no table {table}; it has tables 1 to {len(read.tables)}")
            grid = table_json(read.tables[table - 1])
            grid["grid"] = [[masked(text) for text in row] for row in read.tables[table - 1].grid()]
            return {**head, "table": grid}
        if page is not None:
            lines = [n for n, line in enumerate(read.lines, 1) if line.page == page]
            if not lines:
                raise UnknownDocument(f"{document}: no page {page}; it has {read.pages} pages")
        elif first_line is not None or last_line is not None:
            first = max(1, first_line or 1)
            last = min(len(read.lines), last_line or first + _MOST_LINES - 1, first + _MOST_LINES - 1)
            lines = list(range(first, last + 1))
            if not lines:
                raise UnknownDocument(f"{document}: no line {first}; it has {len(read.lines)} lines")
        else:
            outline = [
                {"title": masked(s.title), "level": s.level, "page": s.page, "lines": list(s.lines)}
                for root in read.sections
                for s in root.walk()
            ]
            named = [
                {"n": n, "title": t.title, "kind": t.kind, "unit": t.unit, "pages": list(t.pages)} for n, t in enumerate(read.tables, 1)
            ]
            return {**head, "sections": outline, "tables": named, "warnings": list(read.warnings)}
        return {**head, "page": page, "lines": [lines[0], lines[-1]], "text": masked("\n".join(read.line_text(n) for n in lines))}

    return {function.__name__: function for function in (ask, audit, documents, search, read_source)}
