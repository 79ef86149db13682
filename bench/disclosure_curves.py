"""Attacks on curves, on answers of the bench and on rounding, with the truth at hand.

Curves: a cohort is told month after month, with one young person more or less, whole
and by group; what is told is subtracted. Answers of the bench: shares of a row are
bounded by what is told of the others. Rounding: every count that is told the same way
must be as many as the threshold, or the lowest block.
"""

from functools import partial

import numpy as np

from bench.disclosure_attacks import BASE, LEAST, Found
from bench.disclosure_territory import NOW, RULES
from cohorts.disclosure.bench import Behind, ReleasedTables, release_tables
from cohorts.disclosure.bench_again import answer_of, axes_of, told_as
from cohorts.disclosure.bench_parts import Shares
from cohorts.disclosure.count_ledger import CountLedger
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import least_told, tell
from cohorts.disclosure.held import AnswerLedger
from cohorts.disclosure.released import Provenance, ReleasedEstimate, release
from cohorts.disclosure.shares import ReleasedShares, release_shares
from cohorts.estimates.describe import describe
from cohorts.risk_table.counts import Counts, count_cells


LAST = 36
GROUPS = ("a", "b", "c", "d")
WEIGHTS = (0.6, 0.3, 0.07, 0.03)
STORE = "sqlite://"  # in memory
ESTIMATOR = partial(describe, at=(6, 12), rmst=(), outcome=None)


class Cohort:
    """Young people with an origin and an outcome, as a month knows them.

    Args:
        n: young people.
        rng: chance.
    """

    def __init__(self, n: int, rng: np.random.Generator) -> None:
        self.group = rng.choice(len(GROUPS), n, p=WEIGHTS)
        self.origin = rng.integers(0, LAST, n)
        self.wait = np.ceil(rng.exponential(14.0, n)).astype(np.int64)

    def counts(self, month: int, *, gone: int | None = None, by: bool = True) -> Counts:
        """Count who is known by a month.

        Args:
            month: of knowledge.
            gone: who is left out, None = nobody.
            by: by group.

        Returns:
            The exact counts.
        """
        known = self.origin < month
        if gone is not None:
            known[gone] = False
        followed = month - self.origin[known]
        met = self.wait[known] <= followed
        return count_cells(
            np.minimum(self.wait[known], followed).tolist(),
            met.astype(np.int64).tolist(),
            group=self.group[known].tolist() if by else None,
            groups=GROUPS if by else ("all",),
            causes=("found",),
            clock="calendar_months",
        )


def told_curves(
    ledger: CountLedger, counts: Counts, month: int, *, by: bool
) -> ReleasedEstimate | None:
    """Release a cohort's curves as its operation does.

    Args:
        ledger: what was told before.
        counts: exact.
        month: of the extract.
        by: by group.

    Returns:
        What is told; None where it is refused.
    """
    source = Provenance("cohort", "hash", f"m{month}", f"m{month}", "1")
    counts, source = ledger.settle(
        counts,
        source,
        rules=RULES,
        account="bench",
        now=NOW,
        grouping="group" if by else "",
    )
    try:
        return release(counts, ESTIMATOR, rules=RULES, provenance=source)
    except TooFew:
        return None


