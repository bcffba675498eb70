"""A session that many ask at once: the same answers from other processes, shared while the store stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fictional import BUDGET, filled

from corpus.errors import GoujiError, UnknownDocument
from qa import Gouji
from qa.served import Served
from qa.workers import Crew

QUESTION = "差旅费是多少？"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with filled(tmp_path) as store, Served(store, answerer="rules", jobs=2) as made:
        yield made


def test_the_answers_are_those_of_a_plain_session(served: Served) -> None:
    plain = Gouji(served.store, answerer="rules")
    for asked in ((QUESTION,), ("办公费呢？", (), (QUESTION,)), (QUESTION, (plain.documents()[0].file,)), ("发射了几颗卫星？",)):
        assert replace(served.ask(*asked), elapsed_ms=0) == replace(plain.ask(*asked), elapsed_ms=0)
    served.report([plain.documents()[0].file], [served.store.directory / "one.jsonl"])
    assert '"checks"' in (served.store.directory / "one.jsonl").read_text(encoding="utf-8")
    assert served.audit(plain.documents()[0].id) == plain.audit(plain.documents()[0].id)


def test_what_a_question_is_refused_for_reaches_who_asked(served: Served) -> None:
    with pytest.raises(UnknownDocument, match="no-such-file"):
        served.ask(QUESTION, ["no-such-file"])
    with pytest.raises(UnknownDocument):
        served.audit("no-such-file")


def test_one_answer_serves_all_until_the_store_changes(served: Served, tmp_path: Path) -> None:
    first = served.ask(QUESTION)
    assert served.ask(QUESTION).citations is first.citations  # the same object: it was not found again
    assert served.ask(QUESTION, history=["办公费是多少？"]).citations is not first.citations
    changed = tmp_path / "2023年部门预算（更正）.txt"
    changed.write_text(BUDGET.replace("18.80", "18.90"), encoding="utf-8")
    served.store.add(changed, replace=served.documents()[0].id)
    assert "18.90" in served.ask(QUESTION).text


def test_many_at_once_get_one_answer_each(served: Served) -> None:
    asked = [f"{item}是多少？" for item in ("差旅费", "办公费", "公务接待费", "基本工资")] * 5
    given: dict[int, str] = {}

    def ask(n: int) -> None:
        given[n] = served.ask(asked[n]).text

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(asked))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    plain = Gouji(served.store, answerer="rules")
    assert [given[n] for n in range(len(asked))] == [plain.ask(question).text for question in asked]


def dies(gouji: Gouji) -> None:
    os._exit(3)


def counts(gouji: Gouji) -> int:
    return len(gouji.documents())


def test_work_that_ends_its_process_fails_alone(served: Served) -> None:
    crew = Crew(served.store.directory, 1)
    try:
        with pytest.raises(GoujiError, match="was ended"):
            crew.do(dies)
        assert crew.do(counts) == 1
    finally:
        crew.close()


def test_the_processes_go_when_the_one_that_started_them_is_killed(served: Served, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys, time\nfrom pathlib import Path\nfrom qa.workers import Crew\n\n\n"
        "def number(gouji):\n    return os.getpid()\n\n\n"
        "if __name__ == '__main__':\n"
        "    print(Crew(Path(sys.argv[1]), 1).do(number), flush=True)\n    time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen(
        [sys.executable, str(script), str(served.store.directory)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(child, 0)
    parent.kill()
    parent.wait()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the process outlives the one that started it")
