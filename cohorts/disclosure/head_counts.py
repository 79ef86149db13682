"""One head count → what may be told of it: a rounded number, or only « fewer than ».

The lowest block reaches from 0 to one and a half blocks, so that it holds the numbers
under the threshold, nought, and some over it: to read it does not tell whether few were
there, or none. Every other block holds as many numbers as the threshold at least.
"""

from dataclasses import dataclass

from cohorts.disclosure.rules import Rules


PUBLIC = "public_data"
MOST_MOVED = 0.1
"""A share that rounding alone may move by ten points is told as a range."""


@dataclass(frozen=True)
class Told:
    """A head count as it may be told.

    Attributes:
        n: the count, rounded; 0 where it is not told.
        under: the count is smaller than this; 0 = `n` is told.
        is_hidden: nothing is told, so that another count cannot be had by subtraction.
    """

    n: int
    under: int = 0
    is_hidden: bool = False

    @property
    def value(self) -> int | None:
        """The count, None where it is not told."""
        return None if self.under or self.is_hidden else self.n


def block(rules: Rules, *, disclosure: str, published: bool = False) -> int:
    """Give the persons per block of a head count.

    Args:
        rules: the rules in force.
        disclosure: what the extract's manifest says.
        published: for readers outside: the threshold of publication counts.

    Returns:
        An even number, at least the threshold; 0 for public data: exact.
    """
    if disclosure == PUBLIC:
        return 0
    least = rules.threshold_publication if published else rules.threshold_internal
    return max(rules.rounding_base, least + least % 2)


def tell(count: float, *, base: int) -> Told:
    """Round a head count, and keep the smallest ones back.

    Args:
        count: persons or cases, >= 0.
        base: persons per block, 0 = exact.

    Returns:
        The nearest multiple of the block; "fewer than" under one and a half of it.

    >>> tell(4, base=6), tell(20, base=6).n
    (Told(n=0, under=9, is_hidden=False), 18)
    """
    whole = int(count)
    if not base:
        return Told(whole)
    least = least_told(base)
    return Told(0, least) if whole < least else Told(nearest(whole, base=base))


def least_told(base: int) -> int:
    """Give the least head count that is told as a number.

    Args:
        base: persons per block, 0 = exact.

    Returns:
        One and a half blocks; 1 where counts are exact.
    """
    return base + base // 2 if base else 1


def nearest(count: int, *, base: int) -> int:
    """Round to the nearest multiple of a block.

    Args:
        count: >= 0.
        base: persons per block, 0 = exact.

    Returns:
        The multiple; off by at most half a block.
    """
    return (count + base // 2) // base * base if base else count


def rounded_by(rules: Rules, disclosure: str) -> int:
    """Give the persons per block of the counts that shares are made of.

    Args:
        rules: the rules in force.
        disclosure: what the extract's manifest says.

    Returns:
        Never finer than the rules' own block; 0 for public data.
    """
    base = block(rules, disclosure=disclosure)
    return max(base, rules.rounding_base) if base else 0


def is_rough(whole: int | None, *, base: int) -> bool:
    """Tell whether rounding alone may move a share of so many by ten points or more.

    Args:
        whole: persons that the share is of, rounded; None = not told.
        base: persons per block, 0 = exact.

    Returns:
        Whether a point would say more than is known: the range alone does not.

    >>> is_rough(42, base=6), is_rough(300, base=6), is_rough(42, base=0)
    (True, False, False)
    """
    return bool(base and whole) and base >= MOST_MOVED * (whole or 0)
