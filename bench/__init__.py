"""Measurements: what the product costs, beside its peers, in one run on one machine.

Comes in: nothing; each measurement makes its own data from a seed. Goes out: figures
as text or JSON. Nothing imports `bench`; tests never time anything.
"""
