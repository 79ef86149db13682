"""Collective actions: one sheet for a worksite, an outing, an evening, a street round.

Comes in: a whole sheet, its grid of hours and its counts. Goes out: one intervention
per young person, their days, head-counts without names; all of it or nothing. Pages
call the operations; nobody else writes these tables.
"""
