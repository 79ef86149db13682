"""The letter of each kind of work in a timeline: seen in grey, and on the shortest bar.

A situation bears the shape of its family; work bears a letter, told in the legend, in
the order in which its kinds appear on the path. It stays the same however near the path
is looked at.
"""

from collections.abc import Mapping, Sequence
from string import ascii_letters

from parcours.people.path_view import InterventionView


FEW = "+"  # beyond the alphabet, in capitals then not


def letters_of(work: Sequence[InterventionView]) -> Mapping[str, str]:
    """Give each kind of work its letter.

    Args:
        work: every piece of work of a path.

    Returns:
        Kind → "A", "B"…, by the first day on which it appears.
    """
    ordered = sorted(work, key=lambda one: (one.starts_on, one.id))
    kinds = dict.fromkeys(one.kind for one in ordered)
    signs = (*ascii_letters[26:], *ascii_letters[:26])
    return {
        kind: signs[place] if place < len(signs) else FEW
        for place, kind in enumerate(kinds)
    }
