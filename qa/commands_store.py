"""Commands on the store and on single files: ingest, docs, remove, show, tables, search, doctor, samples."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import GoujiError, UnknownDocument
from qa.terminal import columns, print_json, say, store_directory

if TYPE_CHECKING:
    from index.store import Added


def ingest(options: Namespace) -> int:
    """`gouji ingest`: a line per file, once it is safely stored."""
    from tqdm import tqdm

    from index.store import Store, disclosures_in
    from qa.faults import keep

    paths = [Path(path) for path in options.paths]
    files = disclosures_in(paths)
    if options.replace is not None and len(files) != 1:
        raise GoujiError(f"--replace takes exactly one file, not {len(files)}")
    failed = 0
    with Store.open(store_directory(options)) as store:
        bar = tqdm(total=len(files), unit="file", disable=None, file=sys.stderr)

        def done(added: Added) -> None:
            nonlocal failed
            if added.document is not None:
                keep(store, added.document)
            if added.status == "failed":
                failed += 1
                bar.clear()
                say(f"gouji: {added.reason}")
            if options.json:
                print_json(added.json())
            elif added.record is not None:
                r = added.record
                bar.clear()
                print(f"{added.status:9} {r.id}  {Path(added.file).name}  {r.agency or '?'} {r.year or '?'} {r.kind or '?'}  "
                      f"{r.pages} pages, {r.tables} tables, {r.figures} figures, {r.passages} passages", flush=True)  # fmt: skip
            bar.update(1)

        meaning: Any = None

        def vectors(made: int, of: int) -> None:
            nonlocal meaning
            if meaning is None:
                bar.close()
                meaning = tqdm(total=of, unit="passage", desc="embedding", disable=None, file=sys.stderr)
            meaning.update(made - meaning.n)

        replace = store.resolve(options.replace) if options.replace is not None else None
        store.add_all(files, jobs=options.jobs, replace=replace, on_done=done, progress=vectors)
        bar.close()
        if meaning is not None:
            meaning.close()
    if not files:
        return 2
    return 0 if not failed else 2 if failed == len(files) else 1


def docs(options: Namespace) -> int:
    """`gouji docs`: the documents in the store."""
    from index.store import Store

    with Store.open(store_directory(options), create=False, read_only=True) as store:
        records = store.documents()
    if options.json:
        for record in records:
            print_json(record.json())
    else:
        head = ["document", "file", "agency", "year", "kind", "pages", "tables", "figures"]
        rows = [
            [r.id, r.file, r.agency or "?", str(r.year or "?"), r.kind or "?", str(r.pages), str(r.tables), str(r.figures)] for r in records
        ]
        print(columns([head, *rows]))
    return 0


def remove(options: Namespace) -> int:
    """`gouji remove`: takes documents out of the store."""
    from index.store import Store

    failed = 0
    with Store.open(store_directory(options), create=False) as store:
        for name in options.documents:
            try:
                document = store.resolve(name)
            except GoujiError as error:
                failed += 1
                say(f"gouji: {error}")
                continue
            store.remove(document)
            print_json({"document": document, "status": "removed"}) if options.json else print(f"removed   {document}  {name}")
    return 0 if not failed else 2 if failed == len(options.documents) else 1


def show(options: Namespace) -> int:
    """`gouji show`: a document's outline, one table, or one page."""
    from corpus.export import table_json
    from index.store import Store

    with Store.open(store_directory(options), create=False, read_only=True) as store:
        document = store.document(store.resolve(options.document))
    if options.table is not None:
        if not 1 <= options.table <= len(document.tables):
            raise UnknownDocument(f"{options.document}: no table {options.table}; it has tables 1 to {len(document.tables)}")
        table = document.tables[options.table - 1]
        if options.json:
            print_json(table_json(table))
        else:
            pages = (
                f", page {', '.join(map(str, table.pages))}" if table.pages else f", lines {table.place.lines[0]}–{table.place.lines[1]}"
            )
            print(f"{options.table}. {table.title}（{table.unit or 'no unit'}{pages}）")
            print(columns(table.grid(), 24))
            for note in table.notes:
                print(f"* {note}")
    elif options.page is not None:
        lines = [n for n, line in enumerate(document.lines, 1) if line.page == options.page]
        if not lines:
            raise UnknownDocument(f"{options.document}: no page {options.page}; it has {document.pages} pages")
        text = "\n".join(document.line_text(n) for n in lines)
        print_json({"page": options.page, "text": text}) if options.json else print(text)
    else:
        sections = [section for root in document.sections for section in root.walk()]
        if options.json:
            for s in sections:
                print_json({"title": s.title, "level": s.level, "lines": list(s.lines), "page": s.page})
        else:
            print(f"{document.title}  [{document.id}]  {document.agency or '?'} {document.year or '?'} {document.kind or '?'}")
            for s in sections:
                print(f"{'  ' * s.level}{s.title}  {'p. ' + str(s.page) if s.page else 'line ' + str(s.lines[0])}")
            for n, table in enumerate(document.tables, 1):
                print(f"table {n}: {table.title}（{table.unit or 'no unit'}，{table.rows}×{table.columns}）")
            for warning in document.warnings:
                print(f"* {warning}")
    return 0


