"""How often do the first passages hold the evidence? Lexical, dense, hybrid, and the pipeline of the usual tutorial, side by side.

usage: python bench/retrieval.py [--gold FILE]… [--disclosures DIR] [--everywhere] [--verbose]

Every answerable question of the gold file is searched for, limited to its `document` (with --everywhere in all documents of
the file). A hit holds the evidence when one of the gold's evidence strings stands in what it would quote: squashed, with
a bigram recall of at least 0.8, as `tools/score_answers.py` judges citations. The tutorial pipeline is llama-index's
`SentenceSplitter(512)` over the text, the same embedding model, and FAISS.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus.folding import squash  # noqa: E402
from index import model  # noqa: E402
from index.embedder import Embedder  # noqa: E402
from index.passage import Filter  # noqa: E402
from index.store import Store  # noqa: E402

SHARED = ROOT.parent / "shared"
CUTS = (1, 5, 10)
RECALL = 0.8


@dataclass(frozen=True)
class Question:
    """A gold question: its words, its language, the documents it is limited to, and (document, evidence) pairs."""

    id: str
    text: str
    language: str
    documents: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]


# A system gives, for a question, the (document, text) of its hits, best first.
System = Callable[[Question, Sequence[str]], list[tuple[str, str]]]


def questions(path: Path) -> list[Question]:
    """The answerable questions of a gold file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if not gold["answerable"] or not gold.get("evidence"):
            continue
        named = gold.get("document") or []
        documents = tuple([named] if isinstance(named, str) else named)
        sources = gold.get("evidence_document") or documents * len(gold["evidence"])
        found.append(
            Question(gold["id"], gold["question"], gold.get("lang") or "zh", documents, tuple(zip(sources, gold["evidence"], strict=False)))
        )
    return found


def recall(needle: str, hay: str) -> float:
    """The share of the needle's character bigrams that occur in the hay; both squashed."""
    if not needle or needle in hay:
        return 1.0 if needle else 0.0
    grams = [needle[i : i + 2] for i in range(max(1, len(needle) - 1))]
    return sum(gram in hay for gram in grams) / len(grams)


def plain(text: str) -> str:
    """A text without what table rows are drawn with."""
    return squash(text).replace("|", "").replace("_", "")


def first_rank(question: Question, hits: Iterable[tuple[str, str]]) -> int | None:
    """The 1-based rank of the first hit that holds an evidence string."""
    for rank, (document, text) in enumerate(hits, start=1):
        hay = plain(text)
        if any(source == document and recall(plain(evidence), hay) >= RECALL for source, evidence in question.evidence):
            return rank
    return None


def ours(store: Store, names: dict[str, str], mode: Any) -> System:
    """Our index; names maps file names to ids."""
    files = {id: name for name, id in names.items()}

    def search(question: Question, documents: Sequence[str]) -> list[tuple[str, str]]:
        where = Filter(documents=tuple(names[name] for name in documents))
        found = []
        for hit in store.search(question.text, where, max(CUTS), mode):
            text = store.document(hit.passage.document_id).text
            found.append((files[hit.passage.document_id], "\n".join(text[span.start : span.stop] for span in hit.passage.spans)))
        return found

    return search


def tutorial(store: Store, names: dict[str, str], embedder: Embedder) -> System:
    """What the first pages of every tutorial build."""
    import numpy as np
    from llama_index.core.node_parser import SentenceSplitter

    from index.vectors import Vectors

    splitter = SentenceSplitter(chunk_size=512)
    nodes = [(name, chunk) for name, id in names.items() for chunk in splitter.split_text(store.document(id).text)]
    vectors = Vectors(embedder.dimension)
    vectors.add(range(len(nodes)), cached(embedder, [chunk for _, chunk in nodes]))

    def search(question: Question, documents: Sequence[str]) -> list[tuple[str, str]]:
        allowed = [i for i, (name, _) in enumerate(nodes) if name in documents]
        query = np.asarray(embedder.embed_query(question.text))
        return [nodes[i] for i, _ in vectors.search(query, allowed, max(CUTS))]

    return search


