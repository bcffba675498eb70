"""The answerer with a language model: it reads and words, code owns the numbers.

The rules answer first. Where they find a figure or the words, the model puts their result into a sentence, without seeing or
writing a figure (`phrase`); where they cannot choose, it names items of a list, and code looks up and computes (`plan`); where
they find no words, it reads passages (`read`). What it writes is checked against what was found before it is shown. The rules'
answer stands where the model cannot be reached, declines, or says what does not hold; agency, year and item that the rules do
not find in the documents stay not found.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.errors import ModelError
from corpus.folding import squash
from corpus.place import CellRef, Source
from corpus.privacy import masked
from index.passage import Filter, Passage
from index.store import Store
from qa import prompts
from qa.account import strange
from qa.answer import Answer, Citation
from qa.catalogue import Entry
from qa.endpoint import Endpoint, NoReply, find, reply
from qa.faithful import SUM, Covered, Rejected, check, cover, uncover, used, wording
from qa.focus import focus, variants
from qa.ground import Grounded, ground
from qa.inquiry import Inquiry, Scope
from qa.lookup import LONGEST_ANSWER, _continued, catalogue, finish, inquire
from qa.lookup import answer as answer_by_rules
from qa.phrase import shorten
from qa.plan import Item, Plan, carry_out, items, operations, parse, plannable
from qa.question import Question, read_question
from qa.verify import verify

Task = Literal["phrase", "plan", "read"]
# Passages that are read, and characters of them together: of a table nearly each character is a token.
PASSAGES, ROOM = 4, 1500
# Characters of a quote that is put into words, and tokens of a reply.
RESULT = 560
TOKENS: dict[Task, int] = {"phrase": 200, "plan": 60, "read": 240}
# Questions before this one that the model is told of.
HISTORY = 2
# A sentence that is so much of a quote adds nothing to it.
_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Met:
    """What became of the model at one question: what it was asked to do, what it replied, and the outcome with its reason.

    `task` is None where it was not asked; `outcome` is then `not asked`. A reply is `shown`, `rejected` by a check, `declined`
    (it says that nothing fits) or `failed` (none came whole).
    """

    task: Task | None
    replies: tuple[str, ...]
    outcome: Literal["shown", "rejected", "declined", "failed", "not asked"]
    reason: str = ""


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
    on_met: Callable[[Met], None] | None = None,
) -> Answer:
    """One answer by the language model, checked; the rules' answer, with a line that says why, where it cannot be had.

    `on_draft` gets the reply so far while it streams, its digits covered: no figure is shown before it is checked. `on_met`
    is told once what became of the model. Raises QuestionError and the document errors, and ModelError when no model is
    named; never for what an endpoint does.
    """
    started = time.perf_counter()
    where = endpoint or find(base_url, model, api_key)
    if where is None:
        raise ModelError("no language model is named: set GOUJI_LLM_MODEL and GOUJI_LLM_BASE_URL")
    rules = answer_by_rules(store, question, documents, history)
    turn = _Turn(store, question, documents, history, where, rules, on_draft)
    try:
        done, met = turn.answer()
    except NoReply as error:
        done, met = turn.noted("语言模型未能作答", "The language model gave no answer", error), turn.met("failed", str(error))
    except Rejected as error:
        done, met = (
            turn.noted("语言模型的回答未通过核对", "The model's answer did not pass the check", error),
            turn.met("rejected", ": ".join(filter(None, (str(error), error.words)))),
        )
    if on_met is not None:
        on_met(met)
    return replace(done, elapsed_ms=(time.perf_counter() - started) * 1000)


class _Turn:
    """One question at the model."""

    def __init__(
        self, store: Store, question: str, documents: Sequence[str], history: Sequence[str], endpoint: Endpoint, rules: Answer,
        on_draft: Callable[[str], None] | None,
    ) -> None:  # fmt: skip
        self.store, self.text, self.documents, self.history = store, question, documents, history
        self.endpoint, self.rules, self.on_draft = endpoint, rules, on_draft
        self.question: Question = _continued(read_question(question), history)
        self.task: Task | None = None
        self.replies: list[str] = []

    def met(self, outcome: Literal["shown", "rejected", "declined", "failed", "not asked"], reason: str = "") -> Met:
        return Met(self.task, tuple(self.replies), outcome, reason)

    def noted(self, zh: str, en: str, error: NoReply | Rejected) -> Answer:
        """The rules' answer with a last line that says why it is theirs."""
        chinese = read_question(self.text).language != "en"
        line = f"{zh}（{error.chinese}），以上由规则给出。" if chinese else f"{en} ({error}); this one is by rules."
        return replace(self.rules, text=f"{shorten(self.rules.text, LONGEST_ANSWER - len(line) - 1)}\n{line}")

    def ask(self, task: Task, system: str, message: str) -> str:
        """The model's reply; while it streams its figures are covered."""
        self.task = task
        show = self.on_draft if task != "plan" else None
        draft = (lambda text: show(re.sub(r"\{F?\d*\}?|\d", "▢", text))) if show is not None else None
        written = reply(self.endpoint, system, masked(message), draft, TOKENS[task])
        self.replies.append(written)
        return masked(written)

    def answer(self) -> tuple[Answer, Met]:
        """The answer, and what became of the model. Raises NoReply and Rejected."""
        rules = self.rules
        if rules.status == "answered":
            if any(figure.verdict == "unsupported" for figure in rules.figures):
                return rules, self.met("not asked", "the result holds a figure that is not supported")
            return (
                self._phrased() if rules.value is not None or self.question.want == "text" else (rules, self.met("not asked", "no figure"))
            )
        if rules.status != "not_found":  # every version must be stated; nothing is left to choose or word
            return rules, self.met("not asked", rules.status)
        inquiry, foreign = inquire(self.store, self.question, self.documents)
        if foreign or inquiry.crowd or not inquiry.scopes:
            return rules, self.met("not asked", "another agency, or too many")
        if self.question.want == "text":
            return self._read(inquiry)
        return self._planned(inquiry)

    def _phrased(self) -> tuple[Answer, Met]:
        """The rules' result in the model's words: a figure's in place of the rules' own, those of a quote before it."""
        return self._worded_figure() if self.rules.value is not None else self._worded_quote()

    def _worded_figure(self) -> tuple[Answer, Met]:
        """The model words what comes up to the figure that answers; working, caveats and sources after it stay as they are."""
        rules = self.rules
        number = next((n for n, one in enumerate(rules.figures, 1) if one.amount == rules.value), 1)
        lead, covered = cover(rules.text, rules.figures[:number])
        if not covered.printed:
            return rules, self.met("not asked", "its figure is not in the text")
        computed = covered.figures[-1].verdict == "computed"
        if computed and not SUM.search(lead):  # which is the larger, which the whole: the order of words says it
            return rules, self.met("not asked", "a comparison stays as it is")
        rest = rules.text[len(lead) :]
        text = wording(self.ask("phrase", prompts.PHRASE, prompts.phrase(self.text, covered.text, self.history[-HISTORY:])), covered)
        heads = "\n".join(part for one in rules.citations for part in (one.table, one.row, one.column, *one.section) if part)
        heads = "\n".join((heads, *(one.basis for one in covered.figures), *re.findall(r"20\d\d", rules.text)))
        check(text, covered, self.question.language, heads, self.text)
        final = uncover(text, covered).rstrip("。.，,；; ")
        final += "".join(mark for mark in dict.fromkeys(re.findall(r"\[\d+\]", lead)) if mark not in final)
        if not computed:
            self._verify(final)
        final += rest or ("。" if self.question.language == "zh" else ".")
        if len(final) > LONGEST_ANSWER:
            raise Rejected("it is too long", "过长")
        figures = (*used(text, covered), *rules.figures[len(covered.printed) :])
        return replace(rules, text=final, figures=figures, model=self.endpoint.model), self.met("shown")

    def _worded_quote(self) -> tuple[Answer, Met]:
        """What answers in a quote, in one sentence, and then the quote."""
        rules, chinese = self.rules, self.question.language == "zh"
        if len(rules.text) > RESULT:
            return rules, self.met("not asked", "the quote fills the answer")
        _, covered = cover(rules.text, rules.figures, all_of_it=True)
        text = wording(self.ask("phrase", prompts.PHRASE, prompts.phrase(self.text, covered.text, self.history[-HISTORY:])), covered)
        check(text, covered, self.question.language, "\n".join(_around(one) for one in rules.citations))
        if _bare(text) in _bare(covered.text) and len(_bare(text)) > _SAME * len(_bare(covered.text)):
            return rules, self.met("declined", "it repeats the quote")
        marks = "".join(dict.fromkeys(re.findall(r"\[\d+\]", rules.text)))
        first = re.sub(r"\s*\[\d+\]", "", uncover(text, covered)).rstrip("。.；; ") + marks + ("。" if chinese else ".")
        final = f"{first}\n{'原文：' if chinese else ''}{rules.text}"
        if len(final) > LONGEST_ANSWER:
            raise Rejected("it is too long", "过长")
        return replace(rules, text=final, figures=(*used(text, covered), *rules.figures), model=self.endpoint.model), self.met("shown")

    def _verify(self, text: str) -> None:
        """Raises Rejected where a table states another figure for the item that the words name."""
        figures = {one.document: [entry.figure for entry in catalogue(self.store, one.document).entries] for one in self.rules.citations}
        allowed = {one.text for one in self.rules.figures if one.verdict == "contradicted"}
        if any(one.verdict == "contradicted" and one.text not in allowed for one in verify(text, self.rules.citations, figures)):
            raise Rejected("a table states another figure for that item", "数字与表格不符")

    def _planned(self, inquiry: Inquiry) -> tuple[Answer, Met]:
        """The answer that code finds by a plan of the model's; the model names the same items twice, from a list in either order."""
        listed = items(inquiry, self._near(inquiry)) if plannable(inquiry) else []
        if not listed:
            return self.rules, self.met("not asked", "nothing to choose from")
        plan = self._plan(listed, inquiry)
        if plan is None:
            return self.rules, self.met("declined", "nothing listed fits")
        if len(listed) > 1:
            again = self._plan(listed[::-1], inquiry)
            if again is None or not plan.same(again.turned(len(listed))):
                return self.rules, self.met("declined", "its choice depends on the order of the list")
        draft = carry_out(plan, listed, inquiry)
        if draft is None:  # no figure takes the place of a refusal; what is there is named
            name = masked(listed[plan.items[0] - 1].name)
            near = (
                f"文件所列与此最接近的是“{name}”，是否即所问，请核对原文。"
                if inquiry.chinese
                else f" Nearest to it is listed “{name}”; please check whether it is meant."
            )
            return replace(self.rules, text=self.rules.text + near, model=self.endpoint.model), self.met("shown", "named what is nearest")
        note = (
            "所问项目由语言模型从文件所列项目中选定。"
            if inquiry.chinese
            else " The item was chosen by the language model among those listed."
        )
        done = finish(inquiry, replace(draft, text=draft.text + note), self.store)
        if any(one.verdict == "unsupported" or (one.verdict == "contradicted" and done.status != "conflict") for one in done.figures):
            raise Rejected("one of its figures is not supported", "所得数字无据可查")
        return replace(done, question=self.text, model=self.endpoint.model), self.met("shown")

    def _near(self, inquiry: Inquiry) -> list[tuple[Scope, list[Entry]]]:
        """The figures in the passages that a search finds for the question."""
        found: dict[str, list[Entry]] = {}
        scopes = {scope.record.id: scope for scope in inquiry.scopes}
        for passage in self._retrieved(self.text):
            if passage.document_id in scopes:
                entries = scopes[passage.document_id].catalogue.entries
                found.setdefault(passage.document_id, []).extend(entry for entry in entries if _inside(entry.figure.source, passage))
        return [(scopes[id], entries) for id, entries in found.items()]

    def _plan(self, listed: Sequence[Item], inquiry: Inquiry) -> Plan | None:
        several = len({item.scope.record.id for item in listed}) > 1
        names = [
            f"{item.scope.record.agency or ''}{item.scope.record.year or ''}｜{item.name}" if several else item.name for item in listed
        ]
        return parse(
            self.ask("plan", prompts.PLAN, prompts.plan(self.text, names, operations(inquiry), self.history[-HISTORY:])), len(listed)
        )

    def _read(self, inquiry: Inquiry) -> tuple[Answer, Met]:
        """An answer from passages, in their words: it says nothing they do not say, and they say every word of the question."""
        found = self._retrieved(" ".join((*self.history[-1:], self.text)))
        files = {record.id: record.file for record in self.store.documents()}
        materials, texts = _within_room(found, files)
        if not materials:
            return self.rules, self.met("not asked", "no passage")
        written = self.ask("read", prompts.READ, prompts.read(self.text, texts, self.history[-HISTORY:]))
        if prompts.NOT_FOUND in written or prompts.NOT_FOUND.strip("【】") in written:
            return self.rules, self.met("declined")
        grounded = ground(
            written, materials, self.store.document, files, lambda id: [entry.figure for entry in catalogue(self.store, id).entries]
        )
        self._objection(grounded, inquiry)
        return Answer(self.text, "answered", grounded.text, None, grounded.citations, (), model=self.endpoint.model), self.met("shown")

    def _objection(self, grounded: Grounded, inquiry: Inquiry) -> None:
        """Raises Rejected where a reading may not be shown."""
        question = inquiry.question
        if not grounded.text or not grounded.citations:
            raise Rejected("nothing it could cite", "没有可引用的依据")
        if grounded.figures or grounded.dropped:
            raise Rejected("the documents do not hold the figure it gives", "所给数字文件中没有")
        quotes = "\n".join(_around(one) for one in grounded.citations)
        check(re.sub(r"\s*\[\d+\]", "", grounded.text), Covered(quotes, (), ()), question.language, "")
        years = {one.year for one in grounded.citations}
        if any(year not in years and str(year) not in quotes for year in question.years):
            raise Rejected("it is of another year", "不是所问的年度")
        if self._unsaid(inquiry, quotes, grounded.citations):
            raise Rejected("what it cites leaves a word of the question unsaid", "引文没有说到问题中的全部内容")

    def _unsaid(self, inquiry: Inquiry, quotes: str, citations: Sequence[Citation]) -> list[str]:
        """The words of the question that the quotes and their headings do not say, in the wording that leaves the fewest."""
        said = "\n".join((quotes, *(squash(one.agency or "") for one in citations)))
        scope = inquiry.scope(citations[0].document)
        pieces = focus(inquiry.question.folded, scope.catalogue.vocabulary, inquiry.named, text=True)
        own = re.sub(r"[一-龥]+", "，", self.text) if inquiry.question.language == "en" else ""
        return min(([*strange("，".join(words), said), *strange(own, said)] for words in variants(pieces)), key=len, default=[])

    def _retrieved(self, query: str) -> list[Passage]:
        """The passages for a question, through the llama-index retriever."""
        from index.llama import GoujiRetriever

        store = self.store
        ids = tuple(store.resolve(name) for name in self.documents) or tuple(store.preferred())
        nodes = GoujiRetriever(store, where=Filter(documents=ids), limit=PASSAGES).retrieve(query) if ids else []
        order = [int(node.node.node_id) for node in nodes]
        passages = {passage.id: passage for passage in store.shelf.get(order)}
        return [passages[id] for id in order if id in passages]


def _inside(source: Source, passage: Passage) -> bool:
    """Whether a figure stands in a passage."""
    if isinstance(source, CellRef):
        return source.table == passage.table and passage.rows is not None and passage.rows[0] <= source.row <= passage.rows[1]
    return any(span.start <= source.start < span.stop for span in passage.spans)


def _around(one: Citation) -> str:
    """A quote with the agency and the year it is of, and the headings, the table and the names of row and column it stands under."""
    return "\n".join(str(part) for part in (one.quote, *one.section, one.table, one.row, one.column, one.agency, one.year) if part)


def _bare(text: str) -> str:
    return re.sub(r"[^\w]|F\d", "", squash(text))


def _within_room(found: Sequence[Passage], files: dict[str, str]) -> tuple[list[Passage], list[str]]:
    """The passages that fit, best first, and how the model reads them; personal numbers are covered before they leave."""
    materials: list[Passage] = []
    texts: list[str] = []
    for one in found:
        source = " · ".join((files.get(one.document_id, ""), *one.heading[-2:]))
        written = prompts.material(len(materials) + 1, masked(source), masked(one.text)[:ROOM])
        if materials and sum(map(len, texts)) + len(written) > ROOM:
            break
        materials.append(one)
        texts.append(written)
    return materials, texts
