"""Life paths as sequences: one state a month, for many persons.

In: a matrix of states, persons × months, pseudonymised or public. Out: distributions,
indicators of each path, distances between paths, types of paths. It takes numbers
only, so it may be used by anybody above `risk_table`; nothing here is released by
itself: `disclosure` decides what of it may be shown.
"""
