"""The record of life paths: what was learned of young people, and what follows from it.

Comes in: pseudonyms, dated facts, the territory's nomenclature. Goes out: life paths,
operations that pages and commands call, extracts for `cohorts`. Names and dates of
birth never enter: only `intake`, `people`, `rights`, `matching` and `keeping` may call
the desk of `pseudonymisation`.

May import it: `cohorts`, `app_pages`, `commands` and `app`.
"""
