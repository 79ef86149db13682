"""Cohorts: from an extract (or an outside table) to figures that may be shown.

Comes in: extracts in Parquet, cohort definitions in YAML, outside tables in CSV or
Parquet; never the vault, never the record. Goes out: exact estimates for the
evaluator's workbench, released estimates for every page, report and bundle. May be
imported by `app_pages`, `commands`, `bench` and `app`.

Inside, each room imports only those before it: `definition < event_table <
risk_table < estimates < regression < exposure < guards < disclosure < indicators <
charts < operations`.
"""
