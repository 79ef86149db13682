"""An extract of invented young people with a known truth about an action: none at all.

Both the action and a return to training depend on the sex, and the return not on the
action: a comparison that does not make the groups alike in sex sees a difference.
"""

import json
import shutil
from datetime import date

import numpy as np
import pandas as pd


ACTION, NAME = "premier_accueil", "actions"
MONTHS, AS_OF = 24, date(2026, 11, 1)
DAYS_PER_MONTH = 30.4375
EPOCH = date(1970, 1, 1)
HAZARD = {"M": 0.02, "F": 0.07}  # of a return, each month, whatever was done
START = {"M": 0.05, "F": 0.15}  # of the action, each month
FEW = "chantier_contrepartie"  # an action that a few lived
N_FEW = 4
HAD_BEFORE = 40  # persons who had the action before they dropped out


def day_number(day):
    return (day - EPOCH).days


def draw_people(n, seed):
    """Month by month: a return first, then a start of the action."""
    chance = np.random.default_rng(seed)
    sex = np.where(chance.random(n) < 0.5, "F", "M")
    hazard, start = (np.vectorize(of.get)(sex) for of in (HAZARD, START))
    back, begun = np.full(n, np.nan), np.full(n, np.nan)
    for month in range(MONTHS):
        there = np.isnan(back)
        returns = there & (chance.random(n) < hazard)
        within = chance.integers(1, 30, n)
        back[returns] = np.floor(month * DAYS_PER_MONTH) + within[returns]
        starts = there & ~returns & np.isnan(begun) & (chance.random(n) < start)
        begun[starts] = np.floor(month * DAYS_PER_MONTH) + within[starts]
    origin = day_number(date(2023, 10, 2)) + chance.integers(0, 120, n)
    return pd.DataFrame({"sex": sex, "origin": origin, "back": back, "begun": begun})


def write_extract(model, folder, *, n=1000, seed=11):
    """Write it beside a real extract, whose words and manifest it takes.

    Args:
        model: folder of the real extract.
        folder: where to.
        n: young people.
        seed: of the invention.
    """
    shutil.copytree(model, folder)
    people = draw_people(n, seed)
    as_of = day_number(AS_OF)
    tables = {
        "persons": _persons(people),
        "situation_facts": _facts(people, as_of),
        "interventions": _interventions(people),
        "windows": _windows(people),
        "groupings": _groupings(people),
    }
    for path in folder.glob("*.parquet"):
        shape = pd.read_parquet(path).head(0)
        rows = tables.get(path.stem, shape)
        rows.reindex(columns=shape.columns).astype(
            {name: _nullable(kind) for name, kind in shape.dtypes.items()}
        ).to_parquet(path)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"extract": NAME, "as_of": AS_OF.isoformat(), "persons": n}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return people


def _nullable(kind):
    return {"int32": "Int32", "int64": "Int64", "float64": "float64"}.get(
        str(kind), "object"
    )


def _persons(people):
    months = (people["origin"] / DAYS_PER_MONTH).astype(int) + 1970 * 12
    return pd.DataFrame(
        {
            "person": people.index + 1,
            "pseudonym": [f"v1.{NAME}.{k}" for k in people.index],
            "birth_month": months - 17 * 12,
            "sex": people["sex"],
        }
    )


def _facts(people, as_of):
    rows = []
    for person, one in enumerate(people.itertuples(), start=1):
        stays = [("lycee", one.origin - 700, one.origin)]
        if np.isnan(one.back):
            stays.append(("decroche", one.origin, None))
        else:
            back = int(one.origin + one.back)
            stays += [("decroche", one.origin, back), ("formation_pro", back, None)]
        rows += [
            {
                "person": person,
                "situation": situation,
                "starts": starts,
                "ends": ends,
                "verified": as_of if ends is None else None,
                "known": as_of,
                "precision": "day",
                "organisation": "mission_locale",
                "subject": person,
            }
            for situation, starts, ends in stays
        ]
    facts = pd.DataFrame(rows)
    facts["fact"] = np.arange(len(facts)) + 1
    return facts


def _interventions(people):
    begun = people["begun"].copy()
    begun.iloc[:HAD_BEFORE] = -30
    some = begun[begun.notna()]
    few = np.arange(some.size) >= some.size - N_FEW
    return pd.DataFrame(
        {
            "person": some.index + 1,
            "kind": np.where(few, FEW, ACTION),
            "starts": (people.loc[some.index, "origin"] + some).astype(int),
            "modality": "individual",
            "state": "done",
            "organisation": "mission_locale",
            "subject": some.index + 1,
        }
    )


def _windows(people):
    return pd.DataFrame(
        {
            "person": people.index + 1,
            "starts": people["origin"] - 1500,
            "kind": "retrospective",
            "organisation": "mission_locale",
            "subject": people.index + 1,
        }
    )


def _groupings(people):
    number = people.index + 1
    return pd.DataFrame(
        {
            "subject": number,
            "person": number,
            "pessimistic": number,
            "optimistic": number,
        }
    )
