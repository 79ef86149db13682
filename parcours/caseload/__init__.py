"""Caseloads: who accompanies whom, from when to when.

Comes in: an assignment. Goes out: the cards of one's young people. Workload figures
are for planning; nothing here ranks a worker or a young person.
"""
