"""How many examples a property tries: the same each time, more of them by night."""

import os

from hypothesis import settings


TIMES = int(os.environ.get("PARCOURS_EXAMPLES", "1"))


def tries(n):
    """Give the settings of a property: n examples, or a multiple where it was asked."""
    return settings(max_examples=n * TIMES, deadline=None, derandomize=True)
