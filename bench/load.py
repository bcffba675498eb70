"""How does the server hold when many ask at once? One visitor, then twenty, with and without pauses, then during a batch and an ingest.

usage: python bench/load.py [--people 20] [--questions 6] [--think SECONDS] [--store DIR]

The real program is started on the loopback device over the samples (or a copy of a store of yours). A program asks
`/v1/chat/completions`; a reader has opened the page, asks as the page in a browser does (one request, past Gradio's queue), and opens the first source. Each visitor asks `--questions`
questions, one after another, about different items, agencies and years, and no question is asked twice. They think for `--think`
seconds on average before the next, or ask on at once, as no person does. Printed are the median and the 95th percentile of an
answer, the ratio to the single visitor, the server's processor time for each, and how long the page itself takes meanwhile.

Twenty who never pause wait for twenty times the processor time of a question, divided by the cores: compare with that.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus.samples import files  # noqa: E402
from index.store import Store  # noqa: E402

ITEMS = (
    "住房公积金支出", "支出总计", "公务接待费", "差旅费", "办公费", "培训费", "基本支出", "项目支出", "一般公共预算拨款收入", "福利费", "工会经费", "印刷费",
    "会议费", "维修（护）费", "劳务费", "委托业务费", "三公经费", "基本工资", "津贴补贴", "奖金",
)  # fmt: skip
OPENINGS = ("", "请问", "想知道", "请查")
FORMS = ("{}{}年{}是多少？", "{}{}年的{}是多少？", "{}{}年{}有多少？", "{}在{}年的{}为多少万元？", "{1}年{0}{2}是多少万元？")
# Seconds a single answer may take before it counts as an error; questions that a single visitor asks, and each that warms up.
PATIENCE = 60.0
ALONE, WARMING = 60, 20

Ask = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who arrives once, then asks."""

    ask: Ask
    arrive: Callable[[], Awaitable[None]] | None = None


@dataclass
class Bench:
    """A running server, the questions still to be asked of it, and what went wrong."""

    url: str
    process: int
    records: list[tuple[str, int]]
    deck: Iterator[str]
    errors: list[str] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url, timeout=PATIENCE, limits=httpx.Limits(max_connections=200))

    def spent(self) -> float | None:
        """Processor seconds of the server and the processes it started, where the system tells them."""
        try:
            children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
            clocks = [Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split() for one in (self.process, *children)]
        except OSError:
            return None
        return sum(int(fields[11]) + int(fields[12]) for fields in clocks) / os.sysconf("SC_CLK_TCK")


def deck(records: list[tuple[str, int]]) -> Iterator[str]:
    """Questions in an order that is the same in every run, none of them twice."""
    every = [
        opening + form.format(agency, year, item)
        for (agency, year), item, form, opening in itertools.product(sorted(set(records)), ITEMS, FORMS, OPENINGS)
    ]
    random.Random(7).shuffle(every)
    yield from every
    raise SystemExit(f"only {len(every)} different questions: give --store one of more documents, or ask less")


def program(bench: Bench, client: httpx.AsyncClient, config: Any) -> Visitor:
    """A visitor that speaks the OpenAI protocol."""

    async def ask(question: str) -> None:
        reply = await client.post("/v1/chat/completions", json={"model": "gouji", "messages": [{"role": "user", "content": question}]})
        if reply.status_code != 200:
            bench.errors.append(f"{reply.status_code} {reply.text[:100]}")

    return Visitor(ask)


def reader(bench: Bench, client: httpx.AsyncClient, config: Any) -> Visitor:
    """A visitor with a browser: asks, waits for the answer, opens its first source."""
    ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
    asking = next(one["id"] for one in config["dependencies"] if [ids["g-question"], "submit"] in [list(t) for t in one["targets"]])
    looking = next(one["id"] for one in config["dependencies"] if "source" in [t[1] for t in one["targets"]])
    loading = next(one["id"] for one in config["dependencies"] if "load" in [t[1] for t in one["targets"]])
    session, turns = uuid.uuid4().hex[:12], itertools.count()

    def sent(function: int, data: list[Any], event: dict[str, Any] | None = None) -> dict[str, Any]:
        return {"fn_index": function, "data": data, "session_hash": session, "event_data": event, "trigger_id": None}

    async def done(function: int, data: list[Any]) -> None:
        (await client.post("/gradio_api/queue/join", json=sent(function, data))).raise_for_status()
        async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            async for text in stream.aiter_lines():
                told = json.loads(text[5:]) if text.startswith("data:") else {}
                if told.get("msg") == "process_completed" and not told["success"]:
                    bench.errors.append(f"page: {str(told)[:100]}")
                if told.get("msg") in ("process_completed", "unexpected_error", "close_stream"):
                    break

    async def arrive() -> None:
        (await client.get("/")).raise_for_status()
        await done(loading, [])

    async def once(function: int, data: list[Any], event: dict[str, Any] | None = None) -> None:
        (await client.post("/gradio_api/run/predict", json=sent(function, data, event))).raise_for_status()

    async def ask(question: str) -> None:
        await once(asking, [question, [], [], [], None, "zh"])
        await once(looking, [None, "zh"], {"turn": next(turns), "cite": 1})

    return Visitor(ask, arrive)


