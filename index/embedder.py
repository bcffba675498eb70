"""Embedding: texts and questions as vectors whose inner product tells how near their meanings are."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
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
    """Does the processor multiply bfloat16 matrices itself (AMX)?

    Without it bfloat16 is slower than float32, also where AVX-512 knows the type: 4 against 9 passages a second, and 700
    against 15 ms for a question, on two cores of such a machine.
    """
    import torch

    if torch.cuda.is_available():
        return False
    probe = getattr(torch.cpu, "_is_amx_tile_supported", None)
    return bool(probe is not None and probe())
