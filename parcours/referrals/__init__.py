"""Hand-overs (relais): one organisation proposes, another answers, both see the thread.

Comes in: what a worker chose to tell, and what the young person said of it. Goes out: a
thread of steps with its frozen packet, as far as each side may see it; on acceptance
the young person, within reach of who accepted. Pages and commands import it.
"""
