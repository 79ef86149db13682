"""No operation gives a young person a score, a rank or a prediction.

Every type that an operation can give is walked down to its fields; where the operation
reads identities or records, no field may hold a judgement on a person as a number.
"""

import dataclasses
import importlib
import pkgutil
import re
import sys
import typing
from functools import cache

import pytest

import cohorts
import parcours
from tests.record_house import shipped_policy


JUDGING = re.compile(
    r"(?:^|_)(?:scor\w*|rank\w*|risk\w*|predict\w*|probabilit\w*|likelihood\w*|odds"
    r"|hazard\w*|propensit\w*|priorit\w*|danger\w*|forecast\w*)(?:_|$)"
)
ABOUT_PERSONS = ("identity", "record")
ON_TWO_FILES = {"linkage.read_question": ["score"]}
"""How far the words of two files agree: it judges the spelling, and no person."""


@cache
def bodies():
    """Give the function of every operation, by its place."""
    found = {}
    for package in (parcours, cohorts):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" in module.name:
                continue
            for value in vars(importlib.import_module(module.name)).values():
                body = getattr(value, "__wrapped__", None)
                held = getattr(value, "__closure__", None) or ()
                names = [c.cell_contents for c in held if _is_name(c.cell_contents)]
                if body is not None and names:
                    found[names[0]] = body
    return found


def _is_name(value):
    return isinstance(value, str) and value in shipped_policy().operations


def fields_of(kind, seen):
    """Give the names of all that can stand in an answer of this type."""
    if repr(kind) in seen:
        return set()
    seen.add(repr(kind))
    names = set()
    for part in kind if isinstance(kind, list) else typing.get_args(kind):
        names |= fields_of(part, seen) if not isinstance(part, str) else {part}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind, vars(sys.modules[kind.__module__]))
        for field in dataclasses.fields(kind):
            names |= {field.name} | fields_of(hints.get(field.name), seen)
    elif isinstance(kind, type) and hasattr(kind, "model_fields"):
        names |= set(kind.model_fields)
    return names


def about_persons():
    operations = shipped_policy().operations
    return {n: b for n, b in bodies().items() if operations[n].touches in ABOUT_PERSONS}


def judging(body):
    answer = typing.get_type_hints(body).get("return")
    return sorted(name for name in fields_of(answer, set()) if JUDGING.search(name))


def test_the_operations_about_persons_are_found_with_their_answers():
    listed = shipped_policy().operations.values()
    wanted = {one.code for one in listed if one.touches in ABOUT_PERSONS}

    assert len(wanted) > 50
    assert wanted <= set(bodies())
    assert all("return" in typing.get_type_hints(b) for b in about_persons().values())


def test_no_answer_about_a_person_holds_a_score_a_rank_or_a_prediction():
    found = {name: judging(body) for name, body in about_persons().items()}

    assert {name: fields for name, fields in found.items() if fields} == ON_TWO_FILES


@dataclasses.dataclass
class Inner:
    dropout_risk: float


@dataclasses.dataclass
class Card:
    cards: list[Inner]


def scored() -> dict[str, tuple[Card, ...]]:
    return {}


@pytest.mark.parametrize("name", ["risk_score", "rank", "probability", "predicted_on"])
def test_a_judging_field_would_be_seen(name):
    assert JUDGING.search(name)
    assert judging(scored) == ["dropout_risk"]
