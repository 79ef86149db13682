"""A worker's own table: what was typed and not saved yet, kept for that account alone.

Comes in: the fields of a form as they are filled. Goes out: the same, to the same
account, until they are saved, given up, or too old. Sealed at rest; never an identity.
"""
