"""Interventions and contacts: what was done with or for a young person.

Comes in: an entry by someone who knows the young person. Goes out: the row's id.
A row is corrected by a new one or withdrawn; nothing that was told disappears.
"""
