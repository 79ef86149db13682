"""Who may do what: accounts, sessions, the policy, conventions, and the guard.

Comes in: a principal and the name of an operation. Goes out: the operation's answer
with its audit line committed, or a refusal with its own. Every room that holds
operations decorates them with `guard.operation`; pages and commands hold no rule.
"""
