"""The web application: 问答, 核对, 批量, 文档 on one page; `python app.py …` is `gouji …`, without arguments `gouji serve`."""

from __future__ import annotations

import os
import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from corpus.errors import GoujiError
from qa import cli
from qa.answer import Answer
from qa.page_lists import added_html, audit_html, batch_html, documents_html, record_name
from qa.page_markup import Turn, conversation, escape
from qa.page_source import source_html
from qa.page_text import Language, preferred, say
from qa.session import Gouji

HERE = Path(cli.__file__).parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Uploads and reports that nobody fetched: looked for every hour, gone after a day (seconds).
_SWEEP = (3600, 86400)
_EXAMPLES = 3
FONT = ["-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
MONO = ["ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace"]


class Page:
    """The page over one store: what its events do. Nothing of a visitor is kept here; chats live in the visitor's session."""

    def __init__(self, gouji: Gouji) -> None:
        self.gouji = gouji
        self.folder = Path(tempfile.mkdtemp(prefix="gouji-"))

    def choices(self) -> list[tuple[str, str]]:
        """The documents to choose from, as (name, id); a name that several have is followed by the file's."""
        records = self.gouji.documents()
        names = [record_name(record) for record in records]
        return [(name if names.count(name) == 1 else f"{name}（{record.file}）", record.id) for name, record in zip(names, records, strict=True)]

    def examples(self) -> list[str]:
        """Questions that the documents in the store can be expected to answer."""
        known = [r for r in self.gouji.documents() if r.agency and r.year]
        asked: list[str] = []
        for record in known:
            earlier = next((r for r in known if r.agency == record.agency and r.kind == record.kind and r.year == (record.year or 0) - 1), None)
            if earlier is not None:
                asked.append(f"{record.agency}{record.year}年“三公”经费比{earlier.year}年增加了多少？")
        for i, record in enumerate(known):
            items = ("住房公积金支出是多少？", "支出总计是多少？", "公务接待费是多少？")
            asked.append(f"{record.agency}{record.year}年{items[i % len(items)]}")
        return asked[:_EXAMPLES]

    def ask(self, question: str, chosen: list[str], turns: list[Turn], language: Language) -> Iterator[tuple[Any, ...]]:
        """Answers one question; first shows it as being worked on. Gives the conversation, its turns, whether work goes on."""
        question = question.strip()
        if not question:
            yield self.log(turns, language), turns, False
            return
        history = [turn.question for turn in turns]
        turns = [*turns, Turn(question)]
        yield self.log(turns, language), turns, True
        heard: queue.SimpleQueue[str | Answer] = queue.SimpleQueue()
        threading.Thread(target=lambda: heard.put(self._answer(question, chosen, history, language, heard.put)), daemon=True).start()
        while isinstance(told := heard.get(), str):
            yield self.log([*turns[:-1], Turn(question, draft=told)], language), turns, True
        turns = [*turns[:-1], Turn(question, told)]
        yield self.log(turns, language), turns, False

    def _answer(self, question: str, chosen: Sequence[str], history: Sequence[str], language: Language, on_draft: Callable[[str], None]) -> Answer:
        """The answer; a language model's reply so far goes to `on_draft`, its figures covered until they are checked."""
        try:
            if self.gouji.answerer == "rules":
                return self.gouji.ask(question, chosen, history)
            from qa.generative import answer

            return answer(self.gouji.store, question, chosen, history, on_draft=on_draft)
        except GoujiError as error:
            return Answer(question, "error", str(error))
        except Exception as error:  # a fault of ours must not take the conversation with it; it is told, and logged
            print(f"gouji: {type(error).__name__}: {error}", file=sys.stderr)
            return Answer(question, "error", say(language, "trouble", reason=type(error).__name__))

    def log(self, turns: Sequence[Turn], language: Language) -> str:
        """The conversation as HTML."""
        return conversation(language, turns, empty=not turns and not self.gouji.documents())

    def stopped(self, turns: list[Turn], language: Language) -> tuple[str, list[Turn]]:
        """The conversation after its last question was given up."""
        turns = [Turn(turn.question, turn.answer, "" if turn.answer else say(language, "stopped")) for turn in turns]
        return self.log(turns, language), turns

    def source(self, turns: Sequence[Turn], turn: int, n: int, language: Language) -> str:
        """The source that citation `n` of a turn (from 0) names; an empty panel when there is none."""
        answer = turns[turn].answer if 0 <= turn < len(turns) else None
        citation = next((c for c in answer.citations if c.n == n), None) if answer is not None else None
        if citation is None:
            return f'<p class="g-welcome">{escape(say(language, "source_empty"))}</p>'
        try:
            document, original = self.gouji.store.document(citation.document), self.gouji.store.original(citation.document)
        except GoujiError:
            document, original = None, None
        return source_html(language, document, citation, original)

    def add(self, paths: Sequence[str] | None, language: Language, progress: gr.Progress) -> str:
        """Adds uploaded files to the store, with progress by page; says what became of each."""
        results = []
        for number, path in enumerate(paths or ()):
            name = Path(path).name

            def told(page: int, pages: int, number: int = number, name: str = name) -> None:
                progress((number + page / max(pages, 1)) / len(paths or ()), desc=say(language, "reading_file", file=name))

            told(0, 1)
            try:
                results.append(self.gouji.store.add(path, progress=told))
            except GoujiError as error:
                return f'<p class="g-warning" role="alert">{escape(str(error))}</p>{added_html(language, results)}'
        return added_html(language, results)

    def audit(self, document: str | None, language: Language, progress: gr.Progress) -> tuple[str, list[str] | None]:
        """Checks one document; gives the findings and the paths of the reports to download."""
        from qa.report import write

        if not document:
            return f"<p>{escape(say(language, 'audit_choose'))}</p>", None
        try:
            record = self.gouji.store.archive.record(document)
            progress(0.1, desc=say(language, "audit_running", file=record.file))
            audit = self.gouji.audit(document)
            folder = Path(tempfile.mkdtemp(dir=self.folder))
            reports = [folder / f"audit-{document}{suffix}" for suffix in (".xlsx", ".html", ".jsonl")]
            for report in reports:
                write([audit], report)
        except GoujiError as error:
            return f'<p class="g-warning" role="alert">{escape(str(error))}</p>', None
        return audit_html(language, audit), [str(report) for report in reports]

    def batch(self, path: str | None, chosen: Sequence[str], language: Language, progress: gr.Progress) -> tuple[str, str | None]:
        """Answers a question list with progress; gives a preview and the path of the spreadsheet."""
        from qa.batch import Question, read_questions, run

        if not path:
            return f"<p>{escape(say(language, 'batch_choose'))}</p>", None
        done = 0
        try:
            questions = read_questions(Path(path))
            out = Path(tempfile.mkdtemp(dir=self.folder)) / "answers.xlsx"

            def answer(question: Question) -> dict[str, Any]:
                return self.gouji.ask(question.text, documents=question.documents or chosen).json()

            def told(n: int) -> None:
                nonlocal done
                done += n
                progress((done, len(questions)), desc=say(language, "batch"))

            return batch_html(language, run(questions, answer, out, self.gouji.stamp, told)), str(out)
        except GoujiError as error:
            return f'<p class="g-warning" role="alert">{escape(str(error))}</p>', None

    def documents(self, language: Language) -> str:
        """The list of documents as HTML."""
        return documents_html(language, self.gouji.documents())


def build(page: Page) -> Any:
    """The Gradio page: components, and which event calls which method of `Page`."""
    worded: list[tuple[Any, dict[str, str]]] = []

    def worded_as(component: Any, **keys: str) -> Any:
        worded.append((component, keys))
        return component

    def word(key: str) -> str:
        return say("zh", key)

    with gr.Blocks(title="勾稽 Gouji", fill_width=True, analytics_enabled=False, delete_cache=_SWEEP) as blocks:
        turns = gr.State([])
        with gr.Row(elem_id="g-top"):
            name = gr.HTML(_name("zh"))
            language = gr.Radio([("中文", "zh"), ("English", "en")], value="zh", show_label=False, container=False, elem_id="g-language", label="界面语言 Language")
        with gr.Tabs():
            with worded_as(gr.Tab(word("ask"), id="ask"), label="ask"), gr.Row(equal_height=False):
                with gr.Column(scale=6, min_width=320, elem_id="g-talk"):
                    with gr.Row(equal_height=True, elem_classes="g-tight"):
                        scope = worded_as(gr.Dropdown([], value=[], multiselect=True, label=word("scope"), scale=6, min_width=200, elem_id="g-scope"), label="scope")
                        upload = worded_as(gr.UploadButton(word("add"), file_count="multiple", scale=1, min_width=110, size="sm", elem_id="g-upload"), label="add")
                    told = gr.HTML(visible=False, elem_id="g-told")
                    with gr.Column(elem_id="g-chat"):
                        chat = gr.HTML(conversation("zh", ()), js_on_load=(HERE / "chat.js").read_text(encoding="utf-8"))
                    with gr.Row(elem_id="g-examples", elem_classes="g-tight"):
                        suggested = [gr.Button(visible=False, size="sm", variant="secondary") for _ in range(_EXAMPLES)]
                    with gr.Row(equal_height=True, elem_classes="g-tight", elem_id="g-asking"):
                        question = worded_as(
                            gr.Textbox(label=word("question"), show_label=False, container=False, placeholder=word("question_hint"), lines=1, max_lines=4, autofocus=True, scale=6, min_width=200, elem_id="g-question"),
                            label="question", placeholder="question_hint",
                        )  # fmt: skip
                        send = worded_as(gr.Button(word("send"), variant="primary", scale=1, min_width=84, elem_id="g-send"), value="send")
                        stop = worded_as(gr.Button(word("stop"), variant="stop", scale=1, min_width=84, visible=False, elem_id="g-stop"), value="stop")
                        clear = worded_as(gr.Button(word("clear"), scale=1, min_width=84, elem_id="g-clear"), value="clear")
                with gr.Column(scale=5, min_width=320, elem_id="g-source"):
                    source = gr.HTML(page.source((), 0, 0, "zh"), js_on_load=(HERE / "source.js").read_text(encoding="utf-8"))
            with worded_as(gr.Tab(word("audit"), id="audit"), label="audit"):
                with gr.Row(equal_height=True):
                    which = worded_as(gr.Dropdown([], value=None, label=word("audit_which"), scale=5, elem_id="g-which"), label="audit_which")
                    check = worded_as(gr.Button(word("audit_run"), variant="primary", scale=1, min_width=120, elem_id="g-check"), value="audit_run")
                findings = gr.HTML(f"<p>{word('audit_empty')}</p>", elem_id="g-findings")
                reports = worded_as(gr.Files(label=word("download"), interactive=False, visible=False, elem_id="g-reports"), label="download")
            with worded_as(gr.Tab(word("batch"), id="batch"), label="batch"):
                with gr.Row(equal_height=True):
                    questions = worded_as(gr.File(label=word("batch_file"), file_count="single", height=140, scale=5, elem_id="g-questions"), label="batch_file")
                    run = worded_as(gr.Button(word("batch_run"), variant="primary", scale=1, min_width=120, elem_id="g-run"), value="batch_run")
                answers = gr.HTML(f"<p>{word('batch_empty')}</p>", elem_id="g-answers")
                answered = worded_as(gr.File(label=word("batch_result"), interactive=False, visible=False, elem_id="g-answered"), label="batch_result")
            with worded_as(gr.Tab(word("documents"), id="documents"), label="documents"):
                files = worded_as(gr.File(label=word("add"), file_count="multiple", height=140, elem_id="g-files"), label="add")
                added = gr.HTML(visible=False, elem_id="g-added")
                listed = gr.HTML(elem_id="g-documents")

        private: dict[str, Any] = {"api_visibility": "private"}

        def shown(chosen: list[str], one: str | None, lang: Language) -> dict[Any, Any]:
            """What depends on the documents of the store."""
            known = page.choices()
            ids = {id for _, id in known}
            asked = page.examples()
            buttons = {button: gr.update(value=asked[i] if i < len(asked) else "", visible=i < len(asked)) for i, button in enumerate(suggested)}
            return {
                scope: gr.update(choices=known, value=[id for id in chosen if id in ids]), which: gr.update(choices=known, value=one if one in ids else None),
                listed: page.documents(lang), **buttons,
            }  # fmt: skip

        def relabelled(lang: Language, past: list[Turn], chosen: list[str], one: str | None) -> dict[Any, Any]:
            """Every word of the page in a language, and what depends on the documents."""
            updates = {component: gr.update(**dict[str, Any]({attribute: say(lang, key) for attribute, key in keys.items()})) for component, keys in worded}
            for component, changes in shown(chosen, one, lang).items():
                updates[component] = {**updates[component], **changes} if component in updates else changes
            return {**updates, name: _name(lang), chat: page.log(past, lang), source: page.source((), 0, 0, lang), language: lang}

        every = [*(component for component, _ in worded), name, chat, source, language, listed, *suggested]
        lists = [scope, which, listed, *suggested]

        def greet(request: gr.Request) -> dict[Any, Any]:
            return relabelled(preferred(request.headers.get("accept-language")), [], [], None)

        blocks.load(greet, None, every, show_progress="hidden", **private)
        language.input(relabelled, [language, turns, scope, which], every, show_progress="hidden", **private)

        def ask(text: str, chosen: list[str], past: list[Turn], lang: Language) -> Iterator[dict[Any, Any]]:
            for markup, now, busy in page.ask(text, chosen, past, lang):
                yield {chat: markup, turns: now, question: "", send: gr.update(visible=not busy), stop: gr.update(visible=busy)}

        def latest(past: list[Turn], lang: Language) -> str:
            return page.source(past, len(past) - 1, 1, lang)

        running = []
        for trigger, text in ((question.submit, question), (send.click, question), *((button.click, button) for button in suggested)):
            begun = trigger(ask, [text, scope, turns, language], [chat, turns, question, send, stop], show_progress="hidden", concurrency_limit=4, concurrency_id="ask", **private)
            begun.then(latest, [turns, language], source, show_progress="hidden", **private)
            running.append(begun)

        def give_up(past: list[Turn], lang: Language) -> dict[Any, Any]:
            markup, now = page.stopped(past, lang)
            return {chat: markup, turns: now, send: gr.update(visible=True), stop: gr.update(visible=False)}

        stop.click(give_up, [turns, language], [chat, turns, send, stop], cancels=running, show_progress="hidden", **private)
        clear.click(lambda lang: (page.log([], lang), [], page.source((), 0, 0, lang)), [language], [chat, turns, source], show_progress="hidden", **private)

        def open_source(past: list[Turn], lang: Language, event: gr.EventData) -> str:
            return page.source(past, int(event.turn), int(event.cite), lang)

        chat.source(open_source, [turns, language], source, show_progress="minimal", **private)

        def add(paths: list[str], chosen: list[str], one: str | None, lang: Language, progress: gr.Progress) -> dict[Any, Any]:
            return {told: gr.update(value=page.add(paths, lang, progress), visible=True), **shown(chosen, one, lang)}

        def add_here(paths: list[str], chosen: list[str], one: str | None, lang: Language, progress: gr.Progress = gr.Progress()) -> dict[Any, Any]:  # noqa: B008
            return add(paths, chosen, one, lang, progress)

        def add_there(paths: list[str], chosen: list[str], one: str | None, lang: Language, progress: gr.Progress = gr.Progress()) -> dict[Any, Any]:  # noqa: B008
            changes = add(paths, chosen, one, lang, progress)
            return {added: changes.pop(told), files: None, **changes}

        writing: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "write", **private}
        upload.upload(add_here, [upload, scope, which, language], [told, *lists], show_progress_on=[told], **writing)
        files.upload(add_there, [files, scope, which, language], [added, files, *lists], show_progress_on=[added], **writing)

        def audit(one: str | None, lang: Language, progress: gr.Progress = gr.Progress()) -> dict[Any, Any]:  # noqa: B008
            markup, written = page.audit(one, lang, progress)
            return {findings: markup, reports: gr.update(value=written, visible=written is not None)}

        check.click(audit, [which, language], [findings, reports], show_progress_on=[findings], **private)

        def batch(path: str | None, chosen: list[str], lang: Language, progress: gr.Progress = gr.Progress()) -> dict[Any, Any]:  # noqa: B008
            markup, written = page.batch(path, chosen, lang, progress)
            return {answers: markup, answered: gr.update(value=written, visible=written is not None)}

        run.click(batch, [questions, scope, language], [answers, answered], show_progress_on=[answers], **private)
    return blocks


