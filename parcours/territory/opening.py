"""A folder → a territory ready to work: stores open, intents settled, rules read.

The top of `parcours`: it alone puts the rooms together. It gives the audit its key as
bytes, so that the audit room never sees the vault.
"""

import os
import pwd
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import col, select

from config.translation import _
from parcours.access.accounts import OPERATOR_ROLE
from parcours.access.context import Context
from parcours.access.conventions import Conventions, read_conventions
from parcours.access.failures import AccountRefused
from parcours.access.organisations import put_on_record, read_organisations
from parcours.access.policy import Policy, read_policy
from parcours.access.principal import Principal
from parcours.access.sessions import principal_of
from parcours.audit.trail import AuditEntry, ChainedAudit
from parcours.intake.reception import Reception
from parcours.nomenclature import Nomenclature, read_nomenclature
from parcours.record.models import (
    Account,
    Draft,
    FinishedIntent,
    Organisation,
    Person,
)
from parcours.record.store import RecordStore
from parcours.territory.founding import (
    NamesOfOtherKeys,
    TerritoryMissing,
    close_to_others,
    make_folders,
    make_stores,
    refuse_a_used_folder,
    take_back,
)
from parcours.territory.places import Places, places
from parcours.worktop.settings import read_kept_for
from pseudonymisation.desk import Desk
from pseudonymisation.pseudonym import Pseudonym


Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Territory:
    """One territory, open.

    Attributes:
        places: where its parts lie.
        record: the record's store.
        desk: the door to the vault, for the operations that may hold it.
        audit: the chained audit.
        policy: who may do what.
        conventions: agreements.
        nomenclature: words.
        now: clock.
        reception: partner files in hand and loads under way, in memory.
    """

    places: Places
    record: RecordStore
    desk: Desk
    audit: ChainedAudit
    policy: Policy
    conventions: Conventions
    nomenclature: Nomenclature
    now: Clock
    reception: Reception = field(default_factory=Reception)

    def __repr__(self) -> str:
        return "Territory(…)"

    @property
    def folder(self) -> Path:
        """Give the territory's folder."""
        return self.places.folder

    @property
    def config(self) -> Path:
        """Give the folder of its YAML files."""
        return self.places.config

    @classmethod
    def create(
        cls, folder: Path, *, environ: Mapping[str, str], now: Clock
    ) -> "Territory":
        """Make a territory: folders, configuration to edit, keys, stores, operator.

        Args:
            folder: a new or empty folder.
            environ: environment variables (`PARCOURS_KEYS` and the two addresses).
            now: clock, gives instants with a zone.

        Returns:
            The territory, open.

        Raises:
            TerritoryAlreadyThere: there is one, or other files are in the way.
            KeysAlreadyThere: the key folder belongs to another territory.
        """
        found = places(folder, environ)
        refuse_a_used_folder(found)
        try:
            make_folders(found)
            make_stores(found)
            territory = cls.open(folder, environ=environ, now=now)
            _add_operator(territory)
            close_to_others(found)
        except BaseException:
            take_back(found)
            raise
        return territory

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        environ: Mapping[str, str],
        now: Clock,
        recover: bool = True,
    ) -> "Territory":
        """Open a territory, after settling what a dead process left half done.

        Args:
            folder: its folder.
            environ: environment variables.
            now: clock, gives instants with a zone.
            recover: settle pending intents; only an examination leaves them.

        Returns:
            The territory.

        Raises:
            TerritoryMissing: the folder is not one.
            RecordFailure: the record does not open or is of another version.
            KeysFailure, VaultFailure: the vault does not open.
            ConfigurationRefused: a YAML file breaks a rule.
        """
        found = places(folder, environ)
        if not found.config.is_dir():
            raise TerritoryMissing
        record = RecordStore.open(found.record_url)
        record.check_schema()
        desk = open_desk(found, now)
        if recover:
            desk.recover(recorded_in(record))
            _refuse_other_names(record, desk)
            _add_organisations(record, found.config)
            forget_old_drafts(record, found.config, now=now())
        return cls(
            places=found,
            record=record,
            desk=desk,
            audit=ChainedAudit(desk.audit_key()),
            policy=read_policy(found.config),
            conventions=read_conventions(found.config),
            nomenclature=read_nomenclature(found.config),
            now=now,
        )

    def context(self, principal: Principal) -> Context:
        """Give what an operation needs to run for somebody.

        Args:
            principal: who acts.

        Returns:
            The context.
        """
        return Context(
            principal=principal,
            record=self.record,
            audit=self.audit,
            policy=self.policy,
            conventions=self.conventions,
            nomenclature=self.nomenclature,
            config=self.config,
            now=self.now,
            words=self.desk.words,
        )

    def operator(self) -> Principal:
        """Give the principal of the machine's user, made when the territory was.

        Returns:
            The principal.

        Raises:
            AccountRefused: another user made this territory.
        """
        return self.acting_as(machine_user())

    def acting_as(self, login: str) -> Principal:
        """Give the principal of an account for the command line.

        The audit keeps the machine's user beside the account.

        Args:
            login: the account.

        Returns:
            The principal.

        Raises:
            AccountRefused: there is none, or it is disabled.
        """
        with self.record.read() as session:
            account = session.exec(select(Account).where(Account.login == login))
            found = account.first()
            if found is None or found.disabled_at is not None:
                raise AccountRefused(_("Aucun compte actif ne porte ce nom."))
            return principal_of(session, found, machine_user=machine_user())

    def close(self) -> None:
        """Let go of both stores' connections."""
        self.desk.close()
        self.record.close()


