"""What does a language model add, and is it ever less safe? The same gold questions by rules and with a model behind them.

usage: python bench/llm.py --base-url URL --model NAME [--store STORE] [--gold FILE]… [--count 60] [--seed 5] [--patience 120] [-o OUT]

A fixed sample of the gold questions is asked both ways, limited to their documents. For the rules and for the model: correct,
cited, refused and unsafe as `gouji eval` scores them; of the figures shown how many have which verdict (`unsupported` must be
0); and what became of the model's replies: shown, or replaced by the rules' answer, and why.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.store import Store  # noqa: E402
from qa import generative, lookup  # noqa: E402
from qa.answer import Answer  # noqa: E402
from qa.endpoint import find  # noqa: E402
from qa.score import judge  # noqa: E402

SHARED = ROOT.parent / "shared"
GOLDS = [SHARED / "gold" / name for name in ("questions_seeds.jsonl", "questions_real.jsonl")]
VERDICTS = ("confirmed", "computed", "cited", "contradicted", "unsupported")


def sample(golds: list[Path], count: int, seed: int) -> list[dict[str, Any]]:
    """So many questions of the gold files, the same ones every time."""
    every = [json.loads(line) for path in golds for line in path.read_text(encoding="utf-8").splitlines()]
    return random.Random(seed).sample(every, min(count, len(every)))


def outcome(answer: Answer, rules: Answer) -> str:
    """What became of the model's reply."""
    if answer.model != "rules":
        return "shown"
    note = answer.text.removeprefix(rules.text).strip()
    reason = re.search(r"[（(](.+?)[）)]", note)
    return f"rules: {reason.group(1)}" if reason else "rules: not asked, or found nothing"


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
    rows: dict[str, list[dict[str, Any]]] = {"rules": [], "model": []}
    verdicts: dict[str, Counter[str]] = {"rules": Counter(), "model": Counter()}
    outcomes: Counter[str] = Counter()
    spent = 0.0
    with tempfile.TemporaryDirectory() as temporary, Store.open(options.store or temporary) as store:
        for name in sorted({name for gold in asked for name in _documents(gold)}):
            if options.store is None:
                store.add(SHARED / "disclosures" / name)
        out = options.output.open("w", encoding="utf-8") if options.output else None
        for number, gold in enumerate(asked, 1):
            documents = [store.resolve(Path(name).stem) for name in _documents(gold)]
            rules = lookup.answer(store, gold["question"], documents)
            started = time.perf_counter()
            model = generative.answer(store, gold["question"], documents, endpoint=endpoint)
            spent += time.perf_counter() - started
            for which, answer in (("rules", rules), ("model", model)):
                rows[which].append(judge(gold, answer.json()))
                verdicts[which].update(figure.verdict for figure in answer.figures)
            outcomes[outcome(model, rules)] += 1
            if out is not None:
                print(json.dumps({"gold": gold, "rules": rules.json(), "model": model.json()}, ensure_ascii=False), file=out, flush=True)
            print(f"\r{number}/{len(asked)}", end="", file=sys.stderr, flush=True)
        if out is not None:
            out.close()
    print(f"\n{len(asked)} questions, {endpoint.model}, {spent / len(asked):.1f} s a question\n")
    print(f"{'':8}{'correct':>9}{'cited':>8}{'refused':>9}{'unsafe':>8}   " + "".join(f"{verdict:>14}" for verdict in VERDICTS))
    for which, judged in rows.items():
        shares = "".join(
            f"{sum(row[key] for row in judged):>{width}}" for key, width in (("correct", 9), ("cited", 8), ("refused", 9), ("unsafe", 8))
        )
        print(f"{which:8}{shares}   " + "".join(f"{verdicts[which][verdict]:>14}" for verdict in VERDICTS))
    print()
    for name, number in outcomes.most_common():
        print(f"{number:>4}  {name}")
    return 0 if verdicts["model"]["unsupported"] == 0 else 1


def _documents(gold: dict[str, Any]) -> list[str]:
    named = gold.get("document") or []
    return [named] if isinstance(named, str) else list(named)


if __name__ == "__main__":
    sys.exit(main())
