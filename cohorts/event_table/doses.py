"""Active young people → how much support each had in a year of follow-up, counted.

A young person active in two years of a period has half of what they had in both, per
year. Nothing but counted patterns leaves: persons by amount.
"""

import pandas as pd

from cohorts.event_table.several import OpenExtract


YEAR_SIGNS = 4  # a period of one year is written so: "2025"

PATTERNS = """
SELECT w.period, w.sex, w.age_band, w.qpv, t.n_individual, t.hours, t.years,
       COUNT(*) AS n
FROM (
  SELECT p.period, a.person, SUM(a.n_individual) AS n_individual,
         SUM(a.hours) AS hours, COUNT(*) AS years
  FROM active a
  JOIN periods own ON own.period = a.period AND LENGTH(own.period) = {signs}
  JOIN periods p ON own.starts >= p.starts AND own.ends <= p.ends
  WHERE a.n_individual > 0
  GROUP BY p.period, a.person
) t
JOIN active w ON w.person = t.person AND w.period = t.period
GROUP BY w.period, w.sex, w.age_band, w.qpv, t.n_individual, t.hours, t.years
"""


def count_yearly(extract: OpenExtract) -> pd.DataFrame:
    """Count young people by their individual support per year of follow-up.

    Args:
        extract: after `count_active` of the whole.

    Returns:
        period, sex, age_band, qpv, interventions and hours (per year with individual
        support; hours null where none is written), n persons.
    """
    rows = extract.engine.run(PATTERNS.format(signs=YEAR_SIGNS))
    years = rows["years"].astype(float)
    return rows.assign(
        interventions=rows["n_individual"].astype(float) / years,
        hours=rows["hours"].astype(float) / years,
    )