def tables(options: Namespace) -> int:
    """`gouji tables`: the tables of one file, which is not stored."""
    from tqdm import tqdm

    from corpus.export import table_json
    from corpus.reader import read

    with tqdm(unit="page", disable=None, leave=False, file=sys.stderr) as bar:

        def pages(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        document = read(Path(options.file), pages)
    if options.output is not None:
        from corpus.amount import parse_number
        from qa.workbook import Sheet, Value, write_workbook

        sheets = []
        for n, table in enumerate(document.tables, 1):
            name = f"{n} " + "".join(char for char in table.title if char not in "[]:*?/\\'")[:27]
            body: list[list[Value]] = [["", *row] for row in table.grid()]
            for cell in table.cells:
                if cell.row >= table.header_rows and (number := parse_number(cell.text)) is not None and cell.role == "value":
                    body[cell.row][cell.column + 1] = number
            sheets.append(Sheet(name, [table.title, *[""] * table.columns], [[f"单位：{table.unit or ''}"], *body]))
        if not sheets:
            raise GoujiError(f"{options.file}: no table in it, so {options.output} is not written")
        try:
            write_workbook(Path(options.output), sheets)
        except OSError as error:
            raise GoujiError(f"{options.output}: cannot be written: {error.strerror or error}") from error
        say(f"{options.output}: {len(sheets)} tables")
    for n, table in enumerate(document.tables, 1):
        if options.json:
            print_json(table_json(table))
        elif options.output is None:
            print(f"{n}. {table.title}（{table.unit or 'no unit'}）\n{columns(table.grid(), 24)}\n")
    return 0


def search(options: Namespace) -> int:
    """`gouji search`: the passages found, best first."""
    from index.passage import Filter
    from index.store import Store

    with Store.open(store_directory(options), create=False, read_only=True) as store:
        where = Filter(documents=tuple(store.resolve(name) for name in options.document))
        for n, hit in enumerate(store.search(options.query, where, options.limit, options.mode), 1):
            passage = hit.passage
            document = store.document(passage.document_id)
            quotes = [document.text[span.start : span.stop] for span in passage.spans]
            if options.json:
                print_json(
                    {"n": n, "score": round(hit.score, 6), "ranks": hit.ranks, "document": passage.document_id,
                     "file": store.archive.record(passage.document_id).file, "section": list(passage.heading),
                     "table": None if passage.table is None else document.tables[passage.table].title, "quote": "\n".join(quotes)}
                )  # fmt: skip
            else:
                print(
                    f"{n}. {hit.score:.4f}  {document.agency or '?'} {document.year or '?'} {document.kind or '?'}  {' > '.join(passage.heading)}"
                )
                print("   " + " ".join(" ".join(quotes).split())[:300])
    return 0


def doctor(options: Namespace) -> int:
    """`gouji doctor`: what is wrong with the store, and with `--repair` mends it."""
    from corpus.errors import StoreDamaged
    from index.doctor import recover
    from index.store import Store

    directory = store_directory(options)
    problems: list[str] = []
    try:
        with Store.open(directory, create=False, read_only=not options.repair) as store:
            problems = list(store.repair() if options.repair else store.check())
            count = len(store.documents())
    except StoreDamaged:
        if not options.repair:
            raise
        problems = recover(directory)
        with Store.open(directory, create=False, read_only=True) as store:
            count = len(store.documents())
    if options.json:
        print_json({"documents": count, "problems": problems, "repaired": bool(options.repair)})
    else:
        for problem in problems:
            print(problem)
        verdict = "repaired" if options.repair and problems else "sound" if not problems else "not sound; run gouji doctor --repair"
        print(f"{count} documents, store {verdict}")
    return 0 if not problems or options.repair else 1


def samples(options: Namespace) -> int:
    """`gouji samples`: where the sample disclosures lie."""
    import corpus

    print(Path(corpus.__file__).parent / "samples")
    return 0
