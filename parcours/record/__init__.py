"""The record: life paths under pseudonyms, in a database of its own.

Comes in: facts that intake and operations have checked. Goes out: rows to those who
hold a `RecordStore`. Nothing here knows a name, a day of birth or an address line, and
nothing here can reach the vault. Imported by audit, access and every later room.
"""
