"""Extract + definition → counted cells, attrition, exits; rows stay in the engine.

One table of cases is made once; every grouping, the attrition and the exits are counts
of it. Nothing that leaves this module has a row per person.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cohorts.definition.known_later import is_told_later
from cohorts.definition.language import CohortDefinition
from cohorts.definition.sql import event_table_sql
from cohorts.definition.sql_groups import AgeGroup, column
from cohorts.event_table.attrition import (
    Exit,
    Step,
    attrition_steps,
    exit_list,
    steps_of,
)
from cohorts.event_table.failures import CohortEmpty, GroupNotOffered, GroupToldLater
from parcours.engines.engine import Engine


CASES = "cohort_cases"
SEPARATOR = " × "
KEPT = "kept"
Grouping = tuple[str, ...]

CELLS = """
SELECT {label} AS "group", {keys} entry, exit, cause, COUNT(*) AS n_rows,
       SUM(first_kept) AS n_persons
FROM {cases} WHERE left_at IS NULL
GROUP BY {keys} entry, exit, cause
"""

NUMBERED = """
SELECT c.*, CASE WHEN left_at IS NULL AND {first} THEN 1 ELSE 0 END AS first_kept
FROM (
{query}
) c
"""

FIRST_KEPT = (
    "ROW_NUMBER() OVER (PARTITION BY person"
    " ORDER BY CASE WHEN left_at IS NULL THEN 0 ELSE 1 END, nth) = 1"
)

LEFT = """
SELECT COALESCE(left_at, 'kept') AS step, COUNT(*) AS n FROM {cases}
GROUP BY COALESCE(left_at, 'kept')
"""

FURTHEST = """
SELECT furthest, COUNT(*) AS n
FROM (SELECT person, MAX({rank}) AS furthest FROM {cases} GROUP BY person) by_person
GROUP BY furthest
"""

EXITS = """
SELECT cause, reason, COUNT(*) AS cases, SUM(first_kept) AS persons,
       SUM(late) AS late
FROM {cases} WHERE left_at IS NULL GROUP BY cause, reason
"""


@dataclass(frozen=True, eq=False)
class CohortCells:
    """What the engine counted of one cohort.

    Attributes:
        definition: what was counted.
        as_of: the day through whose end paths are known.
        cells: per grouping, the frame that `risk_table.counts` takes: group, one column
            per breakdown of the grouping (its pattern, for a model), entry, exit,
            cause, n_rows, n_persons; the empty grouping is the whole cohort.
        attrition: who left before, step by step.
        exits: how those who remain left the risk set.
        cases: rows of the event table.
        persons: distinct persons in it.
        late: rows that came under observation after their origin.
    """

    definition: CohortDefinition
    as_of: date
    cells: Mapping[Grouping, pd.DataFrame]
    attrition: tuple[Step, ...]
    exits: tuple[Exit, ...]
    cases: int
    persons: int
    late: int


def build_event_table(
    engine: Engine,
    definition: CohortDefinition,
    *,
    as_of: date,
    groups: Sequence[str] = (),
    ages: Sequence[AgeGroup] = (),
) -> None:
    """Make the table of cases in the engine.

    Args:
        engine: holds `spells`, `calendar` and the tables of an extract.
        definition: the cohort.
        as_of: the day through whose end paths are known.
        groups: breakdowns to carry along: groups, covariates or strata of the
            definition.
        ages: the territory's age bands.

    Raises:
        GroupToldLater: a breakdown by something that happens after the origin.
        GroupNotOffered: another that the definition does not list.
    """
    check_offered(definition, groups)
    query = event_table_sql(definition, as_of=as_of, groups=groups, ages=ages)
    first = "1 = 1" if definition.origin.occurrence == "first" else FIRST_KEPT
    engine.execute(f"DROP TABLE IF EXISTS {CASES}")
    engine.execute(
        f"CREATE TABLE {CASES} AS {NUMBERED.format(query=query, first=first)}"
    )


def count_event_table(
    engine: Engine,
    definition: CohortDefinition,
    *,
    as_of: date,
    groupings: Sequence[Grouping] = (),
) -> CohortCells:
    """Count the table of cases.

    Args:
        engine: after `build_event_table`.
        definition: the cohort.
        as_of: the day through whose end paths are known.
        groupings: the breakdowns wanted, each of one or several groups; the whole is
            always counted.

    Returns:
        Cells, attrition and exits.

    Raises:
        CohortEmpty: no case remains.
    """
    attrition = read_attrition(engine, definition)
    reasons = engine.run(EXITS.format(cases=CASES))
    if reasons.empty:
        raise CohortEmpty(attrition)
    wanted = dict.fromkeys(((), *groupings))
    return CohortCells(
        definition=definition,
        as_of=as_of,
        cells={grouping: _cells(engine, grouping) for grouping in wanted},
        attrition=attrition,
        exits=exit_list(definition, reasons),
        cases=int(reasons["cases"].sum()),
        persons=int(reasons["persons"].sum()),
        late=int(reasons["late"].sum()),
    )


def read_attrition(engine: Engine, definition: CohortDefinition) -> tuple[Step, ...]:
    """Count who left at which step.

    Args:
        engine: after `build_event_table`.
        definition: the cohort.

    Returns:
        The steps, in order.
    """
    with_facts = engine.run("SELECT COUNT(*) AS n FROM spells WHERE spell = 1")
    cases = engine.run(LEFT.format(cases=CASES))
    order = steps_of(definition)
    codes = (*order, KEPT)
    branches = " ".join(
        f"WHEN left_at = '{code}' THEN {rank}" for rank, code in enumerate(order)
    )
    rank = f"CASE {branches} ELSE {len(order)} END"
    persons = engine.run(FURTHEST.format(rank=rank, cases=CASES))
    return attrition_steps(
        order=order,
        cases=dict(zip(cases["step"], cases["n"].astype(int), strict=True)),
        persons={
            codes[int(rank)]: int(n)
            for rank, n in zip(persons["furthest"], persons["n"], strict=True)
        },
        persons_with_facts=int(with_facts["n"].iloc[0]),
    )


def check_offered(
    definition: CohortDefinition,
    groups: Sequence[str],
    *,
    done: Collection[str] = (),
) -> None:
    """Refuse breakdowns that a definition does not offer, and say why.

    Args:
        definition: the cohort.
        groups: breakdowns asked for.
        done: codes of the nomenclature that name what happens: interventions,
            situations, follow-up statuses.

    Raises:
        GroupToldLater: a breakdown by something that happens after the origin.
        GroupNotOffered: another that the definition does not list.
    """
    for group in groups:
        if group in definition.breakdowns:
            continue
        if group in done or is_told_later(group, definition=definition):
            raise GroupToldLater
        raise GroupNotOffered(definition.breakdowns)


def _cells(engine: Engine, grouping: Grouping) -> pd.DataFrame:
    columns = [column(group) for group in grouping]
    return engine.run(
        CELLS.format(
            label=f" || '{SEPARATOR}' || ".join(columns) or "'all'",
            keys="".join(f"{name}, " for name in columns),
            cases=CASES,
        )
    )
