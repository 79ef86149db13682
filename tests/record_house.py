"""A record of invented organisations and accounts, for tests of several rooms."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from sqlmodel import Session

import config
from parcours.access.context import Context
from parcours.access.conventions import read_conventions
from parcours.access.policy import Policy, read_policy
from parcours.access.principal import Principal
from parcours.audit.trail import AuditTrail, ChainedAudit
from parcours.nomenclature import Nomenclature, read_nomenclature
from parcours.record.models import Account, AuditLine, Organisation
from parcours.record.store import RecordStore


CONFIG = Path(config.__file__).parent
KEY = b"an invented key of the audit chain"
START = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that tests move."""

    instant: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.instant

    def move(self, **by: float) -> None:
        self.instant += timedelta(**by)


def whom(audit: AuditTrail, session: Session, line: AuditLine) -> str | None:
    """Give what a line is about, pseudonyms in the place of handles."""
    if line.about is None:
        return None
    names = audit.handles.names(session, [line.about])
    return ",".join(names.get(one, one) for one in line.about.split(","))


@lru_cache(maxsize=1)
def _empty_record() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.db"
        store = RecordStore.open(f"sqlite:///{file}")
        store.migrate()
        store.close()
        return file.read_bytes()


@contextmanager
def open_record(folder: Path) -> Iterator[RecordStore]:
    """Give a migrated, empty record in a folder."""
    (folder / "record.db").write_bytes(_empty_record())
    store = RecordStore.open(f"sqlite:///{folder / 'record.db'}")
    try:
        yield store
    finally:
        store.close()


@lru_cache(maxsize=1)
def shipped_policy() -> Policy:
    return read_policy(CONFIG)


@lru_cache(maxsize=1)
def shipped_nomenclature() -> Nomenclature:
    return read_nomenclature(CONFIG)


def add_account(
    store: RecordStore,
    *,
    role: str,
    login: str | None = None,
    organisation: str | None = None,
    password_hash: str | None = None,
) -> Principal:
    """Write an account (and its organisation) and give its principal."""
    with store.write() as session:
        place = None
        if organisation is not None:
            place = Organisation(code=organisation, name=organisation, kind="test")
            session.add(place)
            session.flush()
        account = Account(
            login=login or f"{role}.zorglub",
            display_name="Zorglub",
            role=role,
            organisation_id=None if place is None else place.id,
            password_hash=password_hash,
            created_at=START,
        )
        session.add(account)
        session.flush()
        return Principal(
            account_id=account.id or 0,
            login=account.login,
            display_name=account.display_name,
            role=role,
            organisation_id=account.organisation_id,
            organisation_code=organisation,
        )


def context_for(
    store: RecordStore,
    principal: Principal,
    *,
    audit: AuditTrail | None = None,
    policy: Policy | None = None,
    now: Clock | None = None,
) -> Context:
    """Give the context of a principal on this record, under the shipped rules."""
    return Context(
        principal=principal,
        record=store,
        audit=audit or ChainedAudit(KEY),
        policy=policy or shipped_policy(),
        conventions=read_conventions(CONFIG),
        nomenclature=shipped_nomenclature(),
        config=CONFIG,
        now=now or Clock(),
    )
