"""Facts → spells by the one SQL text, beside the same rules in pandas.

Data: ten facts a person on average over eight years, drawn from the shipped
situations: yearly school facts left open, stays with and without a told end, the same
stay told by two organisations, some verified later. Both sides start from the facts in
memory (DuckDB: a table; pandas: a frame) and end with the spells in memory; the peer
derives boundaries and winners, not evidence, so it does less.
"""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import config
from bench.figures import figure, seconds
from parcours.engines.duckdb import DuckDB
from parcours.nomenclature import Nomenclature, read_nomenclature
from parcours.path.calendar import calendar_table
from parcours.path.rules import closing_rules, situation_rules
from parcours.path.spell import Fact
from parcours.path.timeline import create_spells, derive_spells, load_rules


AS_OF = 20_500
FIRST = AS_OF - 8 * 365
FACTS_PER_PERSON = 10
SEED = 20260702


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure whole extracts and one fiche.

    Args:
        quick: 10^5 persons only, instead of 10^5 and 10^6.

    Returns:
        The figures.
    """
    nomenclature = read_nomenclature(Path(config.__file__).parent)
    sizes = [(10**5, "1e5")] if quick else [(10**5, "1e5"), (10**6, "1e6")]
    figures = [_fiche(nomenclature)]
    for n, name in sizes:
        facts = random_facts(n, nomenclature)
        ours = _time_sql(facts, nomenclature)
        peer = seconds(partial(pandas_spells, facts, nomenclature), times=1)
        figures.append(
            figure(f"path_{name}_s", ours, unit="s", peer="pandas", peer_value=peer)
        )
    return figures


def random_facts(n_persons: int, nomenclature: Nomenclature) -> pd.DataFrame:
    """Invent facts.

    Args:
        n_persons: number of persons, >= 1.
        nomenclature: its situations are drawn, school oftener than others.

    Returns:
        The table `facts`, sorted by person.
    """
    rng = np.random.default_rng(SEED)
    n_facts = n_persons * FACTS_PER_PERSON
    codes = np.array([c for c in nomenclature.situations if c != "inconnue"])
    school = np.array([nomenclature.situations[c].until_31_august for c in codes])
    weights = np.where(school, 3.0, 1.0)
    starts = rng.integers(FIRST, AS_OF, n_facts)
    told = rng.random(n_facts) < 0.35
    seen = rng.random(n_facts) < 0.4
    facts = pd.DataFrame(
        {
            "person": np.sort(rng.integers(1, n_persons + 1, n_facts)),
            "situation": rng.choice(codes, n_facts, p=weights / weights.sum()),
            "starts": starts.astype("int32"),
            "ends": _some(starts + rng.integers(10, 500, n_facts), told),
            "verified": _some(starts + rng.integers(0, 250, n_facts), seen),
            "known": np.minimum(starts + rng.integers(0, 60, n_facts), AS_OF),
        }
    )
    facts.insert(0, "fact", np.arange(n_facts))
    return _told_twice(facts, rng)


def _some(days: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> Any:
    return pd.arrays.IntegerArray(days.astype("int32"), ~present)


def _told_twice(facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Let every fifth fact repeat the one before it, told a week later."""
    repeats = (rng.random(len(facts)) < 0.2) & (facts["person"].diff() == 0).to_numpy()
    source = np.arange(len(facts)) - repeats
    for column in ("situation", "starts", "ends"):
        facts[column] = facts[column].array[source]
    known = facts["known"].to_numpy()[source] + 7 * repeats
    return facts.assign(known=np.minimum(known, AS_OF).astype("int32"))


def _time_sql(facts: pd.DataFrame, nomenclature: Nomenclature) -> float:
    with DuckDB(threads=2, memory_limit="1GB") as engine:
        engine.load_frame("facts", facts)
        load_rules(engine, nomenclature=nomenclature, first=FIRST, last=AS_OF)
        times = 3 if len(facts) <= 10**6 else 1
        return seconds(lambda: create_spells(engine, as_of=AS_OF), times=times)


