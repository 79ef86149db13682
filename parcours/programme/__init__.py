"""The urban contract as a programme: levels, calls, applications, decisions, actions.

Comes in: what policy officers and citizens' councils write, and programming lists.
Goes out: the contract by level, applications with their state, decisions, opinions,
measures and reports; no young person. Pages call the operations.
"""
