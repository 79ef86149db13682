"""Counts and the risk tables that are their margins.

Comes in: counted cells (group, entry, exit, cause → rows, persons). Goes out:
`Counts`, its algebra (`margins`) and one `RiskTable` per group. May be imported by
`estimates` and every room after it.
"""
