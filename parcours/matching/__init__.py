"""Who is whom, as operations: questions for humans, links, their measured quality.

Comes in: a context and the desk. Goes out: pairs to compare and decisions under
pseudonyms, figures about the linkage; a name only where an operation was authorised to
show it; a record whose links follow those of the vault, dated and authored, so that
every past figure can be computed again as it was known. Imported by intake, commands
and pages.
"""
