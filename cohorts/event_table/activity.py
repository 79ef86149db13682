"""An open extract → who was reached, period by period, counted and nothing but counted.

A young person is active in a period if a named intervention, neither planned nor
cancelled, touches it. What they are (age, neighbourhood) is read on their first such
day of the period. Those who took part under two actions are one person in the whole,
and one in each action: lines by action do not add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cohorts.definition.language import UNKNOWN_GROUP
from cohorts.definition.sql_groups import OUTSIDE, RESIDENCE, AgeGroup
from cohorts.definition.sql_text import day_number, quoted
from cohorts.event_table.several import OpenExtract
from parcours.nomenclature import Nomenclature


WHOLE = "all"
DIMENSIONS = ("organisation", "action", "pillar")
MONTHS_PER_YEAR = 12

NAMED = """
CREATE TABLE named AS
SELECT i.person, i.kind, i.organisation, i.action, k.pillar, i.hours, i.starts,
       COALESCE(i.modality, k.modality) AS modality, i.end_reason,
       i.ends AS closed,
       CASE WHEN i.ends IS NULL AND i.state = 'ongoing' THEN {after}
            WHEN i.ends IS NULL OR i.ends <= i.starts THEN i.starts + 1
            WHEN i.ends > {after} THEN {after} ELSE i.ends END AS ends
FROM interventions i LEFT JOIN kinds k ON k.kind = i.kind
WHERE i.state NOT IN ('planned', 'cancelled') AND i.starts < {after}
"""

ACTIVE = """
CREATE TABLE active AS
WITH touched AS (
  SELECT n.person, p.period, {key} AS cell,
         MIN(CASE WHEN n.starts > p.starts THEN n.starts ELSE p.starts END) AS day,
         COUNT(DISTINCT n.organisation) AS n_organisations,
         SUM(CASE WHEN n.modality = 'individual' THEN 1 ELSE 0 END) AS n_individual,
         SUM(CASE WHEN n.modality = 'individual' THEN n.hours END) AS hours,
         MIN(n.starts) AS first_here, MIN(p.starts) AS starts, MIN(p.ends) AS ends
  FROM named n JOIN periods p ON n.starts < p.ends AND n.ends > p.starts
  WHERE {key} IS NOT NULL
  GROUP BY n.person, p.period, {key}
),
ever AS (SELECT person, MIN(starts) AS day FROM named GROUP BY person),
held AS (
  SELECT person, period, cell, value FROM (
    SELECT t.person, t.period, t.cell, a.value,
           ROW_NUMBER() OVER (PARTITION BY t.person, t.period, t.cell
             ORDER BY COALESCE(a.starts, -1000000) DESC, a.value) AS place
    FROM touched t JOIN attributes a ON a.person = t.person
    WHERE a.name = {residence} AND (a.starts IS NULL OR a.starts <= t.day)
      AND (a.ends IS NULL OR a.ends > t.day)
  ) ordered WHERE place = 1
)
SELECT t.*, COALESCE(p.sex, {unknown}) AS sex,
       COALESCE({age_band}, {unknown}) AS age_band,
       COALESCE(h.value, {unknown}) AS place,
       CASE WHEN h.value IS NULL THEN {unknown}
            WHEN h.value = {outside} THEN 'out' ELSE 'in' END AS qpv,
       CASE WHEN e.day >= t.starts THEN 1 ELSE 0 END AS is_new,
       CASE WHEN t.n_organisations > 1 THEN 1 ELSE 0 END AS is_multi,
       CASE WHEN c.month_index - p.birth_month >= {least}
             AND c.month_index - p.birth_month < {most} THEN 1 ELSE 0 END AS is_11_25
FROM touched t
JOIN persons p ON p.person = t.person
JOIN calendar c ON c.day = t.day
JOIN ever e ON e.person = t.person
LEFT JOIN held h ON h.person = t.person AND h.period = t.period AND h.cell = t.cell
"""

CUBE = """
SELECT period, cell, sex, age_band, qpv, place, is_new, is_multi, is_11_25,
       COUNT(*) AS n
