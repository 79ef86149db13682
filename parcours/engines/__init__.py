"""Engines run one SQL text over named tables and answer with a small frame.

Comes in: Parquet files or pandas frames under a name, and ANSI SQL over integer days.
Goes out: pandas frames. An engine knows nothing of young people, rules or cohorts.

May import it: `parcours.path` and every room after it, `cohorts`.
"""
