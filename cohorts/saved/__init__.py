"""Saved definitions: drafts and versions, in the evaluators' own store.

Comes in: a definition as YAML text, with its author and instant. Goes out: frozen
versions, and what two of them say otherwise. Holds no person. May be imported by
`cohorts.analysing` and every room after it.
"""
