"""The definition being built: one value, of which form and YAML are two views."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from app_pages.components.words import keyed
from cohorts.definition.language import (
    Cause,
    Censoring,
    CohortDefinition,
    Labels,
    Origin,
    Population,
)
from config.translation import current_language


KEY, EDIT = "builder", "builder_edit"
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Work:
    """What is being built.

    Attributes:
        base: the definition with which the form's fields begin.
        current: the same, as the fields say now.
        round: grows when the fields must begin anew.
    """

    base: CohortDefinition
    current: CohortDefinition
    round: int = 0


def work() -> Work | None:
    """Give the definition being built, if one was begun."""
    found: Work | None = st.session_state.get(KEY)
    return found


def begin(definition: CohortDefinition) -> None:
    """Begin the fields anew with a definition.

    Args:
        definition: what they then say.
    """
    former = work()
    number = 0 if former is None else former.round + 1
    st.session_state[KEY] = Work(definition, definition, number)


def keep(definition: CohortDefinition) -> None:
    """Note what the fields say now.

    Args:
        definition: as the fields say it.
    """
    former = work()
    if former is not None:
        st.session_state[KEY] = replace(former, current=definition)


def change(edit: Callable[[CohortDefinition], CohortDefinition]) -> None:
    """Ask for a change of what the fields say: a row added, a row removed.

    A click is answered before the fields are read, and may come with a field just
    left: the change waits until they are, so that nothing typed is lost.

    Args:
        edit: the definition before → after.
    """
    st.session_state[EDIT] = edit


def changed() -> bool:
    """Make the change that was asked for, if one was, now that the fields are read.

    Returns:
        Whether the fields begin anew.
    """
    edit = st.session_state.pop(EDIT, None)
    former = work()
    if edit is None or former is None:
        return False
    begin(edit(former.current))
    return True


def resume() -> None:
    """Begin the fields with what they said last, where another page was seen since.

    Streamlit forgets the fields of a page that is left.
    """
    former = work()
    if former is not None and key("name") not in st.session_state:
        st.session_state[KEY] = replace(former, base=former.current)


def key(name: str) -> str:
    """Name a field of this round.

    Args:
        name: of the field.

    Returns:
        Its key: another round or language is another field.
    """
    found = work()
    return keyed(f"build{0 if found is None else found.round}_{name}")


def blank(name: str, *, label: str, outcome: str) -> CohortDefinition:
    """Make the definition with which a new one begins.

    Args:
        name: its name.
        label: its title, in both languages until it has two.
        outcome: name of its one outcome, likewise.

    Returns:
        A dropout, whatever comes of it; the reader says what is still missing.
    """
    return CohortDefinition(
        name=name,
        label={"fr": label, "en": label},
        population=Population(),
        origin=Origin("dropout"),
        causes=(Cause("issue_1", {"fr": outcome, "en": outcome}),),
        censoring=Censoring(follow_up=("perdu_de_vue",)),
    )


def relabelled(former: Labels, typed: str) -> Labels:
    """Put a typed word in the language in use.

    Args:
        former: French and English before.
        typed: the word, in the language in use.

    Returns:
        Both: the other language follows as long as it says the same.
    """
    here = current_language()
    (other,) = (one for one in LANGUAGES if one != here)
    follows = former[other] == former[here] or not former[other]
    return {here: typed, other: typed if follows else former[other]}
