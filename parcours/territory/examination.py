"""A territory's folder → what is well, what is not, and the remedy for each.

Each check stands alone: a store that does not open does not keep the others from being
examined. Nothing here writes; `parcours.territory.repair` does.
"""

import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from config.failure import Failure
from config.translation import _, counted
from parcours.access.conventions import read_conventions
from parcours.access.policy import read_policy
from parcours.audit.trail import ChainedAudit
from parcours.keeping.failures import RekeyingUnderWay
from parcours.nomenclature import read_nomenclature
from parcours.record.store import RecordStore
from parcours.territory.founding import store_files
from parcours.territory.opening import Clock, open_desk
from parcours.territory.places import Places
from pseudonymisation.keys.failures import KeysSealed
from pseudonymisation.keys.keyring import FILES, Keyring
from pseudonymisation.keys.roots import is_parted


Reader = Callable[[Path], object]
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class State(IntEnum):
    """How a check ended; the worst one is the territory's."""

    OK = 0
    WARNING = 1
    FAILED = 2


@dataclass(frozen=True)
class Check:
    """One thing examined.

    Attributes:
        name: stable name, for programs.
        state: how it ended.
        finding: what was found, one sentence without any value.
        remedy: what to do about it, "" where nothing.
    """

    name: str
    state: State
    finding: str
    remedy: str = ""


REPAIR = "parcours doctor --repair"


def examine(
    found: Places, *, now: Clock, readers: Mapping[str, Reader] | None = None
) -> list[Check]:
    """Examine every part of a territory.

    Args:
        found: where its parts lie.
        now: clock, for the vault.
        readers: more configuration readers, by file, of rooms above this one.

    Returns:
        Checks in a fixed order; the first alone where there is no territory.
    """
    folder = _check_folder(found)
    if folder.state is State.FAILED:
        return [folder]  # all the rest would fail for this one reason
    every_reader = {**OWN_READERS, **(readers or {})}
    return [
        folder,
        *_check_key_files(found),
        _check_store_files(found),
        _check("keys", lambda: _keys_open(found)),
        *_check_parted(found),
        _check("vault.opens", lambda: _vault_opens(found, now)),
        *_check_database("vault", found.vault_url),
        _check_rows(found, now),
        _check("record.opens", lambda: _record_opens(found)),
        *_check_database("record", found.record_url),
        _check_pending(found, now),
        _check_rekeying(found, now),
        _check_audit(found, now),
        *(_check_reader(name, reader, found) for name, reader in every_reader.items()),
    ]


OWN_READERS: Mapping[str, Reader] = {
    "access.yaml": read_policy,
    "conventions.yaml": read_conventions,
    "nomenclature": read_nomenclature,
}


def worst(checks: Iterable[Check]) -> State:
    """Give the worst state among checks, OK for none.

    Args:
        checks: any number.

    Returns:
        The state.
    """
    return max((check.state for check in checks), default=State.OK)


def _check(name: str, work: Callable[[], str]) -> Check:
    """Run one check; a failure tells its own remedy, a surprise its type alone."""
    try:
        return Check(name, State.OK, work())
    except Failure as failure:
        return Check(
            name, State.FAILED, f"{failure.code} {failure.what}", failure.remedy
        )
    except Exception as error:
        kind = type(error).__name__
        finding = _("Erreur inattendue ({kind}).").format(kind=kind)
        return Check(name, State.FAILED, finding, _("Restaurez une sauvegarde."))


def _check_folder(found: Places) -> Check:
    if not found.config.is_dir():
        return Check(
            "folder",
            State.FAILED,
            _("Ce dossier n’est pas un territoire de parcours."),
            _("Indiquez-le par --dir, ou créez-le : « parcours init DOSSIER »."),
        )
    if found.folder.stat().st_mode & OPEN_TO_OTHERS:
        return Check(
            "folder",
            State.WARNING,
            _("Le dossier est ouvert à d’autres comptes de la machine."),
            REPAIR,
        )
    return Check("folder", State.OK, _("Le dossier n’est ouvert qu’à son compte."))


def _check_key_files(found: Places) -> list[Check]:
    open_ones = [p.name for p in key_paths(found) if p.stat().st_mode & OPEN_TO_OTHERS]
    if open_ones:
        finding = _("Clés lisibles par d’autres comptes : {files}.").format(
            files=", ".join(open_ones)
        )
        return [Check("keys.permissions", State.FAILED, finding, REPAIR)]
    beside = found.keys.is_relative_to(found.folder)
    if beside:
        finding = _("Les clés sont dans le dossier du territoire, avec les bases.")
        remedy = _("En service réel, placez-les ailleurs et donnez PARCOURS_KEYS.")
        return [Check("keys.permissions", State.WARNING, finding, remedy)]
    return [Check("keys.permissions", State.OK, _("Clés à part et fermées."))]


def _check_store_files(found: Places) -> Check:
    modes = [path.stat().st_mode for path in store_files(found)]
    if any(mode & OPEN_TO_OTHERS for mode in modes):
        finding = _("Des bases sont lisibles par d’autres comptes.")
        return Check("stores.permissions", State.WARNING, finding, REPAIR)
    finding = _("Les bases ne sont ouvertes qu’à leur compte.")
    return Check("stores.permissions", State.OK, finding)


def key_paths(found: Places) -> list[Path]:
    """List the key files that exist, and their folder.

    Args:
        found: where the parts lie.

    Returns:
        Paths.
    """
    paths = [found.keys, *(found.keys / name for name in FILES)]
    return [path for path in paths if path.exists()]


