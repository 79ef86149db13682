"""The one SQL text that turns facts into spells, on every engine.

Tables it reads: `facts`, `situation_rules`, `closes`, `calendar`. Days are integers,
intervals half-open. Only what DuckDB, SQLite, PostgreSQL and Spark read alike: common
table expressions, joins, CASE, MIN, MAX, window functions; no date function, no
division, no remainder.

The strength of a fact packs, in decimal digits, what decides between facts that cover
the same day, so that the smallest number wins. An 18-digit BIGINT, below 2^63:

    1 PP KKKKKK SSSSSS CCC
    PP      precedence of the situation, 00 to 99
    KKKKKK  days between the day it was known and the as-of day (latest known wins)
    SSSSSS  days between its start and the as-of day (latest start wins)
    CCC     order of the situation's code, which also names the winner

Two facts of one strength tell the same situation, so the id of the fact need not
decide. `parcours.path.timeline` refuses values that do not fit their digits.
"""

UNKNOWN = "inconnue"
MAX_PRECEDENCE = 99
MAX_AGE_DAYS = 999_999
MAX_CODES = 1_000

_SPELLS = """
WITH
-- What is known on the as-of day; facts that end before they start tell nothing.
known AS (
  SELECT f.person, r.code_order AS code, f.starts,
    CASE WHEN f.ends > {end} THEN {end} ELSE f.ends END AS told,
    CASE WHEN f.verified IS NULL OR f.verified < f.starts THEN f.starts
         WHEN f.verified > {as_of} THEN {as_of}
         ELSE f.verified END AS verified,
    CASE WHEN r.situation = '{unknown}' THEN 0 ELSE 1 END AS tells,
    r.validity_days, r.until_31_august,
    100000000000000000
      + CAST(r.precedence AS BIGINT) * 1000000000000000
      + CAST({as_of} - CASE WHEN f.known > {as_of} THEN {as_of} ELSE f.known END
             AS BIGINT) * 1000000000
      + CAST({as_of} - f.starts AS BIGINT) * 1000
      + r.code_order AS strength
  FROM facts f
  JOIN situation_rules r ON r.situation = f.situation
  WHERE f.starts <= {as_of} AND (f.ends IS NULL OR f.ends > f.starts)
    AND f.person >= {first_person} AND f.person <= {last_person}
),
closing_codes AS (
  SELECT later.code_order AS closer, earlier.code_order AS closed
  FROM closes c
  JOIN situation_rules later ON later.situation = c.situation
  JOIN situation_rules earlier ON earlier.situation = c.closed
),
-- An open fact ends at the first later start of a situation that closes it.
closings AS (
  SELECT o.person, o.strength,
    MIN(CASE WHEN k.closed = o.code THEN l.starts END) AS closed
  FROM known o
  JOIN known l ON l.person = o.person AND l.starts > o.starts
  JOIN closing_codes k ON k.closer = l.code AND k.closed = o.code
  WHERE o.told IS NULL
  GROUP BY o.person, o.strength
),
-- Or when its validity runs out after the last day it was seen to hold.
expiries AS (
  SELECT f.person, f.code, f.tells, f.strength, f.starts, f.verified, f.told, c.closed,
    CASE WHEN f.until_31_august = 1 THEN d.next_1_september
         WHEN f.validity_days IS NULL THEN {end}
         ELSE f.verified + f.validity_days END AS expires
  FROM known f
  LEFT JOIN closings c ON c.person = f.person AND c.strength = f.strength
  LEFT JOIN calendar d ON d.day = f.verified
),
-- An end is told by the fact itself or by the fact that closes it; else presumed.
endings AS (
  SELECT person, code, tells, strength, starts, verified,
    CASE WHEN told IS NOT NULL THEN told
         WHEN closed <= expires THEN closed END AS told,
    CASE WHEN told IS NULL AND closed <= expires THEN 1 ELSE 0 END AS is_closed,
    CASE WHEN expires > {end} THEN {end} ELSE expires END AS expires
  FROM expiries
),
covers AS (
  SELECT person, code, strength, starts, is_closed,
    CASE WHEN tells = 0 THEN starts
         WHEN told IS NULL THEN expires ELSE told END AS ends,
    CASE WHEN told IS NULL THEN verified ELSE told - 1 END AS evidence
  FROM endings
),
-- The situation can change only where a fact starts or stops to cover; a closed fact
-- stops where another starts.
boundaries AS (
  SELECT person, starts AS day FROM covers
  UNION ALL
  SELECT person, ends AS day FROM covers WHERE ends <= {as_of} AND is_closed = 0
),
strongest AS (
  SELECT b.person, b.day, MIN(f.strength) AS strength
  FROM boundaries b
  LEFT JOIN covers f
    ON f.person = b.person AND f.starts <= b.day AND f.ends > b.day
  GROUP BY b.person, b.day
),
digits AS (
  SELECT person, day, CAST(strength AS VARCHAR(18)) AS strength FROM strongest
),
winners AS (
  SELECT person, day,
    COALESCE(CAST(SUBSTRING(strength, 16, 3) AS INTEGER), -1) AS code,
    CASE WHEN CAST(SUBSTRING(strength, 10, 6) AS INTEGER) = {as_of} - day
         THEN 1 ELSE 0 END AS opens
  FROM digits
),
-- Adjacent equal days make one spell.
changes AS (
  SELECT person, day, code, opens,
    LAG(code) OVER (PARTITION BY person ORDER BY day) AS code_before
  FROM winners
),
intervals AS (
  SELECT person, code, day AS starts,
    COALESCE(LEAD(day) OVER (PARTITION BY person ORDER BY day), {end}) AS ends,
    LEAD(opens) OVER (PARTITION BY person ORDER BY day) AS next_opens,
    ROW_NUMBER() OVER (PARTITION BY person ORDER BY day) AS spell
  FROM changes
  WHERE code_before IS NULL OR code_before <> code
),
-- All facts of the situation speak for the spell, also those that did not win.
established AS (
  SELECT i.person, i.spell, MIN(i.code) AS code, MIN(i.starts) AS starts,
    MIN(i.ends) AS ends, MIN(i.next_opens) AS next_opens, MAX(f.evidence) AS evidence
  FROM intervals i
  LEFT JOIN covers f
    ON f.person = i.person AND f.code = i.code
    AND f.starts < i.ends AND f.ends > i.starts
  GROUP BY i.person, i.spell
)
SELECT e.person, CAST(e.spell AS INTEGER) AS spell,
  COALESCE(r.situation, '{unknown}') AS situation, e.starts, e.ends,
  CASE WHEN e.code = -1 THEN e.starts
       WHEN e.next_opens = 1 OR e.evidence >= e.ends THEN e.ends - 1
       WHEN e.evidence < e.starts THEN e.starts
       ELSE e.evidence END AS evidence
FROM established e
LEFT JOIN situation_rules r ON r.code_order = e.code
"""

LARGEST_PERSON = 9_223_372_036_854_775_807


def spells_query(
    *, as_of: int, first_person: int = 0, last_person: int = LARGEST_PERSON
) -> str:
    """Write the query for an as-of day and a range of persons.

    Args:
        as_of: the as-of day; the path is known through its end.
        first_person: lowest person id, included.
        last_person: highest person id, included.

    Returns:
        A SELECT whose rows are person, spell, situation, starts, ends, evidence.
    """
    return _SPELLS.format(
        as_of=int(as_of),
        end=int(as_of) + 1,
        first_person=int(first_person),
        last_person=int(last_person),
        unknown=UNKNOWN,
    )
