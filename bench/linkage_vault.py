"""Search in a large vault: candidates of one new row, and its placing.

The vault is filled through the desk's own admission, matching left out, since matching
a million rows with one another is measured elsewhere.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random

from bench.linkage_people import invent_people
from bench.linkage_records import records_of
from pseudonymisation.admission import Admitter
from pseudonymisation.candidates import Candidates
from pseudonymisation.desk import Desk
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identities.store import reading
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.people import People
from pseudonymisation.placing import Placed, place_rows
from pseudonymisation.values import IdentityRow, PartialDate
from pseudonymisation.vault import Vault


SEED = 20260705
SEARCHES = 200
ROWS_PER_INTENT = 50_000
RECORDS_PER_PERSON = 2.6
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def search_p95_ms(identities: int, folder: Path) -> float:
    """Measure finding and placing one new row.

    Args:
        identities: in the vault, one person each.
        folder: for vault and keys; a vault left there is used again.

    Returns:
        95th percentile, in milliseconds.
    """
    vault = folder / f"vault{identities}.db"
    keys = folder / f"keys{identities}"
    rng = Random(SEED)  # noqa: S311 - invented people
    rows = _rows(int(1.2 * identities / RECORDS_PER_PERSON) + SEARCHES, rng)
    stored = not vault.exists()
    if stored:
        Keyring.create(keys)
    with Desk.open(url=f"sqlite:///{vault}", keys_folder=keys, now=_now) as desk:
        for _part in range(0, identities, ROWS_PER_INTENT):
            some = list(islice(rows, min(ROWS_PER_INTENT, identities)))
            if stored:
                _store(desk, some)
        spent = sorted(_search(desk._vault, row) for row in islice(rows, SEARCHES))
    return 1000 * spent[int(0.95 * len(spent))]


def _now() -> datetime:
    return NOW


def _rows(people: int, rng: Random) -> Iterator[IdentityRow]:
    records = records_of(invent_people(people, rng), rng)
    for number, record in enumerate(records):
        person, organisation, surname, given, birth, sex, commune, postcode = record
        born = PartialDate(*map(int, birth.split("-"))) if birth else None
        yield IdentityRow(
            row=number,
            organisation=organisation,
            code=f"{person}/{number}",
            birth_name=surname,
            usage_name=None,
            given_names=given,
            birth_date=born,
            sex="F" if sex == "F" else "M" if sex else None,
            commune=commune or None,
            postcode=postcode or None,
            may_link=True,
        )


class _Storing(Admitter):
    """Admits every row as a person of its own."""

    def _place(self, _prepared: Sequence[object]) -> Placed:
        return Placed({}, {}, {}, [], set())


def _store(desk: Desk, rows: Sequence[IdentityRow]) -> None:
    with desk.intent(kind="bench", author="bench") as intent:
        _Storing(desk._vault, intent).admit(rows)
        intent.prepare()
        intent.finish()


def _search(vault: Vault, row: IdentityRow) -> float:
    started = time.perf_counter()
    reader = NameReader()
    with reading(vault.engine) as connection:
        found = reader.features(row)
        candidates = Candidates(
            connection,
            People(vault),
            reader=reader,
            largest_block=vault.rules.largest_block,
        )
        near = candidates.near(vault.tokens.tokens(found))
        place_rows({0: (row, found)}, near, rules=vault.rules, population=10**6)
    return time.perf_counter() - started
