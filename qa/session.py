"""Gouji: the one object that the command line, the page, Python programs and protocols ask."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from corpus.archive import DocumentRecord
from corpus.errors import ModelError
from index.store import Store
from qa.answer import Answer
from qa.endpoint import Endpoint, find

if TYPE_CHECKING:
    from qa.checks.audit import Audit
    from qa.checks.check import Decided, Finding
    from qa.panel import PanelRow
    from qa.questions import Question


class Gouji:
    """Questions and checks over one store; use it in a `with`.

    `store` is a directory or an open Store (which then stays open). Without a language model the answerer is `rules`; with
    one (`llm_model` and the address of its OpenAI-compatible endpoint, or the environment: GOUJI_LLM_MODEL,
    GOUJI_LLM_BASE_URL, GOUJI_LLM_API_KEY) the model chooses and phrases, and code checks it. `answerer="rules"` asks no
    model whatever the environment says.

        with Gouji("store") as gouji:
            print(gouji.ask("2024年公务接待费是多少？").text)
    """

    def __init__(
        self, store: Store | Path | str, *, answerer: str | None = None, llm_base_url: str | None = None, llm_model: str | None = None,
        llm_api_key: str | None = None, create: bool = False, read_only: bool = False,
    ) -> None:  # fmt: skip
        self.endpoint: Endpoint | None = None if answerer == "rules" else find(llm_base_url, llm_model, llm_api_key)
        if answerer not in (None, "rules", "llm") or (answerer == "llm" and self.endpoint is None):
            raise ModelError(f"the answerer is rules, or llm with a model named by llm_model or GOUJI_LLM_MODEL, not {answerer}")
        self.answerer = "rules" if self.endpoint is None else "llm"
        self.model = "rules" if self.endpoint is None else self.endpoint.model
        self._own = not isinstance(store, Store)
        self.store = store if isinstance(store, Store) else Store.open(store, create=create, read_only=read_only)

    def ask(
        self, question: str, documents: Sequence[str] = (), history: Sequence[str] = (), *, on_draft: Callable[[str], None] | None = None,
    ) -> Answer:  # fmt: skip
        """One answer; `documents` limit it, `history` are the questions asked before. Raises QuestionError and the document errors.

        `on_draft` gets a language model's reply so far while it streams, its digits covered until they are checked.
        """
        if self.endpoint is not None:
            from qa.generative import answer as generate

            return generate(self.store, question, documents, history, endpoint=self.endpoint, on_draft=on_draft)
        from qa.lookup import answer

        return answer(self.store, question, documents, history)

    @property
    def at_once(self) -> int:
        """How many questions a server may have in work at a time."""
        return 4

    def batch(
        self, questions: Path | str | Sequence[str | Question], out: Path | str, *, jobs: int = 1, on_done: Callable[[int], None] | None = None,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """Answers a list (a file, or questions) into `out` (.jsonl, .csv, .xlsx), and returns the answers in the contract's form.

        Interrupted, it goes on where it stopped when it is called again. `jobs` questions are answered at a time; more than
        one start processes: call it under `if __name__ == "__main__"`. Raises QuestionError.
        """
        from qa.batch import Question, read_questions, run
        from qa.workers import answering

        if isinstance(questions, str | Path):
            listed = read_questions(Path(questions))
        else:
            listed = [Question(str(n), one) if isinstance(one, str) else one for n, one in enumerate(questions, 1)]
        with answering(self, jobs) as (answer, each):
            return run(listed, answer, Path(out), self.stamp, on_done, each=each, link=self.page_link)

    def panel(self, items: str | Sequence[str], agencies: Sequence[str] = (), years: Sequence[int] = ()) -> list[PanelRow]:
        """One item, or several, over all agencies and years of the store, each figure with its source."""
        from qa.panel import panel

        return panel(self, [items] if isinstance(items, str) else list(items), agencies, years)

    def documents(self) -> list[DocumentRecord]:
        """The documents in the store."""
        return self.store.documents()

    def select(self, documents: Iterable[str] = (), agencies: Iterable[str] = (), years: Iterable[int] = ()) -> list[str] | None:
        """The ids of the documents of these names, agencies and years; None where nothing is asked of them, so that all take part.

        An agency is named whole, or by a part of its name. Raises UnknownDocument and AmbiguousDocument.
        """
        named, wanted, of = [self.store.resolve(name) for name in documents], list(agencies), set(years)
        if not named and not wanted and not of:
            return None
        return [
            record.id for record in self.documents()
            if (not named or record.id in named) and (not of or record.year in of)
            and (not wanted or any(part in (record.agency or "") for part in wanted))
        ]  # fmt: skip

    def audit(self, document: str) -> Audit:
        """Every numeric check of one document (an id or a name)."""
        from qa.auditing import audit_stored

        return audit_stored(self.store, self.store.resolve(document)).audit

    def report(self, documents: Sequence[str], paths: Sequence[Path]) -> None:
        """Writes the audit of some documents in the format of each path's suffix: .xlsx, .html (with pictures) or .jsonl."""
        from qa.auditing import audit_stored
        from qa.report import write

        sources = [audit_stored(self.store, self.store.resolve(name)) for name in documents]
        for path in paths:
            write([source.audit for source in sources], path, sources)

    def decide(self, document: str, finding: str, verdict: Decided, note: str = "") -> Finding:
        """Keeps a reviewer's decision on a finding (its id, or how it begins) of one document."""
        from qa.decisions import decide

        return decide(self.store.archive.database, self.audit(document), finding, verdict, note)

    def page_link(self, citation: dict[str, Any]) -> str:
        """The address of the kept file at a citation's page, for links in spreadsheets; "" when the file is gone."""
        from corpus.errors import GoujiError

        try:
            address = self.store.original(citation["document"]).resolve().as_uri()
        except GoujiError:
            return ""
        return f"{address}#page={citation['page']}" if citation.get("page") else address

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
