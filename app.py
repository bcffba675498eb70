"""The web application: 问答, 核对, 批量, 对比, 文档 on one page, and its protocols; `python app.py …` is `gouji …`, without arguments `gouji serve`."""

from __future__ import annotations

import functools
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, cast, get_type_hints

import gradio as gr
from gradio.events import api
from starlette.middleware import Middleware

from corpus.errors import GoujiError
from qa import cli
from qa.completions import routes
from qa.guard import LOOPBACK, Guard, accounts
from qa.page import EXAMPLES, Page, Told
from qa.page_escape import escape
from qa.page_markup import Turn, empty, header
from qa.page_text import Language, preferred, say
from qa.page_work import Work, told_off
from qa.served import Served
from qa.tools import tools

HERE = Path(cli.__file__).parent
# Uploads and reports that nobody fetched: looked for every hour, gone after a day (seconds).
_SWEEP = (3600, 86400)
_TABS = ("ask", "audit", "batch", "panel", "documents")
_VERDICTS = ("inconsistent", "rounding", "uncheckable", "consistent")
_MAPPED = ("question", "id", "document")
FONT = ["-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
MONO = ["ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace"]
PRIVATE: dict[str, Any] = {"api_visibility": "private"}
QUIET: dict[str, Any] = {"show_progress": "hidden", **PRIVATE}
# A look at something: asked and answered in one request, past the queue.
LOOK: dict[str, Any] = {"show_progress": "minimal", "queue": False, **PRIVATE}
# What goes in and out of an event is taken as the page has it: Gradio would send each of its parts through a thread.
PLAIN: dict[str, Any] = {"preprocess": False, "postprocess": False}
# Tells the conversation what is being asked, so that the question stands there before the server was heard of; then asks it.
_ASKED = "(text, ...more) => {{ document.dispatchEvent(new CustomEvent('gouji-asked', {{ detail: text }})); return [text, ...more].slice(0, {}); }}"
_UNHEARD = "() => { document.dispatchEvent(new Event('gouji-unheard')); return []; }"


def _script(events: str, *more: str) -> str:
    """The script of a part of the page that answers to events (their names must stand in it, in quotes)."""
    named = " ".join(f"'{event}'" for event in events.split())
    return f"// {named}\n" + "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("page.js", *more))


def _typed(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose annotations are types, not their names: Gradio looks at them in every call."""
    function.__annotations__ = get_type_hints(function)
    return function


def _told(progress: gr.Progress) -> Told:
    return lambda share, words: progress(share, desc=words)


class View:
    """The components of the page, and which event calls which method of `Page` and `Work`."""

    def __init__(self, page: Page) -> None:
        self.page, self.work = page, Work(page)
        self.worded: list[tuple[Any, dict[str, str]]] = []
        self.stops: dict[str, threading.Event] = {}

    @contextmanager
    def stoppable(self, work: str, request: gr.Request) -> Iterator[threading.Event]:
        """Work of a visitor that ends early when its event is set."""
        key = f"{work} {request.session_hash}"
        try:
            yield self.stops.setdefault(key, threading.Event())
        finally:
            self.stops.pop(key, None)

    def halting(self, work: str) -> Callable[[gr.Request], None]:
        """What a visitor's stop button does. Gradio's own `cancels` would cut the event off, and its button stay dead."""

        def halt(request: gr.Request) -> None:
            stop = self.stops.get(f"{work} {request.session_hash}")
            if stop is not None:
                stop.set()

        return halt

    def w(self, make: Callable[..., Any], /, words: dict[str, str], **options: Any) -> Any:
        """A component whose attributes are words of the page's language."""
        component = make(**{name: say("zh", key) for name, key in words.items()}, **options)
        self.worded.append((component, words))
        return component

    def build(self) -> Any:
        """The Gradio page."""
        with gr.Blocks(title="勾稽 Gouji", fill_width=True, analytics_enabled=False, delete_cache=_SWEEP) as blocks:
            for name, function in tools(self.page.gouji).items():  # first, so that the names are theirs
                api(_for_programs(function), api_name=name, api_description=(function.__doc__ or "").strip().splitlines()[0], queue=False)
            self.turns = gr.State([])
            with gr.Row(elem_id="g-top"):
                self.name = gr.HTML(header("zh"))
                languages = [("中文", "zh"), ("English", "en")]
                self.language = gr.Radio(
                    languages, value="zh", container=False, elem_id="g-language", label="界面语言 Language", show_label=False
                )
            with gr.Tabs() as self.tabs:
                for tab in _TABS:
                    with self.w(gr.Tab, {"label": tab}, id=tab):
                        getattr(self, f"_{tab}_tab")()
            self._wire(blocks)
        return blocks

    def _ask_tab(self) -> None:
        w, many = self.w, {"multiselect": True, "value": []}
        with gr.Row(equal_height=False):
            with gr.Column(scale=6, min_width=320, elem_id="g-talk"):
                with gr.Row(equal_height=True, elem_classes="g-tight"):
                    self.scope = w(gr.Dropdown, {"label": "scope"}, choices=[], scale=5, min_width=180, elem_id="g-scope", **many)
                    self.agency = w(gr.Dropdown, {"label": "of_agency"}, choices=[], scale=3, min_width=130, elem_id="g-agency", **many)
                    self.year = w(gr.Dropdown, {"label": "of_year"}, choices=[], scale=2, min_width=96, elem_id="g-year", **many)
                with gr.Column(elem_id="g-chat"):
                    self.chat = gr.HTML(self.page.log((), "zh"), js_on_load=_script("source", "told.js", "chat.js"))
                with gr.Row(elem_id="g-examples", elem_classes="g-tight"):
                    self.suggested = [gr.Button(visible=False, size="sm", variant="secondary") for _ in range(EXAMPLES)]
                with gr.Row(equal_height=True, elem_classes="g-tight", elem_id="g-asking"):
                    words = {"label": "question", "placeholder": "question_hint"}
                    box: dict[str, Any] = {"show_label": False, "container": False, "lines": 1, "max_lines": 4, "autofocus": True}
                    self.question = w(gr.Textbox, words, scale=6, min_width=200, elem_id="g-question", **box)
                    self.send = w(gr.Button, {"value": "send"}, variant="primary", scale=1, min_width=84, elem_id="g-send")
                    self.stop = w(gr.Button, {"value": "stop"}, variant="stop", scale=1, min_width=84, elem_id="g-stop")
                    self.clear = w(gr.Button, {"value": "clear"}, scale=1, min_width=84, elem_id="g-clear")
            with gr.Column(scale=5, min_width=320, elem_id="g-source"):
                self.source = gr.HTML(self.page.source((), 0, 0, "zh"), js_on_load=_script("source", "source.js"))

    def _audit_tab(self) -> None:
        w = self.w
        with gr.Row(equal_height=True):
            self.which = w(gr.Dropdown, {"label": "audit_which"}, choices=[], value=[], multiselect=True, scale=5, elem_id="g-which")
            self.check = w(gr.Button, {"value": "audit_run"}, variant="primary", scale=1, min_width=120, elem_id="g-check")
        self.checked = gr.State([])
        with gr.Row(equal_height=True, visible=False, elem_id="g-filters") as self.filters:
            self.verdict = w(gr.Dropdown, {"label": "filter_verdict"}, choices=[("", "")], value="", min_width=160, elem_id="g-verdict")
            self.rule = w(gr.Dropdown, {"label": "filter_rule"}, choices=[("", "")], value="", min_width=160, elem_id="g-rule")
        self.findings = gr.HTML(empty("audit_empty"), elem_id="g-findings", js_on_load=_script("compare decide", "findings.js"))
        self.compared = gr.HTML(elem_id="g-compare", js_on_load=_script("compare", "source.js", "compared.js"))
        self.reports = w(gr.Files, {"label": "download"}, interactive=False, visible=False, elem_id="g-reports")

    def _batch_tab(self) -> None:
        w = self.w
        with gr.Row(equal_height=True):
            self.questions = w(gr.File, {"label": "batch_file"}, file_count="single", height=150, scale=5, elem_id="g-questions")
            self.run = w(gr.Button, {"value": "batch_run"}, variant="primary", scale=1, min_width=120, elem_id="g-run")
            self.halt = w(gr.Button, {"value": "batch_stop"}, variant="stop", scale=1, min_width=120, visible=False, elem_id="g-halt")
        with gr.Row(visible=False, elem_id="g-map") as self.map:
            self.mapped = [w(gr.Dropdown, {"label": f"map_{meaning}"}, choices=[("", "")], value="", min_width=160) for meaning in _MAPPED]
        self.answers = gr.HTML(empty("batch_empty"), elem_id="g-answers")
        self.answered = w(gr.File, {"label": "batch_result"}, interactive=False, visible=False, elem_id="g-answered")

    def _panel_tab(self) -> None:
        w, many = self.w, {"multiselect": True, "value": []}
        with gr.Row(equal_height=True):
            self.items = w(gr.Textbox, {"label": "panel_items", "placeholder": "panel_hint"}, scale=4, min_width=240, elem_id="g-items")
            self.panel_agency = w(gr.Dropdown, {"label": "of_agency"}, choices=[], scale=3, min_width=160, elem_id="g-panel-agency", **many)
            self.panel_year = w(gr.Dropdown, {"label": "of_year"}, choices=[], scale=2, min_width=110, elem_id="g-panel-year", **many)
            self.show_panel = w(gr.Button, {"value": "panel_run"}, variant="primary", scale=1, min_width=140, elem_id="g-panel-run")
        self.panel = gr.HTML(empty("panel_empty"), elem_id="g-panel", js_on_load=_script("open"))
        self.panel_file = w(gr.File, {"label": "download"}, interactive=False, visible=False, elem_id="g-panel-file")

    def _documents_tab(self) -> None:
        w = self.w
        self.files = w(gr.File, {"label": "add"}, file_count="multiple", height=150, elem_id="g-files")
        self.added = gr.HTML(visible=False, elem_id="g-added")
        self.listed = gr.HTML(elem_id="g-documents", js_on_load=_script("open", "list.js"))
        with gr.Row(equal_height=True, elem_classes="g-tight", elem_id="g-manage"):
            self.picked = w(gr.Dropdown, {"label": "document_which"}, choices=[], value=None, scale=5, min_width=220, elem_id="g-picked")
            one: dict[str, Any] = {"file_count": "single", "size": "md", "interactive": False}
            self.replace = w(gr.UploadButton, {"label": "replace"}, scale=1, min_width=120, elem_id="g-replace", **one)
            self.delete = w(gr.Button, {"value": "delete"}, scale=1, min_width=84, interactive=False, elem_id="g-delete")
        with gr.Row(equal_height=True, visible=False, elem_id="g-sure") as self.sure:
            self.asked = gr.HTML()
            self.yes = w(gr.Button, {"value": "delete_sure"}, variant="stop", scale=1, min_width=110, elem_id="g-yes")
            self.no = w(gr.Button, {"value": "keep"}, scale=1, min_width=110, elem_id="g-no")
        with gr.Row(equal_height=False, elem_id="g-look"):
            with gr.Column(scale=4, min_width=300):
                self.detail = gr.HTML(self.page.document(None, "zh"), elem_id="g-detail", js_on_load=_script("show"))
            with gr.Column(scale=7, min_width=320):
                self.viewer = gr.HTML(elem_id="g-viewer", js_on_load=_script("show", "source.js"))

    def _wire(self, blocks: Any) -> None:
        worded = [component for component, _ in self.worded]
        others = [self.name, self.chat, self.source, self.language, self.tabs, self.detail, self.viewer]
        every = list(dict.fromkeys([*worded, *others, *self.lists]))
        chosen = [self.turns, self.scope, self.which, self.picked]
        blocks.load(self.greet, None, every, **QUIET)
        self.language.input(self.relabelled, [self.language, *chosen], every, **QUIET)
        self._wire_ask()
        self._wire_audit()
        self._wire_batch()
        self._wire_documents()
        of = [self.items, self.panel_agency, self.panel_year, self.language]
        for trigger in (self.show_panel.click, self.items.submit):
            trigger(self.on_panel, of, [self.panel, self.panel_file], show_progress_on=[self.panel], **PRIVATE)

    @property
    def lists(self) -> list[Any]:
        """What depends on the documents of the store."""
        lists = [self.scope, self.agency, self.year, self.which, self.picked, self.panel_agency, self.panel_year, self.listed]
        return [*lists, *self.suggested]

    def current(self, lang: Language, scope: list[str], which: list[str], picked: str | None) -> dict[Any, Any]:
        """The lists as the store is now; what was chosen stays chosen where it is still there."""
        page, known = self.page, self.page.choices()
        ids = {id for _, id in known}
        asked = page.examples(lang)
        agencies, years = page.agencies(), page.years()
        return {
            self.scope: gr.update(choices=known, value=[id for id in scope if id in ids]), self.which: gr.update(choices=known, value=[id for id in which if id in ids]),
            self.picked: gr.update(choices=known, value=picked if picked in ids else None), self.agency: gr.update(choices=agencies), self.year: gr.update(choices=years),
            self.panel_agency: gr.update(choices=agencies), self.panel_year: gr.update(choices=years), self.listed: page.documents(lang),
            **{button: gr.update(value=asked[i] if i < len(asked) else "", visible=i < len(asked)) for i, button in enumerate(self.suggested)},
        }  # fmt: skip

    def relabelled(self, lang: Language, turns: list[Turn], scope: list[str], which: list[str], picked: str | None) -> dict[Any, Any]:
        """Every word of the page in a language, and what depends on the documents."""
        updates: dict[Any, Any] = {
            component: gr.update(**dict[str, Any]({name: say(lang, key) for name, key in words.items()}))
            for component, words in self.worded
        }
        for component, changes in self.current(lang, scope, which, picked).items():
            updates[component] = {**updates[component], **changes} if component in updates else changes
        verdicts = [(say(lang, "all_findings"), ""), *((say(lang, verdict), verdict) for verdict in _VERDICTS)]
        updates[self.verdict] = {**updates[self.verdict], **gr.update(choices=verdicts)}
        pages = {
            self.chat: self.page.log(turns, lang),
            self.source: self.page.source((), 0, 0, lang),
            self.detail: self.page.document(picked, lang),
        }
        return {**updates, **pages, self.name: header(lang), self.language: lang}

    def greet(self, request: gr.Request) -> dict[Any, Any]:
        """The page as a visitor first sees it; `?document=…&sheet=…` (a page; or `line`) opens that place."""
        lang = preferred(request.headers.get("accept-language"))
        updates = self.relabelled(lang, [], [], [], None)
        asked = request.query_params.get("document")
        if asked and self.page.record(asked) is not None:
            opened = self.open(asked, lang, _whole(request.query_params.get("sheet")), _whole(request.query_params.get("line")))
            updates[self.picked] = {**updates[self.picked], "value": asked}
            updates |= {self.tabs: gr.update(selected="documents"), self.detail: opened[self.detail], self.viewer: opened[self.viewer]}
            for button in (self.replace, self.delete):
                updates[button] = {**updates[button], **gr.update(interactive=True)}
        return updates

    def open(self, id: str | None, lang: Language, page: int | None = None, line: int | None = None) -> dict[Any, Any]:
        """A document opened at its first table, or at a place."""
        there = self.page.record(id) is not None
        return {
            self.detail: self.page.document(id, lang), self.viewer: self.page.viewer(id, lang, page=page, line=line), self.sure: gr.update(visible=False),
            self.replace: gr.update(interactive=there), self.delete: gr.update(interactive=there),
        }  # fmt: skip

    def _wire_ask(self) -> None:
        page = self.page

        def steps(
            text: str, scope: list[str], agency: list[str], year: list[int], past: list[Turn], lang: Language, request: gr.Request
        ) -> Iterator[dict[Any, Any]]:
            with self.stoppable("ask", request) as stop:
                for markup, now, _ in page.ask(text, scope, agency, year, past, lang, stop):
                    yield {self.chat: markup, self.turns: now}

        @_typed
        def ask(
            text: str, scope: list[str], agency: list[str], year: list[int], past: list[Turn], lang: Language, request: gr.Request
        ) -> dict[Any, Any]:
            *_, last = steps(text, scope, agency, year, past, lang, request)
            return last

        @_typed
        def open_source(past: list[Turn], lang: Language, event: gr.EventData) -> str:
            return page.source(past, _whole(event.turn) or 0, _whole(event.cite) or 0, lang, _whole(getattr(event, "page", None)))

        limits = [self.scope, self.agency, self.year, self.turns, self.language]
        # A model's reply is shown as it grows. The rules have theirs at once: one request asks and answers.
        ways: dict[str, Any] = QUIET if page.gouji.endpoint is not None else {**LOOK, "show_progress": "hidden"}
        asking = steps if page.gouji.endpoint is not None else ask
        # Only what changes with every step: what a step leaves out, Gradio makes anew. The page shows the question, empties the box and opens the source.
        for trigger, text in (
            (self.question.submit, self.question),
            (self.send.click, self.question),
            *((button.click, button) for button in self.suggested),
        ):
            # "always_last": what is sent while an answer is being finished is asked when it is, not dropped without a word.
            sent = trigger(
                asking, [text, *limits], [self.chat, self.turns], concurrency_limit=page.gouji.at_once, concurrency_id="ask", trigger_mode="always_last",
                js=_ASKED.format(1 + len(limits)), **ways, **PLAIN,
            )  # fmt: skip
            sent.failure(None, None, None, js=_UNHEARD)
        self.stop.click(self.halting("ask"), None, None, queue=False, **QUIET)
        self.clear.click(
            lambda lang: (page.log([], lang), [], page.source((), 0, 0, lang)),
            [self.language],
            [self.chat, self.turns, self.source],
            **QUIET,
        )
        for part in (self.chat, self.source):
            part.source(open_source, [self.turns, self.language], self.source, **LOOK, **PLAIN)

    def _wire_audit(self) -> None:
        work = self.work

        def audit(which: list[str], lang: Language, progress: gr.Progress = gr.Progress()) -> dict[Any, Any]:
            markup, checked, rules = work.audit(which, lang, _told(progress))
            return {
                self.findings: markup, self.reports: gr.update(visible=False), self.filters: gr.update(visible=bool(checked)), self.verdict: gr.update(value=""),
                self.rule: gr.update(choices=[(say(lang, "all_rules"), ""), *((rule, rule) for rule in rules)], value=""), self.checked: checked,
                self.compared: f'<p class="g-dim">{escape(say(lang, "compare_empty"))}</p>' if checked else "",
            }  # fmt: skip

        def report(checked: list[str]) -> Any:
            written = work.reports(checked)
            return gr.update(value=written or None, visible=bool(written))

        def narrow(checked: list[str], verdict: str, rule: str, lang: Language) -> str:
            return work.filtered(checked, lang, verdict or "", rule or "")

        def compare(lang: Language, event: gr.EventData) -> str:
            return work.compare(str(event.document), str(event.check), _whole(event.operand) or 0, lang)

        def decide(checked: list[str], verdict: str, rule: str, lang: Language, event: gr.EventData) -> dict[Any, Any]:
            try:
                work.decide(str(event.document), str(event.finding), str(event.verdict), str(event.note))
                told = ""
            except GoujiError as error:
                told = told_off(error, lang)
            # A report that does not know the decision is not offered any more.
            return {self.findings: told + narrow(checked, verdict, rule, lang), self.reports: gr.update(visible=False)}

        shown = [self.findings, self.reports, self.filters, self.verdict, self.rule, self.checked, self.compared]
        filters = [self.checked, self.verdict, self.rule, self.language]
        ran = self.check.click(audit, [self.which, self.language], shown, show_progress_on=[self.findings], **PRIVATE)
        for choice in (self.verdict, self.rule):
            choice.input(narrow, filters, self.findings, **QUIET)
        self.findings.compare(compare, [self.language], self.compared, **LOOK)
        said = self.findings.decide(decide, filters, [self.findings, self.reports], **QUIET)
        for done in (ran, said):  # the reports are written after what they say is shown
            done.then(report, [self.checked], self.reports, **QUIET)

    def _wire_batch(self) -> None:
        def columns(path: str | None, lang: Language) -> list[Any]:
            names, meant = self.work.columns(path)
            none = (say(lang, "map_none"), "")
            boxes = [gr.update(choices=[none, *((name, name) for name in names)], value=meant.get(meaning, "")) for meaning in _MAPPED]
            return [gr.update(visible=bool(names)), *boxes]

        def batch(
            path: str | None, asked: str, id: str, document: str, scope: list[str], lang: Language, request: gr.Request
        ) -> Iterator[dict[Any, Any]]:
            here = f"{request.headers.get('x-forwarded-proto', 'http')}://{request.headers.get('host', '')}"
            named = {meaning: name for meaning, name in zip(_MAPPED, (asked, id, document), strict=True) if name}

            def link(citation: dict[str, Any]) -> str:
                place = f"&sheet={citation['page']}" if citation["page"] else f"&line={citation['lines'][0]}" if citation["lines"] else ""
                return f"{here}/?document={citation['document']}{place}"

            with self.stoppable("batch", request) as stop:
                for markup, written, busy in self.work.batch(path, named, scope, lang, stop, link):
                    yield {
                        self.answers: markup,
                        self.answered: gr.update(value=written, visible=written is not None),
                        self.run: gr.update(visible=not busy),
                        self.halt: gr.update(visible=busy),
                    }

        self.questions.change(columns, [self.questions, self.language], [self.map, *self.mapped], **QUIET)
        self.run.click(
            batch,
            [self.questions, *self.mapped, self.scope, self.language],
            [self.answers, self.answered, self.run, self.halt],
            concurrency_limit=2,
            concurrency_id="batch",
            **QUIET,
        )
        self.halt.click(self.halting("batch"), None, None, queue=False, **QUIET)

    def on_panel(
        self, items: str, agencies: list[str], years: list[int], lang: Language, progress: gr.Progress = gr.Progress()
    ) -> dict[Any, Any]:
        """The panel of the items named."""
        markup, written = self.work.panel(items, agencies, years, lang, _told(progress))
        return {self.panel: markup, self.panel_file: gr.update(value=written, visible=written is not None)}

    def _wire_documents(self) -> None:
        page = self.page
        opened = [self.detail, self.viewer, self.sure, self.replace, self.delete]
        chosen = [self.scope, self.which, self.picked, self.language]
        writing: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "write", **PRIVATE}

        def add(
            paths: list[str], scope: list[str], which: list[str], picked: str | None, lang: Language, progress: gr.Progress = gr.Progress()
        ) -> dict[Any, Any]:
            markup, _ = page.add(paths, lang, _told(progress))
            return {self.added: gr.update(value=markup, visible=True), self.files: None, **self.current(lang, scope, which, picked)}

        def swap(
            path: str, scope: list[str], which: list[str], picked: str | None, lang: Language, progress: gr.Progress = gr.Progress()
        ) -> dict[Any, Any]:
            markup, results = page.add([path], lang, _told(progress), replace=picked)
            now = next((one.document for one in results if one.document), picked)
            return {self.added: gr.update(value=markup, visible=True), **self.current(lang, scope, which, now), **self.open(now, lang)}

        def delete(scope: list[str], which: list[str], picked: str | None, lang: Language) -> dict[Any, Any]:
            markup = page.remove(picked, lang)
            return {self.added: gr.update(value=markup, visible=True), **self.current(lang, scope, which, None), **self.open(None, lang)}

        def confirm(picked: str | None, lang: Language) -> dict[Any, Any]:
            name = next((name for name, id in page.choices() if id == picked), "")
            return {
                self.asked: f'<p role="alert">{escape(say(lang, "delete_ask", name=name))}</p>',
                self.sure: gr.update(visible=bool(name)),
            }

        def show(lang: Language, event: gr.EventData) -> str:
            table, to, line = (_whole(getattr(event, name, None)) for name in ("table", "page", "line"))
            return page.viewer(str(event.document), lang, table=table, page=to, line=line)

        def leap(lang: Language, event: gr.EventData) -> dict[Any, Any]:
            place = (_whole(getattr(event, name, None)) for name in ("page", "line"))
            return {
                self.tabs: gr.update(selected="documents"),
                self.picked: str(event.document),
                **self.open(str(event.document), lang, *place),
            }

        self.files.upload(add, [self.files, *chosen], [self.added, self.files, *self.lists], show_progress_on=[self.added], **writing)
        self.replace.upload(swap, [self.replace, *chosen], [self.added, *self.lists, *opened], show_progress_on=[self.detail], **writing)
        self.picked.input(self.open, [self.picked, self.language], opened, **LOOK)
        self.delete.click(confirm, [self.picked, self.language], [self.asked, self.sure], **QUIET)
        self.no.click(lambda: gr.update(visible=False), None, self.sure, **QUIET)
        self.yes.click(delete, chosen, [self.added, *self.lists, *opened], **{**writing, "show_progress": "hidden"})
        for part in (self.listed, self.panel):
            part.open(leap, [self.language], [self.tabs, self.picked, *opened], **LOOK)
        for part in (self.detail, self.viewer):
            part.show(show, [self.language], self.viewer, **LOOK)


def _whole(text: object) -> int | None:
    """A number that a page or a link sent; None for anything else."""
    return int(str(text)) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 10 else None


def _for_programs(function: Callable[..., Any]) -> Callable[..., Any]:
    """A tool whose refusals reach the program that asked."""

    @functools.wraps(function)
    def told(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except GoujiError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return told


def serve(
    store_dir: Path,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    auth: str | None = None,
    api_key: str | None = None,
    jobs: int | None = None,
) -> None:
    """Serves the page and its protocols until interrupted. Raises GoujiError.

    `auth` is `user:password` or a file of them, needed on any address but loopback; with it, or with `api_key`, programs
    (/v1, MCP) need a bearer key: the api key, or `user:password`. `jobs` questions are answered at a time (None: one a core).
    """
    if host not in LOOPBACK and not auth:
        raise GoujiError(f"--host {host} is open to others: add --auth user:password, or serve on 127.0.0.1")
    users = accounts(auth)
    keys = [f"{user}:{password}" for user, password in users] + ([api_key] if api_key else [])
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # Gradio sums up the last ten thousand events after each one: nobody looks at it here, and everybody would wait for it.
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))
    os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "100")
    # It looks for this library around each event, too, and where it is missing it looks through every folder of packages.
    if find_spec("matplotlib") is None:
        sys.modules["matplotlib"] = cast(ModuleType, None)
    with Served(store_dir, create=True, jobs=jobs) as gouji:
        page = Page(gouji)
        blocks = View(page).build()
        blocks.queue(default_concurrency_limit=4)
        theme = gr.themes.Base(primary_hue="blue", neutral_hue="slate", radius_size="sm", font=FONT, font_mono=MONO)
        guard = Middleware(Guard, hosts=LOOPBACK if host in LOOPBACK else None, keys=keys)
        try:
            blocks.launch(
                server_name=host, server_port=port, auth=users or None, share=False, quiet=True, prevent_thread_lock=True, footer_links=[], run_history=False,
                ssr_mode=False, pwa=False, mcp_server=True, enable_monitoring=False, max_file_size="200mb", theme=theme, css_paths=[HERE / "page.css"], js=(HERE / "access.js").read_text(encoding="utf-8"),
                show_error=False, app_kwargs={"middleware": [guard], "routes": routes(gouji), "openapi_url": None},
            )  # fmt: skip
        except OSError as error:
            raise GoujiError(f"port {port} on {host} cannot be used: {error}") from error
        shown = f"[{host}]" if ":" in host else host
        print(f"gouji: http://{shown}:{port}/", file=sys.stderr, flush=True)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # who ends us so ends the processes that answer, too
        try:
            blocks.block_thread()
        finally:
            page.intake.close()


if __name__ == "__main__":
    # Processes that are started from here begin as the command line does, without loading the page.
    sys.modules["__main__"].__spec__ = cli.__spec__
    sys.exit(cli.main(sys.argv[1:] or ["serve"]))
