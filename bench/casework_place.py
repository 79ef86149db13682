"""A large territory at work: a million facts, and workers with their caseloads.

What a demonstration lacks of a million facts is invented here, as entries that the
workers typed by hand; the product itself never inserts in bulk what nobody told.
Everything is written once: a folder that stands already is taken as it is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from parcours.access.accounts import add_account
from parcours.access.passwords import hash_password
from parcours.people.visibility import TABLE_KINDS
from parcours.record.models import (
    Account,
    Assignment,
    Attribute,
    Contact,
    HeadCount,
    Intervention,
    Link,
    Person,
    RecordModel,
    SourceSubject,
)
from parcours.territory.opening import Territory


FACTS = 1_000_000
WORKERS = {"mission_locale": 10, "prevention_specialisee": 5, "chantiers": 5}
PLANNER = "mission_locale"
PASSWORD = "tuk-bemo-9-firal-daz"  # noqa: S105 - of accounts invented for a measure
CASELOAD = 60
AT_ONCE = 20_000
BY_HAND = 0.7  # of invented facts: entries; the others are attributes
YEARS_BACK = 3
KINDS = ("entretien_psad", "premier_accueil", "accomp_educatif", "mise_en_relation")
SEED = 7


@dataclass(frozen=True)
class Sign:
    """Who signs in.

    Attributes:
        login: the account.
        organisation: code.
    """

    login: str
    organisation: str


def settle(territory: Territory, *, facts: int = FACTS) -> list[Sign]:
    """Bring a territory to its size, with its workers at their desks.

    Args:
        territory: of a demonstration, open.
        facts: how many there are to be at least.

    Returns:
        The workers, those of one organisation one after the other, and a planner last.
    """
    signs = [
        Sign(f"bench-{code[:4]}-{n}", code)
        for code, many in WORKERS.items()
        for n in range(many)
    ]
    planner = Sign("bench-planner", PLANNER)
    _open_accounts(territory, signs, "case_worker")
    _open_accounts(territory, [planner], "coordinator")
    rng = Random(SEED)  # noqa: S311 - invented facts
    _give_caseloads(territory, signs, rng)
    with territory.record.read() as session:
        missing = facts - count_facts(session)
    if missing > 0:
        _fill(territory, signs, missing, rng)
    return [*signs, planner]


def count_facts(session: Session) -> int:
    """Count what is told of young people, and head-counts without names.

    Args:
        session: a session of the record.

    Returns:
        Rows of every table of facts.
    """
    tables = RecordModel.metadata.tables
    counted = [tables[name] for name in (*TABLE_KINDS, HeadCount.__tablename__)]
    return sum(
        session.connection().execute(select(func.count()).select_from(table)).scalar()
        or 0
        for table in counted
    )


def _open_accounts(territory: Territory, signs: list[Sign], role: str) -> None:
    operator = territory.context(territory.operator())
    with territory.record.read() as session:
        there = set(session.exec(select(Account.login)).all())
    hashed = hash_password(PASSWORD)
    for sign in signs:
        if sign.login not in there:
            add_account(
                operator,
                login=sign.login,
                display_name="",
                role=role,
                password_hash=hashed,
                organisation=sign.organisation,
            )


def _give_caseloads(territory: Territory, signs: list[Sign], rng: Random) -> None:
    """Give each worker young people of their organisation, where they have none."""
    now = territory.now()
    with territory.record.write() as session:
        held = set(session.exec(select(Assignment.account_id)).all())
        for sign in signs:
            account, organisation = _rows(session, sign)
            if account in held:
                continue
            persons = _known(session, organisation)
            session.add_all(
                Assignment(
                    person_id=person,
                    account_id=account,
                    organisation_id=organisation,
                    starts_on=now.date() - timedelta(days=200),
                    recorded_at=now,
                )
                for person in rng.sample(persons, min(CASELOAD, len(persons)))
            )


def _rows(session: Session, sign: Sign) -> tuple[int, int]:
    wanted = select(Account.id, Account.organisation_id)
    account, organisation = session.exec(
        wanted.where(Account.login == sign.login)
    ).one()
    return account or 0, organisation or 0


def _known(session: Session, organisation: int) -> list[int]:
    query = (
        select(Person.id)
        .join(Link, col(Link.person_id) == col(Person.id))
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .where(
            SourceSubject.organisation_id == organisation,
            col(Link.revoked_on).is_(None),
        )
        .distinct()
        .order_by(col(Person.id))
    )
    return [one for one in session.exec(query).all() if one is not None]


def _fill(territory: Territory, signs: list[Sign], missing: int, rng: Random) -> None:
    """Invent what is missing: entries of the workers, schools of pupils."""
    now = territory.now()
    with territory.record.read() as session:
        authors: dict[int, list[int]] = {}
        for sign in signs:
            account, organisation = _rows(session, sign)
            authors.setdefault(organisation, []).append(account)
        subjects = session.exec(select(SourceSubject)).all()
    own = [one for one in subjects if one.organisation_id in authors]
    others = [one for one in subjects if one.organisation_id not in authors] or own
    by_hand = int(missing * BY_HAND)
    rows: dict[Any, list[dict[str, Any]]] = {Intervention: [], Contact: []}
    for n in range(by_hand):
        subject = rng.choice(own)
        author = rng.choice(authors[subject.organisation_id])
        table = Intervention if n % 2 else Contact
        row = _told(subject, author, now, _day(rng, now.date()))
        rows[table].append({**row, **(_entry(rng) if n % 2 else _attempt())})
    rows[Attribute] = [
        {
            **_told(rng.choice(others), None, now, _day(rng, now.date())),
            **{"name": "school", "value": f"Collège {rng.randrange(40)}"},
            **{"ends_on": None, "vintage": None, "how": None},
        }
        for _ in range(missing - by_hand)
    ]
    for table, all_rows in rows.items():
        with territory.record.write() as session:
            for start in range(0, len(all_rows), AT_ONCE):
                part = all_rows[start : start + AT_ONCE]
                session.connection().execute(insert(table), part)


def _day(rng: Random, today: date) -> date:
    return today - timedelta(days=rng.randrange(1, 365 * YEARS_BACK))


def _told(
    subject: SourceSubject, author: int | None, now: datetime, on: date
) -> dict[str, Any]:
    return {
        "visibility": "organisation" if subject.anonymous else "shared",
        "known_on": on,
        "organisation_id": subject.organisation_id,
        "subject_id": subject.id,
        "author_id": author,
        "recorded_at": now,
        "recorded_on": on,
        "starts_on": on,
    }


def _entry(rng: Random) -> dict[str, Any]:
    return {
        "kind": rng.choice(KINDS),
        "precision": "day",
        "hours": rng.choice((0.5, 1.0, 2.0)),
        "modality": "individual",
        "state": "done",
        "channel": "face_to_face",
    }


def _attempt() -> dict[str, Any]:
    return {"result": "nouveau_projet"}
