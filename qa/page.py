"""What the page does, over one session: answers, sources, documents. Nothing of a visitor is kept here; chats live in the visitor's session."""

from __future__ import annotations

import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from corpus.archive import DocumentRecord
from corpus.document import Document
from corpus.errors import GoujiError
from index.ingest import Added
from index.store import disclosures_in
from qa.answer import Answer
from qa.chart import composition
from qa.intake import Intake
from qa.page_documents import added_html, document_html, documents_html, record_name, viewer_html
from qa.page_escape import escape
from qa.page_markup import Turn, conversation
from qa.page_reasons import reason
from qa.page_source import source_html
from qa.page_text import Language, say
from qa.session import Gouji

EXAMPLES = 3
# How often it is looked for whether a visitor has given up on an answer in work, in seconds.
_LOOK = 0.2
# Progress of a longer work: how much is done (0 to 1), and what is going on.
Told = Callable[[float, str], None]
_ITEMS = {
    "zh": ("住房公积金支出是多少？", "支出总计是多少？", "公务接待费是多少？"),
    "en": (
        "What is the housing provident fund of {agency} in {year}?",
        "What is the total expenditure of {agency} in {year}?",
        "What is the official reception expense of {agency} in {year}?",
    ),
}


class Page:
    """The page over one store."""

    def __init__(self, gouji: Gouji) -> None:
        self.gouji = gouji
        self.folder = Path(tempfile.mkdtemp(prefix="gouji-"))
        self.intake = Intake(gouji.store)

    def choices(self) -> list[tuple[str, str]]:
        """The documents to choose from, as (name, id); a name that several have is followed by the file's."""
        records = self.gouji.documents()
        names = [record_name(record) for record in records]
        return [
            (name if names.count(name) == 1 else f"{name}（{record.file}）", record.id) for name, record in zip(names, records, strict=True)
        ]

    def agencies(self) -> list[str]:
        """The agencies to choose from."""
        return sorted({record.agency for record in self.gouji.documents() if record.agency})

    def years(self) -> list[int]:
        """The years to choose from, the latest first."""
        return sorted({record.year for record in self.gouji.documents() if record.year}, reverse=True)

    def examples(self, language: Language) -> list[str]:
        """Questions that the documents in the store can be expected to answer."""
        known = [r for r in self.gouji.documents() if r.agency and r.year]
        asked: list[str] = []
        for record in known:
            earlier = next(
                (r for r in known if r.agency == record.agency and r.kind == record.kind and r.year == (record.year or 0) - 1), None
            )
            if earlier is not None:
                zh = f"{record.agency}{record.year}年支出总计比{earlier.year}年增加了多少？"
                asked.append(
                    zh
                    if language == "zh"
                    else f"What is the difference in total expenditure of {record.agency} between {earlier.year} and {record.year}?"
                )
        for i, record in enumerate(known):
            item = _ITEMS[language][i % len(_ITEMS[language])]
            asked.append(
                f"{record.agency}{record.year}年{item}" if language == "zh" else item.format(agency=record.agency, year=record.year)
            )
        return asked[:EXAMPLES]

    def ask(
        self, question: str, documents: Sequence[str], agencies: Sequence[str], years: Sequence[int], turns: list[Turn], language: Language,
        stop: threading.Event | None = None,
    ) -> Iterator[tuple[str, list[Turn], bool]]:  # fmt: skip
        """Answers one question; first shows it as being worked on. Gives the conversation, its turns, whether work goes on.

        When `stop` is set the question stays without an answer.
        """
        question = question.strip()
        if not question:
            yield self.log(turns, language), turns, False
            return
        history = [turn.question for turn in turns]
        turns = [*turns, Turn(question)]
        yield self.log(turns, language), turns, True
        heard: queue.SimpleQueue[str | Answer] = queue.SimpleQueue()
        left = threading.Event()

        def hear(draft: str) -> None:
            if left.is_set():  # nobody listens: the model need not go on
                raise GoujiError(say(language, "stopped"))
            heard.put(draft)

        def work() -> None:
            heard.put(self._answer(question, (documents, agencies, years), history, language, hear))

        threading.Thread(target=work, daemon=True).start()
        told: str | Answer = ""
        try:
            while not isinstance(told, Answer):
                if stop is not None and stop.is_set():
                    turns = [*turns[:-1], Turn(question, note=say(language, "stopped"))]
                    yield self.log(turns, language), turns, False
                    return
                with suppress(queue.Empty):
                    told = heard.get(timeout=_LOOK)
                    if isinstance(told, str):
                        yield self.log([*turns[:-1], Turn(question, draft=told)], language), turns, True
        finally:
            left.set()
        turns = [*turns[:-1], Turn(question, told)]
        yield self.log(turns, language), turns, False

    def _answer(
        self, question: str, chosen: tuple[Sequence[str], Sequence[str], Sequence[int]], history: Sequence[str], language: Language, on_draft: Callable[[str], None],
    ) -> Answer:  # fmt: skip
        """The answer; a language model's reply so far goes to `on_draft`, its figures covered until they are checked."""
        try:
            documents = self.gouji.select(*chosen)
            if documents == []:
                return Answer(question, "not_found", say(language, "no_match"))
            return self.gouji.ask(question, documents or (), history, on_draft=on_draft)
        except GoujiError as error:
            return Answer(question, "error", reason(language, str(error)))
        except Exception as error:  # a fault of ours must not take the conversation with it; it is told, and logged
            print(f"gouji: {type(error).__name__}: {error}", file=sys.stderr)
            return Answer(question, "error", say(language, "trouble", reason=type(error).__name__))

    def log(self, turns: Sequence[Turn], language: Language) -> str:
        """The conversation as HTML."""
        return conversation(language, turns, empty=not turns and not self.gouji.documents())

    def source(self, turns: Sequence[Turn], turn: int, n: int, language: Language, page: int | None = None) -> str:
        """The source that citation `n` of a turn (from 0) names, its page or the `page` turned to; an empty panel when there is none."""
        answer = turns[turn].answer if 0 <= turn < len(turns) else None
        citation = next((c for c in answer.citations if c.n == n), None) if answer is not None else None
        if citation is None:
            return f'<p class="g-welcome">{escape(say(language, "source_empty"))}</p>'
        document, original = self.opened(citation.document)
        goal = f'data-event="source" data-turn="{turn}" data-cite="{n}"'
        return source_html(language, document, citation, original, turn=goal, page=page)

    def opened(self, id: str) -> tuple[Document | None, Path | None]:
        """A document and its kept file, as far as they are there."""
        try:
            document = self.gouji.store.document(id)
        except GoujiError:
            return None, None
        try:
            return document, self.gouji.store.original(id)
        except GoujiError:
            return document, None

    def add(self, paths: Sequence[str] | None, language: Language, told: Told, replace: str | None = None) -> tuple[str, list[Added]]:
        """Adds uploaded files to the store, with progress by page; says what became of each. `replace` is the document whose place one takes."""
        results: list[Added] = []
        try:
            every = disclosures_in(map(Path, paths or ()))
        except GoujiError as error:
            return f'<p class="g-warning" role="alert">{escape(reason(language, str(error)))}</p>', results
        for number, path in enumerate(every):
            words = say(language, "reading_file", file=path.name)

            def read(page: int, pages: int, number: int = number, words: str = words) -> None:
                told((number + page / max(pages, 1)) / len(every), words)

            read(0, 1)
            try:
                results.append(self.intake.add(path, replace=replace, progress=read))
            except GoujiError as error:
                return (
                    f'<p class="g-warning" role="alert">{escape(reason(language, str(error)))}</p>{added_html(language, results)}',
                    results,
                )
        self.intake.embed()
        return added_html(language, results), results

    def documents(self, language: Language) -> str:
        """The list of documents as HTML."""
        return documents_html(language, self.gouji.documents())

    def record(self, id: str | None) -> DocumentRecord | None:
        """The record of a document that may be gone."""
        return next((record for record in self.gouji.documents() if record.id == id), None)

    def document(self, id: str | None, language: Language) -> str:
        """One document: what was read of it."""
        record = self.record(id)
        document = self.opened(record.id)[0] if record is not None else None
        if record is None or document is None:
            return f'<p class="g-welcome">{escape(say(language, "source_gone" if id else "document_empty"))}</p>'
        return document_html(language, record, document, composition(self.gouji.store.figures(record.id)))

    def viewer(
        self, id: str | None, language: Language, *, table: int | None = None, page: int | None = None, line: int | None = None
    ) -> str:
        """A document's table beside its page, or a page, or lines; its first table when nothing is named."""
        document, original = self.opened(id) if id else (None, None)
        if document is None:
            return ""
        if table is None and page is None and line is None and document.tables:
            table = 1
        return viewer_html(language, document, original, table=table, page=page, line=line)

    def remove(self, id: str | None, language: Language) -> str:
        """Deletes a document; says so."""
        record = self.record(id)
        if record is None:
            return f'<p class="g-warning" role="alert">{escape(say(language, "source_gone"))}</p>'
        try:
            self.gouji.store.remove(record.id)
        except GoujiError as error:
            return f'<p class="g-warning" role="alert">{escape(reason(language, str(error)))}</p>'
        return f'<p role="status">{escape(say(language, "deleted", name=record_name(record)))}</p>'
