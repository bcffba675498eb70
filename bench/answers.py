"""How long does an answer take? Rules only, in-process, on the real disclosures and on a store of a thousand.

usage: python bench/answers.py [--small STORE] [--large STORE] [--documents 1000] [--questions 400] [--no-tutorial]

The small store holds the disclosures of `shared/`; asked are the gold questions, limited to their document, and over the
whole store as “{agency}{year}年：{question}”. The large one is our samples multiplied (bench/multiply.py), each question
naming one of its agencies and years, or none. The rules ask the embedding model about one question in a hundred; without
vectors, as here, about none.
Beside them stands what the tutorial pipeline (bench/retrieval.py) takes only to retrieve: embed the question, search the
chunks' vectors; on the large store these are those of the samples' chunks, shifted a little for each document.

`ms` is time on the wall, `cpu` the processor's; the two part where other programs are running. `cold` are questions that
are the first to touch their document since the store was opened or the document left the cache.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import multiply  # noqa: E402
import retrieval  # noqa: E402

from corpus.archive import DocumentRecord  # noqa: E402
from index import model  # noqa: E402
from index.embedder import Embedder  # noqa: E402
from index.store import Store, disclosures_in  # noqa: E402
from qa import doubt, inquiry, lookup, scoping  # noqa: E402
from qa.faults import keep  # noqa: E402

SHARED = ROOT.parent / "shared"
GOLDS = ("questions_seeds.jsonl", "questions_real.jsonl")
# Questions over the samples, each kind as often as an auditor's list has it.
ONE = (
    "公务接待费是多少？", "住房公积金预算是多少？", "2210201住房公积金是多少？", "培训费安排了多少钱？", "基本支出是多少？", "三公经费总额是多少？",
    "办公费和印刷费合计是多少？", "基本支出占总支出的比例是多少？", "工资福利支出比商品和服务支出多多少？", "收支总预算比上年增加了多少？",
    "商品和服务支出里最大的三项是什么？", "为什么收支总预算比上年增加？", "主要职责是什么？", "政府采购预算是多少万元？", "事业单位医疗支出是多少？",
    "收支预算总体情况写得对吗？", "在职人员有多少人？", "债务付息支出是多少？", "How much is the housing provident fund?", "What is the total expenditure?",
)  # fmt: skip
ANY = ("哪家的公务接待费最高？", "公务接待费是多少？", "住房公积金合计是多少？", "主要职责是什么？")


@dataclass(frozen=True)
class Asked:
    """A question, the documents it is limited to, and the group it is counted in."""

    text: str
    documents: tuple[str, ...]
    group: str


class Clock:
    """The time spent in each stage, without that of the stages called from it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[float] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts what runs inside to a stage."""
        start = time.perf_counter()
        self._open.append(0.0)
        try:
            yield
        finally:
            took = time.perf_counter() - start
            self.spent[name] += took - self._open.pop()
            if self._open:
                self._open[-1] += took

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """Counts every call of a function to a stage from now on."""
        function: Callable[..., Any] = getattr(owner, name)

        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.stage(stage):
                return function(*args, **kwargs)

        setattr(owner, name, timed)


def watched() -> Clock:
    """A clock on the stages of an answer."""
    clock = Clock()
    for owner, name, stage in (
        (lookup, "read_question", "question"), (scoping, "choose", "agency"), (lookup, "inquire", "documents"), (Store, "documents", "records"),
        (Store, "preferred", "renditions"), (Store, "search", "search"), (Store, "document", "load"), (Store, "figures", "load"),
        (scoping, "Catalogue", "catalogue"), (inquiry, "link", "link"), (doubt, "failed", "audit"), (lookup, "extract", "extract"), (lookup, "settle", "settle"),
        (lookup, "finish", "cite+verify"),
    ):  # fmt: skip
        clock.watch(owner, name, stage)
    return clock


def gold_questions(store: Store) -> list[Asked]:
    """The gold questions whose documents are in the store, both ways."""
    by_stem = {Path(name).stem: record for record in store.documents() for name in record.aliases}
    found = []
    for line in (line for name in GOLDS for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()):
        gold = json.loads(line)
        named = gold.get("document") or []
        records = [by_stem.get(Path(name).stem) for name in ([named] if isinstance(named, str) else named)]
        if None in records:
            continue
        found.append(Asked(gold["question"], tuple(r.id for r in records if r), "limited"))
        if len(records) == 1 and records[0] is not None:
            found.append(Asked(f"{records[0].agency}{records[0].year}年：{gold['question']}", (), "whole store"))
    return found


def made_questions(records: Sequence[DocumentRecord], count: int, dice: random.Random) -> list[Asked]:
    """Questions over the multiplied samples: three of eight are limited to a document, one of twenty names no agency."""
    found = []
    for number in range(count):
        record, text = dice.choice(records), ONE[number % len(ONE)]
        if number % 20 == 19:
            found.append(Asked(ANY[number // 20 % len(ANY)], (), "no agency"))
        elif number % 8 < 3:
            found.append(Asked(text, (record.id,), "limited"))
        else:
            found.append(Asked(f"{record.agency}{record.year}年：{text}", (), "whole store"))
    return found


def row(name: str, times: Sequence[tuple[float, float]]) -> str:
    """One line: how many, then p50, p95 and the longest, on the wall and of the processor, in milliseconds."""
    if not times:
        return f"{name:24}{0:>6}"
    cells = []
    for which in (0, 1):
        ordered = sorted(time[which] * 1000 for time in times)
        cells += [ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1]]
    return f"{name:24}{len(times):>6}" + "".join(f"{cell:>10.1f}" for cell in cells)


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """How long a call takes: (wall, processor) seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - processor


