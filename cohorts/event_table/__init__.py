"""Event tables: an extract (or an outside table) → counted cells, attrition, exits.

Comes in: an extract's folder and a `CohortDefinition`, or a CSV or Parquet table of
anybody's. Goes out: `CohortCells`; the event table itself stays in the engine and no
row leaves it. May be imported by every later room of `cohorts`, and by `commands`.
"""
