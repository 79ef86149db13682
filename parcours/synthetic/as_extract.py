"""The true, fully observed paths as an extract, for the same definitions to read.

Every situation has its true bounds and is established through its end; everyone is
observed from birth to the horizon; deaths are told. What a cohort finds there is what
it ought to find in the record. Whoever loses no solution before the last day known to
the partners is left out: nobody could have met them in a cohort.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from parcours.extract.writing import Manifest, write_plain
from parcours.synthetic.hazards import SITUATIONS
from parcours.synthetic.observers import first_loss
from parcours.synthetic.population import EPOCH, Ints, Population, day_number
from parcours.synthetic.territory import Truth


EVERYONE = "truth"


def write_truth(
    truth: Truth,
    folder: Path,
    *,
    config: Path,
    created_at: datetime,
    rules_version: int,
) -> Manifest:
    """Write the truth as an extract.

    Args:
        truth: what is true.
        folder: of the extract; never inside a territory.
        config: configuration of the territory, copied.
        created_at: instant, with its zone.
        rules_version: version of the dropout rules.

    Returns:
        The manifest; its as-of day is the day on which the true paths are cut.
    """
    return write_plain(
        folder,
        tables=truth_tables(truth),
        config=config,
        as_of=_date(truth.paths.horizon),
        created_at=created_at,
        rules_version=rules_version,
    )


def truth_tables(truth: Truth) -> Mapping[str, pa.Table]:
    """Give the truth in the columns of an extract.

    Args:
        truth: what is true.

    Returns:
        Tables by name: persons, situation_facts, windows, follow_up, attributes.
    """
    people, paths = truth.population, truth.paths
    lost = first_loss(people, paths) <= day_number(truth.until)
    kept = lost[paths.person]
    person = np.flatnonzero(lost)
    died = person[people.died_on[person] < paths.horizon]
    n_facts = int(kept.sum())
    return {
        "persons": _persons(people, person),
        "situation_facts": pa.table(
            {
                "fact": np.arange(1, n_facts + 1),
                "person": paths.person[kept],
                "situation": np.array(SITUATIONS)[paths.situation[kept]],
                "starts": paths.starts[kept],
                "ends": paths.ends[kept],
                "verified": paths.ends[kept] - 1,
                "known": paths.starts[kept],
                "precision": _same("day", n_facts),
                "organisation": _same(EVERYONE, n_facts),
            }
        ),
        "windows": pa.table(
            {
                "person": person,
                "starts": people.birth[person],
                "ends": pa.nulls(len(person), pa.int32()),
                "kind": _same("retrospective", len(person)),
                "organisation": _same(EVERYONE, len(person)),
            }
        ),
        "follow_up": pa.table(
            {
                "person": died,
                "status": _same("deces", len(died)),
                "day": people.died_on[died],
                "organisation": _same(EVERYONE, len(died)),
            }
        ),
    }


def _persons(people: Population, person: Ints) -> pa.Table:
    months = people.birth[person].astype("datetime64[D]").astype("datetime64[M]")
    return pa.table(
        {
            "person": person,
            "pseudonym": _same("", len(person)),
            "birth_month": months.astype(np.int64) + 1970 * 12,
            "sex": np.where(people.girl[person], "F", "M"),
        }
    )


def _same(text: str, n: int) -> pa.Array:
    return pa.array([text] * n, pa.string())


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)
