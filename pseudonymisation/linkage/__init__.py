"""Linkage: who may be the same young person, and what is done about it.

In: features and the vault's sealed identities. Out: a decision per row, and questions.
Sees names; only `pseudonymisation` may import it, and `commands` the `file` module.
"""
