"""Answers of the bench kept for a session: another word on the page reruns nothing."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.head_counts import Told
from cohorts.event_table.load import Manifest
from parcours.extract.operations import Extract


ANSWERS = "bench_answers"  # exact but aggregate; gone with the session
KEPT = 16
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Chosen:
    """What the page is about.

    Attributes:
        definition: the cohort.
        extract: the extract.
        definitions: every cohort of the territory.
    """

    definition: CohortDefinition
    extract: Extract
    definitions: tuple[CohortDefinition, ...]


def kept(
    chosen: Chosen, question: str, *how: Hashable, make: Callable[[], Answer]
) -> Answer:
    """Give an answer of this session, or make it.

    Args:
        chosen: cohort and extract.
        question: which of the page's.
        how: the choices that change it.
        make: calls the operation.

    Returns:
        The answer.

    Raises:
        Failure: whatever the operation refuses.
    """
    answers = st.session_state.setdefault(ANSWERS, {})
    made = chosen.extract.manifest.created_at
    key = (chosen.definition.hash, chosen.extract.name, made, question, *how)
    if key not in answers:
        with st.spinner(_("Calcul en cours…")):
            answers[key] = make()
        while len(answers) > KEPT:
            del answers[next(iter(answers))]
    found: Answer = answers[key]
    return found


def provenance(manifest: Manifest, n: Told, *more: str) -> str:
    """Say on what an answer rests.

    Args:
        manifest: of the extract.
        n: young people, as may be told.
        more: further pieces.

    Returns:
        One line of Markdown.
    """
    text = _("{n} jeunes · extrait « {extract} » connu au {day}").format(
        n=_whole(n), extract=manifest.extract, day=formats.day(manifest.as_of)
    )
    return f":small[{' · '.join([text, *more])}]"


def _whole(n: Told) -> str:
    return f"< {n.under}" if n.under else formats.whole(n.n)
