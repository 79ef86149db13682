"""Search in a large vault: candidates of one new row, and its placing.

The vault is filled through the desk's own admission, matching left out, since matching
a million rows with one another is measured elsewhere.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import Engine, event

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


@dataclass(frozen=True, slots=True)
class VaultMeasured:
    """What was measured in a vault.

    Attributes:
        p50_ms: median of finding and placing one new row.
        p95_ms: 95th percentile.
        cpu_p95_ms: 95th percentile of the processor's time, which a busy machine
            lengthens less.
        admitted_s: time of admitting all identities, None where they were there.
        admitted_cpu_s: the processor's time of it.
    """

    p50_ms: float
    p95_ms: float
    cpu_p95_ms: float
    admitted_s: float | None
    admitted_cpu_s: float | None


def measure_vault(identities: int, folder: Path) -> VaultMeasured:
    """Measure admitting identities, and finding and placing one new row among them.

    Args:
        identities: in the vault, one person each.
        folder: for vault and keys; a vault left there is used again.

    Returns:
        The times.
    """
    vault = folder / f"vault{identities}.db"
    keys = folder / f"keys{identities}"
    rng = Random(SEED)  # noqa: S311 - invented people
    rows = _rows(int(1.2 * identities / RECORDS_PER_PERSON) + SEARCHES, rng)
    stored = not vault.exists()
    if stored:
        Keyring.create(keys)
    wall = cpu = 0.0
    with Desk.open(url=f"sqlite:///{vault}", keys_folder=keys, now=_now) as desk:
        for _part in range(0, identities, ROWS_PER_INTENT):
            some = list(islice(rows, min(ROWS_PER_INTENT, identities)))
            started = time.perf_counter(), time.process_time()
            if stored:
                _store(desk, some)
            wall += time.perf_counter() - started[0]
            cpu += time.process_time() - started[1]
        spent = [_search(desk._vault, row) for row in islice(rows, SEARCHES)]
    walls, cpus = sorted(s[0] for s in spent), sorted(s[1] for s in spent)
    return VaultMeasured(
        p50_ms=1000 * walls[len(walls) // 2],
        p95_ms=1000 * walls[int(0.95 * len(walls))],
        cpu_p95_ms=1000 * cpus[int(0.95 * len(cpus))],
        admitted_s=wall if stored else None,
        admitted_cpu_s=cpu if stored else None,
    )


def search_p95_ms(identities: int, folder: Path) -> float:
    """Measure finding and placing one new row; see `measure_vault`.

    Args:
        identities: in the vault, one person each.
        folder: for vault and keys; a vault left there is used again.

    Returns:
        95th percentile, in milliseconds.
    """
    return measure_vault(identities, folder).p95_ms


def sums_share(identities: int, *, times: int = 3) -> float:
    """Measure what the vault's sums add to admission, in user time.

    With and without take turns, so that both meet the same machine.

    Args:
        identities: admitted each time.
        times: repetitions.

    Returns:
        Share of the time without them: 0.1 where they add a tenth.
    """
    rng = Random(SEED)  # noqa: S311 - invented people
    people = _rows(int(1.2 * identities / RECORDS_PER_PERSON) + SEARCHES, rng)
    rows = list(islice(people, identities))
    spent: dict[bool, list[float]] = {True: [], False: []}
    for _time in range(times):
        for summed in (True, False):
            with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
                spent[summed].append(_user_s(rows, Path(folder), summed=summed))
    return median(spent[True]) / median(spent[False]) - 1


def _user_s(rows: Sequence[IdentityRow], folder: Path, *, summed: bool) -> float:
    Keyring.create(folder / "keys")
    url = f"sqlite:///{folder}/vault.db"
    with Desk.open(url=url, keys_folder=folder / "keys", now=_now) as desk:
        if not summed:
            _stop_summing(desk._vault.engine)
        started = os.times().user
        with desk.intent(kind="bench", author="bench") as intent:
            desk.admit(rows, intent=intent)
            intent.prepare()
            intent.finish()
        return os.times().user - started


def _stop_summing(engine: Engine) -> None:
    """Let new connections lose their triggers as soon as they are made."""

    def connected(connection: Any, _record: Any) -> None:
        query = "SELECT name FROM sqlite_temp_master WHERE type = 'trigger'"
        for (name,) in connection.execute(query).fetchall():
            connection.execute(f'DROP TRIGGER temp."{name}"')
        _record.info["vault_sums"].columns = {}

    engine.dispose()
    event.listen(engine, "connect", connected)


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


def _search(vault: Vault, row: IdentityRow) -> tuple[float, float]:
    """Find and place a row; give the wall's and the processor's seconds."""
    started = time.perf_counter(), time.process_time()
    reader = NameReader()
    with reading(vault.engine) as connection:
        found = reader.features(row)
        candidates = Candidates(
            connection,
            People(vault),
            reader=reader,
            entries=vault.entries,
            largest_block=vault.rules.largest_block,
        )
        near = candidates.near(vault.tokens.tokens(found))
        place_rows({0: (row, found)}, near, rules=vault.rules, population=10**6)
    return time.perf_counter() - started[0], time.process_time() - started[1]
