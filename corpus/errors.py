"""The one exception tree; every message is a single line: what, where, what is accepted.

GoujiError
├── ReadError                 a file cannot be read as a disclosure
│   ├── UnsupportedFormat
│   ├── EmptyDocument
│   ├── DamagedDocument
│   ├── EncryptedDocument
│   └── NoTextLayer           pages are pictures; reading them needs the extra `ocr`
├── StoreError                the store cannot be opened, written or trusted
│   ├── StoreVersionError     written by a newer Gouji
│   ├── StoreLocked           another process is writing
│   └── StoreDamaged
├── UnknownDocument           a name that no document in the store has
├── AmbiguousDocument         a name that several documents have
├── QuestionError             a question or a question list that cannot be taken
└── ModelError                an embedded or a language model that cannot be used
"""

from __future__ import annotations


class GoujiError(Exception):
    """Anything Gouji refuses; `str()` of it is one clear line for a person."""


class ReadError(GoujiError):
    """A file cannot be read as a disclosure."""


class UnsupportedFormat(ReadError):
    """No reader takes this kind of file."""


class EmptyDocument(ReadError):
    """The file holds no text at all."""


class DamagedDocument(ReadError):
    """The file's bytes are not what its format asks for."""


class EncryptedDocument(ReadError):
    """The file opens only with a password."""


class NoTextLayer(ReadError):
    """The pages are pictures without text."""


class StoreError(GoujiError):
    """The store cannot be opened, written or trusted."""


class StoreVersionError(StoreError):
    """The store was written by a newer version of Gouji."""


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreDamaged(StoreError):
    """The store's files contradict each other; `gouji doctor --repair` rebuilds what can be rebuilt."""


class UnknownDocument(GoujiError):
    """No document in the store has this name."""


class AmbiguousDocument(GoujiError):
    """Several documents in the store have this name."""


class QuestionError(GoujiError):
    """A question, or a list of questions, that cannot be taken."""


class ModelError(GoujiError):
    """An embedding model or a language model that cannot be used."""
