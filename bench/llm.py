"""What does a language model add, and is it ever less safe? The same gold questions by rules and with a model behind them.

usage: python bench/llm.py --base-url URL --model NAME [--store STORE] [--gold FILE]… [--count 60] [--seed 5] [--patience 120] [-o OUT]

A fixed sample of the gold questions is asked both ways, limited to their documents. Printed are, for the rules and with the
model: correct, cited, refused and unsafe as `gouji eval` scores them, and the verdicts of the figures shown (`unsupported` must
be 0); at how many questions the model was met, and what became of its replies; and the same scores for those answers alone
that are the model's. A question whose reply did not come (no connection, time-out, 429) is not the model's: it is counted
apart, asked again when the run goes on, and makes the exit status 1. A run that was interrupted goes on from its output file;
rows of another model or of other code are measured again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.store import Store  # noqa: E402
from qa import generative, lookup  # noqa: E402
from qa.endpoint import Endpoint, find  # noqa: E402
from qa.score import judge  # noqa: E402

SHARED = ROOT.parent / "shared"
GOLDS = [SHARED / "gold" / name for name in ("questions_seeds.jsonl", "questions_real.jsonl")]
VERDICTS = ("confirmed", "computed", "cited", "contradicted", "unsupported")


def sample(golds: list[Path], count: int, seed: int) -> list[dict[str, Any]]:
    """So many questions of the gold files, the same ones every time."""
    every = [json.loads(line) for path in golds for line in path.read_text(encoding="utf-8").splitlines()]
    return random.Random(seed).sample(every, min(count, len(every)))


def stamp(model: str) -> str:
    """What a measured row depends on: the model and the code."""
    sources = sorted(path for part in ("corpus", "index", "qa") for path in (ROOT / part).rglob("*.py"))
    return hashlib.sha256(b"\0".join([model.encode(), *(path.read_bytes() for path in sources)])).hexdigest()[:16]


def kept(path: Path | None, mark: str) -> dict[str, dict[str, Any]]:
    """The rows of an output file that are of this model and code and whose reply came, by id."""
    if path is None or not path.is_file():
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    return {row["gold"]["id"]: row for row in rows if row.get("stamp") == mark and row["met"]["outcome"] != "failed"}


def measure(store: Store, gold: dict[str, Any], endpoint: Endpoint) -> dict[str, Any]:
    """Both answers to one question, and what became of the model."""
    documents = [store.resolve(name) for name in _documents(gold)]
    met: list[generative.Met] = []
    rules = lookup.answer(store, gold["question"], documents)
    model = generative.answer(store, gold["question"], documents, endpoint=endpoint, on_met=met.append)
    return {"gold": gold, "rules": rules.json(), "model": model.json(), "met": asdict(met[0])}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base-url", help="default: $GOUJI_LLM_BASE_URL")
    parser.add_argument("--model", help="default: $GOUJI_LLM_MODEL")
    parser.add_argument("--store", type=Path, help="a store that holds the disclosures (default: made, then removed)")
    parser.add_argument("--gold", type=Path, action="append", help="gold file; default: both of shared/gold")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--patience", type=float, default=120.0, help="seconds for a whole reply")
    parser.add_argument("-o", "--output", type=Path, help="write both answers to every question here, a JSON object a line")
    options = parser.parse_args()
    named = find(options.base_url, options.model)
    if named is None:
        parser.error("no language model is named: give --base-url and --model")
    endpoint = replace(named, patience=options.patience)
    asked = sample(options.gold or GOLDS, options.count, options.seed)
    mark = stamp(endpoint.model)
    done = kept(options.output, mark)
    with tempfile.TemporaryDirectory() as temporary, Store.open(options.store or temporary) as store:
        for name in sorted({name for gold in asked for name in _documents(gold)}):
            if options.store is None:
                store.add(SHARED / "disclosures" / name)
        for number, gold in enumerate(asked, 1):
            if gold["id"] not in done:
                row = done[gold["id"]] = {"stamp": mark, **measure(store, gold, endpoint)}
                if options.output is not None:
                    with options.output.open("a", encoding="utf-8") as file:
                        print(json.dumps(row, ensure_ascii=False), file=file)
            print(f"\r{number}/{len(asked)}", end="", file=sys.stderr, flush=True)
    return report([done[gold["id"]] for gold in asked], endpoint.model)


def report(every: list[dict[str, Any]], name: str) -> int:
    """Prints the tables; returns the exit status: 0 when every reply came and no figure is shown that nothing supports."""
    outcomes = Counter((row["met"]["task"] or "-", row["met"]["outcome"], row["met"]["reason"]) for row in every)
    asked = [row for row in every if row["met"]["outcome"] != "not asked"]
    failed = [row for row in asked if row["met"]["outcome"] == "failed"]
    met = len(asked) - len(failed)
    shown = [row for row in every if row["met"]["outcome"] == "shown"]
    print(f"\n{len(every)} questions, {name}: asked at {len(asked)}, met at {met}, no whole reply at {len(failed)}")
    if met:
        spent = sorted(row["model"]["elapsed_ms"] / 1000 for row in asked if row["met"]["outcome"] != "failed")
        print(f"seconds where it was met: median {spent[len(spent) // 2]:.1f}, longest {spent[-1]:.1f}")
    print(f"\n{'':26}{'n':>4}{'correct':>9}{'cited':>8}{'refused':>9}{'unsafe':>8}   " + "".join(f"{verdict:>14}" for verdict in VERDICTS))
    wrong = 0
    for title, which, rows in (
        ("rules", "rules", every), ("rules + model", "model", every), ("the model's answers", "model", shown), ("the rules' to the same", "rules", shown),
    ):  # fmt: skip
        judged = [judge(row["gold"], row[which]) for row in rows]
        verdicts = Counter(figure["verdict"] for row in rows for figure in row[which]["figures"])
        shares = "".join(
            f"{sum(row[key] for row in judged):>{width}}" for key, width in (("correct", 9), ("cited", 8), ("refused", 9), ("unsafe", 8))
        )
        print(f"{title:26}{len(rows):>4}{shares}   " + "".join(f"{verdicts[verdict]:>14}" for verdict in VERDICTS))
        wrong += verdicts["unsupported"] if which == "model" else 0
    print()
    for (task, outcome, reason), number in sorted(outcomes.items(), key=lambda one: -one[1]):
        print(f"{number:>4}  {task:8}{outcome}{': ' + reason if reason else ''}")
    return 1 if wrong or failed or not met else 0


def _documents(gold: dict[str, Any]) -> list[str]:
    named = gold.get("document") or []
    return [named] if isinstance(named, str) else list(named)


if __name__ == "__main__":
    sys.exit(main())
