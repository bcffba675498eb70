"""The command line as scripts meet it: data on stdout, messages on stderr, exit statuses, JSON to the letter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.archive import FILE

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpus" / "samples"
DUMP = next(SAMPLES.glob("*.txt"))
ANSWER = {"id", "question", "status", "answer", "value", "unit", "citations", "figures", "model", "elapsed_ms"}
CITATION = {"n", "document", "file", "agency", "year", "page", "lines", "section", "table", "row", "column", "quote", "boxes", "reading"}
FIGURE = {"text", "value", "unit", "citation", "verdict", "basis"}
INGESTED = {"file", "document", "status", "title", "agency", "year", "kind", "pages", "sections", "tables", "figures", "passages", "reason"}
TABLE = {"title", "kind", "unit", "pages", "lines", "header_rows", "grid", "numeric", "notes", "uncertain"}
CHECK = {"id", "rule", "verdict", "finding", "stated", "expected", "difference", "unit", "message", "operands"}
OPERAND = {"label", "value", "unit", "page", "lines", "table", "row", "column", "text", "role", "reading"}
FINDING = {"id", "class", "grade", "checks", "suspect", "message"}


def gouji(*arguments: object, status: int = 0, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GOUJI_EMBED_MODEL": "none", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "qa.cli", *map(str, arguments)], capture_output=True, text=True, env=environment, timeout=300, **more
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the three sample disclosures."""
    directory = tmp_path_factory.mktemp("cli") / "store"
    gouji("ingest", SAMPLES, "--store", directory)
    return directory


def test_ingest_prints_a_line_a_file_and_a_second_run_adds_nothing(tmp_path: Path) -> None:
    first = rows(gouji("ingest", DUMP, "--store", tmp_path / "s", "--json").stdout)
    assert [row["status"] for row in first] == ["added"]
    assert set(first[0]) >= INGESTED
    assert (first[0]["year"], first[0]["kind"]) == (2024, "决算")
    second = rows(gouji("ingest", DUMP, "--store", tmp_path / "s", "--json").stdout)
    assert [(row["status"], row["document"]) for row in second] == [("unchanged", first[0]["document"])]


def test_some_bad_files_are_named_and_the_rest_is_stored(tmp_path: Path) -> None:
    bad = tmp_path / "空.txt"
    bad.touch()
    done = gouji("ingest", DUMP, bad, "--store", tmp_path / "s", "--json", status=1)
    assert sorted(row["status"] for row in rows(done.stdout)) == ["added", "failed"]
    assert "空.txt" in done.stderr
    gouji("ingest", bad, "--store", tmp_path / "s", status=2)


def test_documents_are_listed_and_removed(store: Path, tmp_path: Path) -> None:
    listed = rows(gouji("docs", "--store", store, "--json").stdout)
    assert len(listed) == 3
    assert {row["kind"] for row in listed} == {"预算", "决算"}
    gouji("ingest", DUMP, "--store", tmp_path / "s")
    gouji("remove", DUMP.name, "--store", tmp_path / "s")
    assert gouji("docs", "--store", tmp_path / "s", "--json").stdout == ""
    assert "no such document" in gouji("remove", DUMP.name, "--store", tmp_path / "s", status=2).stderr


def test_show_prints_outline_table_and_page(store: Path) -> None:
    name = next(SAMPLES.glob("*2023*.pdf")).name
    assert "第三部分" in gouji("show", name, "--store", store).stdout
    assert "合计" in gouji("show", name, "--table", 6, "--store", store).stdout
    assert "94.54" in gouji("show", name, "--page", 10, "--store", store).stdout
    assert "tables 1 to" in gouji("show", name, "--table", 99, "--store", store, status=2).stderr


