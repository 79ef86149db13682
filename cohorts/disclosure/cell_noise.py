"""A table that may be told → the same with a little noise, for open data.

A reader of open data has every edition for good, and a machine to compare them. So
each told count is moved by a few persons before it is rounded. The noise is drawn from
a key, from what the cell is and from its exact count, not from chance: asked again, in
any order of words, the cell has the same noise, so that the mean of many answers is the
answer. What is hidden stays hidden; what is told is bounded less narrowly than before.

Source: the cell-key method of the Australian and British statistical offices (Fraser &
Wooton, 2005), here with the cell's own words in the place of its members' record keys,
since an extract holds no key that outlives it.
"""

import hashlib
import hmac
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from cohorts.disclosure.audit import Key
from cohorts.disclosure.counted import CountTable
from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.head_counts import PUBLIC, Told, nearest
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.tables import ReleasedCounts, seal


LEAST_KEY_BYTES = 32
REACH = 3  # persons by which noise moves a count, at most
_WEIGHTS = (1, 3, 6, 8, 6, 3, 1)  # of −3 … +3: no bias
_STEPS = tuple(accumulate(_WEIGHTS))


@dataclass(frozen=True)
class NoiseKey:
    """The key of a territory's open data, derived from its own keys by who holds them.

    Attributes:
        secret: 32 bytes or more; never printed.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that could be tried out."""
        if len(self.secret) < LEAST_KEY_BYTES:
            raise ValueError("a key of noise has 32 bytes or more")


def with_noise(
    released: ReleasedCounts,
    table: CountTable,
    *,
    key: NoiseKey,
    rules: Rules,
    scope: frozenset[str] = frozenset(),
) -> ReleasedCounts:
    """Move the told counts of a table.

    Args:
        released: what may be told of the table.
        table: its exact counts.
        key: of the territory.
        rules: the rules in force.
        scope: the areas or periods that it is about, in their smallest parts.

    Returns:
        A table of multiples of the block, hidden where it was hidden; public data as
        they are.

    Raises:
        NotProtectable: the figures are those of an earlier edition, not of this table.
    """
    if released.rules_version == PUBLIC:
        return released
    if released.repeats:
        raise NotProtectable
    cells: Mapping[Key, Told] = {
        words: one
        if one.value is None
        else _moved(table, words, key=key, rules=rules, scope=scope)
        for words, one in released.cells.items()
    }
    sealed = seal(
        released.name,
        cells,
        released.provenance,
        (*released.evidence, f"noise_reach={REACH}"),
        released.rules_version,
        released.audience,
        released.repeats,
    )
    return replace(sealed, verdict=released.verdict)


def _moved(
    table: CountTable,
    words: Key,
    *,
    key: NoiseKey,
    rules: Rules,
    scope: frozenset[str],
) -> Told:
    n = table.counts[words]
    base = rules.rounding_base
    noise = _drawn(key, _identity(table, words, scope), n)
    told = nearest(n + noise, base=base)
    return Told(max(told, nearest(rules.threshold_publication, base=base)))


def _identity(table: CountTable, words: Key, scope: frozenset[str]) -> str:
    names = table.dimensions or tuple(str(place) for place in range(len(words)))
    parts = sorted(f"{n}={w}" for n, w in zip(names, words, strict=True) if w)
    return "\x1f".join((table.name, "\x1e".join(sorted(scope)), *parts))


def _drawn(key: NoiseKey, identity: str, n: int) -> int:
    """Draw −REACH … REACH, the same for the same cell and count."""
    message = f"{identity}\x1d{n}".encode()
    digest = hmac.digest(key.secret, message, hashlib.sha256)
    at = int.from_bytes(digest[:8], "big") % _STEPS[-1]
    return bisect_right(_STEPS, at) - REACH
