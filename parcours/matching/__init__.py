"""Who is whom, as operations: questions for humans, links, their measured quality.

Comes in: a context and the desk. Goes out: pairs to compare and decisions under
pseudonyms, figures about the linkage; a name only where an operation was authorised to
show it. Imported by intake, commands and pages.
"""