FROM active
GROUP BY period, cell, sex, age_band, qpv, place, is_new, is_multi, is_11_25
"""

DOSES = """
SELECT sex, age_band, qpv, n_individual, COUNT(*) AS n
FROM active WHERE period = {period} AND n_individual > 0
GROUP BY sex, age_band, qpv, n_individual
"""

PASSAGES = """
SELECT p.period, COUNT(*) AS sessions, SUM(h.n) AS passages, SUM(h.n_girls) AS girls,
       SUM(CASE WHEN h.n_girls IS NOT NULL THEN h.n END) AS of_known_sex,
       SUM(h.n_qpv) AS qpv,
       SUM(CASE WHEN h.n_qpv IS NOT NULL THEN h.n END) AS of_known_place
FROM head_counts h JOIN periods p ON h.day >= p.starts AND h.day < p.ends
GROUP BY p.period
"""

EXITS = """
CREATE TABLE closures AS
SELECT person, period, day FROM (
  SELECT n.person, p.period, n.closed AS day,
         ROW_NUMBER() OVER (PARTITION BY n.person, p.period
           ORDER BY n.closed DESC, n.kind) AS place
  FROM named n JOIN periods p ON n.closed > p.starts AND n.closed <= p.ends
  WHERE n.modality = 'individual' AND n.closed IS NOT NULL
    AND COALESCE(n.end_reason, '') NOT IN {neutralised}
) ordered WHERE place = 1
"""

EXIT_CELLS = """
SELECT x.period, COALESCE(p.sex, {unknown}) AS sex,
       COALESCE({age_band}, {unknown}) AS age_band,
       CASE WHEN s.situation IS NULL OR s.situation = 'inconnue' THEN {unknown}
            ELSE COALESCE(k.class, 'autre') END AS part,
       COUNT(*) AS n
FROM closures x
JOIN persons p ON p.person = x.person
JOIN calendar c ON c.day = x.day
LEFT JOIN spells s ON s.person = x.person AND s.starts <= x.day AND s.ends > x.day
LEFT JOIN exit_classes k ON k.situation = s.situation
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Period:
    """A stretch of calendar time over which distinct young people are counted.

    Attributes:
        code: "2025", or "2023-2025" for years taken together.
        starts: first day.
        ends: first day after it.
    """

    code: str
    starts: date
    ends: date

    @property
    def years(self) -> int:
        """How many calendar years it takes together."""
        return self.ends.year - self.starts.year


def periods_of(
    as_of: date, *, n_years: int, pools: Sequence[int]
) -> tuple[Period, ...]:
    """List the periods of an extract: each year, then years taken together.

    Args:
        as_of: the day through whose end everything is known; its year is counted to it.
        n_years: how many years, the last one included.
        pools: how many of the last years are taken together, each a period.

    Returns:
        The years, the latest first, then the pools.

    >>> [p.code for p in periods_of(date(2026, 3, 1), n_years=2, pools=(3,))]
    ['2026', '2025', '2024-2026']
    """
    last = as_of.year
    years = [
        Period(str(year), date(year, 1, 1), date(year + 1, 1, 1))
        for year in range(last, last - n_years, -1)
    ]
    together = [
        Period(f"{last - n + 1}-{last}", date(last - n + 1, 1, 1), date(last + 1, 1, 1))
        for n in pools
    ]
    return (*years, *together)


