"""Released figures → a report to read, and files to keep.

In: a definition in words, `ReleasedFlow` and `ReleasedEstimate`, versions; never a row,
never bare counts, never the evaluators' exact figures. Out: a methods paragraph with
its references, HTML, tagged PDF, pictures, tables, and the result file from which the
same digits are computed again. Only operations may import it.
"""
