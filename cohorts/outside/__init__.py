"""The product's methods on anybody's table: file + wish → one `Estimate`.

In: a CSV or Parquet of the user's own and what is wanted of it (`wish.Wish`). Out: an
exact `Estimate`; the table is theirs, so nothing is protected here, and no governed
store is opened. Composes `event_table` (reading), `estimates` and `regression`; only
commands import it.
"""
