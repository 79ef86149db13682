"""How parts of a whole are told together where few young people stand behind them.

The first way whose every part is large enough in the whole serves every breakdown: two
ways at once would give a part by subtraction.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from cohorts.definition.language import UNKNOWN_GROUP


# Families of situations, then classes of exits; the finest way first.
TOLD_AS: tuple[dict[str, str], ...] = (
    {
        "school": "formation",
        "work_study": "formation",
        "training": "formation",
        "support_in_school": "formation",
        "employment": "emploi",
        "volunteering": "emploi",
        "neet": "sans_solution",
        "unavailable": "empechement",
    },
    {
        "school": "formation",
        "work_study": "formation",
        "training": "formation",
        "support_in_school": "formation",
        "employment": "emploi",
        "volunteering": "emploi",
        "neet": "sans_solution_ou_empeche",
        "unavailable": "sans_solution_ou_empeche",
    },
    {
        "school": "en_solution",
        "work_study": "en_solution",
        "training": "en_solution",
        "support_in_school": "en_solution",
        "employment": "en_solution",
        "volunteering": "en_solution",
        "neet": "sans_solution_ou_empeche",
        "unavailable": "sans_solution_ou_empeche",
    },
)
EXITS_TOLD_AS: tuple[dict[str, str], ...] = (
    {
        "durable": "durable",
        "transition": "transition",
        "positive": "positive",
        "autre": "autre",
        "unknown": "unknown",
    },
    {
        "durable": "emploi_ou_positive",
        "transition": "emploi_ou_positive",
        "positive": "emploi_ou_positive",
        "autre": "autre",
        "unknown": "unknown",
    },
    {
        "durable": "emploi_ou_positive",
        "transition": "emploi_ou_positive",
        "positive": "emploi_ou_positive",
        "autre": "autre_ou_inconnue",
        "unknown": "autre_ou_inconnue",
    },
)


def finest(
    rows: pd.DataFrame,
    ways: Sequence[Mapping[str, str]],
    *,
    least: int,
    by: str = "",
) -> Mapping[str, str]:
    """Choose the finest way to take parts together in which none is too small.

    Args:
        rows: with part and n, of a whole; with the column `by` where it is named.
        ways: part → the name it is told under, the finest first.
        least: persons that every part needs.
        by: a breakdown in which every part needs them too, where some way gives that;
            those of whom it is not known do not count.

    Returns:
        The first such way; without any, the first that serves the whole; else the last.
    """
    if by:
        known = rows[rows[by] != UNKNOWN_GROUP]
        for way in ways:
            if _least(known, way, by) >= least:
                return way
    for way in ways:
        if _least(rows.assign(whole=""), way, "whole") >= least:
            return way
    return ways[-1]


def _least(rows: pd.DataFrame, way: Mapping[str, str], by: str) -> int:
    """Give the persons of the smallest part of any group; nobody where none is."""
    parts = list(dict.fromkeys(way.values()))
    sizes = [
        own["n"].groupby(own["part"].map(way)).sum().reindex(parts, fill_value=0).min()
        for _label, own in rows.groupby(by)
    ]
    return int(min(sizes, default=0))
