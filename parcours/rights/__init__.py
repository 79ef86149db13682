"""Rights of young people: told, asked again, chosen, opposed, requested, answered.

Comes in: what a worker records with the young person, rules of `config/rights.yaml`,
texts of `config/notices/`. Goes out: dated rows on the organisation's own file, what a
page shows of them, the officer's list. What a protection closes is held by
`parcours.people.protections` and `parcours.extract.selecting`. Imported by `printing`
and pages.
"""
