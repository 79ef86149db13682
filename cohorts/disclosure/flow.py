"""Attrition and exits of a cohort → the flow that may be read, on screen or in a file.

Rule: every elementary count (who left at a step, who ended in one way, who remains, who
was there at first) is rounded once or kept back. Those who were there at first are told
by one figure whatever the cohort; the totals between the first and the last are laid
from what is told, never from exact totals, so that they disclose nothing. The size of
the cohort is taken as known exactly, because other figures come near it: where it would
complete the exits, the smallest told exit is kept back too. So it is with the steps,
whose sum lies within a block of the first total less the last. Evaluators read
estimates at their exact value, but head counts through this rule alone, as everybody
does; the exact size of an extract stands in its manifest, so that its rounding tells
them nothing new.

Source: OpenSAFELY, output checking (totals are sums of rounded counts); audit of each
hidden cell between its bounds (Insee, secondary confidentiality).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.head_counts import PUBLIC, Told, block, nearest, tell
from cohorts.disclosure.rules import Rules
from cohorts.event_table.attrition import Exit, Step, step_label


_SEAL = object()  # held here only: nobody else can call a flow protected
PROTECTED = "protected"


@dataclass(frozen=True)
class FlowStep:
    """One step of the attrition; totals are laid from what is told.

    Attributes:
        code: stable code of the reason for leaving.
        persons_in: young people before the step.
        persons_out: those who leave at it.
        persons_left: young people who go on.
        cases_in: cases before the step.
        cases_out: those that leave at it.
        cases_left: cases that go on.
        labels: the definition's own words for an exclusion.
    """

    code: str
    persons_in: int
    persons_out: Told
    persons_left: int
    cases_in: int
    cases_out: Told
    cases_left: int
    labels: Mapping[str, str] | None = None

    @property
    def label(self) -> str:
        """The reason in the language in use."""
        return step_label(self.code, self.labels)


@dataclass(frozen=True)
class FlowExit:
    """One way in which the follow-up ended.

    Attributes:
        code: code of the cause, or of the reason of censoring.
        kind: outcome, competing or censored.
        label: French and English.
        persons: young people who left so.
        cases: cases that left so.
    """

    code: str
    kind: str
    label: Mapping[str, str]
    persons: Told
    cases: Told


@dataclass(frozen=True)
class ReleasedFlow:
    """Who came in, who left, and how; made by `protect_flow`, by nothing else.

    Attributes:
        steps: the attrition, in order.
        exits: every cause and reason of censoring, those of nobody too.
        persons: young people of the cohort.
        cases: their cases.
        late: cases that came under observation after their origin.
        base: persons per block, 0 = exact counts of public data.
        told_on: day of the earlier extract whose flow is told again, "" = none.
    """

    steps: tuple[FlowStep, ...]
    exits: tuple[FlowExit, ...]
    persons: int
    cases: int
    late: Told
    base: int
    told_on: str = ""
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        """Refuse a flow that did not pass through `protect_flow`."""
        if self.seal is not _SEAL:
            raise NotProtectable

    @property
    def least(self) -> int:
        """The smallest count that is told, 0 = every one is."""
        return self.base + self.base // 2

    def total(self, n: int) -> Told:
        """Tell a total of this flow as every other head count is told.

        Args:
            n: who was there before or after a step, or in the cohort.

        Returns:
            The number; "fewer than" where one block alone is left.
        """
        return Told(0, self.least) if self.base and n < self.least else Told(n)

    def as_dict(self) -> dict[str, Any]:
        """Give the flow as plain fields for `--json`.

        Returns:
            persons, cases, late_entries, attrition, exits; null = not told.
        """
        return {
            "persons": self.total(self.persons).value,
            "cases": self.total(self.cases).value,
            "late_entries": self.late.value,
            "attrition": [
                {
                    "code": step.code,
                    "persons_in": self.total(step.persons_in).value,
                    "persons_out": step.persons_out.value,
                    "cases_in": self.total(step.cases_in).value,
                    "cases_out": step.cases_out.value,
                }
                for step in self.steps
            ],
            "exits": [
                {
                    "code": item.code,
                    "kind": item.kind,
                    "label": dict(item.label),
                    "persons": item.persons.value,
                    "cases": item.cases.value,
                }
                for item in self.exits
            ],
            "rounding": {"base": self.base, "not_told_under": self.least},
            "told_on": self.told_on,
        }


def protect_flow(
    steps: Sequence[Step],
    exits: Sequence[Exit],
    *,
    late: int,
    rules: Rules,
    disclosure: str = PROTECTED,
    told_on: str = "",
    published: bool = False,
) -> ReleasedFlow:
    """Protect the attrition and the exits of a cohort.

    Args:
        steps: exact attrition, in order.
        exits: exact exits of those who remain.
        late: cases that came under observation after their origin.
        rules: the rules in force.
        disclosure: what the extract's manifest says: "protected" or "public_data".
        told_on: day of the earlier extract whose flow this is, "" = none.
        published: for a report, which leaves the evaluators' room: the threshold of
            publication, and blocks as wide.

    Returns:
        The flow that may be read.

    Raises:
        NotProtectable: a manifest value that no rule covers.
    """
    if disclosure not in {PROTECTED, PUBLIC}:
        raise NotProtectable
    base = block(rules, disclosure=disclosure, published=published)
    least = rules.threshold_publication if published else rules.threshold_internal
    persons = told_parts([item.persons for item in exits], base=base, threshold=least)
    cases = told_parts([item.cases for item in exits], base=base, threshold=least)
    n_persons = nearest(sum(item.persons for item in exits), base=base)
    n_cases = nearest(sum(item.cases for item in exits), base=base)
    return ReleasedFlow(
        steps=_steps(steps, n_persons, n_cases, base=base, threshold=least),
        exits=tuple(
            FlowExit(item.code, item.kind, item.label, who, what)
            for item, who, what in zip(exits, persons, cases, strict=True)
        ),
        persons=n_persons,
        cases=n_cases,
        late=tell(late, base=base),
        base=base,
        told_on=told_on,
        seal=_SEAL,
    )


def _steps(
    steps: Sequence[Step], persons: int, cases: int, *, base: int, threshold: int
) -> tuple[FlowStep, ...]:
    if not steps:
        return ()
    first = nearest(steps[0].persons_in, base=base)
    first_cases = nearest(steps[0].cases_in, base=base)
    told = partial(told_parts, base=base, threshold=threshold)
    who = told(
        [step.persons_out for step in steps],
        known=_difference(first, persons, base=base),
    )
    what = told(
        [step.cases_out for step in steps],
        known=_difference(first_cases, cases, base=base),
    )
    left = laid_totals(who, first=first, last=persons, base=base)
    left_cases = laid_totals(what, first=first_cases, last=cases, base=base)
    return tuple(
        FlowStep(
            step.code,
            left[place],
            who[place],
            left[place + 1],
            left_cases[place],
            what[place],
            left_cases[place + 1],
            step.labels,
        )
        for place, step in enumerate(steps)
    )


def _difference(first: int, last: int, *, base: int) -> tuple[int, int]:
    """Bound the exact difference of two totals that were each told rounded."""
    off = max(base - 1, 0)
    return max(first - last - off, 0), max(first - last + off, 0)


def laid_totals(
    parts: Sequence[Told], *, first: int, last: int, base: int
) -> tuple[int, ...]:
    """Lay the totals between the first and the last, from what is told alone.

    Args:
        parts: who leaves at each step, S steps.
        first: the told total before the first step.
        last: the told total after the last.
        base: persons per block, 0 = exact.

    Returns:
        S + 1 totals, never rising, from `first` (or `last` where that is more) to
        `last`. What the told parts do not explain is laid, a block at a time, on the
        steps that are hidden, then on those under the least, then on the largest.
    """
    first = max(first, last)
    taken = [part.n for part in parts]
    hidden = [k for k, part in enumerate(parts) if part.is_hidden]
    under = [k for k, part in enumerate(parts) if part.under]
    while base and sum(taken) > first - last:
        taken[taken.index(max(taken))] -= base
    while base and sum(taken) < first - last:
        place = hidden or [k for k in under if not taken[k]] or range(len(parts))
        least = min(taken[k] for k in place) if hidden else max(taken[k] for k in place)
        taken[next(k for k in place if taken[k] == least)] += base
    return tuple(first - sum(taken[:k]) for k in range(len(parts) + 1))


def told_parts(
    parts: Sequence[int],
    *,
    base: int,
    threshold: int,
    known: tuple[int, int] | None = None,
) -> tuple[Told, ...]:
    """Tell the parts of a sum that is known, or known to lie between two numbers.

    Args:
        parts: the exact parts.
        base: persons per block, 0 = exact.
        threshold: numbers among which a part that is not told must stay lost.
        known: what a reader knows of the sum; None = its exact value.

    Returns:
        One per part; told ones are kept back, smallest first, until no part that is
        not told can be known to be under the threshold, or told within it.
    """
    told = [tell(part, base=base) for part in parts]
    total = (sum(parts), sum(parts)) if known is None else known
    order = sorted(range(len(parts)), key=lambda place: (parts[place], place))
    for place in order:
        if not _is_found(told, total, base=base, threshold=threshold):
            break
        if told[place].value is not None:
            told[place] = Told(0, is_hidden=True)
    return tuple(told)


def _is_found(
    told: Sequence[Told], total: tuple[int, int], *, base: int, threshold: int
) -> bool:
    """Tell whether somebody who knows the sum can find a part that is not told."""
    windows = [_window(one, base=base, most=total[1]) for one in told]
    lowest = sum(low for low, _ in windows)
    highest = sum(high for _, high in windows)
    for one, (low, high) in zip(told, windows, strict=True):
        if one.under:
            least = max(low, total[0] - (highest - high))
            most = min(high, total[1] - (lowest - low))
            is_lost = most >= threshold and most - least + 1 >= threshold
            if least < threshold and not is_lost:
                return True
    return False


def _window(told: Told, *, base: int, most: int) -> tuple[int, int]:
    """Give the counts that would be told the same way."""
    if told.is_hidden:
        return 0, most
    if told.under:
        return 0, min(told.under - 1, most)
    return told.n - base // 2, told.n + base - base // 2 - 1 if base else told.n
