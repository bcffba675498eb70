"""Commands that answer: ask, batch, eval, serve."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import GoujiError, QuestionError
from qa.terminal import print_json, say, store_directory

if TYPE_CHECKING:
    from qa.answer import Answer, Citation
    from qa.session import Gouji

_MARKS = {"confirmed": "✓", "cited": "·", "computed": "=", "contradicted": "✗", "unsupported": "?"}


def _session(options: Namespace) -> Gouji:
    from qa.session import Gouji

    return Gouji(store_directory(options), llm_base_url=options.llm_base_url, llm_model=options.llm_model, llm_api_key=options.llm_api_key)


def _place(citation: Citation) -> str:
    if citation.page is not None:
        place = f"p. {citation.page}"
    elif citation.lines is not None:
        place = f"line {citation.lines[0]}" if citation.lines[0] == citation.lines[1] else f"lines {citation.lines[0]}–{citation.lines[1]}"
    else:
        place = ""
    return " · ".join(part for part in (citation.file, place, citation.table, citation.row, citation.column) if part)


def render(answer: Answer) -> str:
    """An answer for the terminal: the text, its figures with verdicts, its sources."""
    lines = [answer.text]
    if answer.figures:
        lines.append("")
        lines += [f"  {_MARKS[f.verdict]} {f.text}  {f.verdict}: {f.basis}" for f in answer.figures]
    if answer.citations:
        lines.append("")
        for citation in answer.citations:
            quote = " ".join(citation.quote.split())
            lines.append(f"  [{citation.n}] {_place(citation)}\n      {quote[:160]}{'…' if len(quote) > 160 else ''}")
    return "\n".join(lines)


def ask(options: Namespace) -> int:
    """`gouji ask`: one answer."""
    with _session(options) as gouji:
        answer = gouji.ask(options.question, documents=options.document)
    print_json(answer.json()) if options.json else print(render(answer))
    return 0 if answer.status != "error" else 2


def batch(options: Namespace) -> int:
    """`gouji batch`: a question list into a file of answers."""
    from tqdm import tqdm

    from qa.questions import read_questions

    questions = read_questions(Path(options.questions))
    out = Path(options.output)
    with _session(options) as gouji, tqdm(total=len(questions), unit="question", disable=None, file=sys.stderr) as bar:
        rows = gouji.batch(questions, out, jobs=options.jobs, on_done=lambda n: (bar.update(n), None)[1])
    failed = [row for row in rows if row["status"] == "error"]
    for row in failed:
        say(f"gouji: question {row['id']}: {row['answer']}")
    tally = ", ".join(
        f"{n} {status}" for status in ("answered", "conflict", "not_found", "error") if (n := sum(r["status"] == status for r in rows))
    )
    say(f"{out}: {tally}")
    return 0 if not failed else 2 if len(failed) == len(rows) else 1


def panel(options: Namespace) -> int:
    """`gouji panel`: one item or several over the agencies and years of the store."""
    from qa.panel import read_years, render, write

    output = None if options.output is None else Path(options.output)
    if output is not None and output.suffix.lower() != ".xlsx":
        raise GoujiError(f"{output}: a panel is written as .xlsx")
    with _session(options) as gouji:
        rows = gouji.panel(options.items, options.agency, read_years(options.years))
        if output is not None:
            try:
                write(rows, output, gouji.page_link)
            except OSError as error:
                raise GoujiError(f"{output}: cannot be written: {error.strerror or error}") from error
    stated = sum(row.value is not None for row in rows)
    if options.json:
        for row in rows:
            print_json(row.json())
    elif output is None:
        print(render(rows))
    if output is not None:
        say(f"{output}: {stated} figures in {len({row.document for row in rows})} documents")
    if not stated:
        say("gouji: no document states it")
    return 0 if stated else 2


def evaluate(options: Namespace) -> int:
    """`gouji eval`: answers the questions of a gold file and scores the answers."""
    from tqdm import tqdm

    from qa.score import judge, render, scores

    try:
        golds = [json.loads(line) for line in Path(options.gold).read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise QuestionError(f"{options.gold}: not a gold file (JSON, one question a line): {error}") from error
    rows = []
    with _session(options) as gouji:
        for gold in tqdm(golds, unit="question", disable=None, file=sys.stderr):
            names = gold.get("document") or []
            try:
                answer = gouji.ask(gold["question"], documents=[names] if isinstance(names, str) else names).json()
            except GoujiError as error:
                answer = {"status": "error", "answer": str(error)}
            row = judge(gold, answer)
            rows.append(row)
            if options.verbose and not (row["correct"] and (row["cited"] or row["type"] == "unanswerable")):
                say(f"{row['id']} [{row['type']}] {'right, not cited' if row['correct'] else answer['status']}: {gold['question']}")
                say(f"    want {gold.get('answer_value')} {gold.get('unit') or ''} {gold.get('answer_text')}")
                say(f"    got  {answer.get('value')} {answer.get('unit') or ''} {str(answer['answer'])[:160]}")
    table = scores(rows)
    print_json(dict(table)) if options.json else print(render(table))
    return 0


def serve(options: Namespace) -> int:
    """`gouji serve`: the web application and its protocols."""
    import app

    for name, value in (
        ("GOUJI_LLM_BASE_URL", options.llm_base_url),
        ("GOUJI_LLM_MODEL", options.llm_model),
        ("GOUJI_LLM_API_KEY", options.llm_api_key),
    ):
        if value:
            os.environ[name] = value
    key = options.api_key or os.environ.get("GOUJI_API_KEY")
    app.serve(store_directory(options), options.host, options.port, auth=options.auth, api_key=key, jobs=options.jobs)
    return 0
