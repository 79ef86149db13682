"""Exclusions: what was known of a case before its origin, as SQL.

Each one is an expression with the cases that it leaves out. None looks past the
origin: who is left out must not depend on what happened later.
"""

from cohorts.definition.language import CohortDefinition, Exclusion
from cohorts.definition.sql_text import among, quoted


STEP = "excluded_"  # before the code of the exclusion, in `left_at`

BY_INTERVENTION = """
out_{k} AS (
  SELECT DISTINCT c.person, c.nth
  FROM cases c JOIN interventions i ON i.person = c.person AND i.starts < c.origin
  WHERE i.kind IN {codes} AND i.state NOT IN ('planned', 'cancelled'){within}
)"""

BY_SITUATION = """
out_{k} AS (
  SELECT DISTINCT c.person, c.nth
  FROM cases c JOIN spells s ON s.person = c.person AND s.starts < c.entered
  WHERE s.situation IN {codes}{within}
)"""

BY_STATUS = """
out_{k} AS (
  SELECT DISTINCT c.person, c.nth
  FROM cases c JOIN follow_up f ON f.person = c.person AND f.day < c.origin
  WHERE f.status IN {codes}{within}
)"""


def exclusions_sql(definition: CohortDefinition) -> list[str]:
    """Write the expressions that the exclusions need.

    Args:
        definition: the cohort.

    Returns:
        `out_K(person, nth)` per exclusion that is not about an attribute.
    """
    return [
        _expression(k, one)
        for k, one in enumerate(definition.exclusions, start=1)
        if one.attribute is None
    ]


def exclusions_joins(definition: CohortDefinition) -> str:
    """Write the joins of those expressions to the case `c`.

    Args:
        definition: the cohort.

    Returns:
        LEFT JOIN clauses.
    """
    return "\n  ".join(
        f"LEFT JOIN out_{k} ON out_{k}.person = c.person AND out_{k}.nth = c.nth"
        for k, one in enumerate(definition.exclusions, start=1)
        if one.attribute is None
    )


def exclusion_branches(definition: CohortDefinition) -> list[str]:
    """Write, in order, the tests by which a case is left out.

    Args:
        definition: the cohort.

    Returns:
        `WHEN … THEN 'step'` branches, to follow those of the population.
    """
    branches = []
    for k, one in enumerate(definition.exclusions, start=1):
        step = quoted(STEP + one.code)
        if one.attribute is None:
            branches.append(f"WHEN out_{k}.person IS NOT NULL THEN {step}")
        else:
            value = f"COALESCE(held_{one.attribute.name}.value, '')"
            test = f"{value} IN {among(one.attribute.values)}"
            branches.append(f"WHEN {test} THEN {step}")
    return branches


def _expression(k: int, one: Exclusion) -> str:
    days = one.within_days
    if one.interventions:
        within = "" if days is None else f" AND i.starts >= c.origin - {days}"
        text, codes = BY_INTERVENTION, one.interventions
    elif one.situations:
        within = "" if days is None else f" AND s.ends > c.origin - {days}"
        text, codes = BY_SITUATION, one.situations
    else:
        within = "" if days is None else f" AND f.day >= c.origin - {days}"
        text, codes = BY_STATUS, one.follow_up
    return text.format(k=k, codes=among(codes), within=within)
