"""Cases of a cohort → long stretches without a solution, and gaps in support.

A stretch is made of adjacent days in situations without a solution that something
established. Counted are the cases whose situation is known on the last day of the
window, so that whoever was lost on the way is not taken for somebody without a gap.
"""

from collections.abc import Sequence

import pandas as pd

from cohorts.definition.sql_groups import column
from cohorts.definition.sql_text import among, day_number
from cohorts.event_table.build import CASES
from cohorts.event_table.several import OpenExtract


KNOWN = """
followed AS (
  SELECT c.person, c.nth, {keys} h.months, c.origin, c.origin + h.days AS last_day
  FROM {cases} c
  JOIN horizons h ON c.origin + h.days <= {as_of}
  JOIN spells s ON s.person = c.person AND s.starts <= c.origin + h.days
   AND s.ends > c.origin + h.days AND s.evidence >= c.origin + h.days
  JOIN families f ON f.situation = s.situation
  WHERE c.left_at IS NULL
)"""

STRETCHES = """
days AS (
  SELECT c.person, c.nth, c.months,
         CASE WHEN s.starts > c.origin THEN s.starts ELSE c.origin END AS starts,
         CASE WHEN s.ends < c.last_day THEN s.ends ELSE c.last_day END AS ends
  FROM followed c JOIN (
    SELECT person, starts,
           CASE WHEN ends <= evidence + 1 THEN ends ELSE evidence + 1 END AS ends
    FROM spells WHERE situation IN {neet}
  ) s ON s.person = c.person AND s.ends > c.origin AND s.starts < c.last_day
),
marked AS (
  SELECT d.*, CASE WHEN starts > LAG(ends) OVER (
                PARTITION BY person, nth, months ORDER BY starts)
              THEN 1 ELSE 0 END AS is_new
  FROM days d WHERE ends > starts
),
numbered AS (
  SELECT m.*, SUM(is_new) OVER (PARTITION BY person, nth, months ORDER BY starts
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
  FROM marked m
),
stretches AS (
  SELECT person, nth, months, MIN(starts) AS starts, MAX(ends) AS ends
  FROM numbered GROUP BY person, nth, months, island
)"""

# A gap begins with a stretch, or where support ends within it; it lasts until the next
# support or the end of the stretch. Under support, it has no length.
GAPS = """
begins AS (
  SELECT person, nth, months, starts, ends FROM stretches
  UNION ALL
  SELECT t.person, t.nth, t.months, u.ends AS starts, t.ends
  FROM stretches t JOIN support u ON u.person = t.person
   AND u.ends > t.starts AND u.ends < t.ends
),
gaps AS (
  SELECT b.person, b.nth, b.months, b.starts,
         MIN(CASE WHEN u.starts <= b.starts THEN b.starts
                  WHEN u.starts < b.ends THEN u.starts ELSE b.ends END) AS next_support,
         MIN(b.ends) AS last_day
  FROM begins b LEFT JOIN support u ON u.person = b.person AND u.ends > b.starts
  GROUP BY b.person, b.nth, b.months, b.starts
),
counted AS (
  SELECT person, nth, months,
         SUM(CASE WHEN COALESCE(next_support, last_day) - starts > {days}
             THEN 1 ELSE 0 END) AS found
  FROM gaps GROUP BY person, nth, months
)"""

LONGEST = """
counted AS (
  SELECT person, nth, months,
         MAX(CASE WHEN ends - starts > {days} THEN 1 ELSE 0 END) AS found
  FROM stretches GROUP BY person, nth, months
)"""

SUM = """
SELECT c.months, {keys} COALESCE(x.found, 0) AS found, COUNT(*) AS n
FROM followed c LEFT JOIN counted x
  ON x.person = c.person AND x.nth = c.nth AND x.months = c.months
GROUP BY c.months, {keys} COALESCE(x.found, 0)
"""

SUPPORTED = """
SELECT c.year, COUNT(DISTINCT c.person) AS n FROM {cases} c
WHERE c.left_at IS NULL AND EXISTS (
  SELECT 1 FROM named n
  WHERE n.person = c.person AND n.modality = 'individual' AND n.ends > c.origin
)
GROUP BY c.year ORDER BY c.year
"""


def count_long(
    extract: OpenExtract, *, neet: Sequence[str], days: int, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Count cases by whether a stretch without a solution lasted more than so long.

    Args:
        extract: after `count_on` of the cohort and `load_families`.
        neet: the situations without a solution.
        days: a stretch of more days is long.
        by: breakdowns carried along; the cases are counted once by all of them.

    Returns:
        months, a column for each breakdown, found (0 or 1), n cases.
    """
    return _count(extract, LONGEST, neet=neet, days=days, by=by)


def count_gaps(
    extract: OpenExtract, *, neet: Sequence[str], days: int, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Count cases by their number of gaps: no solution and no support for so long.

    Args:
        extract: as `count_long`.
        neet: the situations without a solution.
        days: more days without an open named intervention are a gap.
        by: breakdowns carried along; the cases are counted once by all of them.

    Returns:
        months, a column for each breakdown, found (gaps in the window), n cases.
    """
    return _count(extract, GAPS, neet=neet, days=days, by=by)


def _count(
    extract: OpenExtract,
    what: str,
    *,
    neet: Sequence[str],
    days: int,
    by: Sequence[str],
) -> pd.DataFrame:
    keys = "".join(f"c.{column(one)}, " for one in by)
    known = KNOWN.format(
        keys=keys, cases=CASES, as_of=day_number(extract.manifest.as_of)
    )
    parts = (known, STRETCHES.format(neet=among(tuple(neet))), what.format(days=days))
    return extract.engine.run(f"WITH {','.join(parts)}\n{SUM.format(keys=keys)}")


def count_supported(extract: OpenExtract) -> pd.DataFrame:
    """Count persons with a named individual intervention since their origin, by year.

    Args:
        extract: after `count_on` of the cohort by year, and `load_activity`.

    Returns:
        year of the origin, n persons: support under way on that day counts as well.
    """
    return extract.engine.run(SUPPORTED.format(cases=CASES))
