"""Cases of a cohort → where they stand on a day after the origin, and days spent so.

Both are counts of the table of cases that the cohort engine made; the situation of a
day is known where something established it on that day or later.
"""

from collections.abc import Sequence

import pandas as pd

from cohorts.definition.sql_groups import column
from cohorts.definition.sql_text import among, day_number
from cohorts.event_table.build import CASES
from cohorts.event_table.several import OpenExtract


UNKNOWN_STATE = "unknown"

ON_DAY = """
SELECT h.months, {keys} COALESCE(f.family, {unknown}) AS part, COUNT(*) AS n
FROM {cases} c
JOIN horizons h ON c.origin + h.days <= {as_of}
LEFT JOIN spells s ON s.person = c.person AND s.starts <= c.origin + h.days
  AND s.ends > c.origin + h.days AND s.evidence >= c.origin + h.days
LEFT JOIN families f ON f.situation = s.situation
LEFT JOIN spells b ON b.person = c.person AND b.starts <= c.origin
  AND b.ends > c.origin
LEFT JOIN families l ON l.situation = b.situation AND l.family IN {at_origin}
WHERE c.left_at IS NULL {among}
GROUP BY {keys} h.months, COALESCE(f.family, {unknown})
"""

SUPPORT = """
CREATE TABLE support AS
SELECT person, MIN(starts) AS starts, MAX(ends) AS ends FROM (
  SELECT person, starts, ends,
         SUM(is_new) OVER (PARTITION BY person ORDER BY starts, ends
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
  FROM (
    SELECT person, starts, ends,
           CASE WHEN starts > MAX(ends) OVER (PARTITION BY person
                  ORDER BY starts, ends
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                THEN 1 ELSE 0 END AS is_new
    FROM named
  ) marked
) numbered GROUP BY person, island
"""

DAYS = """
WITH stays AS (
  SELECT c.person, c.nth, s.situation,
         CASE WHEN s.starts > c.first_day THEN s.starts ELSE c.first_day END AS starts,
         CASE WHEN s.ends < c.last_day THEN s.ends ELSE c.last_day END AS ends
  FROM (
    SELECT person, nth, {first} AS first_day, {last} AS last_day
    FROM {cases} c WHERE left_at IS NULL
  ) c
  JOIN (
    SELECT person, situation, starts,
           CASE WHEN ends <= evidence + 1 THEN ends ELSE evidence + 1 END AS ends
    FROM spells WHERE situation IN {observed}
  ) s ON s.person = c.person AND s.ends > c.first_day AND s.starts < c.last_day
),
spent AS (
  SELECT y.person, y.nth, SUM(y.ends - y.starts) AS observed,
         SUM(CASE WHEN y.situation IN {counted} THEN y.ends - y.starts ELSE 0 END)
           AS counted
  FROM stays y WHERE y.ends > y.starts GROUP BY y.person, y.nth
),
more AS (
  SELECT y.person, y.nth,
         SUM(CASE WHEN u.ends < y.ends THEN u.ends ELSE y.ends END
           - CASE WHEN u.starts > y.starts THEN u.starts ELSE y.starts END) AS covered
  FROM stays y JOIN {support} u ON u.person = y.person
   AND u.starts < y.ends AND u.ends > y.starts
  WHERE y.ends > y.starts AND y.situation NOT IN {counted}
  GROUP BY y.person, y.nth
)
SELECT {keys} COUNT(*) AS n, SUM(d) AS days, SUM(x) AS counted,
       SUM(x * x) AS counted_2, SUM(x * d) AS crossed, SUM(d * d) AS days_2
FROM (
  SELECT {inner_keys} CAST(s.observed AS DOUBLE) AS d,
         CAST(s.counted + COALESCE(m.covered, 0) AS DOUBLE) AS x
  FROM spent s
  JOIN {cases} c ON c.person = s.person AND c.nth = s.nth
  LEFT JOIN more m ON m.person = s.person AND m.nth = s.nth
) each_case
{group_by}
"""

