"""What the prevention team and collective actions send: nobody's name."""

import numpy as np
import pandas as pd

from parcours.synthetic.hazards import DAYS_PER_YEAR
from parcours.synthetic.identities import as_text
from parcours.synthetic.partner_table import (
    PartnerTable,
    Rng,
    date_cells,
    drawn,
    taken,
)
from parcours.synthetic.population import Population


_ORIGINS = ("rue", "collège", "famille", "partenaire", "pair")
_REQUESTS = ("scolarité", "emploi", "mobilité", "loisirs", "administratif")
_STREET_ACTIONS = (
    "Accompagnement individuel",
    "Petit collectif",
    "Mise en relation",
)
_COLLECTIVE = ("Animation en soirée", "Ville Vie Vacances", "Forum des métiers")


def street_work_table(
    population: Population, *, until: int, share: float, rng: Rng
) -> PartnerTable:
    """Write what the prevention team notes, under a code and without identity.

    Args:
        population: who lives here.
        until: last day known.
        share: of young people known to the team.
        rng: source of randomness.

    Returns:
        One row per action with a young person.
    """
    n = len(population)
    weight = np.where(population.in_qpv, 1.7, 0.4)
    known = np.flatnonzero(rng.random(n) < share * weight)
    met = population.birth[known] + (
        rng.uniform(12.5, 19, len(known)) * DAYS_PER_YEAR
    ).astype(np.int64)
    kept = (
        (met < population.left_on[known]) & (met < until - 200) & (met > until - 3400)
    )
    known, met = known[kept], met[kept]
    record = np.repeat(np.arange(len(known)), rng.integers(1, 6, len(known)))
    first = np.append(True, record[1:] != record[:-1]) if len(record) else record > 0
    waits = np.where(first, 0, rng.integers(3, 190, len(record)))
    day = np.minimum(met[record] + waits, until)
    person = known[record]
    area = taken([p.area or "" for p in population.places], population.place[person])
    rows = pd.DataFrame(
        {
            "Code jeune": np.char.add("PS-", (300 + record).astype("U9")).astype(
                object
            ),
            "Initiales / pseudo": "",
            "Année de naissance": as_text(population.birth[person], "%Y"),
            "Genre": np.where(population.girl[person], "F", "G"),
            "Quartier": area,
            "Éducateur référent": "E. 03",
            "Date de rencontre": date_cells(met)[record],
            "Origine de la rencontre": drawn(_ORIGINS, len(known), rng)[record],
            "Demande initiale": drawn(_REQUESTS, len(known), rng)[record],
            "Type d'action": drawn(_STREET_ACTIONS, len(record), rng),
            "Date": date_cells(day),
            "Durée (h)": drawn(("1", "1,5", "2", "3"), len(record), rng),
            "Orientation vers": "",
            "Situation": "",
            "Fin d'accompagnement": "",
            "_person": person,
            "_record": record,
        }
    )
    return PartnerTable(rows, identified=False)


def head_count_table(population: Population, *, until: int, rng: Rng) -> PartnerTable:
    """Write the attendance of collective actions, numbers only.

    Args:
        population: gives the size of the territory.
        until: last day known.
        rng: source of randomness.

    Returns:
        One row per action; `_person` and `_record` are -1.
    """
    n = int(np.clip(len(population) // 20, 40, 600))
    day = rng.integers(until - 3000, until, n)
    groups = rng.integers(0, 9, (n, 4)) + np.array([0, 2, 2, 0])
    total = groups.sum(axis=1)
    rows = pd.DataFrame(
        {
            "Action": drawn(_COLLECTIVE, n, rng),
            "Date": date_cells(day),
            "Lieu": drawn(tuple(p.commune for p in population.places), n, rng),
            "Nb participants": total,
            "dont filles": rng.binomial(total, 0.45),
            "dont QPV": rng.binomial(total, 0.6),
            "dont 11-13": groups[:, 0],
            "dont 14-15": groups[:, 1],
            "dont 16-17": groups[:, 2],
            "dont 18-25": groups[:, 3],
        }
    ).astype(str)
    return PartnerTable(rows.assign(_person=-1, _record=-1), identified=False)