def _name(language: Language) -> str:
    return f'<header class="g-name"><h1>{escape(say(language, "title"))}</h1><p>{escape(say(language, "tagline"))}</p></header>'


class KnownHosts:
    """Answers only requests that name one of these hosts: a foreign page that points its own name here gets nothing (DNS rebinding)."""

    def __init__(self, app: Any, hosts: Sequence[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] in ("http", "websocket"):
            named = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            host = named.rsplit("]", 1)[0].removeprefix("[") if named.startswith("[") else named.rsplit(":", 1)[0]
            if host not in self.hosts:
                await send({"type": "http.response.start", "status": 421, "headers": [(b"content-type", b"text/plain")]})
                await send({"type": "http.response.body", "body": b"unknown host"})
                return
        await self.app(scope, receive, send)


def serve(store_dir: Path, host: str = "127.0.0.1", port: int = 7860, *, auth: str | None = None) -> None:
    """Serves the page until interrupted; `auth` is `user:password`, needed on any address but loopback. Raises GoujiError."""
    if host not in LOOPBACK and not auth:
        raise GoujiError(f"--host {host} is open to others: add --auth user:password, or serve on 127.0.0.1")
    user, colon, password = (auth or "").partition(":")
    if auth and not (user and colon and password):
        raise GoujiError("--auth takes user:password")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")

    endpoint = {name: os.environ.get(f"GOUJI_{name.upper()}") for name in ("llm_base_url", "llm_model", "llm_api_key")}
    with Gouji(store_dir, create=True, **endpoint) as gouji:
        blocks = build(Page(gouji))
        blocks.queue(default_concurrency_limit=4)
        theme = gr.themes.Base(primary_hue="blue", neutral_hue="slate", radius_size="sm", font=FONT, font_mono=MONO)
        try:
            blocks.launch(
                server_name=host, server_port=port, auth=(user, password) if auth else None, share=False, quiet=True, prevent_thread_lock=True,
                footer_links=[], run_history=False, ssr_mode=False, pwa=False, mcp_server=False, enable_monitoring=False, max_file_size="200mb",
                theme=theme, css_paths=[HERE / "page.css"], show_error=False,
                app_kwargs={"middleware": [Middleware(KnownHosts, hosts=LOOPBACK)]} if host in LOOPBACK else None,
            )  # fmt: skip
        except OSError as error:
            raise GoujiError(f"port {port} on {host} cannot be used: {error}") from error
        shown = f"[{host}]" if ":" in host else host
        print(f"gouji: http://{shown}:{port}/", file=sys.stderr, flush=True)
        blocks.block_thread()


if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:] or ["serve"]))