AT_SIXTEEN = """
CREATE TABLE {table} AS
SELECT p.person, 1 AS nth, m.first_day AS origin, NULL AS left_at,
       COALESCE(p.sex, {unknown}) AS sex, CAST(m.year AS VARCHAR(4)) AS year
FROM persons p JOIN (
  SELECT month_index, MIN(day) AS first_day, MIN(year) AS year
  FROM calendar GROUP BY month_index
) m ON m.month_index = p.birth_month + 192
"""

SIXTEEN = "at_sixteen"
DAYS_AT_16_AND_17 = 730
NOBODY = "(SELECT person, starts, ends FROM support WHERE 1 = 0)"


def load_families(extract: OpenExtract, horizons: Sequence[tuple[int, int]]) -> None:
    """Make the tables that the counts of this module join.

    Args:
        extract: the open extract, after `load_activity`.
        horizons: (months, days after the origin).
    """
    situations = extract.nomenclature.situations.values()
    known = [one for one in situations if one.family != UNKNOWN_STATE]
    engine = extract.engine
    engine.load_frame(
        "families",
        pd.DataFrame(
            {
                "situation": [one.code for one in known],
                "family": [one.family for one in known],
            }
        ),
    )
    engine.load_frame("horizons", pd.DataFrame(horizons, columns=["months", "days"]))
    engine.execute("DROP TABLE IF EXISTS support")
    engine.execute(SUPPORT)


def load_sixteen(extract: OpenExtract) -> None:
    """Make a table of cases of everybody whose 16th birthday the calendar holds.

    Args:
        extract: the open extract; the origin is the first day of that month.
    """
    extract.engine.execute(f"DROP TABLE IF EXISTS {SIXTEEN}")
    unknown = f"'{UNKNOWN_STATE}'"
    extract.engine.execute(AT_SIXTEEN.format(table=SIXTEEN, unknown=unknown))


def count_on_day(
    extract: OpenExtract, *, by: Sequence[str] = (), at_origin: Sequence[str] = ()
) -> pd.DataFrame:
    """Count a cohort's cases by the family of situations they are in at each horizon.

    Args:
        extract: after `count_on` of the cohort and `load_families`.
        by: breakdowns carried along, crossed; none = the whole.
        at_origin: only those whose situation at the origin is of these families.

    Returns:
        months, the breakdowns' columns, part (a family or "unknown"), n: cases whose
        horizon the as-of day has reached.
    """
    keys = "".join(f"c.{column(one)}, " for one in by)
    query = ON_DAY.format(
        keys=keys,
        cases=CASES,
        unknown=f"'{UNKNOWN_STATE}'",
        as_of=day_number(extract.manifest.as_of),
        at_origin=among(tuple(at_origin)) if at_origin else "('')",
        among="AND l.family IS NOT NULL" if at_origin else "",
    )
    return extract.engine.run(query)


def sum_days(
    extract: OpenExtract,
    *,
    counted: Sequence[str],
    observed: Sequence[str],
    days: int,
    by: Sequence[str] = (),
    with_support: bool = False,
    cases: str = CASES,
) -> pd.DataFrame:
    """Sum, over a cohort's cases, days in some situations among days observed.

    Args:
        extract: after `count_on` of the cohort and `load_families`.
        counted: situations whose days are the numerator.
        observed: situations whose days are the denominator; the others, and days that
            nothing established, are left out of both.
        days: length of the window from the origin.
        by: breakdowns carried along, crossed; none = the whole.
        with_support: days under an open named intervention are counted too.
        cases: the table of cases.

    Returns:
        The breakdowns' columns, n cases with a day observed, days, counted, and the
        sums of squares and products that the error of their ratio needs: all of them
        add up over the rows.
    """
    keys = ", ".join(column(one) for one in by)
    inner = "".join(f"c.{column(one)}, " for one in by)
    query = DAYS.format(
        cases=cases,
        first="c.origin",
        last=f"c.origin + {days}",
        counted=among(tuple(counted)),
        observed=among(tuple(observed)),
        support="support" if with_support else NOBODY,
        keys=f"{keys}, " if keys else "",
        inner_keys=inner,
        group_by=f"GROUP BY {keys}" if keys else "",
    )
    return extract.engine.run(query)