def _fiche(nomenclature: Nomenclature) -> dict[str, Any]:
    frame = random_facts(3, nomenclature).assign(person=1)
    facts = [_fact(dict(row)) for _index, row in frame.iterrows()]

    def work() -> None:
        derive_spells(facts, nomenclature=nomenclature, as_of=AS_OF)

    work()
    return figure("fiche_ms", 1000 * seconds(work, times=20), unit="ms")


def _fact(row: dict[Any, Any]) -> Fact:
    values: dict[str, Any] = {k: None if v is pd.NA else v for k, v in row.items()}
    return Fact(**values)


def pandas_spells(facts: pd.DataFrame, nomenclature: Nomenclature) -> pd.DataFrame:
    """Derive spells as an analyst would with merges and group-bys.

    Args:
        facts: the table `facts`.
        nomenclature: the whole nomenclature.

    Returns:
        person, situation, starts, ends; without evidence.
    """
    rules = situation_rules(nomenclature)
    known = facts[facts["ends"].isna() | (facts["ends"] > facts["starts"])]
    known = known.merge(rules, on="situation")
    covers = _pandas_covers(known, closing_rules(nomenclature))
    days = pd.concat([covers["starts"], covers["until"]]).astype("int64")
    boundaries = pd.DataFrame(
        {"person": pd.concat([covers["person"]] * 2), "day": days}
    ).drop_duplicates()
    boundaries = boundaries[boundaries["day"] <= AS_OF]
    pairs = boundaries.merge(covers, on="person")
    pairs = pairs[(pairs["starts"] <= pairs["day"]) & (pairs["until"] > pairs["day"])]
    ranked = pairs.sort_values(
        ["person", "day", "precedence", "known", "starts", "code_order"],
        ascending=[True, True, True, False, False, True],
    ).drop_duplicates(["person", "day"])
    won = boundaries.merge(
        ranked[["person", "day", "situation"]], on=["person", "day"], how="left"
    ).sort_values(["person", "day"])
    won["situation"] = won["situation"].fillna("inconnue")
    same = (won["person"] == won["person"].shift()) & (
        won["situation"] == won["situation"].shift()
    )
    spells = won[~same].rename(columns={"day": "starts"})
    ends = spells.groupby("person")["starts"].shift(-1)
    return spells.assign(ends=ends.fillna(AS_OF + 1).astype("int64"))


def _pandas_covers(known: pd.DataFrame, closes: pd.DataFrame) -> pd.DataFrame:
    """Give every fact the day until which it covers."""
    opened = known[known["ends"].isna()][["fact", "person", "situation", "starts"]]
    later = known[["person", "situation", "starts"]]
    pairs = opened.merge(later, on="person", suffixes=("", "_later"))
    pairs = pairs[pairs["starts_later"] > pairs["starts"]].merge(
        closes.rename(columns={"situation": "situation_later", "closed": "situation"})
    )
    closed = pairs.groupby("fact")["starts_later"].min()
    starts = known["starts"].to_numpy()
    seen = np.maximum(known["verified"].fillna(0).clip(upper=AS_OF).to_numpy(), starts)
    calendar = calendar_table(FIRST, AS_OF).set_index("day")["next_1_september"]
    validity = known["validity_days"].fillna(AS_OF + 1).to_numpy()
    school = known["until_31_august"].to_numpy() == 1
    presumed = np.where(school, calendar.loc[seen].to_numpy(), seen + validity)
    closing = known["fact"].map(closed).fillna(AS_OF + 1).to_numpy()
    is_open = known["ends"].isna().to_numpy()
    until = np.where(
        is_open, np.minimum(presumed, closing), known["ends"].fillna(0).to_numpy()
    )
    return known.assign(until=np.minimum(until, AS_OF + 1).astype("int64"))
