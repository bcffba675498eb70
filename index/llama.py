"""The llama-index seam: our index as a retriever in other people's pipelines."""

from __future__ import annotations

from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.hybrid import Mode
from index.passage import Filter, Hit
from index.store import Store

# What a program may want to know of a hit, and a language model need not read.
_FOR_PROGRAMS = ("document", "spans", "lines", "table", "rows", "ranks")


class GoujiRetriever(BaseRetriever):
    """A llama-index retriever over a store: `GoujiRetriever(store).retrieve("差旅费是多少？")`.

    A node's text is what was searched (title and heading path in front). Its metadata say where that stands: `document`
    (id), `file`, `title`, `agency`, `year`, `kind`, `heading` (path), `page` (1-based, None without pages), `lines` (1-based first
    and last), `spans` (slices of `store.document(id).text`, to quote), `table` and `rows` (0-based), `ranks` (1-based, per index).
    Nodes have the passage's stable id; the store itself is only read.
    """

    def __init__(self, store: Store, *, where: Filter | None = None, limit: int = 10, mode: Mode = "hybrid", **options: Any) -> None:
        """`where` limits the search to documents, agencies, years or kinds; further options are llama-index's own."""
        super().__init__(**options)
        self.store = store
        self.where = where if where is not None else Filter()
        self.limit = limit
        self.mode: Mode = mode

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [node(self.store, hit) for hit in self.store.search(query_bundle.query_str, self.where, self.limit, self.mode)]


def node(store: Store, hit: Hit) -> NodeWithScore:
    """A hit as a llama-index node."""
    passage = hit.passage
    record = store.archive.record(passage.document_id)
    document = store.document(passage.document_id)
    places = [document.place(span) for span in passage.spans]
    metadata: dict[str, Any] = {
        "document": record.id,
        "file": record.file,
        "title": record.title,
        "agency": record.agency,
        "year": record.year,
        "kind": record.kind,
        "heading": " > ".join(passage.heading),
        "page": places[0].page if places else None,
        "lines": [min(place.lines[0] for place in places), max(place.lines[1] for place in places)] if places else None,
        "spans": [[span.start, span.stop] for span in passage.spans],
        "table": passage.table,
        "rows": None if passage.rows is None else list(passage.rows),
        "ranks": dict(hit.ranks),
    }
    made = TextNode(
        id_=str(passage.id),
        text=passage.text,
        metadata=metadata,
        excluded_llm_metadata_keys=list(_FOR_PROGRAMS),
        excluded_embed_metadata_keys=list(metadata),
    )
    return NodeWithScore(node=made, score=hit.score)