async def pages(bench: Bench, client: httpx.AsyncClient, took: list[float]) -> None:
    """Fetches the page again and again until it is cancelled."""
    while True:
        started = time.perf_counter()
        try:
            (await client.get("/config")).raise_for_status()
            took.append(time.perf_counter() - started)
        except httpx.HTTPError as error:
            bench.errors.append(f"the page: {type(error).__name__}")
        await asyncio.sleep(0.5)


def line(name: str, took: list[float], alone: float | None, more: str = "") -> float:
    """Prints one row; gives the 95th percentile in seconds."""
    ordered = sorted(took)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    ratio = f"{high / alone:5.1f} x alone" if alone else " " * 13
    print(
        f"  {name:38} {len(took):4} times  median {1000 * statistics.median(ordered):6.0f} ms  p95 {1000 * high:6.0f} ms {ratio}{more}",
        flush=True,
    )
    return high


async def phase(bench: Bench, kind: Callable[..., Visitor], name: str, people: int, count: int, think: float, alone: float | None) -> float:
    """Lets some visitors ask; prints how long they waited, and how long the page took meanwhile."""
    took: list[float] = []
    looked: list[float] = []
    async with bench.client() as client:
        config = (await client.get("/config")).json()
        visitors = [kind(bench, client, config) for _ in range(people)]
        for visitor in visitors:
            if visitor.arrive is not None:
                await visitor.arrive()
        asked = [[next(bench.deck) for _ in range(count)] for _ in range(people)]

        async def visit(seed: int) -> None:
            dice = random.Random(seed)
            await asyncio.sleep(dice.random() * think)
            for question in asked[seed]:
                started = time.perf_counter()
                try:
                    await visitors[seed].ask(question)
                    took.append(time.perf_counter() - started)
                except httpx.HTTPError as error:
                    bench.errors.append(f"{name}: {type(error).__name__} {error}")
                await asyncio.sleep(dice.expovariate(1 / think) if think else 0)

        looking = asyncio.create_task(pages(bench, client, looked))
        before = bench.spent()
        await asyncio.gather(*(visit(seed) for seed in range(people)))
        after = bench.spent()
        looking.cancel()
    more = f"  {1000 * (after - before) / len(took):5.1f} ms of processor" if before is not None and after is not None else ""
    high = line(name, took, alone, more)
    if looked and people > 1:
        line("  the page meanwhile", looked, None)
    return high


def measure(bench: Bench, options: argparse.Namespace, folder: Path, environment: dict[str, str]) -> None:
    """All phases of both kinds of visitors."""
    people, count, think = options.people, options.questions, options.think
    for kind in (program, reader):
        print(f"{kind.__name__}s")
        asyncio.run(phase(bench, kind, "4, warming up", 4, WARMING, 0, None))
        alone = asyncio.run(phase(bench, kind, "1, without pauses", 1, ALONE, 0, None))
        asyncio.run(phase(bench, kind, f"{people}, thinking {think:g} s", people, count, think, alone))
        asyncio.run(phase(bench, kind, f"{people}, without pauses", people, count, 0, alone))
        questions = folder / f"{kind.__name__}.txt"
        questions.write_text("\n".join(dict.fromkeys(itertools.islice(deck(bench.records), 400))), encoding="utf-8")
        busy = [
            subprocess.Popen([sys.executable, "-m", "qa.cli", *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in (
                ["batch", str(questions), "-o", str(folder / f"{kind.__name__}.xlsx"), "--store", str(folder / "store")],
                ["ingest", *map(str, files()), "--store", str(folder / kind.__name__), "--jobs", "1"],
            )
        ]  # fmt: skip
        asyncio.run(phase(bench, kind, f"{people}, thinking, with a batch, an ingest", people, count, think, alone))
        for process in busy:
            process.wait(600)


def main() -> int:
    """Runs the phases; status 1 when anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--questions", type=int, default=6)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--jobs", type=int, help="questions answered at a time (default: one a core)")
    parser.add_argument("--store", type=Path, help="a store to copy (default: the samples)")
    options = parser.parse_args()
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
        environment = {**os.environ, "GOUJI_EMBED_MODEL": "none", "PYTHONPATH": str(ROOT)}
        url = f"http://127.0.0.1:{port}"
        command = [sys.executable, str(ROOT / "app.py"), "serve", "--store", str(folder / "store"), "--port", str(port)]
        command += ["--jobs", str(options.jobs)] if options.jobs else []
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        bench = Bench(url, server.pid, records, deck(records))
        try:
            for _ in range(300):
                try:
                    httpx.get(f"{url}/v1/models", timeout=2)
                    break
                except httpx.HTTPError:
                    time.sleep(0.2)
            measure(bench, options, folder, environment)
        finally:
            server.terminate()
            server.wait(30)
    print(f"errors: {len(bench.errors)} {sorted(set(bench.errors))[:5]}")
    return 1 if bench.errors else 0


if __name__ == "__main__":
    sys.exit(main())
