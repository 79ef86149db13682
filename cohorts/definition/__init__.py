"""Cohort definitions: YAML → frozen types → French paragraph, ANSI SQL, hash.

Comes in: `config/cohorts/*.yaml`, `config/dropout_rules.yaml`. Goes out:
`CohortDefinition`, its explanation in plain words, its SQL text, its hash. May be
imported by every later room of `cohorts`, by `app_pages` and by `commands`.
"""
