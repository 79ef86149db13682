"""Active young people → how many of each group the organisation that knows most knows.

Where one organisation knows nearly everybody of a group, the group's figure is that
organisation's own. Groups are those of the table of active young people: what somebody
is in a period does not depend on who asks.
"""

import pandas as pd

from cohorts.definition.sql_text import quoted
from cohorts.event_table.several import OpenExtract


COLUMNS = {
    "": "cell",
    "sex": "sex",
    "age_band": "age_band",
    "qpv": "qpv",
    "neighbourhood": "place",
}
"""Breakdown → column of the table of active young people; "" = the whole."""

KNOWN_TO = """
WITH knows AS (
  SELECT DISTINCT n.person, p.period, n.organisation{key}
  FROM named n JOIN periods p ON n.starts < p.ends AND n.ends > p.starts
)
SELECT {breakdown} AS breakdown, a.period, a.{column} AS label, k.organisation,
       COUNT(DISTINCT a.person) AS n
FROM active a
JOIN knows k ON k.person = a.person AND k.period = a.period{same}
GROUP BY a.period, a.{column}, k.organisation
"""

SIZES = """
SELECT a.period, a.{column} AS label, COUNT(DISTINCT a.person) AS persons
FROM active a GROUP BY a.period, a.{column}
"""


def count_known_to(extract: OpenExtract, *, by: str = "") -> pd.DataFrame:
    """Count the young people of each group, and how many each organisation knows.

    Args:
        extract: after `count_active`: of the whole, or by pillar.
        by: "" = every breakdown of the whole; "pillar" = that one, in which an
            organisation knows whom it saw under it.

    Returns:
        breakdown ("" = the whole), period, label, organisation, n persons that it
        knows, persons of the group; exact.
    """
    columns = {by: "cell"} if by else COLUMNS
    parts = []
    for breakdown, column in columns.items():
        query = KNOWN_TO.format(
            breakdown=quoted(breakdown),
            column=column,
            key=f", n.{by} AS cell" if by else "",
            same=" AND k.cell = a.cell" if by else "",
        )
        known = extract.engine.run(query)
        sizes = extract.engine.run(SIZES.format(column=column))
        parts.append(known.merge(sizes, on=["period", "label"]))
    return pd.concat(parts, ignore_index=True)
