"""Gouji: the one object that the command line, the page, Python programs and protocols ask."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from corpus.archive import DocumentRecord
from index.store import Store
from qa.answer import Answer

if TYPE_CHECKING:
    from qa.checks.audit import Audit


class Gouji:
    """Questions and checks over one store; use it in a `with`.

    `store` is a directory or an open Store (which then stays open). Without a language model the answerer is `rules`; with
    `llm_model` (and the address of its OpenAI-compatible endpoint) the model chooses and phrases, and code checks it.
    """

    def __init__(
        self, store: Store | Path | str, *, answerer: str | None = None, llm_base_url: str | None = None, llm_model: str | None = None,
        llm_api_key: str | None = None, create: bool = False,
    ) -> None:  # fmt: skip
        self._own = not isinstance(store, Store)
        self.store = store if isinstance(store, Store) else Store.open(store, create=create)
        self.answerer = answerer or ("rules" if not llm_model else "llm")
        self._llm: dict[str, Any] = {"base_url": llm_base_url, "model": llm_model, "api_key": llm_api_key}
        self.model = "rules" if self.answerer == "rules" else str(llm_model)

    def ask(self, question: str, documents: Sequence[str] = (), history: Sequence[str] = ()) -> Answer:
        """One answer; `documents` limit it, `history` are the questions asked before. Raises QuestionError and the document errors."""
        if self.answerer != "rules":
            from qa.generative import answer as generate

            return generate(self.store, question, documents, history, **self._llm)
        from qa.lookup import answer

        return answer(self.store, question, documents, history)

    def documents(self) -> list[DocumentRecord]:
        """The documents in the store."""
        return self.store.documents()

    def audit(self, document: str) -> Audit:
        """Every numeric check of one document (an id or a name)."""
        from qa.checks.audit import audit

        found = self.store.resolve(document)
        return audit(self.store.document(found), self.store.figures(found), self.store.archive.record(found).file)

    @property
    def stamp(self) -> str:
        """What answers depend on beside the question: the answerer and the documents; equal stamps give equal answers."""
        parts = [self.model, *sorted(f"{record.id}:{record.reader}" for record in self.store.documents())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def close(self) -> None:
        """Closes a store that was opened here."""
        if self._own:
            self.store.close()

    def __enter__(self) -> Gouji:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
