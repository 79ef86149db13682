"""Exact counts → counts that may be shown, with what was hidden and why."""

from dataclasses import dataclass

import numpy as np

from cohorts.disclosure.complementary import MASKED, hidden_groups
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.round_curve import Cells, round_cells
from cohorts.disclosure.rules import Rules, Verdict
from cohorts.risk_table.counts import Counts


@dataclass(frozen=True)
class Protected:
    """Counts that may be shown.

    Attributes:
        counts: protected counts; hidden groups are absent.
        hidden: label → "masked", whatever the reason.
        cut_at: label → month end at which the curve stops, None = its own end.
        verdict: PASS, or REVIEW where someone should look.
        evidence: short statements with the numbers that decided, safe to print.
    """

    counts: Counts
    hidden: dict[str, str]
    cut_at: dict[str, int | None]
    verdict: Verdict
    evidence: tuple[str, ...]


def protect(counts: Counts, rules: Rules) -> Protected:
    """Make counts fit to be shown outside the evaluators' room.

    Args:
        counts: exact counts, each person once, no weights.
        rules: the rules in force.

    Returns:
        Protected counts of the groups that may be shown.

    Raises:
        NotProtectable: weights, or persons counted in several rows: no rule covers it.
        TooFew: no group may be shown.
    """
    if counts.weight is not None or np.any(counts.n_persons != counts.n_rows):
        raise NotProtectable
    hidden = hidden_groups(
        _sizes(counts),
        threshold=rules.threshold_publication,
        complementary=rules.complementary,
    )
    shown: dict[str, Cells] = {}
    for code, label in enumerate(counts.groups):
        if label in hidden or not np.any(counts.group == code):
            continue
        cells = round_cells(counts, code, rules)
        if cells is None:
            hidden[label] = MASKED  # too few are followed; one word all the same
        else:
            shown[label] = cells
    if not shown:
        raise TooFew(rules.threshold_publication)
    return Protected(
        counts=_join(counts, shown),
        hidden=hidden,
        cut_at={label: cells.cut_at for label, cells in shown.items()},
        verdict=Verdict.PASS,
        evidence=_evidence(rules, hidden, shown),
    )


def _sizes(counts: Counts) -> dict[str, int]:
    totals = np.bincount(
        counts.group, weights=counts.n_persons, minlength=len(counts.groups)
    )
    return {
        label: int(n) for label, n in zip(counts.groups, totals, strict=True) if n > 0
    }


def _join(counts: Counts, shown: dict[str, Cells]) -> Counts:
    parts = list(shown.values())
    lengths = [part.n.size for part in parts]
    n = np.concatenate([part.n for part in parts])
    return Counts(
        groups=tuple(shown),
        causes=counts.causes,
        clock=counts.clock,
        group=np.repeat(np.arange(len(parts)), lengths),
        entry=np.concatenate([part.entry for part in parts]),
        exit=np.concatenate([part.exit for part in parts]),
        cause=np.concatenate([part.cause for part in parts]),
        n_rows=n,
        n_persons=n,
    )


def _evidence(
    rules: Rules, hidden: dict[str, str], shown: dict[str, Cells]
) -> tuple[str, ...]:
    n_cut = sum(cells.cut_at is not None for cells in shown.values())
    return (
        f"threshold={rules.threshold_publication}",
        f"rounding_base={rules.rounding_base}",
        f"minimum_at_risk={rules.minimum_at_risk}",
        f"groups_shown={len(shown)}",
        f"groups_hidden={len(hidden)}",
        f"curves_cut={n_cut}",
    )
