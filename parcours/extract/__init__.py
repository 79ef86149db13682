"""The record → a study's own Parquet tables, under the study's own pseudonyms.

Comes in: facts of the record as they stood on a day, and the identity-free translator
of the vault. Goes out: a folder of tables, a manifest and the configuration they were
made under (`writing`), which is all that cohorts ever read. No name, no note and no
partner's code can leave through here. Imported by synthetic, commands and app.py.
"""
