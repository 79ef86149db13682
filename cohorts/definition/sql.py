"""A cohort definition → one ANSI SQL text that makes its event table.

Reads `spells`, `calendar`, `persons`, `windows`, `follow_up`, `interventions`,
`attributes` and `situation_facts`; writes one row per case, kept or not: `left_at` says
at which step a case left (NULL for those in the event table), so that the attrition
table is a count of the same rows.

Days are whole numbers, months are joined from the calendar, and nothing is divided:
DuckDB, SQLite, PostgreSQL and Spark read the text alike.

The clocks: on `days`, time is the exit day minus the origin day; a case observed from
its origin has entry -1, a later one enters at its first observed day, exclusive. On
`calendar_months` and `age`, a month during which a case is observed is a month at
risk: entry is the month before the first observed one (-1 from the origin).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from cohorts.definition.language import CohortDefinition
from cohorts.definition.sql_exclusions import (
    exclusion_branches,
    exclusions_joins,
    exclusions_sql,
)
from cohorts.definition.sql_exit import censoring_reasons, exits_sql
from cohorts.definition.sql_groups import (
    AgeGroup,
    column,
    filter_branches,
    group_columns,
    held_joins,
    held_sql,
)
from cohorts.definition.sql_origin import origin_sql
from cohorts.definition.sql_text import FAR_DAY, day_number, joined, least, quoted


END_OF_OBSERVATION = "end_of_observation"

MONTHS = """
months AS (
  SELECT month_index, MIN(day) AS first_day, MIN(year) AS year
  FROM calendar GROUP BY month_index
)"""

DATED = """
dated AS (
  SELECT c.person, c.nth, c.origin, p.birth_month, m.month_index AS origin_month,
    {groups}{filters} AS refused,
    o.entry_day, o.window_end,
    CASE WHEN o.entry_day > c.origin
           OR (c.known_before = 0 AND o.observed_from >= c.origin)
         THEN 1 ELSE 0 END AS prevalent,
    {event_cause} AS event_cause,
    {event_day} AS event_day,
    {censor_day} AS censor_day,
    {censor_reason} AS censor_reason
  FROM cases c
  JOIN persons p ON p.person = c.person
  JOIN calendar k ON k.day = c.origin
  JOIN months m ON m.month_index = k.month_index
  LEFT JOIN observed o ON o.person = c.person AND o.nth = c.nth
  LEFT JOIN exits x ON x.person = c.person AND x.nth = c.nth
  {joins}
)"""

LEFT = """
left_or_kept AS (
  SELECT d.*,
    CASE WHEN event_day <= censor_day THEN event_cause ELSE 0 END AS cause,
    CASE WHEN event_day <= censor_day THEN event_day ELSE censor_day END AS exit_day,
    CASE WHEN refused IS NOT NULL THEN refused
         WHEN entry_day IS NULL THEN 'not_observed'
         {prevalent}
         WHEN event_day <= censor_day AND event_day < entry_day THEN 'already_out'
         WHEN event_day < entry_day OR censor_day < entry_day
           OR (entry_day > origin
               AND (event_day <= entry_day OR censor_day <= entry_day))
         THEN 'no_time' END AS left_at
  FROM dated d
)"""

FINAL = """
SELECT l.person, l.nth, {columns}l.origin, l.entry_day, l.exit_day,
  CASE WHEN l.entry_day > l.origin THEN 1 ELSE 0 END AS late,
  {entry} AS entry, {exit} AS exit, l.cause,
  CASE WHEN l.cause = 0 THEN l.censor_reason ELSE {cause_code} END AS reason,
  l.left_at
FROM left_or_kept l{calendars}"""

CALENDARS = """
LEFT JOIN calendar ke ON ke.day = l.entry_day
LEFT JOIN calendar kx ON kx.day = l.exit_day"""


def event_table_sql(
    definition: CohortDefinition,
    *,
    as_of: date,
    groups: Sequence[str] = (),
    ages: Sequence[AgeGroup] = (),
) -> str:
    """Write the query whose rows are the cases of a cohort.

    Args:
        definition: the cohort.
        as_of: the day through whose end paths are known.
        groups: breakdowns to carry along.
        ages: the territory's age bands, for the group `age_band`.

    Returns:
        One SELECT: person, nth, a column per group, origin, entry_day, exit_day
        (days), late (0/1), entry, exit (on the clock), cause (0 = censored), reason,
        left_at (NULL = in the event table).
    """
    horizon = day_number(as_of + timedelta(days=1))
    expressions = joined(
        [
            MONTHS,
            origin_sql(definition, horizon=horizon),
            exits_sql(definition, horizon=horizon),
            *held_sql(definition, groups),
            *exclusions_sql(definition),
            _dated(definition, groups, ages),
            LEFT.format(prevalent=_prevalent(definition)),
        ]
    )
    return f"WITH {expressions}\n{_final(definition, groups)}"


def _dated(
    definition: CohortDefinition, groups: Sequence[str], ages: Sequence[AgeGroup]
) -> str:
    causes = range(1, len(definition.causes) + 1)
    event_days = [f"COALESCE(x.cause_{k}, {FAR_DAY})" for k in causes]
    reasons = (*censoring_reasons(definition), END_OF_OBSERVATION)
    censor_days = [
        f"COALESCE(x.reason_{place}, {FAR_DAY})" for place in range(1, len(reasons))
    ]
    censor_days.append("o.window_end")
    branches = filter_branches(definition) + exclusion_branches(definition)
    return DATED.format(
        groups=group_columns(definition, groups, ages=ages),
        filters=f"CASE {' '.join(branches)} END" if branches else "NULL",
        event_cause=least(event_days, [str(k) for k in causes]),
        event_day=least(event_days, event_days),
        censor_day=least(censor_days, censor_days),
        censor_reason=least(censor_days, [quoted(reason) for reason in reasons]),
        joins=f"{held_joins(definition, groups)}\n  {exclusions_joins(definition)}",
    )


def _prevalent(definition: CohortDefinition) -> str:
    excluded = definition.origin.prevalent == "exclude"
    return "WHEN prevalent = 1 THEN 'prevalent'" if excluded else ""


def _final(definition: CohortDefinition, groups: Sequence[str]) -> str:
    codes = " ".join(
        f"WHEN {k} THEN {quoted(cause.code)}"
        for k, cause in enumerate(definition.causes, start=1)
    )
    entry, leaving = _clock(definition)
    return FINAL.format(
        columns="".join(f"l.{column(group)}, " for group in groups),
        entry=entry,
        exit=leaving,
        cause_code=f"CASE l.cause {codes} END",
        calendars="" if definition.clock == "days" else CALENDARS,
    )


def _clock(definition: CohortDefinition) -> tuple[str, str]:
    if definition.clock == "days":
        late = (
            "CASE WHEN l.entry_day > l.origin THEN l.entry_day - l.origin ELSE -1 END"
        )
        return late, "l.exit_day - l.origin"
    start = (
        "l.origin_month" if definition.clock == "calendar_months" else "l.birth_month"
    )
    return f"ke.month_index - {start} - 1", f"kx.month_index - {start}"
