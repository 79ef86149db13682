"""The forms whose unsaved entries are kept, and their fields: none holds an identity.

« Nouvelle fiche jeune » is not among them: an unsaved identity is kept nowhere, and its
page says so before it is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


People = Literal["none", "one", "several"]


@dataclass(frozen=True)
class DraftedForm:
    """What may be kept of a form.

    Attributes:
        fields: names of its fields.
        words: those that are typed, and what tells apart what they are about; the
            others are choices, made again in a moment.
        people: how many young people an entry is about.
        machine: fields that a page writes and nobody types: they are not read as words.
        threaded: whether it is a word in a hand-over.
    """

    fields: frozenset[str]
    words: frozenset[str]
    people: People = "one"
    machine: frozenset[str] = frozenset()
    threaded: bool = False


def _form(
    words: str,
    choices: str = "",
    *,
    people: People = "one",
    machine: str = "",
    threaded: bool = False,
) -> DraftedForm:
    typed, written = frozenset(words.split()), frozenset(machine.split())
    every = typed | written | frozenset(choices.split())
    return DraftedForm(every, typed, people, written, threaded)


COUNTED = "place n n_girls n_qpv n_11_13 n_14_15 n_16_17 n_18_25"
FORMS: Mapping[str, DraftedForm] = MappingProxyType(
    {
        "intervention": _form(
            "on hours step step_on note", "kind channel result action"
        ),
        "contact": _form("on", "result channel"),
        "situation": _form("on", "situation"),
        "correction": _form(
            "row on hours step note", "kind channel result reason"
        ),
        "goal": _form("label", "own"),
        "goal_change": _form("row label", "own"),
        "step": _form("label due_on", "who goal"),
        "step_change": _form("row label", "due_on who"),
        "school": _form("value", "on"),
        "relay": _form("note", "recipient said"),
        "relay_word": _form("note", people="none", threaded=True),
        "count": _form(COUNTED, "kind on", people="none"),
        "sheet": _form(
            "title place employer content", "base", people="several",
            machine="content base",
        ),
    }
)  # fmt: skip
