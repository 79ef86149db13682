"""A small invented extract, drawn at random, and the frames that references read."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

import config
from parcours.extract.tables import SCHEMAS
from parcours.extract.writing import write_plain
from tests.spec.cohort.tables import day


SHIPPED = Path(config.__file__).parent
AS_OF = date(2026, 6, 30)
KINDS = ("pacea", "chantier_educatif", "accomp_educatif", "premier_accueil", "vvv")
STATES = ("done", "ongoing", "planned", "cancelled", "interrupted")
SITUATIONS = (
    "lycee",
    "decroche",
    "emploi_durable",
    "emploi_transition",
    "formation_pro",
    "empechement",
)
REASONS = (None, "relais_partenaire", "deces", "objectif_atteint")


def as_table(name, rows):
    schema = SCHEMAS[name]
    return pa.table(
        {
            column: pa.array(
                [row.get(column) for row in rows], schema.field(column).type
            )
            for column in schema.names
        }
    )


def draw(seed, n=150):
    """Draw the rows of an extract of n young people: table → rows."""
    rng = np.random.default_rng(seed)

    def pick(values):
        return values[int(rng.integers(len(values)))]

    tables = {name: [] for name in SCHEMAS if name not in ("contacts", "groupings")}
    number = 0
    for person in range(1, n + 1):
        birth = int(rng.integers(2002 * 12, 2012 * 12))
        tables["persons"].append(
            {
                "person": person,
                "pseudonym": f"p{person}",
                "birth_month": birth,
                "sex": pick(("F", "M", "M", None)),
            }
        )
        first = day("2021-09-01") + int(rng.integers(0, 300))
        tables["windows"].append(
            {"person": person, "starts": first, "kind": "retrospective"}
        )
        if rng.random() < 0.9:
            tables["attributes"].append(
                {
                    "person": person,
                    "name": "residence_qpv",
                    "value": pick(("QN99901M", "QN99902M", "outside")),
                    "starts": first if rng.random() < 0.5 else None,
                }
            )
        at = first
        for step in range(int(rng.integers(1, 6))):
            number += 1
            length = int(rng.integers(20, 400))
            tables["situation_facts"].append(
                {
                    "fact": number,
                    "person": person,
                    "situation": "lycee" if step == 0 else pick(SITUATIONS),
                    "starts": at,
                    "ends": at + length,
                    "known": at + length,
                    "precision": "day",
                    "organisation": pick(("a", "b")),
                }
            )
            at += length + int(rng.integers(0, 30))
        for _step in range(int(rng.integers(0, 6))):
            start = first + int(rng.integers(0, 1700))
            ends = start + int(rng.integers(0, 200)) if rng.random() < 0.7 else None
            kind = pick(KINDS)
            tables["interventions"].append(
                {
                    "person": person,
                    "kind": kind,
                    "starts": start,
                    "ends": ends,
                    "state": pick(STATES),
                    "modality": "small_group"
                    if kind in ("chantier_educatif", "vvv")
                    else "individual",
                    "end_reason": pick(REASONS) if ends else None,
                    "organisation": pick(("a", "b", "c")),
                    "action": pick((None, "X", "Y")),
                }
            )
    return tables


def write(folder, tables, *, public=True):
    """Write the rows as an extract; exact figures may leave a public one."""
    write_plain(
        folder,
        tables={name: as_table(name, rows) for name, rows in tables.items()},
        config=SHIPPED,
        as_of=AS_OF,
        created_at=datetime(2026, 7, 1, tzinfo=UTC),
        rules_version=1,
    )
    if public:
        manifest = folder / "manifest.json"
        fields = json.loads(manifest.read_text())
        manifest.write_text(json.dumps(fields | {"disclosure": "public_data"}))
    return folder
