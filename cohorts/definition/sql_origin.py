"""Origins: the SQL that finds time zero of each case.

The last expression is `cases(person, nth, origin, entered, known_before,
organisation)`: `origin` is time zero, `entered` the day on which the situation began
(they differ for summer exits), `known_before` says whether anything was known of the
person before.

`spells` is maximal (adjacent days of one situation are one spell), so that the spell
before an unknown one is known: looking two spells back finds the last known situation.
"""

from cohorts.definition.language import (
    MONTHS_PER_YEAR,
    UNKNOWN_SITUATION,
    CohortDefinition,
    DropoutRules,
    Origin,
)
from cohorts.definition.sql_text import among, joined, quoted


BLOCKS = """
{name}_spells AS (
  SELECT person, spell, starts, ends, evidence,
         spell - ROW_NUMBER() OVER (PARTITION BY person ORDER BY spell) AS island
  FROM spells WHERE situation IN {situations}
),
{name}_blocks AS (
  SELECT person, MIN(spell) AS first_spell, MIN(starts) AS starts, MAX(ends) AS ends,
         MAX(evidence) AS evidence
  FROM {name}_spells GROUP BY person, island
)"""

DROPOUTS = """
dropouts AS (
  SELECT b.person, {origin} AS origin, b.starts AS entered
  FROM dropout_blocks b
  JOIN calendar k ON k.day = b.starts
  JOIN spells p1 ON p1.person = b.person AND p1.spell = b.first_spell - 1
  LEFT JOIN spells p2 ON p2.person = b.person AND p2.spell = b.first_spell - 2
  WHERE b.ends - b.starts >= {grace}
    AND (p1.situation IN {leaves}
         OR (p1.situation = {unknown} AND p2.situation IN {leaves}))
    AND b.ends > {origin}
),
aged_dropouts AS (
  SELECT d.person, d.origin, d.entered
  FROM dropouts d
  JOIN persons p ON p.person = d.person
  JOIN calendar k ON k.day = d.origin
  WHERE k.month_index - p.birth_month >= {months}
)"""

SUMMER_DATE = (
    "CASE WHEN k.next_1_september - b.starts BETWEEN {until} AND {before}"
    " THEN k.next_1_september + {after} ELSE b.starts END"
)

FROM_DROPOUTS = """
origins AS (
  SELECT person, origin, entered, 1 AS known_before, NULL AS organisation
  FROM aged_dropouts
)"""

FROM_ENTRIES = """
origins AS (
  SELECT b.person, b.starts AS origin, b.starts AS entered,
         CASE WHEN p1.situation <> {unknown} OR p2.situation <> {unknown}
              THEN 1 ELSE 0 END AS known_before,
         NULL AS organisation
  FROM origin_blocks b
  {after}
  LEFT JOIN spells p1 ON p1.person = b.person AND p1.spell = b.first_spell - 1
  LEFT JOIN spells p2 ON p2.person = b.person AND p2.spell = b.first_spell - 2
  WHERE {confirmed}
)"""

AFTER_DROPOUT = """JOIN (
    SELECT person, MIN(origin) AS origin FROM aged_dropouts GROUP BY person
  ) d ON d.person = b.person AND b.starts > d.origin"""

FROM_INTERVENTIONS = """
origins AS (
  SELECT person, {day} AS origin, {day} AS entered, 1 AS known_before,
         MIN(organisation) AS organisation
  FROM interventions
  WHERE kind IN {kinds} AND {day} < {horizon}
    AND state NOT IN ('planned', 'cancelled'){ended}
  GROUP BY person, {day}
)"""

CASES = """
cases AS (
  SELECT person, nth, origin, entered, known_before, organisation
  FROM (
    SELECT person, origin, entered, known_before, organisation,
           ROW_NUMBER() OVER (PARTITION BY person ORDER BY origin, entered) AS nth
    FROM origins WHERE origin < {horizon}
  ) numbered
  {first}
)"""


def origin_sql(definition: CohortDefinition, *, horizon: int) -> str:
    """Write the expressions that end in `cases`.

    Args:
        definition: the cohort.
        horizon: the first day that nobody can know of (as-of day + 1).

    Returns:
        Common table expressions, without the leading WITH.
    """
    origin, parts = definition.origin, []
    if definition.rules is not None:
        parts += [blocks("dropout", definition.rules.enters), _dropouts(definition)]
    if origin.kind == "dropout":
        parts.append(FROM_DROPOUTS)
    elif origin.kind == "enters":
        parts += [blocks("origin", origin.situations), _entries(origin, horizon)]
    else:
        parts.append(_interventions(origin, horizon))
    first = "WHERE nth = 1" if origin.occurrence == "first" else ""
    parts.append(CASES.format(horizon=horizon, first=first))
    return joined(parts)


def blocks(name: str, situations: tuple[str, ...]) -> str:
    """Write the expressions that join adjacent spells of a set into blocks.

    Args:
        name: prefix of the expressions.
        situations: the set.

    Returns:
        `NAME_spells`, `NAME_blocks(person, first_spell, starts, ends, evidence)`.
    """
    return BLOCKS.format(name=name, situations=among(situations))


def confirmed(block: str, days: int, *, horizon: int) -> str:
    """Write the test that a block held long enough and is known to have.

    The rule of `parcours.path.spell.Spell.held_for`: evidence on or after day `days`
    (the first is day 0), or a block that is over, established to its end, long enough.

    Args:
        block: alias of a table with starts, ends, evidence.
        days: how long it must hold, 0 = no requirement.
        horizon: the first day that nobody can know of (as-of day + 1).

    Returns:
        An SQL condition.
    """
    if days == 0:
        return "1 = 1"
    return (
        f"({block}.evidence - {block}.starts >= {days}"
        f" OR ({block}.ends < {horizon} AND {block}.evidence >= {block}.ends - 1"
        f" AND {block}.ends - {block}.starts >= {days}))"
    )


def _dropouts(definition: CohortDefinition) -> str:
    rules = definition.rules
    if rules is None:  # pragma: no cover - guarded by the caller
        return ""
    return DROPOUTS.format(
        origin=_dropout_day(rules),
        grace=rules.grace_days,
        leaves=among(rules.leaves),
        unknown=quoted(UNKNOWN_SITUATION),
        months=rules.minimum_age_years * MONTHS_PER_YEAR,
    )


def _dropout_day(rules: DropoutRules) -> str:
    if rules.summer is None:
        return "b.starts"
    return SUMMER_DATE.format(
        until=rules.summer.days_until,
        before=rules.summer.days_before,
        after=rules.summer.dated_after,
    )


def _entries(origin: Origin, horizon: int) -> str:
    return FROM_ENTRIES.format(
        unknown=quoted(UNKNOWN_SITUATION),
        after=AFTER_DROPOUT if origin.after_dropout else "",
        confirmed=confirmed("b", origin.confirmation_days, horizon=horizon),
    )


def _interventions(origin: Origin, horizon: int) -> str:
    day = "ends" if origin.kind == "intervention_end" else "starts"
    reasons = origin.end_reasons
    return FROM_INTERVENTIONS.format(
        day=day,
        kinds=among(origin.interventions),
        horizon=horizon,
        ended=f"\n    AND end_reason IN {among(reasons)}" if reasons else "",
    )
