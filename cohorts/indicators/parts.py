"""How parts of a whole are told together where few young people stand behind them.

The first way whose every part is large enough in the whole serves every breakdown: two
ways at once would give a part by subtraction.
"""

from collections.abc import Mapping, Sequence

import pandas as pd


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
    rows: pd.DataFrame, ways: Sequence[Mapping[str, str]], *, least: int
) -> Mapping[str, str]:
    """Choose the finest way to take parts together in which none is too small.

    Args:
        rows: with part and n, of a whole.
        ways: part → the name it is told under, the finest first.
        least: persons that every part needs.

    Returns:
        The first such way; without any, the last.
    """
    for way in ways:
        sizes = rows["n"].groupby(rows["part"].map(way)).sum()
        sizes = sizes.reindex(list(dict.fromkeys(way.values())), fill_value=0)
        if int(sizes.min()) >= least:
            return way
    return ways[-1]
