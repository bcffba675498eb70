"""A weights file in the format of `index.weights`, small enough to be made in every test: two layers, random weights."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 32, 2, 2, 64, 64
PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "预算",
    "决算",
    "差旅费",
    "差",
    "旅",
    "费",
    "5",
    "8",
    "月",
    "～",
    "~",
    "q",
    "u",
    "e",
    "r",
    "y",
    ":",
    "p",
    "a",
    "s",
    "g",
]
NORMALISATION = {"\t": " ", "\n": " ", "\x01": "", "５": "5", "８": "8"}


def _quantised(values: np.ndarray) -> bytes:
    blocks = values.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1, keepdims=True) / 7).astype("<f2")
    quants = np.clip(np.round(blocks / scales.astype("f4")) + 8, 0, 15).astype(np.uint8)
    packed = quants[:, :16] | (quants[:, 16:] << 4)
    return np.concatenate([scales.view(np.uint8), packed], axis=1).tobytes()


def weights() -> bytes:
    """The bytes of the file."""
    random = np.random.default_rng(7)
    tensors: dict[str, bytes] = {}
    counts: dict[str, int] = {}

    def put(name: str, *shape: int, quantised: bool = False, ones: bool = False) -> None:
        values = np.ones(shape, "<f4") if ones else random.normal(0, 0.3, shape).astype("<f4")
        tensors[name] = _quantised(values) if quantised else values.tobytes()
        counts[name] = values.size

    put("emb.word", len(PIECES), HIDDEN, quantised=True)
    put("emb.pos", POSITIONS, HIDDEN)
    put("emb.type", 2, HIDDEN)
    put("emb.ln.w", HIDDEN, ones=True)
    put("emb.ln.b", HIDDEN)
    for layer in range(LAYERS):
        for part, rows, columns in (
            ("q", HIDDEN, HIDDEN),
            ("k", HIDDEN, HIDDEN),
            ("v", HIDDEN, HIDDEN),
            ("ao", HIDDEN, HIDDEN),
            ("fi", INNER, HIDDEN),
            ("fo", HIDDEN, INNER),
        ):
            put(f"l{layer}.{part}.w", rows, columns, quantised=True)
            put(f"l{layer}.{part}.b", rows)
        for part in ("aln", "oln"):
            put(f"l{layer}.{part}.w", HIDDEN, ones=True)
            put(f"l{layer}.{part}.b", HIDDEN)

    text = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, text)]).astype("<u4")
    scores = np.array([0.0] * 4 + [-float(2 + i) / max(1, len(piece)) for i, piece in enumerate(PIECES[4:])], "<f4")
    entries = b"".join(
        struct.pack("<IB", ord(a), len(b)) + b"".join(struct.pack("<I", ord(c)) for c in b) for a, b in sorted(NORMALISATION.items())
    )
    head = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, text))) + offsets.tobytes() + scores.tobytes() + b"".join(text)
    head += struct.pack("<iI", len(NORMALISATION), len(entries)) + entries + struct.pack("<i", len(tensors))
    offset = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name in tensors)
    for name, content in tensors.items():
        head += (
            struct.pack("<H", len(name))
            + name.encode()
            + struct.pack("<BIQQ", int(len(content) != 4 * counts[name]), counts[name], offset, len(content))
        )
        offset += len(content)
    return head + b"".join(tensors.values())


def weights_file(directory: Path) -> tuple[Path, str]:
    """The file, written, and its SHA-256."""
    content = weights()
    path = directory / "tiny.bin"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()
