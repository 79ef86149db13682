"""The keys: files in a third place, keys derived from them, sealed rows.

In: a folder of key files. Out: purpose keys, sealed and opened bytes. The only room
that imports `cryptography`. Who may import: `pseudonymisation` only.
"""
