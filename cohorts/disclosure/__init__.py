"""What may be shown: counts in, protected counts and released estimates out.

Comes in: exact `Counts` and the rules of `config/disclosure.yaml`. Goes out:
`ReleasedEstimate`, the only kind of figure that a chart, a page or a report accepts.
The estimates themselves are the functions of `cohorts.estimates`, called on protected
counts: a shown curve and the counts shown beside it always agree.
Imported by indicators, charts, report and the operations.
"""
