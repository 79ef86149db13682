"""Attacks on what is told of a territory whose truth is known, and what it costs.

Pairs of tables one person apart, tables with totals, consecutive months, nested areas,
complements, inverted rounding, equivalent queries; curves told month after month,
answers of the evaluators' bench, and whole dashboards as the product released them,
all their tables solved together. Beside it the share of cells that are still told and
how far they are from the truth. The peer is what a threshold alone gives: exact counts,
small ones left out, totals as they are; for curves, what no ledger gives.
"""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bench.disclosure_attacks import (
    LEAST,
    SHAPES,
    Found,
    averaging,
    by_totals,
    complements,
    months,
    nested,
    one_apart,
    windows_of,
)
from bench.disclosure_curves import (
    Cohort,
    bench_answers,
    curves_one_apart,
    curves_subtracted,
    equivalent_tables,
    rounding_inverted,
    unheld_one_apart,
)
from bench.disclosure_released import (
    by_arithmetic,
    by_everything,
    families,
    latest,
    usefulness_of,
)
from bench.disclosure_territory import MONTHS, Book, Territory, ask, territory
from bench.figures import figure
from bench.pages import demonstration
from cohorts.disclosure.counted import CountTable
from cohorts.disclosure.reading import read_rules


SIZES = (300, 2_000, 50_000)
BOARDS = (300, 2_000)


def run(quick: bool) -> list[dict[str, Any]]:
    """Attack.

    Args:
        quick: hundreds of pairs on small territories, instead of over ten thousand.

    Returns:
        Figures, with those of a threshold alone beside them.
    """
    sizes, n_pairs = ((300, 2_000), 160) if quick else (SIZES, 3_200)
    total, alone = Found(), Found()
    unheld = Found()
    figures: list[dict[str, Any]] = []
    for n in (300,) if quick else BOARDS:
        found, about = dashboard(n)
        total += found
        figures += about
    for n in sizes:
        people = territory(n, seed=n)
        rng = np.random.default_rng(n)
        total += attack(people, rng, n_pairs)
        alone += threshold_alone(people)
        figures += usefulness(people, n)
        total += told_over_time(n, rng, n_pairs)
        unheld += unheld_one_apart(Cohort(n, rng), rng, n_pairs // 20)
    return [
        figure("pairs_tried", total.pairs, unit="pairs"),
        figure(
            "exact_recoveries",
            total.exact,
            unit="counts",
            peer="threshold alone",
            peer_value=alone.exact,
        ),
        figure(
            "attribute_disclosures",
            total.attributes,
            unit="persons",
            peer="curves without a ledger",
            peer_value=unheld.attributes,
        ),
        figure("narrowest_interval_persons", total.narrowest, unit="persons"),
        figure("hidden_small_counts", total.hidden, unit="counts"),
        *figures,
    ]


def attack(people: Territory, rng: np.random.Generator, n_pairs: int) -> Found:
    """Run every attack on one territory.

    Args:
        people: the territory.
        rng: chance.
        n_pairs: pairs of the longest attacks.

    Returns:
        What was found.
    """
    found = one_apart(people, rng, n_pairs) + months(people)
    found += nested(people, range(2, MONTHS, 4))
    found += complements(people, rng, n_pairs // 20)
    found += averaging(people, n_pairs // 20)
    for shape in SHAPES:
        for month in (3, MONTHS // 2, MONTHS):
            table = people.count(shape, np.flatnonzero(people.month < month))
            told = ask(table, Book())
            if told is not None:
                found += by_totals(table, windows_of(told))
    return found


def told_over_time(n: int, rng: np.random.Generator, n_pairs: int) -> Found:
    """Attack curves, answers of the bench and rounding.

    Args:
        n: young people.
        rng: chance.
        n_pairs: pairs of the longest attack.

    Returns:
        What was found.
    """
    cohort = Cohort(n, rng)
    found = curves_one_apart(cohort, rng, n_pairs // 4) + curves_subtracted(cohort)
    found += bench_answers(n, rng, n_pairs // 8)
    return found + rounding_inverted() + equivalent_tables(rng, n_pairs // 20)


def dashboard(n: int) -> tuple[Found, list[dict[str, Any]]]:
    """Attack the dashboard of a demonstration, with the truth of its own ledger.

    Args:
        n: young people.

    Returns:
        What was found, and what is still told.
    """
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        place = Path(folder) / "territory"
        demonstration(place, n)
        editions = latest(f"sqlite:///{place / 'evaluation.db'}")
        rules = read_rules(place / "config")
    found = by_arithmetic(editions, rules)
    for family in families(editions).values():
        found += by_everything(family, rules)
    kept, error = usefulness_of(editions)
    return found, [
        figure(f"dashboard_cells_kept_{n}_share", kept, unit="share"),
        figure(f"dashboard_mean_error_{n}_persons", error, unit="persons"),
    ]


def threshold_alone(people: Territory) -> Found:
    """Attack tables from which small counts are left out, and nothing else."""
    found = Found()
    for shape in SHAPES:
        table = people.count(shape, np.arange(people.month.size))
        told = {key: (n, n) for key, n in table.counts.items() if n >= LEAST}
        found += by_totals(table, told)
    return found


def usefulness(people: Territory, n: int) -> list[dict[str, Any]]:
    """Say how much is still told, and how near to the truth."""
    kept, cells = 0, 0
    errors: list[int] = []
    for shape in SHAPES:
        table = people.count(shape, np.arange(people.month.size))
        told = ask(table, Book())
        cells += len(table.counts)
        if told is None:
            continue
        shown = {k: one.n for k, one in told.cells.items() if one.value is not None}
        kept += len(shown)
        errors += [abs(value - table.counts[key]) for key, value in shown.items()]
    error = float(np.mean(errors)) if errors else 0.0
    return [
        figure(
            f"cells_kept_{n}_share",
            kept / cells,
            unit="share",
            peer="threshold alone",
            peer_value=_told_alone(people),
        ),
        figure(f"mean_error_{n}_persons", error, unit="persons"),
    ]


def _told_alone(people: Territory) -> float:
    tables: list[CountTable] = [
        people.count(shape, np.arange(people.month.size)) for shape in SHAPES
    ]
    counts = [n for table in tables for n in table.counts.values()]
    return sum(n >= LEAST for n in counts) / len(counts)