def load_activity(extract: OpenExtract, periods: Sequence[Period]) -> None:
    """Make the tables of named interventions, of kinds and of periods.

    Args:
        extract: the open extract.
        periods: as `periods_of`.
    """
    engine, words = extract.engine, extract.nomenclature
    engine.load_frame(
        "periods",
        pd.DataFrame(
            {
                "period": [p.code for p in periods],
                "starts": [day_number(p.starts) for p in periods],
                "ends": [day_number(p.ends) for p in periods],
            }
        ),
    )
    kinds = words.interventions.values()
    engine.load_frame(
        "kinds",
        pd.DataFrame(
            {
                "kind": [k.code for k in kinds],
                "pillar": [k.pillar for k in kinds],
                "modality": [k.modality for k in kinds],
            }
        ),
    )
    engine.load_frame("exit_classes", _exit_classes(words))
    after = day_number(extract.manifest.as_of) + 1
    engine.execute("DROP TABLE IF EXISTS named")
    engine.execute(NAMED.format(after=after))


def count_active(extract: OpenExtract, *, by: str = WHOLE) -> pd.DataFrame:
    """Count the active young people of each period.

    Args:
        extract: after `load_activity`.
        by: "all", or organisation, action, pillar: each person once per cell of it.

    Returns:
        period, cell, sex, age_band, qpv, place, is_new, is_multi, is_11_25, n: the
        persons of each pattern, exact.
    """
    key = quoted(WHOLE) if by == WHOLE else f"n.{by}"
    extract.engine.execute("DROP TABLE IF EXISTS active")
    extract.engine.execute(
        ACTIVE.format(
            key=key,
            residence=quoted(RESIDENCE),
            outside=quoted(OUTSIDE),
            unknown=quoted(UNKNOWN_GROUP),
            age_band=age_case(extract.ages),
            least=11 * MONTHS_PER_YEAR,
            most=26 * MONTHS_PER_YEAR,
        )
    )
    return extract.engine.run(CUBE)


def count_doses(extract: OpenExtract, period: Period) -> pd.DataFrame:
    """Count young people by their number of individual interventions in a period.

    Args:
        extract: after `count_active` of the whole.
        period: which.

    Returns:
        sex, age_band, qpv, n_individual, n.
    """
    return extract.engine.run(DOSES.format(period=quoted(period.code)))


def count_passages(extract: OpenExtract) -> pd.DataFrame:
    """Count the participations of collective actions, which name nobody.

    Args:
        extract: after `load_activity`, holding `head_counts`.

    Returns:
        period, sessions, passages, girls and qpv with the passages of which each is
        known.
    """
    return extract.engine.run(PASSAGES)


def count_exits(extract: OpenExtract) -> pd.DataFrame:
    """Count, once a period and person, the exits from individual support by class.

    Neutralised reasons (death, move) are left out; the class is that of the situation
    on the day of the exit, "unknown" where it is not known.

    Args:
        extract: after `load_activity`.

    Returns:
        period, sex, age_band, part, n.
    """
    reasons = extract.nomenclature.end_reasons.values()
    neutral = [quoted(r.code) for r in reasons if r.neutralised] or ["''"]
    engine = extract.engine
    engine.execute("DROP TABLE IF EXISTS closures")
    engine.execute(EXITS.format(neutralised=f"({', '.join(neutral)})"))
    return engine.run(
        EXIT_CELLS.format(
            unknown=quoted(UNKNOWN_GROUP), age_band=age_case(extract.ages)
        )
    )


def age_case(ages: Sequence[AgeGroup]) -> str:
    """Write the age band of person `p` in the month of calendar `c`.

    Args:
        ages: the territory's age bands.

    Returns:
        An SQL expression.
    """
    if not ages:
        return "NULL"
    age = "c.month_index - p.birth_month"
    branches = " ".join(
        f"WHEN {age} >= {band.least * MONTHS_PER_YEAR}"
        f" AND {age} < {(band.most + 1) * MONTHS_PER_YEAR} THEN {quoted(band.code)}"
        for band in ages
    )
    return f"CASE {branches} END"


def _exit_classes(words: Nomenclature) -> pd.DataFrame:
    rows = [
        (situation, one.code)
        for one in words.exit_classes.values()
        for situation in one.situations
    ]
    return pd.DataFrame(rows, columns=["situation", "class"])