def _keys_open(found: Places) -> str:
    Keyring.open(found.keys, found.passphrase)
    return _("Les fichiers de clés se lisent.")


def _check_parted(found: Places) -> list[Check]:
    """Say where recognition still hangs on the root of pseudonyms, as it once did."""
    try:
        parted = is_parted(found.keys, found.passphrase)
    except Failure:
        return []  # told already
    if parted:
        return []
    finding = _("La reconnaissance des jeunes n’a pas encore ses propres clés.")
    return [Check("keys.parted", State.WARNING, finding, REPAIR)]


def _vault_opens(found: Places, now: Clock) -> str:
    with open_desk(found, now) as desk:
        desk.check_index()
    return _("Le coffre s’ouvre et son schéma est à jour.")


def _check_rows(found: Places, now: Clock) -> Check:
    """Compare the vault's rows with its keyed sums: SQLite sees no such change."""

    def work() -> str:
        with open_desk(found, now) as desk:
            altered = desk.integrity().altered
        if altered:
            raise RowsAltered(altered)
        if make_url(found.vault_url).get_backend_name() != "sqlite":
            return _("Sur un serveur, les sommes sous clé du coffre n’existent pas.")
        return _("Chaque ligne du coffre est telle que le logiciel l’a écrite.")

    check = _check("vault.rows", work)
    if check.finding.startswith(KeysSealed.code):
        unseen = _("Lignes du coffre non vérifiées : les clés sont scellées.")
        return Check(check.name, State.WARNING, unseen, check.remedy)
    return check


class RowsAltered(Failure):
    """Rows of the vault are not as they were written.

    Args:
        tables: where.
    """

    code = "VAULT-034"

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__(
            _("Lignes modifiées hors du logiciel : {tables}.").format(
                tables=", ".join(tables)
            ),
            not_done=_("Rien n’a été changé."),
            remedy=_("Restaurez une sauvegarde."),
        )


def _record_opens(found: Places) -> str:
    record = RecordStore.open(found.record_url)
    try:
        record.check_schema()
    finally:
        record.close()
    return _("La base des parcours s’ouvre et son schéma est à jour.")


def _check_database(name: str, url: str) -> list[Check]:
    """Ask SQLite itself; other databases have their own keepers."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return []
    if not Path(address.database).exists():
        finding = _("Le fichier de la base est absent.")
        remedy = _("Restaurez une sauvegarde.")
        return [Check(f"{name}.integrity", State.FAILED, finding, remedy)]
    return [
        _check(f"{name}.integrity", lambda: _pragma(url, "integrity_check", ["ok"])),
        _check(f"{name}.foreign_keys", lambda: _pragma(url, "foreign_key_check", [])),
    ]


class StoreDamaged(Failure):
    """SQLite finds its own file damaged."""

    code = "RECORD-006"

    def __init__(self) -> None:
        super().__init__(
            _("La base est endommagée ou incohérente."),
            not_done=_("Rien n’a été changé."),
            remedy=_("Restaurez la dernière sauvegarde."),
        )


def _pragma(url: str, pragma: str, expected: Sequence[str]) -> str:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"PRAGMA {pragma}").all()
    if [str(row[0]) for row in rows] != list(expected):
        raise StoreDamaged
    return _("SQLite la trouve intacte.")


def _check_pending(found: Places, now: Clock) -> Check:
    def work() -> str:
        with open_desk(found, now) as desk:
            n_pending = len(desk.pending())
        if n_pending:
            raise IntentsPending(n_pending)
        return _("Aucune écriture n’est restée à moitié faite.")

    check = _check("intents", work)
    if check.finding.startswith(IntentsPending.code):
        return Check(check.name, State.WARNING, check.finding, check.remedy)
    return check


class IntentsPending(Failure):
    """Works that write both stores were interrupted, or are running now."""

    code = "RECORD-007"

    def __init__(self, n: int) -> None:
        super().__init__(
            _("{n} écriture(s) en cours ou interrompue(s).").format(n=n),
            not_done=_("Rien n’a été changé."),
            remedy=REPAIR,
        )


def _check_rekeying(found: Places, now: Clock) -> Check:
    def work() -> str:
        with open_desk(found, now) as desk:
            if desk.rekeying.under_way:
                raise RekeyingUnderWay
        return _("Aucun changement des pseudonymes n’est en cours.")

    check = _check("pseudonyms", work)
    if check.finding.startswith(RekeyingUnderWay.code):
        return Check(check.name, State.WARNING, check.finding, check.remedy)
    return check


def _check_audit(found: Places, now: Clock) -> Check:
    def work() -> str:
        with open_desk(found, now) as desk:
            audit = ChainedAudit(desk.audit_key())
        record = RecordStore.open(found.record_url)
        try:
            with record.read() as session:
                verdict = audit.verify(session)
        finally:
            record.close()
        if not verdict.holds:
            raise ChainBroken(verdict.broken_at or 0)
        return counted(
            verdict.n_lines,
            one=_("Journal intact : {n} ligne."),
            many=_("Journal intact : {n} lignes."),
        )

    return _check("audit", work)


class ChainBroken(Failure):
    """The audit chain does not hold."""

    code = "AUDIT-001"

    def __init__(self, line: int) -> None:
        super().__init__(
            _("Le journal d’audit est rompu à la ligne {n}.").format(n=line),
            not_done=_("Rien n’a été changé."),
            remedy=_("Prévenez le délégué à la protection des données."),
        )


def _check_reader(name: str, reader: Reader, found: Places) -> Check:
    def work() -> str:
        reader(found.config)
        return _("Se lit.")

    return _check(f"config.{name}", work)
