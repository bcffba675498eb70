"""What does a language model add, and is it ever less safe? The same gold questions by rules and with a model behind them.

usage: python bench/llm.py --base-url URL --model NAME [--store STORE] [--gold FILE]… [--count 60] [--seed 5] [--patience 120] [-o OUT]

A fixed sample of the gold questions is asked both ways, limited to their documents. For the rules and for the model: correct,
cited, refused and unsafe as `gouji eval` scores them; of the figures shown how many have which verdict (`unsupported` must be
0); and what became of the model's replies: shown, or replaced by the rules' answer, and why. A run that was interrupted
goes on from its output file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.store import Store  # noqa: E402
from qa import generative, lookup  # noqa: E402
from qa.endpoint import find  # noqa: E402
from qa.score import judge  # noqa: E402

SHARED = ROOT.parent / "shared"
GOLDS = [SHARED / "gold" / name for name in ("questions_seeds.jsonl", "questions_real.jsonl")]
VERDICTS = ("confirmed", "computed", "cited", "contradicted", "unsupported")


def sample(golds: list[Path], count: int, seed: int) -> list[dict[str, Any]]:
    """So many questions of the gold files, the same ones every time."""
    every = [json.loads(line) for path in golds for line in path.read_text(encoding="utf-8").splitlines()]
    return random.Random(seed).sample(every, min(count, len(every)))


def outcome(model: dict[str, Any], rules: dict[str, Any]) -> str:
    """What became of the model's reply."""
    if model["model"] != "rules":
        return "shown"
    note = model["answer"].removeprefix(rules["answer"]).strip()
    reason = re.search(r"[（(](.+?)[）)]", note)
    return f"rules: {reason.group(1)}" if reason else "rules: not asked, or found nothing"


def kept(path: Path | None) -> dict[str, dict[str, Any]]:
    """The questions that an output file holds, by id."""
    if path is None or not path.is_file():
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["gold"]["id"]: row for row in rows}


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
    done = kept(options.output)
    with tempfile.TemporaryDirectory() as temporary, Store.open(options.store or temporary) as store:
        for name in sorted({name for gold in asked for name in _documents(gold)}):
            if options.store is None:
                store.add(SHARED / "disclosures" / name)
        for number, gold in enumerate(asked, 1):
            if gold["id"] not in done:
                documents = [store.resolve(Path(name).stem) for name in _documents(gold)]
                rules = lookup.answer(store, gold["question"], documents)
                model = generative.answer(store, gold["question"], documents, endpoint=endpoint)
                done[gold["id"]] = {"gold": gold, "rules": rules.json(), "model": model.json()}
                if options.output is not None:
                    with options.output.open("a", encoding="utf-8") as file:
                        print(json.dumps(done[gold["id"]], ensure_ascii=False), file=file)
            print(f"\r{number}/{len(asked)}", end="", file=sys.stderr, flush=True)
    every = [done[gold["id"]] for gold in asked]
    unsupported = report(every, endpoint.model)
    return 0 if not unsupported else 1


def report(every: list[dict[str, Any]], name: str) -> int:
    """Prints the tables; returns how many figures are shown that nothing supports."""
    spent = sum(row["model"]["elapsed_ms"] for row in every) / 1000 / len(every)
    print(f"\n{len(every)} questions, {name}, {spent:.1f} s a question\n")
    print(f"{'':8}{'correct':>9}{'cited':>8}{'refused':>9}{'unsafe':>8}   " + "".join(f"{verdict:>14}" for verdict in VERDICTS))
    for which in ("rules", "model"):
        judged = [judge(row["gold"], row[which]) for row in every]
        verdicts = Counter(figure["verdict"] for row in every for figure in row[which]["figures"])
        shares = "".join(
            f"{sum(row[key] for row in judged):>{width}}" for key, width in (("correct", 9), ("cited", 8), ("refused", 9), ("unsafe", 8))
        )
        print(f"{which:8}{shares}   " + "".join(f"{verdicts[verdict]:>14}" for verdict in VERDICTS))
    print()
    for what, number in Counter(outcome(row["model"], row["rules"]) for row in every).most_common():
        print(f"{number:>4}  {what}")
    return verdicts["unsupported"]


def _documents(gold: dict[str, Any]) -> list[str]:
    named = gold.get("document") or []
    return [named] if isinstance(named, str) else list(named)


if __name__ == "__main__":
    sys.exit(main())
