"""A table of groups × parts, whose totals others tell → which of its cells are hidden.

Totals by part and the whole stand in other answers, and cannot be taken back: so they
are taken as told, and the audit hides cells of the table alone.
"""

import numpy as np

from cohorts.disclosure.audit import Key, Window
from cohorts.disclosure.cells import Flags
from cohorts.disclosure.counted import count_table
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.head_counts import block, least_told, tell
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.tables import PROTECTED, Earlier, release_counts, window
from cohorts.risk_table.numbers import Integers


_NOWHERE = Provenance("", "", "", "", "")  # nothing is sealed here


def hidden_cells(
    counts: Integers, rules: Rules, *, held: Flags
) -> tuple[Flags, tuple[str, ...]]:
    """Say which cells may not be told beside their rounded totals.

    Args:
        counts: distinct persons, groups × parts, (G, P).
        rules: the rules in force.
        held: cells that are hidden already, (G, P).

    Returns:
        True where hidden, (G, P); everywhere, where the totals leave no other way;
        and the numbers of the audit that decided.
    """
    hidden: Flags = np.ones(counts.shape, np.bool_)
    if not counts.size:
        return hidden, ()
    table = count_table(
        "cross",
        {(f"g{i}", f"p{j}"): int(n) for (i, j), n in np.ndenumerate(counts)},
    )
    base = block(rules, disclosure=PROTECTED)
    least = max(rules.threshold_publication, least_told(base))
    windows: dict[Key, Window] = {
        key: window(tell(n, base=base), base=base, least=least)
        for key, n in table.counts.items()
        if "" in key and n >= least
    }
    before = frozenset((f"g{i}", f"p{j}") for i, j in np.argwhere(held).tolist())
    try:
        told = release_counts(
            table,
            rules=rules,
            provenance=_NOWHERE,
            earlier=Earlier(windows, hidden=before),
        )
    except (NotProtectable, TooFew):
        return hidden, ()
    for i, j in np.ndindex(counts.shape):
        hidden[i, j] = told.told(f"g{i}", f"p{j}").value is None
    kept = (one for one in told.evidence if one.startswith(("programmes", "interv")))
    return hidden, tuple(kept)
