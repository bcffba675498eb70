"""The command that checks: audit, with reports, decisions and the comparison of two versions."""

from __future__ import annotations

import contextlib
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import GoujiError, StoreError
from corpus.privacy import masked
from qa.terminal import print_json, say, store_directory

if TYPE_CHECKING:
    from index.store import Store
    from qa.auditing import Audited
    from qa.checks.check import Decided
    from qa.versions import Comparison

# The exit status of `--fail-on` when there is something to fail on.
FAILED_ON = 3


def audit(options: Namespace) -> int:
    """`gouji audit`: every numeric check of stored documents, or of files that are not stored."""
    from qa.report import WRITERS, brief, render, write
    from qa.versions import render as compared

    if options.output is not None and Path(options.output).suffix.lower() not in WRITERS:
        raise GoujiError(f"{options.output}: a report is written as {', '.join(WRITERS)}")
    if options.accept or options.dismiss:
        return _decide(options)
    with _store(options) as store:
        audited, failed = _audited(options, store)
        comparison = _compared(options, audited, store)
    audits = [one.audit for one in audited]
    if options.json:
        for one in audits:
            print_json(one.json() if comparison is None else {**one.json(), "against": comparison.json()})
    if options.output is not None and audits:
        try:
            write(audits, Path(options.output), audited, comparison)
        except OSError as error:
            raise GoujiError(f"{options.output}: cannot be written: {error.strerror or error}") from error
        say(f"{options.output}: {len(audits)} documents, {sum(len(a.findings) for a in audits)} findings")
    elif not options.json:
        if len(audits) > 1:
            print("\n".join(brief(one) for one in audits), end="\n\n")
        for one in audits:
            print(render(one))
        if comparison is not None:
            print(compared(comparison))
    if options.fail_on and any(_fails(one, options.fail_on) for one in audited):
        return FAILED_ON
    return 0 if not failed else 1 if audits else 2


@contextlib.contextmanager
def _store(options: Namespace) -> Iterator[Store | None]:
    """The store, for reading; None where there is none and files alone are asked for."""
    from index.store import Store

    files_only = bool(options.documents) and all(
        Path(name).is_file() for name in [*options.documents, *([options.against] if options.against else [])]
    )
    try:
        store = Store.open(store_directory(options), create=False, read_only=True)
    except StoreError:
        if not files_only:
            raise
        yield None
        return
    with store:
        yield store


def _audited(options: Namespace, store: Store | None) -> tuple[list[Audited], int]:
    """The audits of the named files and documents (of all documents where none is named), and how many failed."""
    from tqdm import tqdm

    from qa.auditing import audit_file, audit_stored

    found: list[Audited] = []
    failed = 0
    files = [name for name in options.documents if Path(name).is_file()]
    names = [name for name in options.documents if name not in files]
    with tqdm(total=len(options.documents) or None, unit="document", disable=None, file=sys.stderr) as bar:
        for name in files:
            try:
                found.append(audit_file(Path(name), store))
            except GoujiError as error:
                failed += 1
                say(f"gouji: {error}")
            bar.update(1)
        if store is None or (files and not names):
            return found, failed
        try:
            chosen = [store.resolve(name) for name in names] or [record.id for record in store.documents()]
        except GoujiError as error:
            if not found:
                raise
            say(f"gouji: {error}")
            return found, failed + 1
        for id in chosen:
            found.append(audit_stored(store, id))
            bar.update(1)
    return found, failed


def _compared(options: Namespace, audited: list[Audited], store: Store | None) -> Comparison | None:
    from qa.auditing import audit_file, audit_stored
    from qa.versions import compare

    if options.against is None:
        return None
    if len(audited) != 1:
        raise GoujiError("--against compares one document with one other: name the one to check")
    if Path(options.against).is_file():
        return compare(audited[0], audit_file(Path(options.against), store))
    assert store is not None
    return compare(audited[0], audit_stored(store, store.resolve(options.against)))


def _decide(options: Namespace) -> int:
    """Keeps a reviewer's decision on one finding of one stored document."""
    from qa.report import DECISION
    from qa.session import Gouji

    if len(options.documents) != 1 or (options.accept and options.dismiss):
        raise GoujiError("a decision is on one finding of one document: gouji audit DOCUMENT --accept FINDING --note TEXT")
    with Gouji(store_directory(options)) as gouji:
        verdict: Decided = "accepted" if options.accept else "dismissed"
        finding = gouji.decide(options.documents[0], options.accept or options.dismiss, verdict, options.note or "")
    say(masked(f"{finding.id}: {DECISION[verdict]} {options.note or ''}".rstrip()))
    return 0


def _fails(one: Audited, kind: str) -> bool:
    """Whether an audit has something that `--fail-on` names, findings that a reviewer dismissed left out."""
    standing = [f for f in one.audit.findings if f.decision is None or f.decision.verdict != "dismissed"]
    return any(f.kind == "figure" for f in standing) if kind == "inconsistent" else bool(standing)
