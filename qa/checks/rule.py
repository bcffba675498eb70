"""The rules: one decorated function states one rule, its docstring is the rule in the field's words with its source."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from qa.checks.check import Operand
from qa.checks.material import Material
from qa.checks.relation import Relation

Family = Literal["table", "hierarchy", "across", "sentence", "narrative", "count", "years", "form", "privacy"]

# Raised whenever a rule changes what it reports; reports name it.
RULES_VERSION = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is no relation between figures: of the disclosure's form, or personal data in it."""

    kind: Literal["form", "privacy"]
    suspect: Operand
    message: str
    grade: Literal["wrong", "check_page"] = "wrong"


RuleFunction = Callable[[Material], Iterator[Relation | Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule; `statement` is the rule's text."""

    name: str
    family: Family
    statement: str
    function: RuleFunction


RULES: dict[str, Rule] = {}


def rule(name: str, family: Family) -> Callable[[RuleFunction], RuleFunction]:
    """Registers a function as the rule of this name; TypeError where it states no rule, ValueError where the name is taken."""

    def register(function: RuleFunction) -> RuleFunction:
        statement = inspect.getdoc(function)
        if not statement:
            raise TypeError(f"rule {name} has no text")
        if name in RULES:
            raise ValueError(f"rule {name} is registered twice")
        RULES[name] = Rule(name, family, statement, function)
        return function

    return register
