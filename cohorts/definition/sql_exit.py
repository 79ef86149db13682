"""Exits: the SQL that finds when each case leaves the risk set, and why.

`observed` says from which day to which a case is under observation, which ends on the
last day that anyone established; `exits` gives, per cause and per reason of
censoring, the first day, FAR_DAY where there is none.

A run of a cause's situations that already covers the origin is dated the day before
it, so that the case is seen to be out before it can come in.
"""

from cohorts.definition.language import (
    MONTHS_PER_YEAR,
    UNKNOWN_SITUATION,
    Cause,
    CohortDefinition,
)
from cohorts.definition.sql_origin import confirmed
from cohorts.definition.sql_text import FAR_DAY, among, joined, quoted


SILENCE = "silence"  # reason of censoring: nothing established for too long

OBSERVED = """
established AS (
  SELECT person, MAX(day) AS day
  FROM (
    SELECT person, evidence AS day FROM spells WHERE situation <> {unknown}
    {statuses}
  ) told GROUP BY person
),
observed AS (
  SELECT c.person, c.nth, c.origin,
         MIN(CASE WHEN w.starts > c.origin THEN w.starts
                  ELSE c.origin END) AS entry_day,
         MAX(CASE WHEN w.ends <= e.day AND w.ends <= {horizon} THEN w.ends
                  WHEN e.day >= {horizon} THEN {horizon}
                  WHEN e.day < c.origin THEN c.origin
                  ELSE e.day + 1 END) AS window_end,
         MAX(CASE WHEN w.ends <= {horizon} THEN w.ends
                  ELSE {horizon} END) AS watched_until,
         MIN(a.starts) AS observed_from
  FROM cases c
  JOIN established e ON e.person = c.person
  JOIN windows w ON w.person = c.person
   AND (w.ends IS NULL OR w.ends > c.origin) AND w.starts < {horizon}
  JOIN (SELECT person, MIN(starts) AS starts FROM windows GROUP BY person) a
    ON a.person = c.person
  GROUP BY c.person, c.nth, c.origin
)"""

SILENCES = """
signs AS (
  SELECT person, starts, evidence + 1 AS ends FROM spells WHERE situation <> {unknown}
  {statuses}
  UNION ALL SELECT person, -{far}, -{far} FROM cases GROUP BY person
),
silences AS (
  SELECT person,
         MAX(ends) OVER (PARTITION BY person ORDER BY starts, ends
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS starts,
         COALESCE(LEAD(starts) OVER (PARTITION BY person ORDER BY starts, ends),
                  {far}) AS ends
  FROM signs
)"""

SIGN_STATUSES = """UNION ALL
  SELECT person, day, day + 1 FROM follow_up WHERE status IN {statuses}"""

SILENT_DAYS = """
  SELECT o.person, o.nth, 0 AS cause, 'silence' AS verdict,
         CASE WHEN s.starts > o.entry_day THEN s.starts ELSE o.entry_day END AS day
  FROM observed o JOIN silences s ON s.person = o.person AND s.ends > o.entry_day
  WHERE CASE WHEN s.ends < o.watched_until THEN s.ends ELSE o.watched_until END
      - CASE WHEN s.starts > o.entry_day THEN s.starts
             ELSE o.entry_day END > {days}"""

ESTABLISHED_STATUSES = """UNION ALL
    SELECT person, day FROM follow_up WHERE status IN {statuses}"""

ESTABLISHED_DEEDS = """UNION ALL
    SELECT person, starts AS day FROM interventions WHERE kind IN {kinds}
      AND state NOT IN ('planned', 'cancelled') AND starts < {horizon}"""

RUN_SPELLS = """
run_{k}_spells AS (
  SELECT s.person, s.spell, s.starts, s.ends, s.evidence,
         s.spell - ROW_NUMBER() OVER (PARTITION BY s.person ORDER BY s.spell) AS island
  FROM spells s JOIN (SELECT person, MIN(origin) AS origin FROM cases GROUP BY person) c
    ON c.person = s.person AND s.ends > c.origin
  WHERE s.situation IN {situations}
),
run_{k} AS (
  SELECT person, MIN(starts) AS starts, MAX(ends) AS ends, MAX(evidence) AS evidence,
         MAX(spell) AS last_spell
  FROM run_{k}_spells GROUP BY person, island
)"""

