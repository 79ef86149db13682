"""Identities: their normal form, what is refused, and where they are kept.

In: identity rows. Out: features to compare, sealed rows in the vault. Sees names; so
only `pseudonymisation` may import it, and `parcours.intake` `refusals` and `births`.
"""
