"""Daily work in a large territory: finding a young person, a caseload, its team.

`PARCOURS_BENCH_CASEWORK` names the folder of a demonstration that stands already: one
of 50,000 young people takes minutes to make.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sqlmodel import col, select

from bench.figures import figure
from bench.pages import demonstration
from parcours.access.context import Context
from parcours.caseload.operations import read_caseload
from parcours.people.operations import search_people
from parcours.record.models import Assignment, Link, Person, SourceSubject
from parcours.territory.opening import Territory
from pseudonymisation.desk import Desk
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Identity


YOUNG, YOUNG_QUICK, SEED = 50_000, 400, 1
SEARCHES, SEARCHES_QUICK = 100, 20
CASELOAD, TIMES = 200, 10
WORKER = "conseil"


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure search and caseload.

    Args:
        quick: a small territory, few searches.

    Returns:
        p50 and p95 of a search, its first one, p95 of a caseload of 200.
    """
    kept = os.environ.get("PARCOURS_BENCH_CASEWORK")
    if kept and not quick:
        return _measure(Path(kept), SEARCHES)
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        place = Path(folder) / "territory"
        demonstration(place, YOUNG_QUICK if quick else YOUNG)
        return _measure(place, SEARCHES_QUICK if quick else SEARCHES)


def _measure(place: Path, searches: int) -> list[dict[str, Any]]:
    territory = Territory.open(place, environ={}, now=lambda: datetime.now(UTC))
    context = territory.context(territory.acting_as(WORKER))
    desk = territory.desk
    rng = Random(SEED)  # noqa: S311 - invented people
    persons = _known(context)
    texts = _texts(context, desk, rng.sample(persons, min(searches, len(persons))), rng)

    def search(text: str) -> Callable[[], object]:
        return lambda: search_people(context, desk=desk, text=text)

    first = _ms(search("zzz"))
    spent = [_ms(search(text)) for text in texts]
    _fill(context, persons[:CASELOAD])
    lists = [_ms(lambda: read_caseload(context, desk=desk)) for _ in range(TIMES)]
    territory.close()
    return [
        figure("known_n", len(persons), unit="n"),
        figure("search_first_ms", first, unit="ms"),
        figure("search_p50_ms", float(np.percentile(spent, 50)), unit="ms"),
        figure("search_p95_ms", float(np.percentile(spent, 95)), unit="ms"),
        figure("caseload_200_p50_ms", float(np.percentile(lists, 50)), unit="ms"),
        figure("caseload_200_p95_ms", float(np.percentile(lists, 95)), unit="ms"),
    ]


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - started)


def _known(context: Context) -> list[str]:
    """List whom the worker's organisation knows."""
    with context.record.read() as session:
        query = (
            select(Person.pseudonym)
            .join(Link, col(Link.person_id) == col(Person.id))
            .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
            .where(
                SourceSubject.organisation_id == context.principal.organisation_id,
                col(Link.revoked_on).is_(None),
            )
            .distinct()
        )
        return sorted(session.exec(query).all())


def _texts(context: Context, desk: Desk, persons: list[str], rng: Random) -> list[str]:
    """Write what workers would type: names cut or misspelt, dates, short forms."""
    organisation = context.principal.organisation_code
    shown = desk.reveal_many([Pseudonym.parse(p) for p in persons], organisation)
    texts = [p.rsplit(".", 1)[-1][:6] for p in persons[::10]]
    for identity in shown.values():
        texts += _typed(identity, rng)
    rng.shuffle(texts)
    return texts[: len(persons)]


def _typed(identity: Identity, rng: Random) -> list[str]:
    name, given = identity.birth_name or "", identity.given_names or ""
    at = rng.randrange(max(len(name), 1))
    slip = name[:at] + name[at + 1 :]
    texts = [name[:4], given, f"{given} {name}", f"{slip} {given}", slip]
    if identity.birth_date is not None and identity.birth_date.day is not None:
        born = identity.birth_date
        texts.append(f"{born.day:02}/{born.month:02}/{born.year}")
    return [text for text in texts if text.strip()]


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
