"""Groups and filters: what a case was at its origin, as SQL.

Attributes are those that held on the day of origin, never today's: moving away after
dropping out does not change the neighbourhood one dropped out in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cohorts.definition.language import (
    ATTRIBUTE,
    MONTHS_PER_YEAR,
    UNKNOWN_GROUP,
    CohortDefinition,
    Population,
)
from cohorts.definition.sql_text import among, day_number, quoted


RESIDENCE = "residence_qpv"
OUTSIDE = "outside"
VINTAGE_PREFIX = {2015: "QP", 2024: "QN"}
VINTAGE = "qpv_vintage"
"""Which list of priority neighbourhoods the residence at the origin is of."""
ACTION, PILLAR = "action", "pillar"
"""Of the intervention that is the origin; another origin has none. They read `kinds`,
the kinds of intervention with their pillars, which an open extract makes when asked."""

HELD = """
held_{name} AS (
  SELECT person, nth, value FROM (
    SELECT c.person, c.nth, a.value,
           ROW_NUMBER() OVER (PARTITION BY c.person, c.nth
             ORDER BY COALESCE(a.starts, -1000000) DESC, a.value) AS place
    FROM cases c JOIN attributes a ON a.person = c.person
    WHERE a.name = {literal} AND (a.starts IS NULL OR a.starts <= c.origin)
      AND (a.ends IS NULL OR a.ends > c.origin)
  ) ordered WHERE place = 1
)"""

SENDER = """
sender AS (
  SELECT person, nth, organisation FROM (
    SELECT c.person, c.nth, f.organisation,
           ROW_NUMBER() OVER (PARTITION BY c.person, c.nth
             ORDER BY f.starts DESC, f.organisation) AS place
    FROM cases c JOIN situation_facts f ON f.person = c.person
     AND f.starts <= c.entered AND (f.ends IS NULL OR f.ends > c.entered)
    WHERE f.situation IN {situations}
  ) ordered WHERE place = 1
)"""


DEED = """
deed AS (
  SELECT person, nth, action, pillar FROM (
    SELECT c.person, c.nth, i.action, k.pillar,
           ROW_NUMBER() OVER (PARTITION BY c.person, c.nth
             ORDER BY CASE WHEN i.action IS NULL THEN 1 ELSE 0 END, i.action, i.kind
           ) AS place
    FROM cases c JOIN interventions i ON i.person = c.person AND i.{day} = c.origin
    LEFT JOIN kinds k ON k.kind = i.kind
    WHERE i.kind IN {kinds} AND i.state NOT IN ('planned', 'cancelled')
  ) ordered WHERE place = 1
)"""


@dataclass(frozen=True)
class AgeGroup:
    """A band of completed years at the origin, both ends included."""

    code: str
    least: int
    most: int


def column(group: str) -> str:
    """Name the column of a group in the event table.

    >>> column("attribute:male")
    'attribute_male'
    """
    return group.replace(ATTRIBUTE, "attribute_")


def held_sql(definition: CohortDefinition, groups: Sequence[str]) -> list[str]:
    """Write the expressions that the groups and filters need.

    Args:
        definition: the cohort.
        groups: the breakdowns asked for.

    Returns:
        One expression per attribute, `sender` where organisations count, and `deed`
        where the intervention of the origin does.
    """
    parts = [
        HELD.format(name=name, literal=quoted(name))
        for name in _attributes(definition, groups)
    ]
    if _needs_sender(definition, groups):
        rules = definition.rules
        from_rules = definition.origin.kind == "dropout" and rules is not None
        situations = (
            rules.enters if from_rules and rules else definition.origin.situations
        )
        parts.append(SENDER.format(situations=among(situations)))
    if _needs_deed(groups):
        origin = definition.origin
        day = "ends" if origin.kind == "intervention_end" else "starts"
        parts.append(DEED.format(day=day, kinds=among(origin.interventions)))
    return parts


def held_joins(definition: CohortDefinition, groups: Sequence[str]) -> str:
    """Write the joins of those expressions to the case `c`.

    Args:
        definition: the cohort.
        groups: the breakdowns asked for.

    Returns:
        LEFT JOIN clauses.
    """
    names = [f"held_{name}" for name in _attributes(definition, groups)]
    names += ["sender"] if _needs_sender(definition, groups) else []
    names += ["deed"] if _needs_deed(groups) else []
    return "\n  ".join(
        f"LEFT JOIN {name} ON {name}.person = c.person AND {name}.nth = c.nth"
        for name in names
    )


def group_columns(
    definition: CohortDefinition, groups: Sequence[str], *, ages: Sequence[AgeGroup]
) -> str:
    """Write the select list of the groups; unknown values are a group of their own.

    Args:
        definition: the cohort.
        groups: the breakdowns asked for.
        ages: the territory's age bands.

    Returns:
        SQL, each item followed by a comma; empty without groups.
    """
    expressions = {
        "sex": "p.sex",
        "age_band": _age_band(ages),
        "qpv": _residence(f"held_{RESIDENCE}.value"),
        "year": "CAST(m.year AS VARCHAR(4))",
        "organisation": _organisation(definition),
        VINTAGE: _vintage(f"held_{RESIDENCE}.value"),
        ACTION: "deed.action",
        PILLAR: "deed.pillar",
    }
    return "".join(
        f"COALESCE({expressions.get(group) or _held(group)}, {quoted(UNKNOWN_GROUP)})"
        f" AS {column(group)},\n    "
        for group in groups
    )


def filter_branches(definition: CohortDefinition) -> list[str]:
    """Write, in order, the tests by which a case leaves before observation counts.

    Args:
        definition: the cohort.

    Returns:
        `WHEN … THEN 'step'` branches over cases `c`, persons `p` and months `m`.
    """
    population, branches = definition.population, []
    first, last = definition.origin.between
    if first is not None:
        branches.append(f"WHEN c.origin < {day_number(first)} THEN 'out_of_window'")
    if last is not None:
        branches.append(f"WHEN c.origin > {day_number(last)} THEN 'out_of_window'")
    if population.sex is not None:
        test = f"COALESCE(p.sex, '') <> {quoted(population.sex)}"
        branches.append(f"WHEN {test} THEN 'sex'")
    branches += _age_tests(definition)
    branches += _residence_tests(population)
    if population.organisations:
        sender = f"COALESCE({_organisation(definition)}, '')"
        test = f"{sender} NOT IN {among(population.organisations)}"
        branches.append(f"WHEN {test} THEN 'organisation'")
    for item in population.attributes:
        test = f"COALESCE(held_{item.name}.value, '') NOT IN {among(item.values)}"
        branches.append(f"WHEN {test} THEN 'attribute'")
    return branches


def _age_tests(definition: CohortDefinition) -> list[str]:
    population, branches = definition.population, []
    least, most = population.age_min, population.age_max
    if least is not None or most is not None or definition.clock == "age":
        branches.append("WHEN p.birth_month IS NULL THEN 'age_unknown'")
    age = "m.month_index - p.birth_month"
    if least is not None:
        branches.append(f"WHEN {age} < {least * MONTHS_PER_YEAR} THEN 'age'")
    if most is not None:
        branches.append(f"WHEN {age} >= {(most + 1) * MONTHS_PER_YEAR} THEN 'age'")
    return branches


def _residence_tests(population: Population) -> list[str]:
    value, branches = f"COALESCE(held_{RESIDENCE}.value, '')", []
    if population.qpv_codes:
        test = f"{value} NOT IN {among(population.qpv_codes)}"
        branches.append(f"WHEN {test} THEN 'territory'")
    if population.qpv_vintage is not None:
        prefix = VINTAGE_PREFIX[population.qpv_vintage]
        test = f"SUBSTR({value}, 1, 2) <> {quoted(prefix)}"
        branches.append(f"WHEN {test} THEN 'territory'")
    return branches


def _attributes(definition: CohortDefinition, groups: Sequence[str]) -> list[str]:
    population = definition.population
    names = [g.removeprefix(ATTRIBUTE) for g in groups if g.startswith(ATTRIBUTE)]
    names += [item.name for item in population.attributes]
    names += [o.attribute.name for o in definition.exclusions if o.attribute]
    if {"qpv", VINTAGE} & set(groups) or population.qpv_codes or population.qpv_vintage:
        names.append(RESIDENCE)
    return list(dict.fromkeys(names))


def _needs_sender(definition: CohortDefinition, groups: Sequence[str]) -> bool:
    wanted = "organisation" in groups or bool(definition.population.organisations)
    return wanted and definition.origin.kind in ("dropout", "enters")


def _needs_deed(groups: Sequence[str]) -> bool:
    return ACTION in groups or PILLAR in groups


def _organisation(definition: CohortDefinition) -> str:
    of_fact = definition.origin.kind in ("dropout", "enters")
    return "sender.organisation" if of_fact else "c.organisation"


def _held(group: str) -> str:
    return f"held_{group.removeprefix(ATTRIBUTE)}.value"


def _residence(value: str) -> str:
    return (
        f"CASE WHEN {value} IS NULL THEN NULL"
        f" WHEN {value} = {quoted(OUTSIDE)} THEN 'out' ELSE 'in' END"
    )


def _vintage(value: str) -> str:
    branches = " ".join(
        f"WHEN SUBSTR({value}, 1, 2) = {quoted(prefix)} THEN {quoted(str(year))}"
        for year, prefix in VINTAGE_PREFIX.items()
    )
    return (
        f"CASE WHEN {value} IS NULL THEN NULL WHEN {value} = {quoted(OUTSIDE)}"
        f" THEN 'out' {branches} ELSE 'other' END"
    )


def _age_band(ages: Sequence[AgeGroup]) -> str:
    if not ages:
        return "NULL"
    age = "m.month_index - p.birth_month"
    branches = " ".join(
        f"WHEN {age} >= {band.least * MONTHS_PER_YEAR}"
        f" AND {age} < {(band.most + 1) * MONTHS_PER_YEAR} THEN {quoted(band.code)}"
        for band in ages
    )
    return f"CASE {branches} END"
