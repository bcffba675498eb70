"""The commands of the command line: one function each, registered in `COMMANDS`; each returns the exit status."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from qa import commands_answer, commands_audit, commands_store

COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "ingest": commands_store.ingest,
    "docs": commands_store.docs,
    "remove": commands_store.remove,
    "show": commands_store.show,
    "tables": commands_store.tables,
    "search": commands_store.search,
    "doctor": commands_store.doctor,
    "samples": commands_store.samples,
    "ask": commands_answer.ask,
    "batch": commands_answer.batch,
    "panel": commands_answer.panel,
    "audit": commands_audit.audit,
    "eval": commands_answer.evaluate,
    "serve": commands_answer.serve,
}
