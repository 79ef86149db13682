"""Approvals: what one person asks for and a second one agrees to, once and for a time.

Comes in: a request with its reason. Goes out: a permission that serves once, or a
refusal. Imported by `keeping`, which asks for one before it undoes pseudonymity for
many, and by commands and pages.
"""