def open_desk(found: Places, now: Clock) -> Desk:
    """Open the vault of a territory.

    Args:
        found: where its parts lie.
        now: clock, gives instants with a zone.

    Returns:
        The desk.

    Raises:
        KeysFailure, VaultFailure: the vault does not open.
    """
    return Desk.open(
        url=found.vault_url,
        keys_folder=found.keys,
        now=now,
        passphrase=found.passphrase,
    )


def recorded_in(record: RecordStore) -> Callable[[str], bool]:
    """Give the test by which recovery learns what the record committed.

    Args:
        record: the store.

    Returns:
        A function from an intent's reference to yes or no.
    """

    def was_recorded(ref: str) -> bool:
        with record.read() as session:
            return session.get(FinishedIntent, ref) is not None

    return was_recorded


def _refuse_other_names(record: RecordStore, desk: Desk) -> None:
    """Refuse a record from before a re-keying, in which nobody would be found."""
    newest = select(Person.pseudonym).order_by(col(Person.id).desc()).limit(1)
    with record.read() as session:
        name = session.exec(newest).first()
    if name is None:
        return
    if Pseudonym.parse(name).generation not in desk.rekeying.generations:
        raise NamesOfOtherKeys


def machine_user() -> str:
    """Tell who runs this process, from the system and not from a variable.

    Returns:
        The login name of the machine's user.
    """
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def _add_organisations(record: RecordStore, config: Path) -> None:
    """Put newly configured structures on record, writing only where there are any."""
    entries = read_organisations(config)
    with record.read() as session:
        known = set(session.exec(select(Organisation.code)))
    if {entry.code for entry in entries} - known:
        with record.write() as session:
            put_on_record(session, entries)


def forget_old_drafts(record: RecordStore, config: Path, *, now: datetime) -> bool:
    """Forget what was typed and not saved too long ago, writing only where there is.

    An operation that keeps a draft does so too; this serves a house where nobody types.

    Args:
        record: the store.
        config: folder of the territory's YAML files.
        now: the instant.

    Returns:
        Whether there was any.
    """
    old = col(Draft.saved_at) <= now - read_kept_for(config)
    with record.read() as session:
        if session.exec(select(Draft.id).where(old).limit(1)).first() is None:
            return False
    with record.write() as session:
        session.connection().execute(delete(Draft).where(old))
    return True


def _add_operator(territory: Territory) -> None:
    login = machine_user()
    with territory.record.write() as session:
        session.add(
            Account(
                login=login,
                display_name=login,
                role=OPERATOR_ROLE,
                created_at=territory.now(),
            )
        )
        territory.audit.append(
            session,
            AuditEntry(
                at=territory.now(),
                actor=login,
                role=OPERATOR_ROLE,
                session=f"machine:{login}",
                operation="territory.create",
                decision="allowed",
            ),
        )
