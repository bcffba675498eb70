"""The answerer with a language model: it chooses and phrases, code owns the numbers.

The rules answer first. Their evidence and the retrieved passages go to the model as numbered materials; what it writes is
tied to rows and sentences, every figure gets its verdict from code, and a figure that nothing supports is not shown. The
rules' answer stands where the model cannot be reached, says nothing that holds, or leaves out or changes the figure that
the rules found; and where they refuse a figure, no figure of the model's takes its place: that a number stands in a cited
passage does not make it the answer.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.errors import ModelError
from corpus.privacy import masked
from index.passage import Filter, Passage
from index.store import Store
from qa import prompts
from qa.answer import Answer, Citation, Shown
from qa.endpoint import Endpoint, NoReply, find, reply
from qa.ground import Grounded, ground
from qa.lookup import LONGEST_ANSWER, catalogue
from qa.lookup import answer as answer_by_rules
from qa.question import read_question

# Passages that are retrieved: for the model to find the answer in, and beside the evidence of an answer that the rules found.
PASSAGES, BESIDE = 8, 3
# Characters of all materials together: a small model reads about 4000 tokens, and of a table nearly each character is one.
ROOM = 4500
# Questions before this one that the model is told of.
HISTORY = 3


def answer(
    store: Store,
    question: str,
    documents: Sequence[str] = (),
    history: Sequence[str] = (),
    *,
    base_url: str | None = None,
    model: str | None = None,
    api_key: str | None = None,
    endpoint: Endpoint | None = None,
    on_draft: Callable[[str], None] | None = None,
) -> Answer:
    """One answer by the language model, checked; the rules' answer, with a line that says why, where it cannot be had.

    `on_draft` gets the reply so far while it streams, its digits covered: no figure is shown before it is checked.
    Raises QuestionError and the document errors, and ModelError when no model is named; never for what an endpoint does.
    """
    started = time.perf_counter()
    where = endpoint or find(base_url, model, api_key)
    if where is None:
        raise ModelError("no language model is named: set GOUJI_LLM_MODEL and GOUJI_LLM_BASE_URL")
    rules = answer_by_rules(store, question, documents, history)
    try:
        done = _asked(store, question, documents, history, where, rules, on_draft)
    except NoReply as error:
        done = _noted(
            rules,
            f"语言模型未能作答（{error.chinese}），以上由规则给出。",
            f"The language model gave no answer ({error}); this one is by rules.",
        )
    return replace(done, elapsed_ms=(time.perf_counter() - started) * 1000)


def _asked(
    store: Store,
    question: str,
    documents: Sequence[str],
    history: Sequence[str],
    endpoint: Endpoint,
    rules: Answer,
    on_draft: Callable[[str], None] | None,
) -> Answer:
    if rules.status in ("conflict", "error"):  # every version must be stated; nothing is left to choose or phrase
        return rules
    if rules.status == "not_found" and read_question(question).want != "text":
        return rules  # no figure of the model's may take the place of a refusal, so none is asked for
    found: list[Citation | Passage] = [
        *rules.citations,
        *_retrieved(store, " ".join((*history[-1:], question)), documents, BESIDE if rules.citations else PASSAGES),
    ]
    files = {record.id: record.file for record in store.documents()}
    materials, texts = _within_room(store, found, files)
    computed = masked(rules.text) if rules.status == "answered" else None
    message = prompts.user(question, texts, computed, history[-HISTORY:])
    draft = (lambda text: on_draft(re.sub(r"\d", "▢", text))) if on_draft is not None else None
    written = reply(endpoint, prompts.SYSTEM, message, draft)
    if prompts.NOT_FOUND in written:
        return rules
    grounded = ground(
        masked(written),
        materials,
        store.document,
        files,
        lambda id: [entry.figure for entry in catalogue(store, id).entries],
        rules.figures,
    )
    objection = _objection(question, rules, grounded)
    if objection is not None:
        return _noted(
            rules,
            f"语言模型的回答未通过核对（{objection[0]}），以上由规则给出。",
            f"The model's answer did not pass the check ({objection[1]}); this one is by rules.",
        )
    text = grounded.text
    if grounded.dropped:
        zh, en = (
            f"（另有{grounded.dropped}句所含数字无据可查，已略去。）",
            f" ({grounded.dropped} sentences with unsupported figures were left out.)",
        )
        text += zh if _chinese(question) else en
    return Answer(question, "answered", text, rules.value, grounded.citations, grounded.figures, model=endpoint.model)


def _objection(question: str, rules: Answer, grounded: Grounded) -> tuple[str, str] | None:
    """Why a checked reply may not be shown, in Chinese and English; None when it may."""
    if not grounded.text or not grounded.citations:
        return "没有可引用的依据", "nothing it could cite"
    if len(grounded.text) > LONGEST_ANSWER:
        return "过长", "too long"
    if any(one.verdict == "contradicted" for one in grounded.figures):
        return "数字与表格不符", "a table states another figure"
    if rules.status == "not_found" and grounded.figures:
        return "所问的数字文件中没有", "the documents do not hold the figure asked for"
    if rules.value is not None and not any(_same(one, rules) for one in grounded.figures):
        return "与核对过的数字不一致", "it differs from the figure that was checked"
    return None


def _same(shown: Shown, rules: Answer) -> bool:
    value = rules.value
    if value is None or shown.verdict not in ("confirmed", "cited", "computed"):
        return False
    if shown.amount.unit == value.unit:
        return abs(shown.amount.value) == abs(value.value)
    return shown.amount.dimension == value.dimension and abs(shown.amount.base) == abs(value.base)


def _retrieved(store: Store, query: str, documents: Sequence[str], limit: int) -> list[Passage]:
    """The passages for a question, through the llama-index retriever."""
    from index.llama import GoujiRetriever

    ids = tuple(store.resolve(name) for name in documents) or tuple(store.preferred())
    if not ids:
        return []
    nodes = GoujiRetriever(store, where=Filter(documents=ids), limit=limit).retrieve(query)
    order = [int(node.node.node_id) for node in nodes]
    passages = {passage.id: passage for passage in store.shelf.get(order)}
    return [passages[id] for id in order if id in passages]


def _within_room(store: Store, found: Sequence[Citation | Passage], files: dict[str, str]) -> tuple[list[Citation | Passage], list[str]]:
    """The materials that fit, best first, and how the model reads them; personal numbers are covered before they leave."""
    materials: list[Citation | Passage] = []
    texts: list[str] = []
    for one in found:
        if isinstance(one, Citation):
            source = " · ".join(part for part in (one.file, one.table or "", one.row or "", one.column or "") if part)
            text = one.quote
        else:
            source = " · ".join((files.get(one.document_id, ""), *one.heading[-2:]))
            text = one.text
        written = prompts.material(len(materials) + 1, masked(source), masked(text))
        if materials and sum(map(len, texts)) + len(written) > ROOM:
            break
        materials.append(one)
        texts.append(written)
    return materials, texts


def _noted(rules: Answer, zh: str, en: str) -> Answer:
    """The rules' answer with a last line that says why it is theirs."""
    return replace(rules, text=f"{rules.text}\n{zh if _chinese(rules.question) else en}")


def _chinese(question: str) -> bool:
    return read_question(question).language != "en"
