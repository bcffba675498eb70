"""The command line: `gouji COMMAND …`; commands stand in `qa.commands`, exit statuses here.

0 done; 1 done but some inputs failed (each named on stderr); 2 wrong usage or nothing could be done; 3 what
`audit --fail-on` names was found. Data goes to stdout, messages to stderr.
"""

from __future__ import annotations

import argparse
import os
import sys

# Nothing is asked of any network at run time: neither telemetry nor a model hub.
_OFFLINE = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def parser() -> argparse.ArgumentParser:
    """The whole command line as the contract has it."""
    store = argparse.ArgumentParser(add_help=False)
    store.add_argument("--store", metavar="DIR", default=None, help="the store (default: $GOUJI_STORE, else ./.gouji)")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--json", action="store_true", help="print data as JSON, one object a line")
    model = argparse.ArgumentParser(add_help=False)
    group = model.add_argument_group("language model", "any OpenAI-compatible endpoint; without one the rules answer")
    group.add_argument("--llm-base-url", metavar="URL", help="default: $GOUJI_LLM_BASE_URL")
    group.add_argument("--llm-model", metavar="NAME", help="default: $GOUJI_LLM_MODEL")
    group.add_argument("--llm-api-key", metavar="KEY", help="default: $GOUJI_LLM_API_KEY")

    top = argparse.ArgumentParser(
        prog="gouji",
        description="Ask Chinese government budget disclosures (部门预算, 部门决算); every figure cited and reconciled (勾稽).",
    )
    top.add_argument("--version", action="store_true", help="print the version")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[store, *parents])

    one = command("ingest", "add files or folders to the store", data)
    one.add_argument("paths", nargs="+", metavar="PATH")
    one.add_argument("--replace", metavar="DOCUMENT", help="the document that the (single) file replaces")
    one.add_argument("--jobs", type=int, default=None, metavar="N", help="files read at a time (default: the processor's cores)")
    command("docs", "list the documents in the store", data)
    one = command("remove", "remove documents from the store", data)
    one.add_argument("documents", nargs="+", metavar="DOCUMENT")
    one = command("show", "one document: its outline, a table as a grid, a page", data)
    one.add_argument("document", metavar="DOCUMENT")
    what = one.add_mutually_exclusive_group()
    what.add_argument("--table", type=int, metavar="K", help="the K-th table, from 1")
    what.add_argument("--page", type=int, metavar="N", help="the text of page N, from 1")
    what.add_argument("--sections", action="store_true", help="the outline (default)")
    one = command("tables", "read one file without storing it and print its tables", data)
    one.add_argument("file", metavar="FILE")
    one.add_argument("-o", "--output", metavar="X.xlsx", help="write the tables to a workbook, a sheet each")
    one = command("search", "the passages found for a query, with scores", data)
    one.add_argument("query", metavar="QUERY")
    one.add_argument("--document", action="append", default=[], metavar="D")
    one.add_argument("--limit", type=int, default=10, metavar="N")
    one.add_argument("--mode", choices=["hybrid", "lexical", "dense"], default="hybrid")
    one = command("ask", "one answer", data, model)
    one.add_argument("question", metavar="QUESTION")
    one.add_argument("--document", action="append", default=[], metavar="D")
    one = command("batch", "answer a list of questions (.jsonl, .csv, .xlsx, .txt)", model)
    one.add_argument("questions", metavar="QUESTIONS")
    one.add_argument("-o", "--output", required=True, metavar="OUT", help="answers: .jsonl, .csv or .xlsx")
    one.add_argument("--jobs", type=int, default=1, metavar="N", help="questions answered at a time (default: 1)")
    one = command("panel", "one item (or several) over all agencies and years in the store, as a table with sources", data, model)
    one.add_argument("items", nargs="+", metavar="ITEM")
    one.add_argument("--agency", action="append", default=[], metavar="A", help="only agencies with this in their name")
    one.add_argument("--years", default="", metavar="Y", help="only these years: 2022,2024 or 2020-2024")
    one.add_argument("-o", "--output", metavar="X.xlsx", help="write it to a workbook")
    one = command("audit", "every numeric check of a document", data)
    one.add_argument("documents", nargs="*", metavar="DOCUMENT|FILE", help="default: every document in the store")
    one.add_argument("-o", "--output", metavar="REPORT", help=".xlsx, .html or .jsonl")
    one.add_argument(
        "--against", metavar="OTHER", help="another version of the (single) document: what changed, findings gone, kept and new"
    )
    one.add_argument(
        "--fail-on", choices=("inconsistent", "finding"), help="exit with status 3 when a finding on figures (any finding) stands"
    )
    group = one.add_argument_group("review", "kept in the store and carried to the next audit")
    group.add_argument("--accept", metavar="FINDING", help="the finding of the (single) document is right")
    group.add_argument("--dismiss", metavar="FINDING", help="the finding of the (single) document is none")
    group.add_argument("--note", metavar="TEXT", help="why")
    one = command("eval", "run a gold file and print the scores", data, model)
    one.add_argument("gold", metavar="GOLD.jsonl")
    one.add_argument("--verbose", action="store_true", help="print every question that is not right")
    one = command("doctor", "check a store", data)
    one.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt")
    one = command("samples", "print the folder of the sample disclosures that come with Gouji")
    one = command("serve", "the web application", model)
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=7860)
    one.add_argument("--jobs", type=int, default=None, metavar="N", help="questions answered at a time (default: the processor's cores)")
    one.add_argument(
        "--auth", metavar="USER:PASSWORD|FILE", help="accounts, one user:password or a file of them; needed on any address but loopback"
    )
    one.add_argument(
        "--api-key", metavar="KEY", help="what programs send as bearer key to /v1 and MCP, beside user:password (default: $GOUJI_API_KEY)"
    )
    return top


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    for name, value in _OFFLINE.items():
        os.environ.setdefault(name, value)
    top = parser()
    options = top.parse_args(argv)
    if options.version:
        from importlib.metadata import version

        print(version("gouji"))
        return 0
    if options.command is None:
        top.print_help(sys.stderr)
        return 2

    from corpus.errors import GoujiError
    from qa.commands import COMMANDS

    try:
        status = COMMANDS[options.command](options)
        sys.stdout.flush()
    except GoujiError as error:
        print(f"gouji: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("gouji: interrupted; what was reported as done is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has gone: no message, no traceback at shutdown
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
