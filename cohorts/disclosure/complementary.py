"""Which groups to hide, so that none is the difference of the total and the others.

One word says that a group is hidden, whether it is small or hides a small one: which of
them it is would bound both.
"""

from collections.abc import Set


MASKED = "masked"


def hidden_groups(
    sizes: dict[str, int],
    *,
    threshold: int,
    complementary: bool,
    held: Set[str] = frozenset(),
) -> dict[str, str]:
    """Choose the groups that may not be shown.

    Args:
        sizes: persons per group.
        threshold: least persons of a shown group.
        complementary: also hide what would give a hidden group by subtraction.
        held: groups that may not be shown whatever their size.

    Returns:
        label → `MASKED`, under the threshold or hidden to protect one that is.
    """
    small = {
        label: MASKED for label, n in sizes.items() if n < threshold or label in held
    }
    if not complementary or not small:
        return small
    hidden = dict(small)
    shown = sorted((n, label) for label, n in sizes.items() if label not in small)
    while shown and (
        len(hidden) < 2 or sum(sizes[label] for label in hidden) < threshold
    ):
        hidden[shown.pop(0)[1]] = MASKED
    return hidden
