"""How does the server hold when many ask at once? One visitor, then twenty, then twenty during a batch and an ingest.

usage: python bench/load.py [--people 20] [--questions 6] [--think SECONDS] [--store DIR]

The real program is started on the loopback device over the samples (or a copy of a store of yours). Each visitor asks
`--questions` questions, one after another, about different items, agencies and years, and thinks for `--think` seconds on
average before the next (0: asks on at once, as no person does). Printed are the median and the 95th percentile of an answer,
of the page itself (its first byte) fetched meanwhile, the errors, and the ratio to the single visitor.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus.samples import files  # noqa: E402
from index.store import Store  # noqa: E402

ITEMS = ("住房公积金支出", "支出总计", "公务接待费", "差旅费", "办公费", "培训费", "基本支出", "项目支出", "一般公共预算拨款收入", "福利费")
# Seconds a single answer may take before it counts as an error.
PATIENCE = 60.0


def asked(records: list[tuple[str, int]], seed: int, count: int) -> list[str]:
    """The questions of one visitor."""
    dice = random.Random(seed)
    return [f"{agency}{year}年{dice.choice(ITEMS)}是多少？" for agency, year in dice.choices(records, k=count)]


async def visitor(client: httpx.AsyncClient, questions: list[str], think: float, seed: int, took: list[float], errors: list[str]) -> None:
    """Asks one question after another."""
    dice = random.Random(seed)
    await asyncio.sleep(dice.random() * think)
    for question in questions:
        started = time.perf_counter()
        try:
            reply = await client.post("/v1/chat/completions", json={"model": "gouji", "messages": [{"role": "user", "content": question}]})
            if reply.status_code != 200:
                errors.append(f"{reply.status_code} {reply.text[:100]}")
            took.append(time.perf_counter() - started)
        except httpx.HTTPError as error:
            errors.append(type(error).__name__)
        await asyncio.sleep(dice.expovariate(1 / think) if think else 0)


async def pages(client: httpx.AsyncClient, took: list[float], errors: list[str]) -> None:
    """Fetches the page again and again until it is cancelled."""
    while True:
        started = time.perf_counter()
        try:
            reply = await client.get("/config")
            took.append(time.perf_counter() - started)
            if reply.status_code != 200:
                errors.append(f"page: {reply.status_code}")
        except httpx.HTTPError as error:
            errors.append(f"page: {type(error).__name__}")
        await asyncio.sleep(0.5)


def line(name: str, took: list[float], alone: float | None = None) -> float:
    """Prints one row; gives the 95th percentile in seconds."""
    ordered = sorted(took)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    ratio = f"  {high / alone:5.1f} x alone" if alone else ""
    print(
        f"{name:34} {len(took):5} times  median {1000 * statistics.median(ordered):7.0f} ms  p95 {1000 * high:7.0f} ms{ratio}", flush=True
    )
    return high


async def phase(
    url: str, name: str, people: int, records: list[tuple[str, int]], options: argparse.Namespace, alone: float | None, errors: list[str]
) -> float:
    took: list[float] = []
    looked: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=httpx.Limits(max_connections=200)) as client:
        looking = asyncio.create_task(pages(client, looked, errors))
        count = options.questions if people > 1 else max(20, options.questions)
        think = options.think if people > 1 else 0.0
        await asyncio.gather(*(visitor(client, asked(records, seed, count), think, seed, took, errors) for seed in range(people)))
        looking.cancel()
    high = line(name, took, alone)
    if looked:
        line(f"  the page meanwhile ({people})", looked)
    return high


def main() -> int:
    """Runs the phases; status 1 when anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--questions", type=int, default=6)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--store", type=Path, help="a store to copy (default: the samples)")
    options = parser.parse_args()
    errors: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.store:
            shutil.copytree(options.store, folder / "store")
        with Store.open(folder / "store") as store:
            if not options.store:
                for file in files():
                    store.add(file)
            records = [(r.agency, r.year) for r in store.documents() if r.agency and r.year]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**os.environ, "GOUJI_EMBED_MODEL": "none"}
        url = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "serve", "--store", str(folder / "store"), "--port", str(port)], env=environment
        )
        try:
            for _ in range(300):
                try:
                    httpx.get(f"{url}/v1/models", timeout=2)
                    break
                except httpx.HTTPError:
                    time.sleep(0.2)
            asyncio.run(phase(url, "warming up", 1, records, options, None, errors))
            alone = asyncio.run(phase(url, "1 visitor", 1, records, options, None, errors))
            asyncio.run(
                phase(url, f"{options.people} visitors, thinking {options.think:g} s", options.people, records, options, alone, errors)
            )
            questions = folder / "questions.txt"
            questions.write_text("\n".join(asked(records, 99, 300)), encoding="utf-8")
            other = folder / "other"
            busy = [
                subprocess.Popen(
                    [sys.executable, "-m", "qa.cli", *command],
                    cwd=ROOT,
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                for command in (
                    ["batch", str(questions), "-o", str(folder / "a.xlsx"), "--store", str(folder / "store")],
                    ["ingest", *map(str, files()), "--store", str(other), "--jobs", "1"],
                )
            ]
            asyncio.run(phase(url, "the same during a batch, an ingest", options.people, records, options, alone, errors))
            for process in busy:
                process.wait(600)
        finally:
            server.terminate()
            server.wait(30)
    print(f"errors: {len(errors)} {sorted(set(errors))[:5]}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
