"""The evaluator's bench: models, situations over time and typical paths of a cohort.

In: a definition and an extract by name. Out: frozen answers that the workbench page
draws: exact estimates under the internal threshold, head counts as they may be told,
and never a row about a person. Operations, authorised and audited one by one; pages and
commands import them.
"""
