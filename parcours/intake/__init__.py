"""Partner files → facts under source subjects, identities to the desk, head-counts.

Comes in: the bytes of a CSV or XLSX file, a template of `config/partners/`, a
convention that allows it. Goes out: one committed batch (or none of it), an answer that
names lines, columns and codes and never a value, and a file for the partner.
The only room where the two halves of a row, who and what, are in one hand; `splitting`
parts them. May be imported by commands, pages and later rooms, through `operations`.
"""
