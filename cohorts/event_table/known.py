"""An open extract → how much is known of its young people, by who told it.

One row a person and organisation, summed at once: what is missing is a matter of the
files, not of the young people, and is told as a share of many.
"""

import pandas as pd

from cohorts.definition.language import UNKNOWN_GROUP, UNKNOWN_SITUATION
from cohorts.definition.sql_groups import RESIDENCE
from cohorts.definition.sql_text import day_number, quoted
from cohorts.event_table.several import OpenExtract


CRITERIA = ("dates", "sexe", "residence", "situation", "unique")
KNOWN = "known"

SAID = """
CREATE TABLE {table} AS
WITH facts AS (
  SELECT person, organisation, COUNT(*) AS facts,
         SUM(CASE WHEN precision = 'day' THEN 1 ELSE 0 END) AS dated
  FROM situation_facts WHERE starts <= {as_of} GROUP BY person, organisation
),
members AS (
  SELECT person, organisation FROM facts
  UNION SELECT person, organisation FROM interventions WHERE starts <= {as_of}
),
housed AS (
  SELECT DISTINCT person FROM attributes
  WHERE name = {residence} AND (starts IS NULL OR starts <= {as_of})
    AND (ends IS NULL OR ends > {as_of})
),
standing AS (
  SELECT DISTINCT person FROM spells
  WHERE starts <= {as_of} AND ends > {as_of} AND situation <> {unknown}
)
SELECT m.person, COALESCE(m.organisation, {nobody}) AS organisation,
       COALESCE(p.sex, {nobody}) AS sex,
       COALESCE(f.facts, 0) AS facts, COALESCE(f.dated, 0) AS dated,
       CASE WHEN p.sex IS NULL THEN 0 ELSE 1 END AS has_sexe,
       CASE WHEN h.person IS NULL THEN 0 ELSE 1 END AS has_residence,
       CASE WHEN s.person IS NULL THEN 0 ELSE 1 END AS has_situation,
       CASE WHEN d.person IS NULL THEN 1 ELSE 0 END AS has_unique
FROM members m
JOIN persons p ON p.person = m.person
LEFT JOIN facts f ON f.person = m.person AND f.organisation = m.organisation
LEFT JOIN housed h ON h.person = m.person
LEFT JOIN standing s ON s.person = m.person
LEFT JOIN {doubles} d ON d.person = m.person
"""

NO_DOUBLES = "(SELECT person FROM persons WHERE 1 = 0)"
DOUBLES = """(
  SELECT DISTINCT g.person FROM groupings g JOIN (
    SELECT optimistic FROM groupings GROUP BY optimistic
    HAVING COUNT(DISTINCT person) > 1
  ) two ON two.optimistic = g.optimistic
)"""

SUMS = """
SELECT {keys} COUNT(*) AS n, SUM(d) AS days, SUM(x) AS counted,
       SUM(x * x) AS counted_2, SUM(x * d) AS crossed, SUM(d * d) AS days_2
FROM (
  SELECT {keys} person, CAST({observed} AS DOUBLE) AS d, CAST({met} AS DOUBLE) AS x
  FROM {table} GROUP BY {keys} person
) each_person WHERE d > 0
{group_by}
"""


def load_known(extract: OpenExtract) -> None:
    """Make the table of what is known of each young person, by organisation.

    Args:
        extract: the open extract.
    """
    path = extract.folder / "groupings.parquet"
    if path.is_file():
        extract.engine.load_parquet("groupings", path)
    extract.engine.execute(f"DROP TABLE IF EXISTS {KNOWN}")
    extract.engine.execute(
        SAID.format(
            table=KNOWN,
            as_of=day_number(extract.manifest.as_of),
            residence=quoted(RESIDENCE),
            unknown=quoted(UNKNOWN_SITUATION),
            nobody=quoted(UNKNOWN_GROUP),
            doubles=DOUBLES if path.is_file() else NO_DOUBLES,
        )
    )


def sum_known(extract: OpenExtract, criterion: str, *, by: str = "") -> pd.DataFrame:
    """Sum how many meet a criterion, each young person as one draw.

    Args:
        extract: after `load_known`.
        criterion: one of `CRITERIA`, each of young people: dates are met by whoever has
            a situation, and every one of them known to the day.
        by: sex or organisation, "" = the whole, each person once.

    Returns:
        The breakdown's column, n persons, and the sums that the error of a ratio needs.
    """
    of_dates = criterion == CRITERIA[0]
    return extract.engine.run(
        SUMS.format(
            keys=f"{by}, " if by else "",
            observed="CASE WHEN SUM(facts) > 0 THEN 1 ELSE 0 END" if of_dates else "1",
            met="CASE WHEN SUM(dated) = SUM(facts) THEN 1 ELSE 0 END"
            if of_dates
            else f"MAX(has_{criterion})",
            table=KNOWN,
            group_by=f"GROUP BY {by}" if by else "",
        )
    )
