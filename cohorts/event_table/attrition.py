"""The attrition table: how many left at each step of a definition, and why.

A rate is read with those it is not about: the table starts from everyone of whom
anything is known, and ends with the exits of those who remain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cohorts.definition.language import CohortDefinition
from cohorts.definition.sql import END_OF_OBSERVATION
from cohorts.definition.sql_exclusions import STEP
from cohorts.definition.sql_exit import SILENCE, censoring_reasons
from config.translation import _, label


ORDER = (
    "no_origin",
    "out_of_window",
    "sex",
    "age_unknown",
    "age",
    "territory",
    "organisation",
    "attribute",
    "not_observed",
    "prevalent",
    "already_out",
    "no_time",
)
EXCLUSIONS_BEFORE = "not_observed"


@dataclass(frozen=True)
class Step:
    """One step: who came to it, who left at it, who went on.

    Attributes:
        code: stable code of the reason for leaving.
        persons_in: distinct persons before the step.
        persons_out: distinct persons none of whose cases goes further.
        cases_in: cases (origins) before the step; a person without origin counts 1.
        cases_out: cases that leave here.
        labels: the reason in French and English, for an exclusion of the definition.
    """

    code: str
    persons_in: int
    persons_out: int
    cases_in: int
    cases_out: int
    labels: Mapping[str, str] | None = None

    @property
    def persons_left(self) -> int:
        """Persons who go on."""
        return self.persons_in - self.persons_out

    @property
    def cases_left(self) -> int:
        """Cases that go on."""
        return self.cases_in - self.cases_out

    @property
    def label(self) -> str:
        """The reason in the language in use."""
        return step_label(self.code, self.labels)


@dataclass(frozen=True)
class Exit:
    """Why cases of the event table left the risk set.

    Attributes:
        code: code of the cause, or of the reason of censoring.
        kind: outcome, competing or censored.
        label: French and English.
        cases: cases that left so.
        persons: distinct persons among them.
    """

    code: str
    kind: str
    label: Mapping[str, str]
    cases: int
    persons: int


def steps_of(definition: CohortDefinition) -> dict[str, Mapping[str, str] | None]:
    """Order the steps of a definition: its exclusions follow its population.

    Args:
        definition: the cohort.

    Returns:
        Code of each step, with labels of its own or None.
    """
    excluded = {STEP + one.code: one.label for one in definition.exclusions}
    place = ORDER.index(EXCLUSIONS_BEFORE)
    return {
        **dict.fromkeys(ORDER[:place]),
        **excluded,
        **dict.fromkeys(ORDER[place:]),
    }


def attrition_steps(
    *,
    order: Mapping[str, Mapping[str, str] | None],
    cases: Mapping[str, int],
    persons: Mapping[str, int],
    persons_with_facts: int,
) -> tuple[Step, ...]:
    """Order the counts of those who left into steps.

    Args:
        order: the steps in order, as `steps_of`.
        cases: cases per step at which they left, or "kept".
        persons: persons per furthest step that a case of theirs reached, or "kept".
        persons_with_facts: persons of whom at least one fact is known.

    Returns:
        The steps in order, without those at which nobody left, except the first and
        the last.
    """
    n_persons, n_cases = sum(persons.values()), sum(cases.values())
    never = persons_with_facts - n_persons
    steps = [Step("no_origin", persons_with_facts, never, n_cases + never, never)]
    for code in list(order)[1:]:
        out, out_cases = persons.get(code, 0), cases.get(code, 0)
        if out_cases or code == ORDER[-1]:
            steps.append(Step(code, n_persons, out, n_cases, out_cases, order[code]))
        n_persons, n_cases = n_persons - out, n_cases - out_cases
    return tuple(steps)


def exit_list(definition: CohortDefinition, reasons: pd.DataFrame) -> tuple[Exit, ...]:
    """Order the exits of the event table: causes first, then censorings.

    Args:
        definition: the cohort.
        reasons: one row per (cause, reason): cause, reason, cases, persons.

    Returns:
        Every cause and every possible reason, with 0 where nobody left so.
    """
    counted = {
        (bool(cause), str(reason)): (int(cases), int(persons))
        for cause, reason, cases, persons in zip(
            *(reasons[name] for name in ("cause", "reason", "cases", "persons")),
            strict=True,
        )
    }
    causes = [
        Exit(
            cause.code,
            "competing" if cause.competing else "outcome",
            cause.label,
            *counted.get((True, cause.code), (0, 0)),
        )
        for cause in definition.causes
    ]
    censored = [
        Exit(code, "censored", reason_labels(code), *counted.get((False, code), (0, 0)))
        for code in (*censoring_reasons(definition), END_OF_OBSERVATION)
    ]
    return (*causes, *censored)


def step_label(code: str, labels: Mapping[str, str] | None = None) -> str:
    """Say why cases leave at a step, in the language in use.

    Args:
        code: one of `ORDER`, or of an exclusion.
        labels: the definition's own words for it.

    Returns:
        A short phrase.
    """
    if labels is not None:
        return label(dict(labels))
    return {
        "no_origin": _("aucun événement d’origine connu"),
        "out_of_window": _("origine hors de la période étudiée"),
        "sex": _("autre sexe, ou sexe inconnu"),
        "age_unknown": _("âge inconnu"),
        "age": _("âge hors des limites à l’origine"),
        "territory": _("résidence hors du territoire étudié à l’origine"),
        "organisation": _("autre structure à l’origine"),
        "attribute": _("autre profil à l’origine"),
        "not_observed": _("aucune période d’observation après l’origine"),
        "prevalent": _("situation déjà ouverte au début de l’observation"),
        "already_out": _("issue déjà survenue avant le début de l’observation"),
        "no_time": _("aucun temps sous observation"),
    }[code]


def reason_labels(code: str) -> Mapping[str, str]:
    """Say why a case is censored.

    Args:
        code: a follow-up status or one of the reasons of this product.

    Returns:
        French and English labels; the code itself for a status of the territory's own.
    """
    return _REASONS.get(code, {"fr": code, "en": code})


def reason_label(code: str) -> str:
    """Say why a case is censored, in the language in use.

    Args:
        code: as `reason_labels`.

    Returns:
        A short phrase.
    """
    return label(dict(reason_labels(code)))


def reasons_of(exits: Sequence[Exit], kind: str) -> int:
    """Sum the cases that left in one kind of way.

    Args:
        exits: the exits of a cohort.
        kind: outcome, competing or censored.

    Returns:
        Number of cases.
    """
    return sum(item.cases for item in exits if item.kind == kind)


_REASONS: Mapping[str, Mapping[str, str]] = {
    "to_confirm": {"fr": "issue à confirmer", "en": "outcome to be confirmed"},
    "perdu_de_vue": {"fr": "perdu de vue", "en": "lost to follow-up"},
    "demenage": {"fr": "a quitté l’agglomération", "en": "moved away"},
    SILENCE: {
        "fr": "perdu de vue : plus rien d’établi",
        "en": "lost to follow-up: nothing established any more",
    },
    "unknown_gap": {
        "fr": "parcours inconnu trop longtemps",
        "en": "path unknown for too long",
    },
    "age_limit": {"fr": "limite d’âge atteinte", "en": "age limit reached"},
    "end_of_observation": {
        "fr": "fin de la période d’observation",
        "en": "end of the observation window",
    },
}
