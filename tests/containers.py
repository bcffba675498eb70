"""Files that hold others: zip archives, and OLE compound files as old Office programs wrote them."""

from __future__ import annotations

import io
import struct
import zipfile


def zipped(*names: str, content: bytes = b"x") -> bytes:
    """A zip archive with these members, all of one content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


def compound(*streams: str, inside: str | None = None) -> bytes:
    """An OLE compound file with empty streams of these names at its root, and one in a storage `ObjectPool`."""
    none = 0xFFFFFFFF
    entries = [("Root Entry", 5, none, none, 1)]
    names = [*streams, *(["ObjectPool"] if inside else [])]
    for n, name in enumerate(names, 1):
        following = n + 1 if n < len(names) else none
        entries.append((name, 1 if name == "ObjectPool" else 2, none, following, len(names) + 1 if name == "ObjectPool" else none))
    if inside:
        entries.append((inside, 2, none, none, none))
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, left, right, child) + bytes(48)
        for name, kind, left, right, child in entries
    )
    size = -(-len(directory) // 512)
    sectors = [k + 1 for k in range(size - 1)] + [0xFFFFFFFE]
    table = struct.pack("<128I", *sectors, 0xFFFFFFFD, *[none] * (127 - size))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", 1, 0, 0, 4096, none, 0, none, 0) + struct.pack("<109I", size, *[none] * 108)
    return head + directory.ljust(512 * size, b"\0") + table
