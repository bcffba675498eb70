"""When does the embedding model settle a link that letters leave unsure? Fits the formula of qa/opinion.py.

usage: python bench/linking.py STORE [--labels 420] [--verbose]

The questions are made from a store's own labels and from the glossary: an everyday name with the synonyms turned off, and
a label with a part of it left out, each asked of documents that have the item and of documents that do not. Kept are those
whose words point to a figure that says them all, but not surely. The formula is a logistic regression, judged on documents
that it was not fitted on; a link into a document that does not have the item is a wrong one. Printed are the coefficients, and
for each level how many links would be taken and how many of them are right.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import qa.focus  # noqa: E402
from corpus.folding import squash  # noqa: E402
from corpus.terms import glossary, synonyms  # noqa: E402
from index.meaning import label  # noqa: E402
from index.store import Store  # noqa: E402
from qa import opinion  # noqa: E402
from qa.account import explained  # noqa: E402
from qa.inquiry import Inquiry  # noqa: E402
from qa.item import COUNT, LEVEL, plain  # noqa: E402
from qa.lookup import inquire, look_up  # noqa: E402
from qa.question import read_question  # noqa: E402

FRAMES = ("{}是多少？", "{}安排了多少钱？", "今年{}一共花了多少？", "{}这一块准备了多少？")
CLASSES = (LEVEL, COUNT)
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
# A document that does not have an item is asked about it this often for each that has it.
OTHERS = 3


def shortened(name: str, chance: random.Random) -> str:
    """A label with a part of it left out."""
    start = chance.randint(1, len(name) - 2)
    return name[:start] + name[start + chance.randint(1, min(4, len(name) - start - 1)) :]


def asked(store: Store, size: int) -> Iterator[tuple[str, str, set[str]]]:
    """Document, question and the labels that answer it, none where the document lacks the item; the same always."""
    chance = random.Random(7)
    labels = {id: {squash(plain(label(figure))) for figure in store.figures(id)} for id in store.preferred()}
    every = sorted(name for name in set().union(*labels.values()) if re.fullmatch(r"[一-龥]{5,14}", name))
    names = [(name, shortened(name, chance)) for name in chance.sample(every, min(size, len(every)))]
    names += [(squash(term), word) for term, words in glossary() for word in words]
    for name, word in names:
        group = {name, *map(squash, synonyms(name))}
        have = [id for id, own in labels.items() if own & group]
        lack = [id for id, own in labels.items() if not own & group and not any(set(word) <= set(other) for other in own)]
        text = chance.choice(FRAMES).format(word)
        for id in [*have, *chance.sample(lack, min(len(lack), OTHERS * max(1, len(have))))]:
            yield id, text, labels[id] & group


def seen(inquiry: Inquiry, right: set[str]) -> tuple[list[float], bool, str] | None:
    """What the formula looks at, and whether the supposed label is right; None where no opinion would be asked for."""
    supposed = opinion.supposed(inquiry, CLASSES)
    if supposed is None or supposed.meant is None:
        return None
    draft = look_up(supposed)
    if draft is None or not explained(supposed, draft):
        return None
    scope = supposed.scopes[0]
    near = supposed.near(scope.record.id, opinion.asked(supposed))
    found = opinion.evidence_of(supposed, scope, CLASSES, near, supposed.meant) if supposed.meant in near else None
    if found is None:
        return None
    cover = supposed.link(supposed.question.folded, scope, CLASSES)[0].cover
    return [*found, cover], squash(plain(supposed.meant)) in right, f"{inquiry.question.text} {supposed.meant}"


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The coefficients and the constant of a logistic regression (Newton's method, hardly regularised)."""
    rows = np.hstack([x, np.ones((len(x), 1))])
    found = np.zeros(rows.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-rows @ found))
        weight = np.diag([0.1] * x.shape[1] + [0.0])
        found += np.linalg.solve(rows.T @ (rows * (p * (1 - p))[:, None]) + weight, rows.T @ (y - p) - weight @ found)
    return found


def main() -> None:
    """Makes the questions, fits, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--labels", type=int, default=420)
    parser.add_argument("--verbose", action="store_true", help="print every link")
    options = parser.parse_args()
    rows: list[tuple[str, list[float], bool, str]] = []
    with Store.open(options.store, read_only=True) as store:
        questions = list(asked(store, options.labels))
        qa.focus.synonyms = lambda term: ()  # type: ignore[attr-defined]  # words that the glossary would know stand for those that it does not
        for id, text, right in questions:
            question = read_question(text)
            if question.want == "figure" and not question.asked and (one := seen(inquire(store, question, [id])[0], right)) is not None:
                rows.append((id, *one))
    x, y = np.array([values for _, values, _, _ in rows]), np.array([float(right) for _, _, right, _ in rows])
    ids = sorted({id for id, *_ in rows})
    unseen = np.zeros(len(rows))
    for part in range(6):
        apart = np.array([ids.index(id) % 6 == part for id, *_ in rows])
        if apart.any():
            unseen[apart] = 1 / (1 + np.exp(-np.hstack([x[apart], np.ones((apart.sum(), 1))]) @ fitted(x[~apart], y[~apart])))
    print(f"{len(questions)} questions, {len(rows)} opinions asked for, {int(y.sum())} links right")
    print("z-score {:.2f}, lead {:.2f}, cover {:.2f}, constant {:.2f}".format(*fitted(x, y)))
    for level in LEVELS:
        taken = (unseen >= level) & (x[:, 1] >= opinion.LEAST_LEAD)
        print(f"taken at {level:.2f}: {taken.sum()}, right {int(y[taken].sum())}")
    if options.verbose:
        for (id, values, right, said), level in sorted(zip(rows, unseen, strict=True), key=lambda pair: -pair[1]):
            print(f"{level:.2f} {'right' if right else 'WRONG'} {id} {said}", *(f"{value:.2f}" for value in values))


if __name__ == "__main__":
    main()
