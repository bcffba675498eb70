"""Vectors under the store's own ids, the nearest of them by inner product (FAISS)."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

# Bytes of SHA-256 before the index in a cache file.
_DIGEST = 32


class Vectors:
    """A FAISS index (exact inner product) over passage ids that the store owns.

    FAISS never makes up an id here: what is removed is gone, what is added again is found under its own id. The vectors'
    home is the store; the file that `save` writes is a cache, named by the stamp of the state that it holds, so that a
    crash or a restored backup can never pair a store with the wrong vectors. Safe to share between threads.
    """

    def __init__(self, dimension: int) -> None:
        import faiss

        self.dimension = dimension
        self._lock = threading.RLock()
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._ids: set[int] = set()

    @classmethod
    def cached(cls, directory: Path, stamp: str, dimension: int) -> Vectors | None:
        """The vectors that `save` wrote for the state `stamp`; None when there are none, or damaged ones."""
        import faiss

        try:
            content = _cache(directory, stamp, dimension).read_bytes()
        except OSError:
            return None
        payload = memoryview(content)[_DIGEST:]
        if hashlib.sha256(payload).digest() != content[:_DIGEST]:
            return None
        vectors = cls(dimension)
        vectors._index = faiss.deserialize_index(np.frombuffer(payload, dtype=np.uint8))
        vectors._ids = set(map(int, faiss.vector_to_array(vectors._index.id_map)))
        return vectors

    @property
    def ids(self) -> frozenset[int]:
        """The ids of all vectors."""
        return frozenset(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, passage_id: int) -> bool:
        return passage_id in self._ids

    def add_rows(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Add vectors as the store keeps them."""
        every = list(rows)
        if every:
            self.add([passage_id for passage_id, _ in every], unpack(b"".join(blob for _, blob in every), self.dimension))

    def add(self, ids: Sequence[int], vectors: Array) -> None:
        """Add vectors under these ids; an id that is there already gets the new vector."""
        if vectors.shape != (len(ids), self.dimension):
            raise ValueError(f"{len(ids)} ids and {self.dimension} dimensions, but vectors of shape {vectors.shape}")
        with self._lock:
            self.remove(ids)
            self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64))
            self._ids.update(ids)

    def remove(self, ids: Iterable[int]) -> int:
        """Remove these ids; how many of them were there."""
        import faiss

        with self._lock:
            present = [passage_id for passage_id in set(ids) if passage_id in self._ids]
            if present:
                self._index.remove_ids(faiss.IDSelectorBatch(np.asarray(present, dtype=np.int64)))
                self._ids.difference_update(present)
            return len(present)

    def search(self, vector: Array, allowed: Sequence[int] | None = None, k: int = 10) -> list[tuple[int, float]]:
        """The k nearest passages among `allowed` (all when None) with their cosines, best first; equal ones by id."""
        import faiss

        with self._lock:
            k = min(k, len(self._ids) if allowed is None else len(allowed))
            if k <= 0:
                return []
            parameters = None
            if allowed is not None:  # the filter holds before the ranking, so that k hits are k allowed hits
                selected = np.asarray(allowed, dtype=np.int64)
                parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(selected))  # type: ignore[call-arg]
            scores, ids = self._index.search(np.asarray(vector, dtype=np.float32).reshape(1, -1), k, params=parameters)
        found = [(int(i), float(score)) for i, score in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def save(self, directory: Path, stamp: str) -> None:
        """Write the cache for the state `stamp` and drop the caches of other states."""
        import faiss

        directory.mkdir(parents=True, exist_ok=True)
        path = _cache(directory, stamp, self.dimension)
        handle, temporary = tempfile.mkstemp(dir=directory, prefix=".vectors-", suffix=".part")
        try:
            with self._lock, os.fdopen(handle, "wb") as file:
                payload = faiss.serialize_index(self._index).tobytes()
                file.write(hashlib.sha256(payload).digest())
                file.write(payload)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        for other in directory.glob("vectors-*.faiss"):
            if other != path:
                other.unlink(missing_ok=True)


def pack(vectors: Array) -> list[bytes]:
    """Each row as the store keeps it: float16, little endian."""
    return [row.astype("<f2").tobytes() for row in vectors]


def unpack(blob: bytes, dimension: int) -> Array:
    """The rows of packed vectors."""
    return np.frombuffer(blob, dtype="<f2").reshape(-1, dimension).astype(np.float32)


def _cache(directory: Path, stamp: str, dimension: int) -> Path:
    return directory / f"vectors-{hashlib.sha256(f'{stamp}/{dimension}'.encode()).hexdigest()[:32]}.faiss"
