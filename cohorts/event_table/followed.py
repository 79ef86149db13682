"""Cases followed along their path: monthly states, episodes in states, exposures.

Counts are enough for curves; sequences, changes of state and dated exposures need each
person's own order of events. These frames carry a number per person that means nothing
outside the extract; they feed estimates and are never shown, stored or sent.

Read after `build_event_table`, which says who is in the cohort, from when, until when.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cohorts.definition.language import UNKNOWN_SITUATION, Clock
from cohorts.definition.sql_groups import column
from cohorts.definition.sql_text import among
from cohorts.event_table.build import CASES
from cohorts.event_table.failures import ClockDisagrees
from parcours.engines.engine import Engine


# The state of month k is the one held on the first day of the k-th month after the
# origin; that of month 0 is the one held on the day of origin.
MONTHLY = """
WITH kept AS (
  SELECT c.person, c.nth, c.origin, k.month_index AS origin_month{groups}
  FROM {cases} c JOIN calendar k ON k.day = c.origin
  WHERE c.first_kept = 1
), firsts AS (
  SELECT month_index, MIN(day) AS first_day FROM calendar GROUP BY month_index
), days AS (
  SELECT c.person, f.month_index - c.origin_month AS month,
    CASE WHEN f.month_index = c.origin_month THEN c.origin ELSE f.first_day END AS day
    {carried}
  FROM kept c JOIN firsts f
    ON f.month_index >= c.origin_month AND f.month_index < c.origin_month + {months}
), last_known AS (
  SELECT person, MAX(ends) AS known_until FROM spells
  WHERE situation <> '{unknown}' GROUP BY person
)
SELECT d.person, d.month, COALESCE(s.situation, '{unknown}') AS state{grouped}
FROM days d
JOIN last_known l ON l.person = d.person
LEFT JOIN spells s ON s.person = d.person AND s.starts <= d.day AND s.ends > d.day
WHERE d.person IN (
  SELECT c.person FROM days c JOIN last_known m ON m.person = c.person
  WHERE c.month = {months} - 1 AND c.day < m.known_until
)
ORDER BY d.person, d.month
"""

# An episode is a spell cut to the time from origin to the end of observation, on the
# clock of days since the origin.
EPISODES = """
SELECT c.person,
  CASE WHEN s.starts > c.entry_day THEN s.starts ELSE c.entry_day END - c.origin
    AS start,
  CASE WHEN s.ends < w.until THEN s.ends ELSE w.until END - c.origin AS stop,
  s.situation AS state{groups}
FROM {cases} c
JOIN (
  SELECT person, MAX(ends) AS until FROM spells
  WHERE situation <> '{unknown}' GROUP BY person
) w ON w.person = c.person
JOIN spells s ON s.person = c.person AND s.ends > c.entry_day AND s.starts < w.until
WHERE c.first_kept = 1
ORDER BY c.person, s.starts
"""

PERSONS = "SELECT COUNT(*) AS n FROM {cases} WHERE first_kept = 1"

# A case is exposed from the day (or month) after that on which the first intervention
# of the kinds begins, or the first situation is entered: what happens on that day
# itself is not due to it. What was only planned was not done.
EXPOSED = """
WITH begun AS (
  SELECT person, starts FROM interventions
  WHERE kind IN {kinds} AND state NOT IN ('planned', 'cancelled')
  UNION ALL SELECT person, starts FROM spells WHERE situation IN {situations}
), firsts AS (
  SELECT c.person, c.nth,
    MIN(CASE WHEN b.starts >= c.origin THEN b.starts END) AS first_day,
    MAX(CASE WHEN b.starts < c.origin THEN 1 ELSE 0 END) AS had_before
  FROM {cases} c JOIN begun b ON b.person = c.person
  WHERE c.left_at IS NULL GROUP BY c.person, c.nth
)
SELECT c.person, c.nth, c.entry, c.exit, c.cause,
  {exposed} AS exposed, COALESCE(x.had_before, 0) AS exposed_before{groups}
