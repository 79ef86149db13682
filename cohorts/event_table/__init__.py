"""Event tables: an extract and a definition → counts, attrition and exits.

Comes in: an extract folder, a `CohortDefinition`, an engine. Goes out: `CohortCounts`;
the event table itself stays in the engine and no row leaves it. May be imported by
`risk_table` users, `estimates` and every room after them, and by `commands`.
"""
