"""Two releases of one cohort that differ by how subjects were linked, or by one rule.

Whoever sees both may subtract them, and what differs is a handful of young people whose
link was in doubt, or whom the rule is about. Three things protect them. A variant that
changes fewer cases than the threshold of publication is not told at all: then no figure
differs, and that is what is said. A variant that is told goes through the very room of
every release, its own margins rounded to blocks, so that a difference of one block
stands for anything between one case and nearly two blocks, at times nobody can name.
And a variant is told for the whole cohort only, never by group, and never enters a file
of figures: two breakdowns of two variants would cross the few who moved with what sets
them apart.
"""

from collections import Counter
from collections.abc import Mapping

from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.disclosure.released import (
    Estimator,
    Provenance,
    ReleasedEstimate,
    release,
)
from cohorts.disclosure.rules import Rules
from cohorts.risk_table.counts import Counts


def moved(one: Counts, other: Counts) -> int:
    """Count the cases by which two ungrouped tables differ.

    Args:
        one: counts.
        other: counts of the same causes and clock.

    Returns:
        The larger of those who went and those who came; a case whose entry, exit or
        cause changed went and came.
    """
    before, after = _cases(one), _cases(other)
    return max((before - after).total(), (after - before).total())


def release_variant(
    recorded: Counts,
    variant: Counts,
    estimator: Estimator,
    *,
    rules: Rules,
    provenance: Provenance,
    disclosure: str,
) -> ReleasedEstimate | None:
    """Release the figures of a variant where nobody is found by subtraction.

    Args:
        recorded: exact counts of the cohort under its links as they are.
        variant: exact counts under other links.
        estimator: the same that gives the cohort's figures.
        rules: the rules in force.
        provenance: where the counts come from.
        disclosure: what the extract's manifest says.

    Returns:
        The release; None where too few cases change, or too few remain.
    """
    if moved(recorded, variant) < rules.threshold_publication:
        return None
    try:
        return release(
            variant,
            estimator,
            rules=rules,
            provenance=provenance,
            disclosure=disclosure,
        )
    except TooFew:
        return None


def release_twins(
    recorded: Counts,
    twins: Mapping[str, Counts],
    estimator: Estimator,
    *,
    rules: Rules,
    provenance: Provenance,
    disclosure: str,
) -> dict[str, ReleasedEstimate | None]:
    """Release several variants that stand beside each other.

    Args:
        recorded: exact counts of the cohort as asked.
        twins: name → exact counts under another rule, in the order of their weight.
        estimator: the same that gives the cohort's figures.
        rules: the rules in force.
        provenance: where the counts come from.
        disclosure: what the extract's manifest says.

    Returns:
        Name → release. None where fewer cases than the threshold part it from the
        cohort or from a twin told before it, or where too few remain; on public data,
        where nothing changes.
    """
    least = 1 if disclosure == PUBLIC else rules.threshold_publication
    shown: list[Counts] = [recorded]
    found: dict[str, ReleasedEstimate | None] = dict.fromkeys(twins)
    for name, counts in twins.items():
        if any(moved(one, counts) < least for one in shown):
            continue
        try:
            found[name] = release(
                counts,
                estimator,
                rules=rules,
                provenance=provenance,
                disclosure=disclosure,
            )
        except TooFew:
            continue
        shown.append(counts)
    return found


def _cases(counts: Counts) -> Counter[tuple[float, float, int]]:
    found: Counter[tuple[float, float, int]] = Counter()
    columns = (counts.entry, counts.exit, counts.cause, counts.n_rows)
    for entry, leave, cause, n in zip(*(c.tolist() for c in columns), strict=True):
        found[entry, leave, cause] += n
    return found