RUN_DAYS = """
  SELECT c.person, c.nth, {k} AS cause, {verdict} AS verdict,
         CASE WHEN r.starts <= c.origin THEN c.origin - 1 ELSE r.starts END AS day
  FROM cases c
  JOIN run_{k} r ON r.person = c.person AND r.ends > c.origin {following}"""

FOLLOWING = "LEFT JOIN spells f ON f.person = r.person AND f.spell = r.last_spell + 1"

VERDICT = (
    "CASE WHEN {confirmed} THEN 'event'"
    " WHEN r.ends - r.starts < {days} AND (f.situation <> {unknown}"
    " OR (r.ends < {horizon} AND r.evidence >= r.ends - 1)) THEN 'ended'"
    " ELSE 'to_confirm' END"
)

STATUS_DAYS = """
  SELECT o.person, o.nth, {k} AS cause, {verdict} AS verdict, f.day AS day
  FROM observed o JOIN follow_up f ON f.person = o.person AND f.day >= o.{since}
  WHERE f.status IN {statuses}"""

DEED_DAYS = """
  SELECT c.person, c.nth, {k} AS cause, 'event' AS verdict,
         CASE WHEN i.starts < c.origin THEN c.origin - 1 ELSE i.starts END AS day
  FROM cases c
  JOIN interventions i ON i.person = c.person AND i.kind IN {kinds}
   AND i.state NOT IN ('planned', 'cancelled') AND i.starts < {horizon}
   AND (i.starts >= c.origin OR i.ends > c.origin
        OR (i.ends IS NULL AND i.state = 'ongoing')){elsewhere}"""

GAP_DAYS = """
  SELECT o.person, o.nth, 0 AS cause, 'unknown_gap' AS verdict,
         CASE WHEN s.starts > o.entry_day THEN s.starts ELSE o.entry_day END AS day
  FROM observed o JOIN spells s ON s.person = o.person
  WHERE s.situation = {unknown} AND s.ends > o.entry_day
    AND s.ends - CASE WHEN s.starts > o.entry_day THEN s.starts
                      ELSE o.entry_day END > {days}"""

AGE_DAYS = """
  SELECT o.person, o.nth, 0 AS cause, 'age_limit' AS verdict, m.first_day AS day
  FROM observed o JOIN persons p ON p.person = o.person
  JOIN (SELECT MIN(month_index) AS month_index FROM calendar) k ON 1 = 1
  JOIN months m
    ON m.month_index = CASE WHEN p.birth_month + {months} < k.month_index
                            THEN k.month_index ELSE p.birth_month + {months} END"""

EXITS = """
ends_of_risk AS ({union}
),
exits AS (
  SELECT person, nth,
    {columns}
  FROM ends_of_risk GROUP BY person, nth
)"""

FIRST_DAY = "COALESCE(MIN(CASE WHEN {test} THEN day END), {far}) AS {name}"


def exits_sql(definition: CohortDefinition, *, horizon: int) -> str:
    """Write the expressions that end in `observed` and `exits`.

    Args:
        definition: the cohort.
        horizon: the first day that nobody can know of (as-of day + 1).

    Returns:
        Common table expressions, to follow those of `origin_sql`.
    """
    runs, days = [], []
    for k, cause in enumerate(definition.causes, start=1):
        if cause.situations:
            runs.append(RUN_SPELLS.format(k=k, situations=among(cause.situations)))
        days.append(_cause_days(k, cause, horizon))
    days += _censoring_days(definition)
    union = "\n  UNION ALL".join(days)
    columns = ",\n    ".join(_columns(definition))
    exits = EXITS.format(union=union, columns=columns)
    observed = [_observed(definition, horizon), _silences(definition)]
    return joined([*observed, *runs, exits])


