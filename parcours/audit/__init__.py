"""The audit chain: who asked what about whom, and whether it was allowed.

Comes in: decisions of the guard, as `AuditEntry`. Goes out: chained lines in the
record, and a `Verdict` on the whole chain. The key arrives as bytes; nothing here can
reach the vault. Imported by access, keeping and those who open a territory.
"""
