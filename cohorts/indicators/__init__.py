"""Indicators for policy officers: released estimates in, rows to read out.

Comes in: `ReleasedEstimate`, a definition. Goes out: rates at horizons with their
uncertainty, never a count that disclosure did not pass. Every figure comes from the
cohort engine; nothing is computed a second way. Imported by charts and operations.
"""
