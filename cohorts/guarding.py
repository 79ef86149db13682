"""What could mislead about a cohort → figures beside each other, as they may be read.

Everything here is told as if it left: twins of the cohort go through the room of
variants, tables by group are made of protected counts, head counts are rounded. No
function here is an operation; those of `cohorts.operations` and `cohorts.reporting`
call them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from cohorts.analysing import counts_of, estimator_of, provenance_of, release_counts
from cohorts.answer import GuardAnswer, LossOfGroup, Twin, WeightedForLoss
from cohorts.charts.doubts import headline_time
from cohorts.definition.explain_design import group_label
from cohorts.definition.language import CohortDefinition
from cohorts.definition.sql_exit import SILENCE
from cohorts.disclosure.cautions import ToldCaution, tell_cautions
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.head_counts import PUBLIC, block, tell
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.reasons import protect_reasons
from cohorts.disclosure.released import Provenance, ReleasedEstimate
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.suppress import protect
from cohorts.disclosure.variants import release_twins
from cohorts.estimates.bounds import bounds_of
from cohorts.event_table.attrition import Exit
from cohorts.event_table.build import CohortCells, Grouping
from cohorts.event_table.failures import CohortEmpty
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.followed import read_exposed
from cohorts.event_table.load import Manifest
from cohorts.event_table.several import (
    News,
    OpenExtract,
    count_on,
    exits_by,
    last_news,
    open_extract,
    undated,
)
from cohorts.exposure.cases import cases_from_frame
from cohorts.exposure.loss_by_pattern import weigh_patterns
from cohorts.finding import territory_of
from cohorts.guards.calendar_gaps import without_summer_rule
from cohorts.guards.caution import Caution
from cohorts.guards.immortal_time import immortal_time, profile_without_date
from cohorts.guards.loss import length_of_follow_up
from cohorts.guards.stale_news import SILENT_DAYS, stale_news, with_silence_rule
from cohorts.risk_table.counts import Counts
from cohorts.telling import told_counts, told_exits
from parcours.access.context import Context


SUMMER, STALE = "summer", "stale"


@dataclass(frozen=True, eq=False)
class _Found:
    """Exact counts of a cohort and of its twins; never leaves this module."""

    manifest: Manifest
    cells: CohortCells
    twins: Mapping[str, CohortCells]
    exits: Mapping[str, tuple[Exit, ...]]
    news: tuple[News, ...]
    undated: int
    waits: tuple[Caution, ...]


def guard_definition(
    context: Context,
    definition: CohortDefinition,
    *,
    extract: str | None,
    group: str = "",
) -> GuardAnswer:
    """Compute what could mislead about a cohort.

    Args:
        context: of the running operation.
        definition: the cohort.
        extract: name of the extract, None = the latest.
        group: a breakdown, "" = the whole.

    Returns:
        The cohort with and without the rules that matter, what loss could do, and what
        to know besides.

    Raises:
        ExtractMissing, ExtractUnreadable, GroupNotOffered, GroupToldLater, CohortEmpty.
    """
    rules = read_rules(context.config)
    pattern = _pattern(definition, group)
    found = _count(context, definition, extract=extract, group=group, pattern=pattern)
    manifest, disclosure = found.manifest, found.manifest.disclosure
    whole = counts_of(definition, found.cells, ())
    recorded = _release(context, definition, manifest, whole)
    settled = partial(
        told_counts,
        context,
        source=provenance_of(definition, manifest),
        disclosure=disclosure,
    )
    twins = _twins(definition, found, whole, settled, rules=rules, recorded=recorded)
    by_group = counts_of(definition, found.cells, (group,) if group else ())
    by_group, _source = settled(by_group, grouping=group)
    base = block(rules, disclosure=disclosure)
    exits = told_exits(
        context,
        f"{definition.hash}|{group}",
        manifest,
        found.exits if group else {"all": found.cells.exits},
    )
    return GuardAnswer(
        definition=definition,
        manifest=manifest,
        group=group,
        recorded=recorded,
        summer=twins.get(SUMMER),
        stale=twins[STALE],
        stale_days=_stale_days(definition),
        stale_cases=tell(_silenced(definition, found), base=base),
        cases=tell(found.cells.cases, base=base),
        reasons=protect_reasons(exits, rules=rules, disclosure=disclosure),
        losses=_losses(definition, _shown(by_group, rules, disclosure)),
        weighted=_weighted(
            definition, found.cells, pattern, settled, rules, disclosure
        ),
        cautions=_cautions(definition, found, group=group, rules=rules),
        threshold=rules.threshold_publication,
    )


def _pattern(definition: CohortDefinition, group: str) -> Grouping:
    """Choose on what the loss may depend: what the definition names, or the group."""
    return definition.covariates or ((group,) if group else definition.groups[:1])


def _count(
    context: Context,
    definition: CohortDefinition,
    *,
    extract: str | None,
    group: str,
    pattern: Grouping,
) -> _Found:
    folder = extract_folder(territory_of(context) / "extracts", extract)
    context.trace.reason = f"extract {folder.name}"
    groupings: list[Grouping] = [(group,)] if group else []
    groupings += [pattern] if pattern else []
    with open_extract(folder) as opened:
        cells = count_on(opened, definition, groupings=groupings)
        return _Found(
            manifest=opened.manifest,
            cells=cells,
            exits=exits_by(opened, definition, group) if group else {},
            news=last_news(opened),
            undated=undated(opened, group),
            waits=_waits(opened, definition),
            twins=_count_twins(opened, definition),  # last: they replace the cases
        )


def _count_twins(
    opened: OpenExtract, definition: CohortDefinition
) -> dict[str, CohortCells]:
    wanted = {
        SUMMER: without_summer_rule(definition),
        STALE: with_silence_rule(definition),
    }
    counted = {}
    for code, twin in wanted.items():
        try:
            if twin is not None:
                counted[code] = count_on(opened, twin)
        except CohortEmpty:
            continue
    return counted


def _waits(opened: OpenExtract, definition: CohortDefinition) -> tuple[Caution, ...]:
    """Say of each exposure of the definition how long one waited for it."""
    found: list[Caution] = []
    for one in definition.exposures:
        rows = read_exposed(
            opened.engine,
            kinds=one.interventions,
            situations=one.situations,
            clock=definition.clock,
        )
        found += immortal_time(cases_from_frame(rows))
    return tuple(found)


def _release(
    context: Context, definition: CohortDefinition, manifest: Manifest, counts: Counts
) -> ReleasedEstimate | None:
    try:
        return release_counts(context, definition, manifest, counts)
    except (TooFew, NotProtectable):
        return None


def _twins(
    definition: CohortDefinition,
    found: _Found,
    whole: Counts,
    settled: Callable[..., tuple[Counts, Provenance]],
    *,
    rules: Rules,
    recorded: ReleasedEstimate | None,
) -> dict[str, Twin]:
    counts = {
        code: settled(counts_of(definition, cells, ()), grouping=f"twin {code}")[0]
        for code, cells in found.twins.items()
    }
    released: Mapping[str, ReleasedEstimate | None] = {}
    if recorded is not None:
        released = release_twins(
            settled(whole, grouping="")[0],
            counts,
            estimator_of(definition),
            rules=rules,
            provenance=provenance_of(definition, found.manifest),
            disclosure=found.manifest.disclosure,
        )
    has_rule = {
        SUMMER: True,
        STALE: definition.censoring.lost_after_days is not None,
    }
    wanted = [STALE, *found.twins]
    return {code: Twin(has_rule[code], released.get(code)) for code in wanted}


def _stale_days(definition: CohortDefinition) -> int:
    return definition.censoring.lost_after_days or SILENT_DAYS


def _silenced(definition: CohortDefinition, found: _Found) -> int:
    """Count the cases that a silence ends, under whichever twin has the rule."""
    with_rule = found.cells
    if definition.censoring.lost_after_days is None and STALE in found.twins:
        with_rule = found.twins[STALE]
    return sum(one.cases for one in with_rule.exits if one.code == SILENCE)


def _shown(counts: Counts, rules: Rules, disclosure: str) -> Counts | None:
    if disclosure == PUBLIC:
        return counts
    try:
        return protect(counts, rules).counts
    except (TooFew, NotProtectable):
        return None


def _losses(
    definition: CohortDefinition, shown: Counts | None
) -> tuple[LossOfGroup, ...]:
    """Tell by group how long one is followed, and between which bounds the share is."""
    if shown is None:
        return ()
    _months, at = headline_time(definition)
    lengths = length_of_follow_up(shown) if shown.is_whole else {}
    bounds = {
        one.group: one
        for one in bounds_of(shown, cause=definition.outcomes[0].code, at=at)
    }
    found = []
    for code, label in enumerate(shown.groups):
        own = shown.exit[shown.group == code]
        if not own.size:
            continue
        last = float(own.max())
        median = lengths[label][1].estimate if label in lengths else np.nan
        # A curve that was cut has everybody leave at the cut: nothing is known later.
        is_least = bool(np.isnan(median) or median >= last)
        found.append(
            LossOfGroup(
                group=label,
                followed=last if is_least else float(median),
                is_least=is_least,
                bounds=bounds.get(label) if last >= at else None,
            )
        )
    return tuple(found)


def _weighted(
    definition: CohortDefinition,
    cells: CohortCells,
    pattern: Grouping,
    settled: Callable[..., tuple[Counts, Provenance]],
    rules: Rules,
    disclosure: str,
) -> WeightedForLoss | None:
    """Weigh for loss within patterns, on their protected counts."""
    if not pattern:
        return None
    counts, _source = settled(
        counts_of(definition, cells, pattern), grouping=",".join(pattern)
    )
    shown = _shown(counts, rules, disclosure)
    if shown is None or len(shown.groups) < 2:
        return None
    share = weigh_patterns(shown, cause=definition.outcomes[0].code)
    rows = [
        (months, *share.at(time))
        for months, time in zip(
            definition.horizons_months, definition.horizons, strict=True
        )
    ]
    return WeightedForLoss(
        pattern=pattern,
        rows=tuple(row for row in rows if row[1] == row[1]),
        largest=share.largest,
    )


def _cautions(
    definition: CohortDefinition, found: _Found, *, group: str, rules: Rules
) -> tuple[ToldCaution, ...]:
    """Tell what counts alone do not: silent organisations, undated profiles, waits."""
    public = found.manifest.disclosure == PUBLIC
    least = 1 if public else rules.threshold_publication
    news = [one for one in found.news if one.persons >= least]
    name = group_label(group) if group else ""
    return tell_cautions(
        (
            *stale_news(news, silent_days=_stale_days(definition)),
            *profile_without_date(
                undated=found.undated, persons=found.cells.persons, breakdown=name
            ),
            *found.waits,
        ),
        base=block(rules, disclosure=found.manifest.disclosure),
    )
