"""The programme of an extract → its funded actions, their money, their head-counts.

No person stands in these tables: what was granted and spent is public money, and a
head-count is a number that somebody wrote on a sheet. A person counted on two days is
two participations; persons are counted under their pseudonyms alone.
"""

from pathlib import Path

import pandas as pd

from cohorts.definition.sql_text import day_number
from cohorts.event_table.several import OpenExtract


TABLES = (
    "actions",
    "budget_lines",
    "action_counts",
    "head_counts",
    "objectives",
    "targets",
)
EMPTY = {
    "actions": (
        "SELECT '' AS action, '' AS application, '' AS title, '' AS organisation,"
        " '' AS contract, 0 AS year, '' AS objective, '' AS pillar, '' AS themes,"
        " '' AS state WHERE 1 = 0"
    ),
    "budget_lines": (
        "SELECT '' AS application, '' AS side, '' AS funder, 0 AS asked_cents,"
        " 0 AS granted_cents, 0 AS spent_cents WHERE 1 = 0"
    ),
    "action_counts": (
        "SELECT '' AS action, 0 AS day, 0 AS n, 0 AS n_girls, 0 AS n_qpv WHERE 1 = 0"
    ),
    "objectives": (
        "SELECT '' AS contract, '' AS objective, '' AS parent, '' AS kind,"
        " '' AS name WHERE 1 = 0"
    ),
    "targets": (
        "SELECT '' AS contract, '' AS objective, '' AS action, '' AS label,"
        " '' AS indicator, '' AS unit, 0.0 AS baseline, 0 AS baseline_day,"
        " 0.0 AS aim, 0 AS due WHERE 1 = 0"
    ),
    "head_counts": (
        "SELECT '' AS action, 0 AS day, 0 AS n, 0 AS n_girls, 0 AS n_qpv WHERE 1 = 0"
    ),
}

ACTIONS = """
SELECT a.action, a.application, a.title, a.organisation, a.contract, a.year,
       a.objective, a.pillar, a.themes, a.state,
       SUM(CASE WHEN b.side = 'expense' THEN b.asked_cents END) AS cost_cents,
       SUM(CASE WHEN b.side = 'income' THEN b.granted_cents END) AS granted_cents,
       SUM(CASE WHEN b.side = 'expense' THEN b.spent_cents END) AS spent_cents
FROM actions a LEFT JOIN budget_lines b ON b.application = a.application
GROUP BY a.action, a.application, a.title, a.organisation, a.contract, a.year,
         a.objective, a.pillar, a.themes, a.state
ORDER BY a.year, a.application
"""

LEVELS = """
SELECT contract, objective, parent, kind, name FROM objectives
ORDER BY contract, objective
"""

AIMS = """
SELECT contract, objective, action, label, indicator, unit, baseline, baseline_day, aim,
       due
FROM targets ORDER BY contract, label, objective, action
"""

COUNTED = """
SELECT c.action, p.period, COUNT(*) AS sheets, SUM(c.n) AS n,
       SUM(c.n_girls) AS girls,
       SUM(CASE WHEN c.n_girls IS NOT NULL THEN c.n END) AS of_known_sex,
       SUM(c.n_qpv) AS qpv,
       SUM(CASE WHEN c.n_qpv IS NOT NULL THEN c.n END) AS of_known_place
FROM {table} c JOIN periods p ON c.day >= p.starts AND c.day < p.ends
WHERE c.day <= {as_of} GROUP BY c.action, p.period
"""

IN_SPENT = """
SELECT p.period, COUNT(DISTINCT n.person) AS n
FROM named n
JOIN periods p ON n.starts < p.ends AND n.ends > p.starts
JOIN (SELECT DISTINCT a.action, CAST(a.year AS VARCHAR(4)) AS year
      FROM actions a JOIN budget_lines b ON b.application = a.application
      WHERE b.side = 'expense' AND b.spent_cents IS NOT NULL) a
  ON a.action = n.action AND a.year = p.period
GROUP BY p.period
"""


def load_programme(extract: OpenExtract, folder: Path) -> None:
    """Show the programme's tables in the engine; one that is missing is empty.

    Args:
        extract: the open extract.
        folder: its folder; extracts of earlier versions have no programme.
    """
    for table in TABLES:
        path = folder / f"{table}.parquet"
        if path.is_file():
            extract.engine.load_parquet(table, path)
        else:
            extract.engine.execute(f"CREATE VIEW {table} AS {EMPTY[table]}")


def list_actions(extract: OpenExtract) -> pd.DataFrame:
    """List the funded actions with their money, in cents of euro.

    Args:
        extract: after `load_programme`.

    Returns:
        action, application, title, organisation, contract, year, objective, pillar,
        themes, state, cost_cents, granted_cents, spent_cents (null = not said).
    """
    return extract.engine.run(ACTIONS)


def list_levels(extract: OpenExtract) -> pd.DataFrame:
    """List the levels of the contracts.

    Args:
        extract: after `load_programme`.

    Returns:
        contract, objective, parent, kind, name.
    """
    return extract.engine.run(LEVELS)


def list_aims(extract: OpenExtract) -> pd.DataFrame:
    """List the targets of the contracts.

    Args:
        extract: after `load_programme`.

    Returns:
        contract, objective, action, label, indicator, unit, baseline, baseline_day
        (null = not said), aim, due (day).
    """
    return extract.engine.run(AIMS)


def count_participations(extract: OpenExtract, *, table: str) -> pd.DataFrame:
    """Sum the head-counts of each action and period.

    Args:
        extract: after `load_programme` and `load_activity`.
        table: `action_counts` (of actions) or `head_counts` (all, by their title).

    Returns:
        action, period, sheets, n, girls and qpv with the participations of which each
        is known (null = never said).
    """
    as_of = day_number(extract.manifest.as_of)
    return extract.engine.run(COUNTED.format(table=table, as_of=as_of))


def count_in_spent(extract: OpenExtract) -> dict[str, int]:
    """Count distinct persons named in an action of its year that says what it spent.

    Args:
        extract: after `load_programme` and `load_activity`.

    Returns:
        year → persons, exact.
    """
    rows = extract.engine.run(IN_SPENT)
    return {str(p): int(n) for p, n in zip(rows["period"], rows["n"], strict=True)}
