"""A fictitious territory: the truth and the files of its partners, nothing else.

Comes in: a number of young people, a last day, a seeded generator. Goes out: the true
life paths (`truth`), and what each partner knows of them (`observers`), written as
the dirty files a real partner would send (`files`). Nothing here opens a store, and
no person, name or place described here exists. Imported by commands and bench only.
"""
