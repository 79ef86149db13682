"""Released figures and words → one content under one digest, checked once more.

Publication is for good: what was released is looked through figure by figure, and one
that breaks a rule refuses the whole. Figures of named organisations, and what became of
the young people of one action, stay inside: a page read by everybody would be a league
table.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from cohorts.definition.sql_groups import ACTION
from cohorts.disclosure.complementary import MASKED
from cohorts.disclosure.head_counts import nearest
from cohorts.disclosure.rules import Rules
from cohorts.indicators.catalogue import Catalogue, Indicator
from cohorts.indicators.comparators import Comparator
from cohorts.indicators.figures import Figure, IndicatorSet
from cohorts.indicators.of_cohorts import MEDIAN
from cohorts.publication.failures import NotForThePublic, NothingToPublish


FORMAT = 1
INSIDE_ONLY = frozenset({"organisation"})
TOLD = ("value", "low", "high", "at_risk", "lost", "naive", "worst", "best")
Labels = Mapping[str, str]  # language → text
Names = Mapping[str, Mapping[str, Labels]]  # breakdown → group → labels


@dataclass(frozen=True)
class Content:
    """What an edition says; made by `compose` or read back by `read_content`.

    Attributes:
        fields: plain values, as JSON holds them.
    """

    fields: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The one way to write it: same content, same bytes."""
        return json.dumps(
            self.fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @property
    def digest(self) -> str:
        """64 hex digits of its bytes."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def figures(self) -> IndicatorSet:
        """The figures as a set."""
        return IndicatorSet.from_dict(self.fields["figures"])

    @cached_property
    def catalogue(self) -> Catalogue:
        """The definitions of its indicators."""
        found = {one["id"]: _indicator(one) for one in self.fields["indicators"]}
        return Catalogue(found, 0, ())

    @cached_property
    def comparators(self) -> tuple[Comparator, ...]:
        """Outside aggregates with their source."""
        return tuple(Comparator(**one) for one in self.fields["comparators"])


def compose(
    figures: IndicatorSet,
    catalogue: Catalogue,
    comparators: Sequence[Comparator],
    *,
    rules: Rules,
    names: Names,
    contract: str,
    council: Sequence[Mapping[str, Any]],
) -> Content:
    """Compose a content, and check every figure of it.

    Args:
        figures: the released set.
        catalogue: definitions.
        comparators: outside aggregates.
        rules: the disclosure rules in force.
        names: what groups are called, in each language.
        contract: name of the contract, "" = none.
        council: what the citizens' council said of each decided application.

    Returns:
        The content.

    Raises:
        NotForThePublic: a figure that the rules do not cover or allow.
        NothingToPublish: no figure may be told.
    """
    if figures.rules_version != rules.version:
        raise NotForThePublic
    kept = tuple(one for one in figures.figures if not stays_inside(one))
    if not all(may_leave(one, rules) for one in kept):
        raise NotForThePublic
    if not any(one.is_told for one in kept):
        raise NothingToPublish
    known = {one.indicator for one in kept} | figures.missing.keys()
    public = replace(figures, figures=kept, verdicts=())
    inside = [one for one in figures.verdicts if not _is_inside(one.name)]
    fields = {
        "format": FORMAT,
        "figures": public.as_dict(),
        "rounding_base": rules.rounding_base,
        "minimum_at_risk": rules.minimum_at_risk,
        "tables": {
            "released": sum(one.verdict == "PASS" for one in inside),
            "little": sum(one.verdict == "REVIEW" for one in inside),
            "nothing": sum(one.verdict == "FAIL" for one in inside),
        },
        "indicators": [
            asdict(one) for one in catalogue.indicators.values() if one.id in known
        ],
        "comparators": [asdict(one) for one in comparators],
        "names": {
            by: {group: dict(labels) for group, labels in own.items()}
            for by, own in names.items()
            if by not in INSIDE_ONLY
        },
        "contract": contract,
        "council": [dict(one) for one in council],
    }
    return read_content(Content(fields).text)


def read_content(text: str) -> Content:
    """Read a content that was kept.

    Args:
        text: as `Content.text`.

    Returns:
        The content.
    """
    return Content(json.loads(text))


def stays_inside(figure: Figure) -> bool:
    """Tell whether a figure is for those who work with it, and for nobody else.

    Args:
        figure: as released.

    Returns:
        True for any figure of an organisation, and for what became of the young people
        of one action: a page of those would be a league table.
    """
    is_rate = figure.months is not None or figure.part == MEDIAN
    return figure.breakdown in INSIDE_ONLY or (figure.breakdown == ACTION and is_rate)


def may_leave(figure: Figure, rules: Rules) -> bool:
    """Tell whether a figure keeps the rules of published outputs.

    Args:
        figure: as released.
        rules: the rules in force.

    Returns:
        False where it tells what it says is hidden, where its number is too small or
        not rounded, or where a number is none.
    """
    numbers = [getattr(figure, name) for name in TOLD]
    if any(one is not None and not math.isfinite(one) for one in numbers):
        return False
    if figure.hidden and any(one is not None for one in numbers):
        return False
    if figure.hidden not in ("", MASKED, "few_at_risk"):
        return False
    base = rules.rounding_base
    heads = [figure.n, figure.at_risk]
    if any(one is not None and one % base for one in heads):
        return False
    if figure.value is None:
        return True
    return figure.n is not None and figure.n >= nearest(
        rules.threshold_publication, base=base
    )


def _is_inside(name: str) -> bool:
    """Tell whether a table is of figures that stay inside; a curve's has no part."""
    _indicator_id, what, by, *_others = (*name.split("|"), "", "", "")
    return by in INSIDE_ONLY or (by == ACTION and not what)


def _indicator(fields: Mapping[str, Any]) -> Indicator:
    sequences = ("horizons_months", "censoring", "competing", "breakdowns", "variants")
    return Indicator(**{**fields, **{name: tuple(fields[name]) for name in sequences}})
