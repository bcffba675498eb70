"""Gouji as a llama-index query engine: its checked answers in somebody else's pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode
from pydantic import ConfigDict

from qa.session import Gouji


class GoujiQueryEngine(CustomQueryEngine):
    """A query engine over a session: `GoujiQueryEngine(gouji=gouji).query("2024年公务接待费是多少？")`.

    The response's text is the answer, its source nodes are the citations (text: the quote; metadata: the contract's fields),
    and its metadata the whole answer in the contract's form, with the verdict of every figure. `documents` limits the answers.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    gouji: Gouji
    documents: Sequence[str] = ()

    def custom_query(self, query_str: str) -> Response:
        """One answer; raises QuestionError and the document errors."""
        answer = self.gouji.ask(query_str, self.documents)
        nodes = []
        for citation in answer.citations:
            told = citation.json()
            told.pop("quote")
            node = TextNode(
                id_=f"{citation.document}-{citation.n}",
                text=citation.quote,
                metadata=told,
                excluded_llm_metadata_keys=["boxes", "document"],
            )
            nodes.append(NodeWithScore(node=node, score=None))
        return Response(answer.text, source_nodes=nodes, metadata=answer.json())
