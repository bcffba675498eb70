"""How well and how fast are PDFs read? Total relations of their tables, time beside pdfplumber's own, memory for a thick book.

usage: python bench/reading.py [--disclosures DIR] [--only relations|speed|memory]

Relations: every sum and equality that `gouji audit` knows between cells of a digital PDF's tables (totals with their parts
along rows, columns and codes, the same figure in two tables). One that fails is listed with its page; whether the page
prints it so is for a person to look up. `in one` is the share of the tables' amounts that take part in a relation that
holds: a cell in a wrong column is in none. Speed: `read_pdf` against `extract_tables()` and `extract_text()` of pdfplumber
over the same pages, one process, alternating, the best of three. Memory: the peak of a process that reads 200 made-up pages.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus.formats import sniff  # noqa: E402
from corpus.ledger import figures  # noqa: E402
from corpus.pdf import read_pdf  # noqa: E402
from corpus.place import CellRef  # noqa: E402
from corpus.reader import read  # noqa: E402
from qa.checks.audit import audit  # noqa: E402

SHARED = ROOT.parent / "shared"
SUMS = ("table", "hierarchy", "across")
PAGES, ROWS, RUNS = 200, 38, 3


def digital(folder: Path) -> list[Path]:
    """The PDFs of a folder that have a text layer on every page."""
    import pdfplumber

    found = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and sniff(path.read_bytes()) == "PDF":
            with pdfplumber.open(path) as book:
                if any(page.chars for page in book.pages[:5]):
                    found.append(path)
    return found


def relations(paths: Iterable[Path]) -> None:
    """Prints, a file a line, how many relations between table cells hold, and lists those that do not."""
    print(f"{'file':42}{'tables':>7}{'hold':>7}{'fail':>6}{'share':>8}{'amounts':>9}{'in one':>8}")
    held = failed = 0
    faults: list[str] = []
    for path in paths:
        document = read(path)
        stated = figures(document)
        checks = [
            check
            for check in audit(document, stated, path.name).checks
            if check.rule.partition(".")[0] in SUMS
            and check.verdict != "uncheckable"
            and all(isinstance(operand.source, CellRef) for operand in check.operands)
        ]
        good = [check for check in checks if check.verdict in ("consistent", "rounding")]
        bad = [check for check in checks if check.verdict == "inconsistent"]
        amounts = {
            figure.source for figure in stated if isinstance(figure.source, CellRef) and figure.amount is not None and figure.amount.value
        }
        covered = {operand.source for check in good for operand in check.operands} & amounts
        held, failed = held + len(good), failed + len(bad)
        faults += [f"  {path.name} p. {check.operands[0].page}  {check.rule}: {check.message}" for check in bad]
        shares = (len(good) / max(1, len(checks)), len(covered) / max(1, len(amounts)))
        print(f"{path.name:42}{len(document.tables):>7}{len(good):>7}{len(bad):>6}{shares[0]:>8.1%}{len(amounts):>9}{shares[1]:>8.1%}")
    print(f"{'all':42}{'':7}{held:>7}{failed:>6}{held / max(1, held + failed):>8.1%}")
    print("\n".join(["fail:", *faults]) if faults else "none fails")


def speed(paths: Iterable[Path]) -> None:
    """Prints, a file a line, the seconds of `read_pdf` and of pdfplumber over its pages."""
    import pdfplumber

    def plumber(data: bytes) -> int:
        with pdfplumber.open(BytesIO(data)) as book:
            for page in book.pages:
                page.extract_tables()
                page.extract_text()
                page.close()
            return len(book.pages)

    print(f"{'file':42}{'pages':>7}{'read_pdf':>10}{'pdfplumber':>12}{'times':>7}")
    whole = [0.0, 0.0]
    for path in paths:
        data, pages = path.read_bytes(), 0
        best = [float("inf"), float("inf")]
        for _ in range(RUNS):
            start = time.process_time()
            read_pdf(path, data)
            middle = time.process_time()
            pages = plumber(data)
            best = [min(best[0], middle - start), min(best[1], time.process_time() - middle)]
        whole = [whole[0] + best[0], whole[1] + best[1]]
        print(f"{path.name:42}{pages:>7}{best[0]:>9.2f}s{best[1]:>11.2f}s{best[0] / best[1]:>7.2f}")
    print(f"{'all':42}{'':7}{whole[0]:>9.2f}s{whole[1]:>11.2f}s{whole[0] / max(whole[1], 1e-9):>7.2f}")


def memory() -> None:
    """Prints the peak memory of a process that reads a made-up book."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.pdf")
        path.write_bytes(_book())
        code = (
            "import resource, sys; from pathlib import Path; from corpus.reader import read; d = read(Path(sys.argv[1]));"
            "print(d.pages, sum(len(t.cells) for t in d.tables), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    pages, cells, peak = map(int, done.stdout.split())
    unit = 1 if platform.system() == "Darwin" else 1024
    print(f"{pages} pages, {cells} cells: {peak * unit / 2**20:.0f} MB at most, {time.perf_counter() - start:.0f} s")


def _book() -> bytes:
    """One ruled table over all pages, text beside its amounts, as thick disclosures have it."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    edges = (40, 110, 300, 380, 460, 550)
    for page in range(PAGES):
        canvas.setFont("STSong-Light", 9)
        for row in range(ROWS + 1):
            canvas.line(edges[0], 790 - 19 * row, edges[-1], 790 - 19 * row)
        for edge in edges:
            canvas.line(edge, 790, edge, 790 - 19 * ROWS)
        for row in range(ROWS):
            amount = page * ROWS + row
            texts = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
            if page or row:
                texts = [f"2{amount:06}", f"第{page + 1}册第{row}项业务支出", f"{amount:,}.75", f"{amount:,}.50", "0.25"]
            for edge, text in zip(edges, texts, strict=False):
                canvas.drawString(edge + 4, 790 - 19 * row - 13, text)
        canvas.drawCentredString(297, 30, f"— {page + 1} —")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--disclosures", type=Path, default=SHARED / "disclosures")
    parser.add_argument("--only", choices=("relations", "speed", "memory"))
    options = parser.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("pdfplumber", "pdfminer.six", "pypdfium2"))
    print(f"{datetime.date.today()}  Python {platform.python_version()}, {packages}")
    paths = digital(options.disclosures) if options.only != "memory" else []
    if options.only in (None, "relations"):
        relations(paths)
    if options.only in (None, "speed"):
        speed(paths)
    if options.only in (None, "memory"):
        memory()


if __name__ == "__main__":
    main()
