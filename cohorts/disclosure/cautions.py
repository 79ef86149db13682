"""Cautions on governed data → cautions that may be read: their head counts are told.

Two readers. Evaluators read cautions on the counts of the groups that they are shown;
estimates stand at their exact value and head counts go through `tell`. Whatever leaves
is reviewed on the protected counts themselves, so that it holds nothing they do not. A
caution whose measures rest on a head count that is not told is not told either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.head_counts import PUBLIC, Told, block, tell
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.suppress import protect
from cohorts.disclosure.workbench import shown_counts
from cohorts.estimates.results import number
from cohorts.guards import wording
from cohorts.guards.caution import Caution, Severity, by_gravity
from cohorts.guards.wording_numbers import whole, words_with
from cohorts.risk_table.counts import Counts
from config.translation import _


NOBODY, FEW = "no-event", "few-events"


class Reviewer(Protocol):
    """What asks the guards of counts."""

    def __call__(self, counts: Counts, *, rounding: int = 0) -> tuple[Caution, ...]:
        """Review counts whose sums are multiples of `rounding`, 0 = exact."""
        ...


@dataclass(frozen=True)
class ToldCaution:
    """A caution as it may be read.

    Attributes:
        caution: its code, gravity, group, measures and names; its heads are emptied.
        heads: its head counts, rounded or kept back.
    """

    caution: Caution
    heads: Mapping[str, Told]

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.caution.severity

    @property
    def sentence(self) -> str:
        """What was found, in the language in use."""
        return wording.sentence(self.caution.code, self._words())

    @property
    def remedy(self) -> str:
        """What to do, in the language in use."""
        return wording.remedy(self.caution.code, self._words())

    def as_dict(self) -> dict[str, Any]:
        """Give the caution as plain fields for `--json`.

        Returns:
            code, severity, group, sentence, remedy, evidence; null = not told.
        """
        numbers = {**self.caution.measures, **self.caution.settings}
        return {
            "code": self.caution.code,
            "severity": self.severity.name.lower(),
            "group": self.caution.group or None,
            "sentence": self.sentence,
            "remedy": self.remedy,
            "evidence": {name: told.value for name, told in self.heads.items()}
            | {name: number(value) for name, value in numbers.items()},
        }

    def _words(self) -> dict[str, str]:
        told = {name: _said(one) for name, one in self.heads.items()}
        return words_with(self.caution, told)


def tell_cautions(cautions: Iterable[Caution], *, base: int) -> tuple[ToldCaution, ...]:
    """Tell cautions whose head counts are exact.

    Args:
        cautions: any.
        base: persons per block of a head count, 0 = exact.

    Returns:
        Those that may be told, the gravest first. That nobody had an event is told as
        that few had: a nought is never told.
    """
    found = []
    for one in by_gravity(cautions):
        heads = {name: tell(count, base=base) for name, count in one.heads.items()}
        if any(heads[name].value is None for name in one.rests_on):
            continue
        code = FEW if base and one.code == NOBODY else one.code
        found.append(ToldCaution(replace(one, code=code, heads={}), heads))
    return tuple(found)


def workbench_cautions(
    counts: Counts,
    review: Reviewer,
    *,
    rules: Rules,
    disclosure: str,
    more: Iterable[Caution] = (),
) -> tuple[ToldCaution, ...]:
    """Review what evaluators see.

    Args:
        counts: exact counts.
        review: asks the guards.
        rules: the rules in force.
        disclosure: what the extract's manifest says.
        more: cautions that do not come from counts.

    Returns:
        Cautions, the gravest first.

    Raises:
        TooFew: no group reaches the internal threshold.
    """
    kept, _hidden = shown_counts(counts, rules=rules)
    base = block(rules, disclosure=disclosure)
    return tell_cautions([*review(kept), *more], base=base)


def released_cautions(
    counts: Counts,
    review: Reviewer,
    *,
    rules: Rules,
    disclosure: str,
    more: Iterable[Caution] = (),
) -> tuple[ToldCaution, ...]:
    """Review what may leave: the protected counts, and nothing else.

    Args:
        counts: exact counts.
        review: asks the guards.
        rules: the rules in force.
        disclosure: what the extract's manifest says.
        more: cautions that do not come from counts.

    Returns:
        Cautions, the gravest first; only `more` where nothing may be released.
    """
    if disclosure == PUBLIC:
        return tell_cautions([*review(counts), *more], base=0)
    base = block(rules, disclosure=disclosure)
    try:
        shown = protect(counts, rules).counts
    except TooFew:
        return tell_cautions(more, base=base)
    found = review(shown, rounding=rules.rounding_base)
    return tell_cautions([*found, *more], base=base)


def _said(told: Told) -> str:
    if told.is_hidden:
        return _("un nombre tu")
    if told.under:
        return _("moins de {n}").format(n=told.under)
    return whole(told.n)
