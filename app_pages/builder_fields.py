"""The fields of the builder's form: each begins with what a definition says."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from app_pages.builder_state import change, key, relabelled
from app_pages.components.words import _, named, plain
from cohorts.definition.language import CohortDefinition, Labels
from config.translation import current_language, label


MOST_DAYS = 36_525
_NUMBERS = re.compile(r"\d+(?:[.]\d+)?")


def names_of(terms: Mapping[str, Any]) -> dict[str, str]:
    """Name the words of a nomenclature.

    Args:
        terms: by code, each with labels.

    Returns:
        code → short label.
    """
    return {code: named(term.labels, short=True) for code, term in terms.items()}


def several(
    label: str, chosen: Sequence[str], names: Mapping[str, str], name: str
) -> tuple[str, ...]:
    """Ask for several codes; one that no list holds stays among the choices.

    Args:
        label: of the field.
        chosen: what it begins with.
        names: code → name.
        name: of the field in this round.

    Returns:
        The codes chosen, in order.
    """
    options = list(dict.fromkeys((*names, *chosen)))
    found = st.multiselect(
        label,
        options,
        default=list(chosen),
        format_func=lambda code: names.get(code, code),
        placeholder=_("Choisir"),
        key=key(name),
    )
    return tuple(found)


def number(
    place: Any, label: str, value: int | None, name: str, *, most: int = MOST_DAYS
) -> int | None:
    """Ask for a whole number, which may be left out.

    Args:
        place: column of the field.
        label: of the field.
        value: what it begins with.
        name: of the field in this round.
        most: greatest number.

    Returns:
        The number, None = left out.
    """
    found = place.number_input(
        label, 0, most, value, step=1, placeholder=_("sans"), key=key(name)
    )
    return None if found is None else int(found)


def numbers(text: str, *, unit: int = 1) -> tuple[int, ...]:
    """Take the numbers out of a text typed by somebody.

    Args:
        text: as typed, such as "3, 6 et 12".
        unit: by what each is multiplied.

    Returns:
        Whole numbers, rising, each once.

    >>> numbers("17.5, 18", unit=12)
    (210, 216)
    """
    return tuple(sorted({round(float(n) * unit) for n in _NUMBERS.findall(text)}))


def label_of(title: str, base: Labels, name: str) -> Labels:
    """Ask for a few words, kept in both languages.

    Args:
        title: of the field.
        base: what it begins with.
        name: of the field in this round.

    Returns:
        French and English.
    """
    typed = st.text_input(title, base[current_language()], key=key(name), max_chars=80)
    return relabelled(base, typed)


def choice(title: str, texts: Mapping[str, str], now: str, name: str) -> str:
    """Ask for one of a few.

    Args:
        title: of the field.
        texts: code → words.
        now: what it begins with.
        name: of the field in this round.

    Returns:
        The code.
    """
    options = list(texts)
    return str(
        st.selectbox(
            title,
            options,
            index=options.index(now),
            format_func=texts.__getitem__,
            key=key(name),
        )
    )


def adder(
    text: str, name: str, edit: Callable[[CohortDefinition], CohortDefinition]
) -> None:
    """Offer to add a row.

    Args:
        text: of the button.
        name: of the button in this round.
        edit: the definition before → after.
    """
    st.button(text, key=key(name), on_click=change, args=(edit,))


def remover(
    k: int,
    name: str,
    edit: Callable[[CohortDefinition, int], CohortDefinition],
    *,
    of: Labels,
) -> None:
    """Offer to remove a row, by its name: a row among others is told apart by it.

    Args:
        k: place of the row.
        name: of the button in this round.
        edit: the definition before → after.
        of: what the row is called.
    """
    st.button(
        _("Retirer « {name} »").format(name=plain(label(of)).strip() or k + 1),
        key=key(f"remove_{name}"),
        type="tertiary",
        on_click=change,
        args=(lambda now: edit(now, k),),
    )


def free_code(stem: str, taken: Sequence[str]) -> str:
    """Find a code that no row has.

    Args:
        stem: how it begins.
        taken: those that rows have.

    Returns:
        The code.

    >>> free_code("issue", ["issue_1", "issue_3"])
    'issue_4'
    """
    number_ = len(taken) + 1
    while f"{stem}_{number_}" in taken:
        number_ += 1
    return f"{stem}_{number_}"
