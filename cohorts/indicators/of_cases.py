"""A cohort's table of cases → situations on a day and days spent, released."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cohorts.definition.language import horizons_on
from cohorts.definition.sql_groups import column
from cohorts.disclosure.ratios import Sums
from cohorts.event_table.on_day import (
    DAYS_AT_16_AND_17,
    SIXTEEN,
    UNKNOWN_STATE,
    count_on_day,
    load_sixteen,
    sum_days,
)
from cohorts.event_table.several import OpenExtract
from cohorts.indicators.catalogue import Indicator
from cohorts.indicators.figures import ALL, WHOLE, Figure, of_ratios
from cohorts.indicators.of_activity import Desk, crossed
from cohorts.indicators.parts import TOLD_AS, finest
from parcours.nomenclature import Nomenclature


SCHOOL = ("school", "work_study", "support_in_school")
KNOWN = "known"


def _ways(rows: pd.DataFrame, *, least: int) -> dict[int, Mapping[str, str]]:
    """Choose, per horizon and on the whole, how families are told together."""
    known = rows[rows["part"] != UNKNOWN_STATE]
    return {
        int(str(months)): finest(own, TOLD_AS, least=least, by="sex")
        for months, own in known.groupby("months")
    }


def figures_of_states(
    extract: OpenExtract, indicator: Indicator, groups: Sequence[str], desk: Desk
) -> Iterator[Figure]:
    """Tell where those of a cohort are at each horizon.

    Args:
        extract: after `count_on` of the cohort, with these groups and sex, and
            `load_families`.
        indicator: which.
        groups: the breakdowns, beside the whole.
        desk: the rules.

    Yields:
        Figures by group and horizon, with the share whose situation is known.
    """
    at_origin = SCHOOL if indicator.id == "poursuite_scolarite_12m" else ()
    by = dict.fromkeys(("sex", *groups))  # once, by all that is told of a case
    everybody = count_on_day(extract, by=tuple(by))
    ways = _ways(everybody, least=desk.least)
    rows = everybody
    if at_origin:
        rows = count_on_day(extract, by=tuple(by), at_origin=at_origin)
    for breakdown in (WHOLE, *groups):
        like = Figure(indicator.id, breakdown=breakdown)
        for months, own in rows.assign(g=ALL).groupby("months", sort=True):
            group = column(breakdown) if breakdown else "g"
            way = ways.get(int(str(months)), {})
            here = replace(like, months=int(str(months)))
            yield from _on_day(own, group, here, way, desk, with_origin=bool(at_origin))


def _on_day(
    rows: pd.DataFrame,
    group: str,
    like: Figure,
    way: Mapping[str, str],
    desk: Desk,
    *,
    with_origin: bool,
) -> Iterator[Figure]:
    """Tell one breakdown at one horizon; nothing where nobody's situation is known."""
    known = rows[rows["part"] != UNKNOWN_STATE]
    if known.empty:
        return
    covering = rows.assign(
        part=rows["part"].where(rows["part"] == UNKNOWN_STATE, KNOWN)
    )
    yield from desk.shares(
        crossed(covering, group, "part", order=(KNOWN, UNKNOWN_STATE)),
        like,
        {KNOWN: "coverage"},
    )
    if with_origin:
        part = known["part"].isin(SCHOOL).map({True: "yes", False: "no"})
        table = crossed(
            known.assign(part=part),
            group,
            "part",
            order=("yes", "no"),
            groups=rows[group],
        )
        yield from desk.shares(table, like, {"yes": ""})
        return
    names = tuple(dict.fromkeys(way.values()))
    part = known["part"].map(way)
    table = crossed(
        known.assign(part=part), group, "part", order=names, groups=rows[group]
    )
    yield from desk.shares(table, like)


def figures_of_days(
    extract: OpenExtract, indicator: Indicator, groups: Sequence[str], desk: Desk
) -> Iterator[Figure]:
    """Tell the share of days, or the mean time, spent so.

    Args:
        extract: after `count_on` of the cohort, with these groups, and
            `load_families`.
        indicator: which.
        groups: the breakdowns, beside the whole.
        desk: the rules.

    Yields:
        Figures by group and horizon.
    """
    neet, elsewhere = neet_and_not(extract.nomenclature)
    continuity = indicator.id == "continuite"
    days = horizons_on("days", indicator.horizons_months)
    rows = {
        months: sum_days(
            extract,
            counted=elsewhere if continuity else neet,
            observed=(*neet, *elsewhere),
            days=window,
            by=groups,
            with_support=continuity,
        )
        for months, window in zip(indicator.horizons_months, days, strict=True)
    }
    for breakdown in (WHOLE, *groups):
        group = column(breakdown) if breakdown else ""
        for months, own in rows.items():
            here = Figure(indicator.id, breakdown=breakdown, months=months)
            yield from of_ratios(
                desk.ratios(sums_of(own, group), here),
                like=here,
                times=1.0 if continuity else float(months),
            )


def figures_of_duty(extract: OpenExtract, desk: Desk) -> Iterator[Figure]:
    """Tell the share of days at 16 and 17 that meet the training duty.

    Args:
        extract: the open extract, after `load_families`.
        desk: the rules.

    Yields:
        Figures of obligation_formation, by sex and year of the 16th birthday.
    """
    situations = extract.nomenclature.situations.values()
    met = tuple(one.code for one in situations if one.training_duty is True)
    broken = tuple(one.code for one in situations if one.training_duty is False)
    load_sixteen(extract)
    rows = sum_days(
        extract,
        counted=met,
        observed=(*met, *broken),
        days=DAYS_AT_16_AND_17,
        by=("sex", "year"),
        cases=SIXTEEN,
    )
    for breakdown in (WHOLE, "sex", "year"):
        like = Figure("obligation_formation", breakdown=breakdown)
        yield from of_ratios(desk.ratios(sums_of(rows, breakdown), like), like=like)


def neet_and_not(words: Nomenclature) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the situations in which a person is somewhere: without a solution, or not.

    Args:
        words: the territory's.

    Returns:
        Those flagged neet, those flagged not; unavailable and unknown ones are neither.
    """
    situations = words.situations.values()
    return (
        tuple(one.code for one in situations if one.neet is True),
        tuple(one.code for one in situations if one.neet is False),
    )


def sums_of(rows: pd.DataFrame, group: str) -> dict[str, Sums]:
    """Read the sums of days by group.

    Args:
        rows: as `sum_days`, by this group and any others: they add up.
        group: column of the groups, "" = the whole.

    Returns:
        group → exact sums, without groups in which nobody was observed a day.
    """
    columns = ("days", "counted", "counted_2", "crossed", "days_2")
    own = rows.assign(_g=rows[group] if group else ALL)
    summed = own.groupby("_g", sort=True)[["n", *columns]].sum()
    return {
        str(label): Sums(int(row["n"]), *(float(row[name]) for name in columns))
        for label, row in summed.iterrows()
        if row["n"] > 0
    }