def test_tables_in_the_contract_form_and_as_a_workbook(tmp_path: Path) -> None:
    tables = rows(gouji("tables", DUMP, "--json").stdout)
    assert tables
    for table in tables:
        assert set(table) == TABLE
        assert {len(row) for row in table["grid"]} == {len(table["grid"][0])}
        assert [len(row) for row in table["numeric"]] == [len(row) for row in table["grid"]]
        assert table["pages"] == []
        assert len(table["lines"]) == 2
    gouji("tables", DUMP, "-o", tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert len(book.worksheets) == len(tables)


def test_search_finds_the_passage(store: Path) -> None:
    hits = rows(gouji("search", "住房公积金", "--store", store, "--json", "--limit", 3).stdout)
    assert len(hits) == 3
    assert "住房公积金" in hits[0]["quote"]
    assert all(
        hit["document"] == hits[0]["document"]
        for hit in rows(gouji("search", "预算", "--document", hits[0]["file"], "--store", store, "--json").stdout)
    )


def test_ask_in_the_contract_form(store: Path) -> None:
    answer = rows(gouji("ask", "云岭县林业和草原局2024年的住房公积金是多少？", "--store", store, "--json").stdout)[0]
    assert set(answer) == ANSWER
    assert answer["status"] == "answered"
    assert answer["citations"]
    for citation in answer["citations"]:
        assert set(citation) == CITATION
    for figure in answer["figures"]:
        assert set(figure) == FIGURE
    assert {figure["verdict"] for figure in answer["figures"]} <= {"confirmed", "cited", "computed"}
    again = rows(gouji("ask", "云岭县林业和草原局2024年的住房公积金是多少？", "--store", store, "--json").stdout)[0]
    assert again | {"elapsed_ms": 0} == answer | {"elapsed_ms": 0}


def test_a_question_the_documents_do_not_answer_is_refused(store: Path) -> None:
    answer = rows(gouji("ask", "云岭县林业和草原局2019年的住房公积金是多少？", "--store", store, "--json").stdout)[0]
    assert (answer["status"], answer["value"]) == ("not_found", None)


@pytest.mark.parametrize(("question", "reason"), [("", "empty"), (" \n ", "empty")])
def test_a_question_that_is_none_is_wrong_usage(question: str, reason: str, store: Path) -> None:
    assert gouji("ask", question, "--store", store, status=2).stderr.startswith("gouji: ")


def test_a_question_of_ten_thousand_characters_is_taken(store: Path) -> None:
    answer = rows(gouji("ask", "住房公积金是多少？" * 1100, "--store", store, "--json").stdout)[0]
    assert answer["status"] in ("answered", "not_found", "conflict")
    assert len(answer["answer"]) <= 800


def test_unknown_documents_and_stores_are_named(store: Path, tmp_path: Path) -> None:
    assert "没有.pdf" in gouji("ask", "住房公积金？", "--document", "没有.pdf", "--store", store, status=2).stderr
    assert "ingest" in gouji("docs", "--store", tmp_path / "none", status=2).stderr
    gouji(status=2)
    gouji("nonsense", status=2)


def test_a_heavy_package_is_not_loaded_for_a_settled_question(store: Path) -> None:
    """A question that the catalogue of figures settles needs no embedding model and no page."""
    code = (
        "import sys, qa.cli; status = qa.cli.main(['ask', '云岭县林业和草原局2024年的住房公积金是多少？', '--store', sys.argv[1], '--json']);"
        "print([name for name in ('torch', 'gradio', 'sentence_transformers') if name in sys.modules], file=sys.stderr); sys.exit(status)"
    )
    environment = {key: value for key, value in os.environ.items() if key != "GOUJI_EMBED_MODEL"}
    done = subprocess.run([sys.executable, "-c", code, str(store)], cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    assert done.stderr.strip().endswith("[]")
    assert json.loads(done.stdout)["status"] == "answered"


def test_batch_writes_a_workbook(store: Path, tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text(
        "云岭县林业和草原局2024年的住房公积金是多少？\n澄湾市公共图书馆管理中心2024年收入总计是多少？\n", encoding="utf-8"
    )
    gouji("batch", tmp_path / "q.txt", "-o", tmp_path / "a.xlsx", "--store", store)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["answers"]
    assert sheet.max_row == 3


def test_audit_in_the_contract_form_and_twice_the_same(store: Path, tmp_path: Path) -> None:
    once = gouji("audit", "--store", store, "--json").stdout
    assert once == gouji("audit", "--store", store, "--json").stdout
    for audit in rows(once):
        assert set(audit) >= {"document", "file", "agency", "year", "tables", "summary", "checks", "findings"}
        assert set(audit["summary"]) == {"consistent", "rounding", "inconsistent", "uncheckable"}
        for check in audit["checks"]:
            assert set(check) == CHECK
            assert all(set(operand) >= OPERAND for operand in check["operands"])
        assert all(set(finding) >= FINDING for finding in audit["findings"])
    for name in ("r.xlsx", "r.html", "r.jsonl"):
        gouji("audit", DUMP, "-o", tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500
    assert ".xlsx" in gouji("audit", DUMP, "-o", tmp_path / "r.doc", status=2).stderr


def test_eval_prints_scores(store: Path, tmp_path: Path) -> None:
    gold = {
        "id": "1", "question": "澄湾市公共图书馆管理中心2024年有2019年的数据吗？", "type": "unanswerable", "answerable": False, "answer_value": None,
        "unit": None, "answer_text": "没有", "evidence": [], "evidence_document": [], "lang": "zh",
    }  # fmt: skip
    (tmp_path / "g.jsonl").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    assert rows(gouji("eval", tmp_path / "g.jsonl", "--store", store, "--json").stdout)[0]["all"]["n"] == 1
    gouji("eval", tmp_path / "none.jsonl", "--store", store, status=2)


def test_doctor_finds_a_store_sound(store: Path) -> None:
    assert rows(gouji("doctor", "--store", store, "--json").stdout)[0]["problems"] == []


def test_doctor_makes_a_store_that_does_not_open_anew(tmp_path: Path) -> None:
    gouji("ingest", DUMP, "--store", tmp_path / "s")
    before = rows(gouji("docs", "--store", tmp_path / "s", "--json").stdout)
    file = tmp_path / "s" / FILE
    file.write_bytes(b"nothing of a database" + file.read_bytes()[21:])
    assert "--repair" in gouji("docs", "--store", tmp_path / "s", status=2).stderr
    gouji("doctor", "--repair", "--store", tmp_path / "s")
    after = rows(gouji("docs", "--store", tmp_path / "s", "--json").stdout)
    assert [(row["document"], row["figures"]) for row in after] == [(row["document"], row["figures"]) for row in before]


def test_version_and_samples() -> None:
    assert Path(gouji("samples").stdout.strip()) == SAMPLES
    assert "ingest" in gouji("--help").stdout


def test_app_is_the_same_program(store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "app.py", "docs", "--store", str(store), "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(rows(done.stdout)) == 3


def test_no_network_host_is_served_without_a_password(store: Path) -> None:
    assert "--auth" in gouji("serve", "--host", "0.0.0.0", "--store", store, status=2).stderr
