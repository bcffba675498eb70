"""Dense search: passages and queries as vectors, the nearest by inner product."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.model import Model, offline

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Array = NDArray[np.float32]

_BATCH = 16
_QUERIES_KEPT = 256


class Embedder:
    """Turns texts into normalised vectors; the model is loaded when the first text comes.

    `name` tells which model made a vector: vectors of different names must never be compared. Safe to share between threads.
    """

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self._source = model
        self._lock = threading.RLock()
        self._loaded: SentenceTransformer | None = None
        self._queries: OrderedDict[str, Array] = OrderedDict()

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        if self._source.dimension is not None:
            return self._source.dimension
        length = self._model().get_embedding_dimension()
        if length is None:
            raise ModelError(f"{self.name}: the embedding model does not say how long its vectors are")
        return int(length)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Array:
        """One row per text, in the order of the texts; `progress` gets (texts done, texts in all)."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is computed for padding; the longest first, so that a
        # machine with too little memory fails at once.
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            with self._lock:
                vectors[batch] = self._encode([texts[i] for i in batch], "document")
            if progress is not None:
                progress(start + len(batch), len(order))
        return vectors

    def embed_query(self, text: str) -> Array:
        """The vector of a question; the last ones asked for are kept."""
        with self._lock:
            vector = self._queries.pop(text, None)
            if vector is None:
                vector = self._encode([text], "query")[0]
            self._queries[text] = vector
            if len(self._queries) > _QUERIES_KEPT:
                self._queries.popitem(last=False)
            return vector

    def _encode(self, texts: list[str], prompt: str) -> Array:
        model = self._model()
        found = model.encode(
            texts,
            prompt_name=prompt if prompt in model.prompts else None,
            batch_size=_BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        vectors = np.asarray(found, dtype=np.float32)
        # A model that computes in bfloat16 normalises to three digits only.
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)

    def _model(self) -> SentenceTransformer:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._source)
            return self._loaded


def _load(source: Model) -> SentenceTransformer:
    """Load a model; raises ModelError with the library's own first line where it cannot be used."""
    offline()
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    options: dict[str, Any] = {}
    if source.prepared:  # half-precision weights, without the pooler that E5 has no use for
        dtype = torch.bfloat16 if _quick_in_bfloat16() else torch.float32
        options = {"model_kwargs": {"dtype": dtype, "add_pooling_layer": False}}
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar of its own for every load would run through the answers' messages
    try:
        model = SentenceTransformer(source.location, **options)
    except Exception as error:  # the library raises whatever its parts raise
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(f"{source.location}: cannot be loaded as an embedding model ({reason})") from error
    if not any(model.prompts.values()) and "e5" in source.name.lower():
        # The E5 models are trained with these words in front; their published settings leave them to the caller.
        model.prompts = {"query": "query: ", "document": "passage: "}
    return model


def _quick_in_bfloat16() -> bool:
    """Does the processor compute in bfloat16 itself, or would it be emulated (slower than float32)?"""
    import torch

    if torch.cuda.is_available():
        return False
    probe = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(probe is not None and probe())


class Vectors:
    """A FAISS index (exact inner product) over passage ids that the store owns.

    FAISS never makes up an id here: what is removed is gone, what is added again is found under its own id. The vectors'
    home is the store; the file that `load` keeps is a cache, named by the stamp of the store's state that it holds, so
    that a crash or a restored backup can never pair a store with the wrong vectors. Safe to share between threads.
    """

    def __init__(self, dimension: int) -> None:
        import faiss

        self.dimension = dimension
        self._lock = threading.RLock()
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._ids: set[int] = set()

    @classmethod
    def load(cls, directory: Path, stamp: str, dimension: int, rows: Callable[[], Iterable[tuple[int, bytes]]]) -> Vectors:
        """The vectors of the store's state `stamp`: from the cache in `directory`, else from `rows` (id, float16 blob)."""
        vectors = cls(dimension)
        if not vectors._read(_cache(directory, stamp, dimension)):
            vectors.add_rows(rows())
            vectors.save(directory, stamp)
        return vectors

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, passage_id: int) -> bool:
        return passage_id in self._ids

    def add_rows(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Add vectors as the store keeps them."""
        ids: list[int] = []
        blobs: list[bytes] = []
        for passage_id, blob in rows:
            ids.append(passage_id)
            blobs.append(blob)
        if ids:
            self.add(ids, unpack(b"".join(blobs), self.dimension))

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

    def _read(self, path: Path) -> bool:
        import faiss

        try:
            content = path.read_bytes()
        except OSError:
            return False
        payload = memoryview(content)[32:]
        if hashlib.sha256(payload).digest() != content[:32]:  # a damaged disk; the store has the vectors
            return False
        index: Any = faiss.deserialize_index(np.frombuffer(payload, dtype=np.uint8))
        self._index = index
        self._ids = set(map(int, faiss.vector_to_array(index.id_map)))
        return True


def pack(vectors: Array) -> list[bytes]:
    """Each row as the store keeps it: float16, little endian."""
    return [row.astype("<f2").tobytes() for row in vectors]


def unpack(blob: bytes, dimension: int) -> Array:
    """The rows of packed vectors."""
    return np.frombuffer(blob, dtype="<f2").reshape(-1, dimension).astype(np.float32)


def _cache(directory: Path, stamp: str, dimension: int) -> Path:
    return directory / f"vectors-{hashlib.sha256(f'{stamp}/{dimension}'.encode()).hexdigest()[:32]}.faiss"
