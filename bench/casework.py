"""Daily work in a large territory: one worker alone, twenty at once, in a browser.

50,000 young people and a million facts (`casework_place`); twenty workers at once, with
their errors and whatever they were shown of others (`casework_load`); the pages in
Chromium while the others work (`casework_pages`). Figures stand beside their limits.
`PARCOURS_BENCH_CASEWORK` names the folder of a demonstration that stands already, since
one of this size takes minutes to make; workers and facts are added to it.
"""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sqlmodel import col, select

from bench import casework_load, casework_pages
from bench.casework_load import LIMITS, THINK_SECONDS
from bench.casework_place import FACTS, count_facts, settle
from bench.casework_words import known, typed_texts
from bench.figures import figure
from bench.pages import demonstration
from parcours.access.context import Context
from parcours.caseload.operations import read_caseload
from parcours.people.operations import search_people
from parcours.record.failures import SchemaTooOld
from parcours.record.models import Assignment, Person
from parcours.record.store import RecordStore
from parcours.territory.opening import Territory


YOUNG, YOUNG_QUICK, SEED = 50_000, 400, 1
SEARCHES, SEARCHES_QUICK = 100, 20
SECONDS, SECONDS_QUICK = 60.0, 5.0
FACTS_QUICK = 20_000
CASELOAD, TIMES = 200, 10
WORKER = "conseil"


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure search and caseload.

    Args:
        quick: a small territory, few searches.

    Returns:
        p50 and p95 of what workers wait for, alone and at once, beside their limits.
    """
    kept = os.environ.get("PARCOURS_BENCH_CASEWORK")
    if kept and not quick:
        return _measure_all(Path(kept), quick=False)
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        place = Path(folder) / "territory"
        demonstration(place, YOUNG_QUICK if quick else YOUNG)
        return _measure_all(place, quick=quick)


def _measure_all(place: Path, *, quick: bool) -> list[dict[str, Any]]:
    territory = _opened(place)
    signs = settle(territory, facts=FACTS_QUICK if quick else FACTS)
    with territory.record.read() as session:
        facts = count_facts(session)
    figures = [figure("facts_n", facts, unit="n")]
    figures += _measure(territory, SEARCHES_QUICK if quick else SEARCHES)
    seconds = SECONDS_QUICK if quick else SECONDS
    for name, think in (("busy", THINK_SECONDS), ("full", 0.0)):
        figures += casework_load.measure(
            territory, signs[:-1], seconds=seconds, think=think, name=name
        )
    territory.close()
    return figures + casework_pages.measure(place, signs, quick=quick)


def _opened(place: Path) -> Territory:
    territory = partial(Territory.open, place, environ={}, now=_now)
    with suppress(SchemaTooOld):
        return territory()
    record = RecordStore.open(f"sqlite:///{place / 'record.db'}")
    record.migrate()
    record.close()
    return territory()


def _now() -> datetime:
    return datetime.now(UTC)


def _measure(territory: Territory, searches: int) -> list[dict[str, Any]]:
    context = territory.context(territory.acting_as(WORKER))
    desk = territory.desk
    rng = Random(SEED)  # noqa: S311 - invented people
    persons = known(context)
    texts = typed_texts(
        context, desk, rng.sample(persons, min(searches, len(persons))), rng
    )

    def search(text: str) -> Callable[[], object]:
        return lambda: search_people(context, desk=desk, text=text)

    first = _ms(search("zzz"))
    spent = [_ms(search(text)) for text in texts]
    _fill(context, persons[:CASELOAD])
    lists = [_ms(lambda: read_caseload(context, desk=desk)) for _ in range(TIMES)]
    return [
        figure("known_n", len(persons), unit="n"),
        figure("search_first_ms", first, unit="ms"),
        figure("search_p50_ms", float(np.percentile(spent, 50)), unit="ms"),
        figure(
            "search_p95_ms",
            float(np.percentile(spent, 95)),
            unit="ms",
            peer="limit",
            peer_value=LIMITS["search"],
        ),
        figure("caseload_200_p50_ms", float(np.percentile(lists, 50)), unit="ms"),
        figure("caseload_200_p95_ms", float(np.percentile(lists, 95)), unit="ms"),
    ]


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - started)


def _fill(context: Context, persons: list[str]) -> None:
    """Give the worker a caseload, beside whom they follow already."""
    with context.record.write() as session:
        held = set(
            session.exec(
                select(Assignment.person_id).where(
                    Assignment.account_id == context.principal.account_id
                )
            )
        )
        rows = session.exec(select(Person).where(col(Person.pseudonym).in_(persons)))
        for person in rows.all()[: max(0, CASELOAD - len(held))]:
            if person.id not in held:
                session.add(
                    Assignment(
                        person_id=person.id or 0,
                        account_id=context.principal.account_id,
                        organisation_id=context.principal.organisation_id or 0,
                        starts_on=context.today(),
                        recorded_at=context.now(),
                    )
                )
