"""An open extract → every indicator of the catalogue that it can tell, released.

Paths are derived once; each cohort is counted once, with all its breakdowns, and what
it tells besides (situations on a day, days spent) is read from the same table of cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from cohorts.definition.language import CohortDefinition, horizons_on
from cohorts.definition.sql_groups import ACTION, PILLAR, VINTAGE
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.series import Series
from cohorts.event_table.activity import (
    DIMENSIONS,
    count_active,
    count_exits,
    load_activity,
    periods_of,
)
from cohorts.event_table.build import CohortCells, Grouping
from cohorts.event_table.contributions import count_known_to
from cohorts.event_table.failures import CohortEmpty
from cohorts.event_table.on_day import load_families
from cohorts.event_table.programme import (
    count_in_spent,
    count_participations,
    list_actions,
    list_aims,
    list_levels,
    load_programme,
)
from cohorts.event_table.several import OpenExtract, count_on
from cohorts.indicators.actions import ActionLine, aims_of, levels_of, lines_of
from cohorts.indicators.catalogue import Catalogue, Indicator
from cohorts.indicators.dominance import dominated_groups
from cohorts.indicators.figures import ALL, Figure, IndicatorSet
from cohorts.indicators.gaps import gaps
from cohorts.indicators.of_activity import (
    Desk,
    ages_for_funders,
    covered,
    crossed,
    figures_of_activity,
)
from cohorts.indicators.of_cases import (
    figures_of_days,
    figures_of_duty,
    figures_of_states,
    neet_and_not,
)
from cohorts.indicators.of_cohorts import rates_of
from cohorts.indicators.of_programme import (
    divisors,
    figures_of_counts,
    figures_of_spending,
    is_divisor,
)
from cohorts.indicators.of_stretches import (
    figures_of_gaps,
    figures_of_long,
    figures_of_reached,
)
from cohorts.indicators.of_support import figures_of_intensity, figures_of_quality
from cohorts.indicators.parts import EXITS_TOLD_AS, finest
from cohorts.indicators.together import hide_together
from parcours.programme.settings import read_programme_settings


RATES = ("aalen_johansen", "kaplan_meier")
MEDIAN_OF = {"taux_raccrochage": "delai_median_raccrochage"}
DROPOUT_COHORT = "raccrochage_large"
LONG_OR_GAPS = {"duree_neet": figures_of_long, "continuite": figures_of_gaps}
NO_DEFINITION, NOBODY, NO_POPULATION = "no_definition", "nobody", "no_population"


@dataclass(frozen=True)
class Means:
    """What the computation of a whole set needs, beside the open extract.

    Attributes:
        catalogue: the indicators.
        definitions: name → cohort definition.
        rules: the disclosure rules in force.
        population: (year, place or "all") → young people of 11 to 25 of the QPVs.
        dropouts_sent: year → dropouts that the platform told of.
    """

    catalogue: Catalogue
    definitions: Mapping[str, CohortDefinition]
    rules: Rules
    population: Mapping[tuple[str, str], float]
    dropouts_sent: Mapping[str, float] = field(default_factory=dict)


def compute_set(
    extract: OpenExtract, means: Means, *, series: Series | None = None
) -> IndicatorSet:
    """Compute every indicator.

    Args:
        extract: the open extract.
        means: definitions, rules, population.
        series: what was told before, None = nothing is known of it.

    Returns:
        All figures that may be told, and why some indicators have none.
    """
    manifest, rules = extract.manifest, means.rules
    periods = periods_of(
        manifest.as_of, n_years=means.catalogue.n_years, pools=means.catalogue.pools
    )
    load_activity(extract, periods)
    load_programme(extract, extract.folder)
    actions = standing(extract)
    missing: dict[str, str] = {}
    desk = Desk(rules, manifest.disclosure, series)
    figures = [
        *_activity(extract, means, desk),
        *_exits(extract, desk),
        *_cohorts(extract, means, desk, missing),
        *_on_days(extract, means, desk, missing),
        *figures_of_duty(extract, desk),
        *figures_of_quality(extract, desk),
        *_programme(extract, desk),
    ]
    if series is not None and manifest.disclosure != PUBLIC:
        hidden = hide_together(series.tables(), rules)
        series.hide(hidden)
        figures = [desk.masked(one, hidden) for one in figures]
    spent = list(figures_of_spending(actions, figures, desk=desk))
    figures = [*(one for one in figures if not is_divisor(one)), *spent]
    figures += gaps(figures)
    told = {one.indicator for one in figures}
    for one in means.catalogue.indicators.values():
        if one.id not in told and one.available:
            missing.setdefault(one.id, _why(one))
    return IndicatorSet(
        extract=manifest.extract,
        as_of=manifest.as_of.isoformat(),
        path_rules=str(manifest.rules_version),
        rules_version=rules.version
        if manifest.disclosure == "protected"
        else manifest.disclosure,
        threshold=rules.threshold_publication,
        figures=tuple(figures),
        missing={k: v for k, v in missing.items() if k not in told},
        periods=tuple(one.code for one in periods),
        verdicts=series.verdicts if series is not None else (),
        actions=actions,
        levels=levels_of(list_levels(extract)),
        aims=aims_of(list_aims(extract)),
    )


def standing(extract: OpenExtract) -> tuple[ActionLine, ...]:
    """List the funded actions that stand; a cancelled one only for what it spent.

    Args:
        extract: after `load_programme`.

    Returns:
        The actions with their money.
    """
    states = read_programme_settings(extract.folder / "config").states
    return tuple(
        one
        for one in lines_of(list_actions(extract))
        if one.is_spent or one.state not in states or states[one.state].funded
    )


def _why(indicator: Indicator) -> str:
    return NO_POPULATION if indicator.id == "couverture" else NOBODY


def _activity(extract: OpenExtract, means: Means, desk: Desk) -> Iterator[Figure]:
    cubes: dict[str, pd.DataFrame] = {}
    known = []
    for by in (*DIMENSIONS, ALL):  # the whole last: intensity reads its table
        cubes[by] = count_active(extract, by=by)
        if by in ("pillar", ALL):
            known.append(count_known_to(extract, by="" if by == ALL else by))
    # groups that one organisation makes almost alone
    limit = means.rules.dominance
    desk = replace(desk, dominated=dominated_groups(pd.concat(known), limit=limit))
    for by, cube in cubes.items():
        yield from figures_of_activity(cube, by=by, desk=desk)
        if by == "action":
            yield from ages_for_funders(cube, bands=_bands(extract), desk=desk)
    yield from figures_of_intensity(extract, desk)
    if means.population:
        yield from covered(cubes[ALL], population=means.population, desk=desk)


def _bands(extract: OpenExtract) -> dict[str, str]:
    bands = extract.nomenclature.age_bands.values()
    return {band.code: band.cerfa for band in bands if band.cerfa}


def _programme(extract: OpenExtract, desk: Desk) -> Iterator[Figure]:
    yield from figures_of_counts(
        count_participations(extract, table="action_counts"),
        count_participations(extract, table="head_counts"),
        desk=desk,
    )
    yield from divisors(count_in_spent(extract), desk=desk)


def _exits(extract: OpenExtract, desk: Desk) -> Iterator[Figure]:
    rows = count_exits(extract)
    for period, own in rows.groupby("period", sort=True):
        like = Figure("sorties_dynamiques", period=str(period))
        way = finest(own, EXITS_TOLD_AS, least=desk.least, by="sex")
        order = tuple(dict.fromkeys(way.values()))
        told = own.assign(part=own["part"].map(way))
        whole = crossed(told.assign(g=ALL), "g", "part", order=order)
        yield from desk.shares(whole, like)
        for by in ("sex", "age_band"):
            table = crossed(told, by, "part", order=order)
            yield from desk.shares(table, replace(like, breakdown=by))


def _cohorts(
    extract: OpenExtract, means: Means, desk: Desk, missing: dict[str, str]
) -> Iterator[Figure]:
    for indicator in means.catalogue.indicators.values():
        if indicator.method not in RATES:
            continue
        for variant, name in indicator.cohorts.items():
            definition = means.definitions.get(name)
            if definition is None:
                missing[indicator.id] = NO_DEFINITION
                continue
            breakdowns = _offered(indicator, definition)
            groupings: list[Grouping] = [(one,) for one in breakdowns]
            try:
                cells = count_on(
                    extract, _with(definition, breakdowns), groupings=groupings
                )
            except CohortEmpty:
                missing[indicator.id] = NOBODY
                continue
            cells = replace(cells, definition=definition)
            if VINTAGE in breakdowns and not all_told(cells, least=desk.least):
                breakdowns.remove(VINTAGE)
            yield from rates_of(
                cells,
                like=Figure(indicator.id, variant="" if variant == ALL else variant),
                breakdowns=breakdowns,
                horizons=indicator.horizons_months,
                rules=means.rules,
                manifest=extract.manifest,
                with_median=MEDIAN_OF.get(indicator.id, indicator.id)
                if indicator.id in MEDIAN_OF or indicator.method == "kaplan_meier"
                else "",
                series=desk.series,
            )


def _offered(indicator: Indicator, definition: CohortDefinition) -> list[str]:
    """Choose breakdowns: those of the definition, and what its origin tells."""
    wanted = (*indicator.breakdowns, "organisation")
    more = {VINTAGE} if "qpv" in definition.groups else set()
    if definition.origin.interventions:
        more |= {ACTION, PILLAR}
    return [
        one for one in dict.fromkeys(wanted) if one in more or one in definition.groups
    ]


def _with(definition: CohortDefinition, groups: Sequence[str]) -> CohortDefinition:
    """Let a definition be counted by breakdowns that change nothing of its meaning."""
    return replace(
        definition, groups=tuple(dict.fromkeys((*definition.groups, *groups)))
    )


def all_told(cells: CohortCells, *, least: int) -> bool:
    """Tell whether no group is small, neither by residence nor by list.

    Both lists of neighbourhoods add up to those who live in one: where a group of
    either is hidden, the other would help to find it. So the lists are told apart only
    where nothing is hidden.

    Args:
        cells: counted by `qpv` and by list.
        least: least persons of a group that is told.

    Returns:
        False also where one of them was not counted.
    """
    return all(
        (grouping,) in cells.cells
        and cells.cells[grouping,].groupby("group")["n_persons"].sum().min() >= least
        for grouping in ("qpv", VINTAGE)
    )


def _on_days(
    extract: OpenExtract, means: Means, desk: Desk, missing: dict[str, str]
) -> Iterator[Figure]:
    """Tell what the dropouts' own table of cases tells besides its rates."""
    catalogue = means.catalogue.indicators
    neet, _others = neet_and_not(extract.nomenclature)
    for name, ids in (
        (DROPOUT_COHORT, ("situation_a_date", "duree_neet", "continuite")),
        ("poursuite_scolarite", ("poursuite_scolarite_12m",)),
    ):
        definition = means.definitions.get(name)
        wanted = [catalogue[one] for one in ids if one in catalogue]
        if definition is None:
            missing |= {one.id: NO_DEFINITION for one in wanted}
            continue
        groups = [
            g for g in ("sex", "age_band", "qpv", "year") if g in definition.groups
        ]
        try:
            count_on(extract, definition, groupings=[(group,) for group in groups])
        except CohortEmpty:
            missing |= {one.id: NOBODY for one in wanted}
            continue
        if name == DROPOUT_COHORT and means.dropouts_sent:
            yield from figures_of_reached(extract, desk, sent=means.dropouts_sent)
        for indicator in wanted:
            months = indicator.horizons_months
            days = horizons_on("days", months)
            load_families(extract, list(zip(months, days, strict=True)))
            if indicator.method != "state_occupancy":
                yield from figures_of_states(extract, indicator, groups, desk)
                continue
            yield from figures_of_days(extract, indicator, groups, desk)
            tell = LONG_OR_GAPS[indicator.id]
            yield from tell(extract, indicator.id, groups, desk, neet=neet)