def measure(
    title: str, store: Store, asked: Sequence[Asked], clock: Clock, tutorial: Callable[[str], object] | None, verbose: bool
) -> None:
    """Asks every question once, in this order, and prints the times."""
    clock.spent.clear()
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    slow: list[tuple[float, str]] = []
    first = timed(lambda: lookup.answer(store, asked[0].text, asked[0].documents))
    for one in asked:
        before = clock.spent["load"]
        took = timed(lambda one=one: lookup.answer(store, one.text, one.documents))  # type: ignore[misc]
        for group in ("all", one.group, "cold" if clock.spent["load"] - before > 0.002 else "warm"):
            groups[group].append(took)
        slow.append((took[0], one.text))
    print(
        f"\n{title}\n{'':24}{'n':>6}" + "".join(f"{name:>10}" for name in ("p50 ms", "p95 ms", "max ms", "p50 cpu", "p95 cpu", "max cpu"))
    )
    print(row("first of all", [first]))
    for name in ("all", *sorted(set(groups) - {"all"})):
        print(row(name, groups[name]))
    if tutorial is not None:
        print(row("tutorial, retrieval", [timed(lambda one=one: tutorial(one.text)) for one in asked]))  # type: ignore[misc]
    whole = sum(clock.spent.values())
    print(
        "  ".join(
            f"{name} {spent / whole:.0%}"
            for name, spent in sorted(clock.spent.items(), key=lambda pair: -pair[1])
            if spent / whole >= 0.005
        )
    )
    if verbose:
        for took, text in sorted(slow, reverse=True)[:12]:
            print(f"{took * 1000:8.0f} ms  {text}")


def tutorial(store: Store, embedder: Embedder, each: int = 1) -> Callable[[str], object]:
    """The tutorial pipeline over a store; with `each` its chunks are those of so many times as many documents."""
    import numpy as np

    from index.vectors import Vectors

    names = {record.file: record.id for record in store.documents()}
    if each == 1:
        search = retrieval.tutorial(store, names, embedder)
        return lambda text: search(retrieval.Question("", text, "zh", (), ()), list(names))
    from llama_index.core.node_parser import SentenceSplitter

    splitter = SentenceSplitter(chunk_size=512)
    own = retrieval.cached(embedder, [chunk for id in names.values() for chunk in splitter.split_text(store.document(id).text)])
    noise = np.random.default_rng(5)
    rows = np.concatenate([own + noise.normal(0, 0.002, own.shape) for _ in range(each)]).astype("float32")
    vectors = Vectors(embedder.dimension)
    vectors.add(range(len(rows)), rows / np.linalg.norm(rows, axis=1, keepdims=True))
    return lambda text: vectors.search(np.asarray(embedder.embed_query(text)), None, 10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=Path, help="keep the store of the disclosures here (default: made, then removed)")
    parser.add_argument("--large", type=Path, help="keep the large store here")
    parser.add_argument("--disclosures", type=Path, default=SHARED / "disclosures")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=400, help="questions asked of the large store")
    parser.add_argument("--no-tutorial", action="store_true", help="do not measure the tutorial pipeline")
    parser.add_argument("--verbose", action="store_true", help="print the slowest questions")
    options = parser.parse_args()
    found = None if options.no_tutorial else model.find()
    embedder = None if found is None else Embedder(found)
    clock = watched()
    with tempfile.TemporaryDirectory() as temporary:
        if options.disclosures.is_dir():
            with Store.open(options.small or Path(temporary, "small")) as store:
                if not store.documents():
                    for path in disclosures_in([options.disclosures]):
                        if "_scan" not in path.name:  # OCR takes minutes; the disclosure is there as text
                            store.add(path)
                    for record in store.documents():
                        keep(store, record.id)
                baseline = None if embedder is None else tutorial(store, embedder)
                asked = gold_questions(store)
                measure(
                    f"{len(store.documents())} documents, {len(store.preferred())} disclosures",
                    store,
                    asked,
                    clock,
                    baseline,
                    options.verbose,
                )
        samples = multiply.shipped()
        with Store.open(options.large or Path(temporary, "large")) as store:
            have = len(store.documents())
            if have < options.documents:
                start = time.perf_counter()
                multiply.fill(store, multiply.variants(samples, options.documents))
                for record in store.documents():  # as `gouji ingest` does
                    keep(store, record.id)
                print(f"\n{options.documents} documents made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
            baseline = None
            if embedder is not None:
                with Store.open(Path(temporary, "samples")) as few:
                    multiply.fill(few, multiply.variants(samples, len(samples)))
                    baseline = tutorial(few, embedder, options.documents // len(samples))
            records = store.documents()
            asked = made_questions(records, options.questions, random.Random(5))
            measure(f"{len(records)} documents", store, asked, clock, baseline, options.verbose)
    return 0


if __name__ == "__main__":
    sys.exit(main())