def censoring_reasons(definition: CohortDefinition) -> tuple[str, ...]:
    """Name the reasons for which a case may be censored before its window ends.

    Args:
        definition: the cohort.

    Returns:
        Reason codes; where two fall on one day, the first is given.
    """
    censoring = definition.censoring
    confirms = any(cause.confirmation_days for cause in definition.causes)
    return (
        *(("to_confirm",) if confirms else ()),
        *censoring.follow_up,
        *(() if censoring.lost_after_days is None else (SILENCE,)),
        *(() if censoring.unknown_gap_days is None else ("unknown_gap",)),
        *(() if censoring.age_limit_years is None else ("age_limit",)),
    )


def _observed(definition: CohortDefinition, horizon: int) -> str:
    """Observation ends with its window, and never after the last established day.

    A presumed situation (an open fact within its validity) is not an observation: it
    would count days at risk on which no event could have been learnt.
    """
    dated = _dating_statuses(definition)
    statuses = ESTABLISHED_STATUSES.format(statuses=among(dated)) if dated else ""
    kinds = tuple(kind for cause in definition.causes for kind in cause.interventions)
    if kinds:
        statuses += ESTABLISHED_DEEDS.format(kinds=among(kinds), horizon=horizon)
    unknown = quoted(UNKNOWN_SITUATION)
    return OBSERVED.format(horizon=horizon, unknown=unknown, statuses=statuses)


def _silences(definition: CohortDefinition) -> str:
    """Stretches on which nothing is established: what is only presumed is silence."""
    if definition.censoring.lost_after_days is None:
        return ""
    dated = _dating_statuses(definition)
    statuses = SIGN_STATUSES.format(statuses=among(dated)) if dated else ""
    unknown = quoted(UNKNOWN_SITUATION)
    return SILENCES.format(unknown=unknown, statuses=statuses, far=FAR_DAY)


def _dating_statuses(definition: CohortDefinition) -> tuple[str, ...]:
    """Statuses by which something is established: those that are an event here."""
    return tuple(s for cause in definition.causes for s in cause.follow_up)


def _cause_days(k: int, cause: Cause, horizon: int) -> str:
    if cause.follow_up:
        return STATUS_DAYS.format(
            k=k, verdict="'event'", since="origin", statuses=among(cause.follow_up)
        )
    if cause.interventions:
        other = "\n   AND i.organisation <> c.organisation" if cause.elsewhere else ""
        return DEED_DAYS.format(
            k=k, kinds=among(cause.interventions), horizon=horizon, elsewhere=other
        )
    days = cause.confirmation_days
    if days == 0:
        return RUN_DAYS.format(k=k, verdict="'event'", following="")
    verdict = VERDICT.format(
        confirmed=confirmed("r", days, horizon=horizon),
        days=days,
        unknown=quoted(UNKNOWN_SITUATION),
        horizon=horizon,
    )
    return RUN_DAYS.format(k=k, verdict=verdict, following=FOLLOWING)


def _censoring_days(definition: CohortDefinition) -> list[str]:
    censoring, days = definition.censoring, []
    if censoring.follow_up:
        statuses = among(censoring.follow_up)
        days.append(
            STATUS_DAYS.format(
                k=0, verdict="f.status", since="entry_day", statuses=statuses
            )
        )
    if censoring.lost_after_days is not None:
        days.append(SILENT_DAYS.format(days=censoring.lost_after_days))
    if censoring.unknown_gap_days is not None:
        days.append(
            GAP_DAYS.format(
                unknown=quoted(UNKNOWN_SITUATION), days=censoring.unknown_gap_days
            )
        )
    if censoring.age_limit_years is not None:
        months = censoring.age_limit_years * MONTHS_PER_YEAR
        days.append(AGE_DAYS.format(months=months))
    return days


def _columns(definition: CohortDefinition) -> list[str]:
    tests = [
        (f"cause = {k} AND verdict = 'event'", f"cause_{k}")
        for k in range(1, len(definition.causes) + 1)
    ]
    tests += [
        (f"verdict = {quoted(reason)}", f"reason_{place}")
        for place, reason in enumerate(censoring_reasons(definition), start=1)
    ]
    return [FIRST_DAY.format(test=test, far=FAR_DAY, name=name) for test, name in tests]
