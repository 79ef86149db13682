"""Facts → spells: what is known of a young person, turned into one life path.

Comes in: situation facts as known on a past day, the nomenclature's rules. Goes out:
`Spell`, one after another without gap or overlap, from the first fact to the as-of day.
One SQL text does it for one timeline and for millions; nothing here reads a store.

Days are integers (days since 1970-01-01), intervals are half-open [starts, ends).

May import it: every room of `parcours` after it, `cohorts`.
"""
