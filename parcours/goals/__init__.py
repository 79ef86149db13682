"""Goals: what a young person aims at, and the steps towards it.

Comes in: an objective or a step, by someone who knows the young person. Goes out: the
plan, as far as the viewer may see it. Only pages import it. A row is corrected by a new
one or taken back; nothing that was told disappears, and nothing here measures anybody.
"""