def cached(embedder: Embedder, texts: Sequence[str]) -> Any:
    """The texts' vectors, kept between runs beside the prepared model: the bench is run often, embedding is slow."""
    import numpy as np
    from platformdirs import user_cache_path

    key = hashlib.sha256("\0".join((embedder.name, *texts)).encode()).hexdigest()[:24]
    path = user_cache_path("gouji", appauthor=False) / "bench" / f"{key}.npy"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.embed_passages(texts))
    return np.load(path)


def report(title: str, asked: Sequence[Question], systems: dict[str, System], everywhere: Sequence[str] | None, verbose: bool) -> None:
    """Print hit@1/5/10 per system and language."""
    ranks: dict[str, list[int | None]] = {}
    times: dict[str, float] = {}
    for name, system in systems.items():
        start = time.perf_counter()
        ranks[name] = [first_rank(question, system(question, everywhere or question.documents)) for question in asked]
        times[name] = (time.perf_counter() - start) / max(1, len(asked))
    print(f"\n{title}")
    print(f"{'':12}{'n':>5}" + "".join(f"{name + ' @' + '/'.join(map(str, CUTS)):>26}" for name in systems))
    for language in (*sorted({question.language for question in asked}), "all"):
        part = [i for i, question in enumerate(asked) if language in ("all", question.language)]
        cells = []
        for name in systems:
            hits = [sum(1 for i in part if (rank := ranks[name][i]) is not None and rank <= cut) for cut in CUTS]
            cells.append(f"{'  '.join(f'{hit / len(part):.3f}' for hit in hits):>26}")
        print(f"{language:12}{len(part):>5}" + "".join(cells))
    print(f"{'ms a question':17}" + "".join(f"{times[name] * 1000:>26.1f}" for name in systems))
    if verbose:
        for i, question in enumerate(asked):
            found = {name: ranks[name][i] for name in systems}
            if any(rank is None or rank > 5 for name, rank in found.items() if name != "tutorial"):
                print(f"{question.id} [{question.language}] {question.text}\n   {found} {question.evidence[0][1]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", help="gold file; default: shared/gold/questions_seeds.jsonl")
    parser.add_argument("--disclosures", type=Path, default=SHARED / "disclosures")
    parser.add_argument("--store", type=Path, help="keep the store here (default: a temporary one)")
    parser.add_argument("--everywhere", action="store_true", help="do not limit questions to their documents")
    parser.add_argument("--verbose", action="store_true", help="print the questions that one of our systems misses at 5")
    parser.add_argument("--no-dense", action="store_true", help="lexical search only")
    options = parser.parse_args()
    golds = options.gold or [SHARED / "gold" / "questions_seeds.jsonl"]
    found = None if options.no_dense else model.find()
    if found is None:
        print("no embedding model: only the lexical index is measured", file=sys.stderr)
    with tempfile.TemporaryDirectory() as temporary, Store.open(options.store or temporary) as store:
        for gold in golds:
            asked = questions(gold)
            names: dict[str, str] = {}
            for name in sorted(
                {name for question in asked for name in (*question.documents, *(source for source, _ in question.evidence))}
            ):
                added = store.add(options.disclosures / name)
                if added.document is None:
                    print(f"{name}: {added.reason}", file=sys.stderr)
                else:
                    names[name] = added.document
            left_out = [question.id for question in asked if not set(question.documents) <= set(names)]
            if left_out:
                print(f"{len(left_out)} questions left out: their documents could not be read", file=sys.stderr)
            asked = [question for question in asked if question.id not in left_out]
            systems = {"lexical": ours(store, names, "lexical")}
            if found is not None:
                store.dense.update(lambda done, total: print(f"\rembedding {done}/{total}", end="", file=sys.stderr))
                systems["dense"] = ours(store, names, "dense")
                systems["hybrid"] = ours(store, names, "hybrid")
                systems["tutorial"] = tutorial(store, names, Embedder(found))
            everywhere = sorted(names) if options.everywhere else None
            report(f"{gold.name}: {len(asked)} answerable questions, {len(names)} documents", asked, systems, everywhere, options.verbose)
    return 0


if __name__ == "__main__":
    sys.exit(main())
