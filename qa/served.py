"""A session that many ask at once: its work is done in other processes, and one answer serves all who ask the same."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.pool import cores
from qa.answer import Answer
from qa.session import Gouji
from qa.workers import Crew

if TYPE_CHECKING:
    from qa.checks.audit import Audit

# Answers kept.
_KEPT = 512


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question as it is sent to another process."""

    question: str
    documents: tuple[str, ...]
    history: tuple[str, ...]

    def __call__(self, gouji: Gouji) -> Answer:
        return gouji.ask(self.question, self.documents, self.history)


@dataclass(frozen=True, slots=True)
class _Auditing:
    """A document to audit as it is sent to another process."""

    document: str

    def __call__(self, gouji: Gouji) -> Audit:
        return gouji.audit(self.document)


@dataclass(frozen=True, slots=True)
class _Reporting:
    """Reports to write as they are sent to another process."""

    documents: tuple[str, ...]
    paths: tuple[Path, ...]

    def __call__(self, gouji: Gouji) -> None:
        gouji.report(self.documents, self.paths)


class Served(Gouji):
    """As Gouji, for a server: the rules answer in `jobs` processes (None: one a core), and audits run in one more.

    Pure computation in threads would keep this process, which serves the page, from its visitors. The rules give one answer
    to one question, conversation and state of the store: it is found once and kept until the store changes.
    """

    def __init__(self, *arguments: Any, jobs: int | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._answering = Crew(self.store.directory, cores() if jobs is None else jobs)
        self._auditing = Crew(self.store.directory, 1, courteous=True)
        self._lock = threading.Lock()
        self._version: object = None
        self._answers: OrderedDict[_Asking, Future[Answer]] = OrderedDict()
        if self.endpoint is None:
            self._answering.start()

    def ask(
        self, question: str, documents: Sequence[str] = (), history: Sequence[str] = (), *, on_draft: Callable[[str], None] | None = None,
    ) -> Answer:  # fmt: skip
        """As Gouji.ask; raises GoujiError too when a question ends the process that works on it."""
        if self.endpoint is not None:
            return super().ask(question, documents, history, on_draft=on_draft)
        started = time.perf_counter()
        asking = _Asking(question, tuple(documents), tuple(history))
        found, mine = self._begun(asking)
        if mine:
            try:
                found.set_result(self._answering.do(asking))
            except BaseException as error:
                with self._lock:
                    if self._answers.get(asking) is found:
                        del self._answers[asking]
                found.set_exception(error)
        answer = found.result()
        return answer if mine else replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    @property
    def at_once(self) -> int:
        """How many questions may be in work at a time: a language model is asked by few, the rules have a queue of their own."""
        return 4 if self.endpoint is not None else 24

    def _begun(self, asking: _Asking) -> tuple[Future[Answer], bool]:
        """The answer of a question that somebody asked already of the store as it is, else a new one that the caller has to find."""
        version = self.store.archive.database.version()
        with self._lock:
            if version != self._version:
                self._version = version
                self._answers.clear()
            known = self._answers.get(asking)
            if known is not None:
                self._answers.move_to_end(asking)
                return known, False
            self._answers[asking] = made = Future[Answer]()
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
            return made, True

    def audit(self, document: str) -> Audit:
        """As Gouji.audit."""
        return self._auditing.do(_Auditing(document))

    def report(self, documents: Sequence[str], paths: Sequence[Path]) -> None:
        """As Gouji.report."""
        self._auditing.do(_Reporting(tuple(documents), tuple(paths)))

    def close(self) -> None:
        """Ends the processes and closes a store that was opened here."""
        self._answering.close()
        self._auditing.close()
        super().close()
