"""The page's longer work, over one session: audits, question lists, panels."""

from __future__ import annotations

import hashlib
import json
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.errors import GoujiError
from qa.checks.audit import Audit
from qa.decisions import decide, decided, undo
from qa.page import Page, Told
from qa.page_audit import LONGEST_NOTE, audit_html, compare_html, rules_of
from qa.page_escape import escape
from qa.page_lists import batch_html, panel_html, progress_html
from qa.page_reasons import reason
from qa.page_text import Language, say
from qa.panel import panel, write

# Audits kept in memory; seconds between two signs of progress.
_KEPT = 16
_SIGN = 0.5


def told_off(error: GoujiError, language: Language, path: str = "") -> str:
    """A refusal, for the person who asked; `path` is the file it is about, which they know by its name."""
    message = str(error).replace(path, Path(path).name) if path else str(error)
    return f'<p class="g-warning" role="alert">{escape(reason(language, message))}</p>'


class Work:
    """Audits, lists and panels over the page's session."""

    def __init__(self, page: Page) -> None:
        self.page, self.gouji = page, page.gouji
        self._audits: OrderedDict[str, Audit] = OrderedDict()
        self._running: set[Path] = set()
        self._lock = threading.Lock()

    def _audit(self, id: str, *, anew: bool = False) -> Audit:
        with self._lock:
            known = None if anew else self._audits.get(id)
        found = known or self.gouji.audit(id)
        with self._lock:
            self._audits[id] = found
            self._audits.move_to_end(id)
            while len(self._audits) > _KEPT:
                self._audits.popitem(last=False)
        return found

    def audit(self, chosen: Sequence[str], language: Language, told: Told) -> tuple[str, list[str], list[str]]:
        """Checks documents; gives the findings, the documents that were checked, and the rules that had something to check."""
        if not chosen:
            return f"<p>{escape(say(language, 'audit_choose'))}</p>", [], []
        audits: list[Audit] = []
        try:
            for number, id in enumerate(chosen):
                told((number + 0.1) / len(chosen), say(language, "audit_running", file=self.gouji.store.archive.record(id).file))
                audits.append(self._audit(id, anew=True))
        except GoujiError as error:
            return told_off(error, language), [], []
        rules = list(dict.fromkeys(rule for audit in audits for rule in rules_of(audit)))
        return "".join(audit_html(language, audit) for audit in audits), list(chosen), rules

    def reports(self, checked: Sequence[str]) -> list[str]:
        """The paths of the reports to download, with the decisions as they are now; none when a document has gone."""
        if not checked:
            return []
        folder = Path(tempfile.mkdtemp(dir=self.page.folder))
        name = f"audit-{checked[0]}" if len(checked) == 1 else f"audit-{len(checked)}"
        paths = [folder / f"{name}{suffix}" for suffix in (".xlsx", ".html", ".jsonl")]
        try:
            self.gouji.report(checked, paths)
        except GoujiError:
            return []
        return [str(path) for path in paths]

    def decide(self, id: str, finding: str, verdict: str, note: str) -> None:
        """Keeps a reviewer's decision on a finding, or forgets it where `verdict` is none. Raises GoujiError."""
        audit, database = self._audit(id), self.gouji.store.archive.database
        if verdict in ("accepted", "dismissed"):
            decide(database, audit, finding, "accepted" if verdict == "accepted" else "dismissed", note.strip()[:LONGEST_NOTE])
        else:
            undo(database, audit, finding)
        with self._lock:
            self._audits[id] = decided(database, audit)

    def filtered(self, chosen: Sequence[str], language: Language, verdict: str, rule: str) -> str:
        """The checks of one verdict and one rule of documents that were checked; their findings without either."""
        try:
            return "".join(audit_html(language, self._audit(id), verdict, rule) for id in chosen)
        except GoujiError as error:
            return told_off(error, language)

    def compare(self, id: str, check: str, operand: int, language: Language) -> str:
        """Two places of a check side by side."""
        try:
            found = next((c for c in self._audit(id).checks if c.id == check), None)
        except GoujiError as error:
            return told_off(error, language)
        if found is None:
            return f"<p>{escape(say(language, 'source_gone'))}</p>"
        return compare_html(language, lambda other: self.page.opened(other or id), found, operand)

    def columns(self, path: str | None) -> tuple[list[str], dict[str, str]]:
        """The columns of a question list and what they are taken for; none for a list that has none or cannot be read."""
        from qa.questions import read_columns

        try:
            return read_columns(Path(path)) if path else ([], {})
        except GoujiError:
            return [], {}

    def batch(
        self, path: str | None, columns: Mapping[str, str], chosen: Sequence[str], language: Language, stop: threading.Event, link: Callable[[dict[str, Any]], str],
    ) -> Iterator[tuple[str, str | None, bool]]:  # fmt: skip
        """Answers a question list with progress; gives a preview, the path of the spreadsheet, and whether work goes on.

        When `stop` is set it ends after the question at hand; the same list, begun again, goes on from there.
        """
        from qa.batch import steps
        from qa.questions import read_questions
        from qa.workers import answering

        if not path:
            yield f"<p>{escape(say(language, 'batch_choose'))}</p>", None, False
            return
        out: Path | None = None
        try:
            questions = [q if q.documents else replace(q, documents=tuple(chosen)) for q in read_questions(Path(path), columns)]
            key = json.dumps([self.gouji.stamp, [[q.id, q.text, q.documents, q.extra] for q in questions]], ensure_ascii=False)
            folder = self.page.folder / hashlib.sha256(key.encode()).hexdigest()[:32]
            folder.mkdir(exist_ok=True)
            with self._lock:
                if folder in self._running:
                    yield f"<p>{escape(say(language, 'batch_busy'))}</p>", None, False
                    return
                out = folder / "answers.xlsx"
                self._running.add(folder)
            done, begun, started, shown = 0, -1, time.monotonic(), 0.0
            yield progress_html(language, 0, len(questions), 0), None, True
            with answering(self.gouji, apart=True) as (answer, each):
                going = steps(questions, answer, out, self.gouji.stamp, each=each, link=link)
                while not stop.is_set():
                    try:
                        done += next(going)
                    except StopIteration as end:
                        yield batch_html(language, end.value), str(out), False
                        return
                    begun = done - 1 if begun < 0 else begun
                    if time.monotonic() - shown > _SIGN:
                        shown = time.monotonic()
                        yield progress_html(language, done, len(questions), shown - started, begun), None, True
                going.close()
            with self._lock:
                self._running.discard(folder)  # before it is said: who reads it may begin again at once
            stopped = f'<p role="status">{escape(say(language, "batch_stopped"))}</p>'
            yield progress_html(language, done, len(questions), 0, done) + stopped, None, False
        except GoujiError as error:
            yield told_off(error, language, path), None, False
        finally:
            if out is not None:
                with self._lock:
                    self._running.discard(out.parent)

    def panel(self, items: str, agencies: Sequence[str], years: Sequence[int], language: Language, told: Told) -> tuple[str, str | None]:
        """One item or several over agencies and years: charts and table, and the path of the workbook."""
        try:
            named = [item for item in items.replace("；", ";").split(";") if item.strip()]
            words = say(language, "panel_running")
            rows = panel(self.gouji, named, agencies, years, lambda done, of: told(done / max(of, 1), words))
            if not rows:
                return panel_html(language, rows), None
            out = Path(tempfile.mkdtemp(dir=self.page.folder)) / "panel.xlsx"
            write(rows, out, self.gouji.page_link)
        except GoujiError as error:
            return told_off(error, language), None
        return panel_html(language, rows), str(out)
