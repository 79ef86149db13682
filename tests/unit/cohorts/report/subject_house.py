"""An invented cohort, released, with the words and versions of a report."""

from datetime import date

import numpy as np

from cohorts.definition.explain import explain
from cohorts.definition.from_yaml import read_definitions
from cohorts.disclosure.flow import protect_flow
from cohorts.disclosure.released import Provenance, release
from cohorts.disclosure.rules import Rules
from cohorts.estimates.describe import describe
from cohorts.event_table.attrition import Exit, Step
from cohorts.report.subject import Subject
from cohorts.risk_table.counts import count_cells
from tests.record_house import shipped_nomenclature
from tests.unit.cohorts.test_event_table_from_extract import SHIPPED


RULES = Rules("1", 5, 11, 6, 11, True)
NOMENCLATURE = shipped_nomenclature()
DEFINITION = read_definitions(SHIPPED, situations=frozenset(NOMENCLATURE.situations))[
    "raccrochage_strict"
]
PROVENANCE = Provenance(
    "raccrochage_strict", DEFINITION.hash, "bilan_2025", "2025-09-01", "3"
)
NAMES = {"F": "Filles, jeunes femmes", "M": "Garçons & jeunes hommes"}


def counts(groups=("all",), *, sizes=(300,), seed=1):
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes)
    n = group.size
    return count_cells(
        rng.integers(20, 900, n),
        rng.choice([0, 1, 2, 3], n, p=[0.4, 0.35, 0.22, 0.03]),
        group=group,
        groups=groups,
        causes=[cause.code for cause in DEFINITION.causes],
        clock="days",
    )


def released(table, *, disclosure="protected"):
    return release(
        table,
        lambda c, rounding=0: describe(
            c,
            at=DEFINITION.horizons,
            rmst=DEFINITION.horizons[-2:],
            outcome=DEFINITION.outcomes[0].code,
            rounding=rounding,
        ),
        rules=RULES,
        provenance=PROVENANCE,
        disclosure=disclosure,
    )


def flow(disclosure="protected"):
    return protect_flow(
        [Step("no_origin", 1000, 700, 1000, 700)],
        [
            Exit("formation", "outcome", {"fr": "retour", "en": "back"}, 105, 105),
            Exit("deces", "competing", {"fr": "décès", "en": "death"}, 3, 3),
            Exit("end", "censored", {"fr": "fin", "en": "end"}, 192, 192),
        ],
        late=20,
        rules=RULES,
        disclosure=disclosure,
    )


def subject(*, disclosure="protected", by_sex=True):
    parts = {"": released(counts(), disclosure=disclosure)}
    if by_sex:
        table = counts(("F", "M"), sizes=(140, 160), seed=2)
        parts["sex"] = released(table, disclosure=disclosure)
    return Subject(
        definition=DEFINITION,
        explanation=explain(DEFINITION, nomenclature=NOMENCLATURE),
        flow=flow(disclosure),
        parts=parts,
        names={"sex": NAMES} if by_sex else {},
        refusals={},
        rules=RULES,
        config_hash="c" * 64,
        program="1.2.3",
        made_on=date(2025, 9, 4),
    )
