"""What the terminal commands share: the store's directory, JSON lines, aligned columns."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def store_directory(options: Namespace) -> Path:
    """The store that `--store`, `$GOUJI_STORE` or the current directory names."""
    return Path(options.store or os.environ.get("GOUJI_STORE") or ".gouji")


def say(text: str) -> None:
    """A message for a person, on stderr."""
    print(text, file=sys.stderr, flush=True)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of stdout, written out at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def width(text: str) -> int:
    """How many columns a text takes on a terminal (wide characters take two)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > columns - 1:
            break
        kept += char
    return kept + "…"


def columns(rows: Sequence[Sequence[str]], widest: int = 36) -> str:
    """Rows as aligned columns; a text wider than `widest` is cut with an ellipsis."""
    cut = [[_cut(" ".join(text.split()), widest) for text in row] for row in rows]
    widths = [max((width(row[c]) for row in cut if c < len(row)), default=0) for c in range(max(map(len, cut), default=0))]
    return "\n".join("  ".join(text + " " * (widths[c] - width(text)) for c, text in enumerate(row)).rstrip() for row in cut)