def curves_one_apart(cohort: Cohort, rng: np.random.Generator, n_pairs: int) -> Found:
    """Ask for a month's curves, then for the next extract without one young person."""
    pairs = attributes = 0
    for by in (False, True):
        ledger = CountLedger(STORE)
        before = told_curves(ledger, cohort.counts(LAST, by=by), LAST, by=by)
        known = np.flatnonzero(cohort.origin < LAST)
        for gone in rng.choice(known, n_pairs // 2):
            counts = cohort.counts(LAST, gone=int(gone), by=by)
            after = told_curves(ledger, counts, LAST + 1, by=by)
            pairs += 1
            attributes += _figures(before) != _figures(after)
        ledger.close()
    return Found(pairs, 0, attributes)


def unheld_one_apart(cohort: Cohort, rng: np.random.Generator, n_pairs: int) -> Found:
    """The same without a ledger: the attack finds what there is to find."""
    pairs = attributes = 0
    ledgers = [CountLedger(STORE), CountLedger(STORE)]
    before = told_curves(ledgers[0], cohort.counts(LAST), LAST, by=True)
    for gone in rng.choice(np.flatnonzero(cohort.origin < LAST), n_pairs):
        ledgers[1].close()
        ledgers[1] = CountLedger(STORE)
        counts = cohort.counts(LAST, gone=int(gone))
        after = told_curves(ledgers[1], counts, LAST + 1, by=True)
        pairs += 1
        attributes += _figures(before) != _figures(after)
    return Found(pairs, 0, attributes)


def _figures(told: ReleasedEstimate | None) -> object:
    if told is None:
        return None
    return [
        (group.group, curve.n_at_risk.tolist(), curve.n_events.tolist())
        for group in told.estimate.groups
        for curve in group.curves
    ]


def curves_subtracted(cohort: Cohort) -> Found:
    """Subtract groups from the whole at each month, and each month from a later one."""
    found = Found()
    whole, parts = CountLedger(STORE), CountLedger(STORE)
    for month in range(6, LAST):
        exact, by_group = cohort.counts(month, by=False), cohort.counts(month)
        one = told_curves(whole, exact, month, by=False)
        other = told_curves(parts, by_group, month, by=True)
        if one is not None and other is not None:
            found += _rest(one, other, by_group)
    whole.close()
    parts.close()
    return found


def _rest(whole: ReleasedEstimate, parts: ReleasedEstimate, exact: Counts) -> Found:
    """Bound how many the hidden groups are, by what is told of the whole and others."""
    sizes = np.bincount(exact.group, weights=exact.n_persons, minlength=len(GROUPS))
    told = {one.group: one.n for one in parts.estimate.groups}
    hidden = [name for name in GROUPS if name not in told]
    if not hidden or whole.provenance.as_of != parts.provenance.as_of:
        return Found(1)
    half = BASE // 2
    n = int(whole.estimate.n)
    high = n + half - 1 - sum(int(one) - half for one in told.values())
    low = n - half - sum(int(one) + half - 1 for one in told.values())
    result = Found(1)
    for name in hidden:
        true = int(sizes[GROUPS.index(name)])
        least = max(low, 0) if len(hidden) == 1 else 0
        if 0 < true < LEAST:
            is_safe = least < LEAST <= high and high - least >= LEAST
            result += Found(0, least == high, not is_safe, high - least, 1)
    return result


def bench_answers(n: int, rng: np.random.Generator, n_times: int) -> Found:
    """Ask the bench for situations over time; bound what it keeps back; ask again."""
    found = Found()
    for _time in range(n_times):
        there = rng.multinomial(n, rng.dirichlet((4.0, 1.0, 0.2, 0.05)), size=3)
        ledger = AnswerLedger(STORE)
        told = _leaves(ledger, there, "m0")
        found += Found(1)
        if told is None:
            ledger.close()
            continue
        found += _row_bounds(told, there)
        at = int(rng.integers(3))
        moved = there.copy()
        moved[:, int(np.argmax(there[at]))] -= 1
        after = _leaves(ledger, moved, "m1")
        ledger.close()
        is_seen = after is None or after.tables != told.tables
        found += Found(1, 0, is_seen)
    return found


def _leaves(
    ledger: AnswerLedger, there: np.ndarray, extract: str
) -> ReleasedTables | None:
    followed = there.sum(axis=1)
    part = Shares(
        key="occupation",
        states=("school", "job", "training", "none"),
        times=np.arange(there.shape[0]),
        shares=there / followed[:, None],
        there=there,
        followed=followed,
    )
    try:
        released = release_tables(
            "states",
            [part],
            labels={},
            n=int(followed[0]),
            rules=RULES,
            provenance=Provenance("d", "h", extract, extract, "1"),
            disclosure="protected",
            behind=Behind("", axes_of([part])),
        )
    except TooFew:
        return None
    answer = answer_of(released)
    settled = ledger.settle(
        [answer], rules=RULES, account="bench", day=extract, now=NOW
    )
    return told_as(released, settled[answer.name].content)


def _row_bounds(told: ReleasedTables, there: np.ndarray) -> Found:
    """Bound the small cells of each row by the told ones and by who is followed."""
    found, half = Found(), BASE // 2
    rows = told.table("occupation").rows
    states = there.shape[1]
    for t in range(len(rows) // states):
        own = rows[t * states : (t + 1) * states]
        n = int(own[0][6] or 0)
        shown = [round(float(row[3]) * n) for row in own if row[3] is not None]
        kept = [k for k, row in enumerate(own) if row[3] is None]
        high = n + half - 1 - sum(max(one - half, 0) for one in shown)
        low = n - half - sum(one + half - 1 for one in shown)
        for k in kept:
            true = int(there[t, k])
            least = max(low, 0) if len(kept) == 1 else 0
            if true < LEAST:
                is_safe = least < LEAST <= high and high - least >= LEAST
                is_exact = least == high and true > 0
                found += Found(0, is_exact, not is_safe, high - least, 1)
    return found


def rounding_inverted(most: int = 400) -> Found:
    """Invert the rounding of every head count: how many are told the same way."""
    by_told: dict[int, list[int]] = {}
    for count in range(most):
        one = tell(count, base=BASE)
        is_told = one.value is not None and count >= LEAST
        by_told.setdefault(one.n if is_told else -1, []).append(count)
    hidden = by_told.pop(-1)  # told by no number
    by_told.pop(max(by_told))  # cut off by the last count that was tried
    exact = sum(len(counts) == 1 for counts in by_told.values())
    width = max(hidden) - min(hidden) + 1
    is_safe = width >= LEAST and max(hidden) >= least_told(BASE) - 1
    return Found(most, exact, not is_safe, np.inf, 0)


def equivalent_tables(rng: np.random.Generator, n_times: int) -> Found:
    """Ask the same table in every order, with an empty part, and under another name."""
    found = Found()
    for _time in range(n_times):
        counts = rng.integers(0, 60, (4, 3))
        table = {
            f"g{i}": {f"p{j}": int(n) for j, n in enumerate(row)}
            for i, row in enumerate(counts)
        }
        first = _cells(release_shares(table, rules=RULES, disclosure="protected"))
        turned = {
            group: dict(reversed(parts.items()))
            for group, parts in reversed(table.items())
        }
        renamed = {group.upper(): parts for group, parts in table.items()}
        for other in (turned, renamed):
            again = _cells(release_shares(other, rules=RULES, disclosure="protected"))
            pairs = ((first[k], again[k]) for k in first.keys() & again.keys())
            told = (pair for pair in pairs if None not in pair)
            found += Found(1, 0, any(one != two for one, two in told))
    return found


def _cells(released: ReleasedShares) -> dict[tuple[str, str], int | None]:
    return {
        (group.group.lower(), part.part): part.n.value
        for group in released.groups
        for part in group.parts
    }