FROM {cases} c
LEFT JOIN firsts x ON x.person = c.person AND x.nth = c.nth{joins}
WHERE c.left_at IS NULL
ORDER BY c.person, c.nth
"""

# On each clock: the time of a day, and the tables that it is read from.
TIMES: dict[Clock, str] = {
    "days": "{day} - c.origin",
    "calendar_months": "{month}.month_index - ko.month_index",
    "age": "{month}.month_index - p.birth_month",
}
JOINS: dict[Clock, str] = {
    "days": "",
    "calendar_months": "\nLEFT JOIN calendar ko ON ko.day = c.origin",
    "age": "\nLEFT JOIN persons p ON p.person = c.person",
}

OTHER_CLOCK = """
SELECT COUNT(*) AS n FROM {cases} c
LEFT JOIN calendar kl ON kl.day = c.exit_day{joins}
WHERE c.left_at IS NULL AND c.exit <> {leaving}
"""


@dataclass(frozen=True, eq=False)
class MonthlyStates:
    """One state a month, for the persons whose path is known that long.

    Attributes:
        states: names met, in alphabetical order, K.
        codes: one row a person, columns 0..T-1, codes into `states`.
        groups: one row a person, a column per group asked for.
        n_cases: persons of the cohort, those whose path ends earlier included.
    """

    states: tuple[str, ...]
    codes: pd.DataFrame
    groups: pd.DataFrame
    n_cases: int


def read_monthly_states(
    engine: Engine, *, months: int, groups: Sequence[str] = ()
) -> MonthlyStates:
    """Read the state of each person of the cohort, month by month from the origin.

    Args:
        engine: after `build_event_table`.
        months: how many, the month of origin included.
        groups: breakdowns to carry, among those the event table was built with.

    Returns:
        States of the persons whose path is known through the last month; the others
        are left out, and counted by difference.
    """
    names = [column(group) for group in groups]
    query = MONTHLY.format(
        cases=CASES,
        months=int(months),
        unknown=UNKNOWN_SITUATION,
        groups="".join(f", c.{name}" for name in names),
        carried="".join(f", c.{name}" for name in names),
        grouped="".join(f", d.{name}" for name in names),
    )
    rows = engine.run(query)
    states = tuple(sorted(rows["state"].unique()))
    rows["code"] = rows["state"].map({state: k for k, state in enumerate(states)})
    codes = rows.pivot_table(index="person", columns="month", values="code")
    codes = codes.reindex(columns=range(months))
    kept = rows.drop_duplicates("person").set_index("person")[names]
    kept.columns = pd.Index(list(groups))
    n_cases = engine.run(PERSONS.format(cases=CASES))
    return MonthlyStates(
        states, codes.astype("int64"), kept.loc[codes.index], int(n_cases["n"].iloc[0])
    )


def read_episodes(engine: Engine, *, groups: Sequence[str] = ()) -> pd.DataFrame:
    """Read the stays in each situation of the persons of the cohort.

    Args:
        engine: after `build_event_table`.
        groups: breakdowns to carry, among those the event table was built with.

    Returns:
        One row a stay, of the person's first case that is kept, whatever its number:
        person, start, stop (days since the origin, start exclusive as days are counted
        from their end), state, to (the next state, None at the end of
        what is known), and a column per group.
    """
    rows = engine.run(
        EPISODES.format(
            cases=CASES,
            unknown=UNKNOWN_SITUATION,
            groups=_carried(groups),
        )
    )
    following = rows.groupby("person")["state"].shift(-1)
    rows["to"] = following.astype(object).mask(following.isna(), other=None)
    return rows


def read_exposed(
    engine: Engine,
    *,
    kinds: Sequence[str] = (),
    situations: Sequence[str] = (),
    clock: Clock = "days",
    groups: Sequence[str] = (),
) -> pd.DataFrame:
    """Read when each case was first reached by an intervention, or entered a situation.

    Args:
        engine: after `build_event_table`.
        kinds: codes of the interventions that count; planned or cancelled ones do not.
        situations: situations that count when they are entered.
        clock: the clock of the definition that the event table was built with.
        groups: breakdowns to carry, among those the event table was built with.

    Returns:
        One row a case, each counted from its own origin: person, nth, entry, exit,
        cause, exposed (time on the clock of the first such beginning on the day of
        origin or later, NaN if none), exposed_before (1 if there was one before the
        origin, else 0), and a column per group.

    Raises:
        ClockDisagrees: the event table was built with another clock.
    """
    joins = JOINS[clock]
    other = engine.run(
        OTHER_CLOCK.format(
            cases=CASES,
            joins=joins,
            leaving=TIMES[clock].format(day="c.exit_day", month="kl"),
        )
    )
    if int(other["n"].iloc[0]):
        raise ClockDisagrees(clock)
    if clock != "days":
        joins += "\nLEFT JOIN calendar kx ON kx.day = x.first_day"
    rows = engine.run(
        EXPOSED.format(
            cases=CASES,
            kinds=among(tuple(kinds) or ("",)),
            situations=among(tuple(situations) or ("",)),
            exposed=TIMES[clock].format(day="x.first_day", month="kx"),
            joins=joins,
            groups=_carried(groups),
        )
    )
    return rows.astype({"exposed": "float64", "exposed_before": "int64"})


def _carried(groups: Sequence[str]) -> str:
    return "".join(f', c.{column(group)} AS "{group}"' for group in groups)
