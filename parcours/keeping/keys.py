"""Seal, split, rotate and check the keys, index the vault anew, as operations."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.factors import seal_factors_anew
from parcours.access.guard import operation
from parcours.keeping.operations import open_some
from parcours.record.models import AuditLine
from parcours.record.sealed_drafts import seal_anew
from pseudonymisation.desk import Desk
from pseudonymisation.keys.keyring import RECOGNITION
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.report import KeyFileReport, half_written, report_files
from pseudonymisation.keys.seal import STRENGTH, Strength
from pseudonymisation.keys.sealing import seal_keys
from pseudonymisation.keys.shares import ShareFile, split_keys
from pseudonymisation.reindex import Reindexed
from pseudonymisation.rotation import Rotated


MARK = "vault:"
"""Stands in the audit before the vault's counter."""


@dataclass(frozen=True)
class KeysChecked:
    """What `keys check` found.

    Attributes:
        files: what may be said of each key file.
        drafts: files that a death left half written; they may hold keys.
        opened: identities opened by way of trial.
        data_keys: how many data keys each wrapping key wraps.
        rotating: whether a rotation is under way, or was interrupted.
        generation: of the root of pseudonyms in service.
        rekeying: "staged" where a next root waits, "to retire" where the former one is
            still there, "" where no re-keying is under way.
        parted: whether recognition has keys of its own.
        counter: the vault's counter of changes.
        counter_before: the counter that the last check left in the audit, None before
            the first one.
        altered: tables of the vault that hold something else than was written.
    """

    files: tuple[KeyFileReport, ...]
    drafts: tuple[str, ...]
    opened: int
    data_keys: dict[str, int]
    rotating: bool
    generation: int
    rekeying: str
    parted: bool
    counter: int
    counter_before: int | None
    altered: tuple[str, ...]

    @property
    def fell_back(self) -> bool:
        """Tell whether the whole vault was put back to an earlier day."""
        return self.counter_before is not None and self.counter < self.counter_before

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        closed = all(file.closed and not file.trouble for file in self.files)
        return closed and not (self.altered or self.drafts or self.fell_back)


@operation("keys.check", kind="vault")
def check_keys(
    context: Context, session: Session, *, desk: Desk, keys_folder: Path
) -> KeysChecked:
    """Open some identities, compare every row of the vault, and show none.

    The vault's counter is left in the audit, so that the next check sees where the
    whole file was put back to an earlier day.

    Args:
        context: who acts.
        session: given by the guard.
        desk: the door to the vault.
        keys_folder: where the key files lie.

    Returns:
        What was found.

    Raises:
        KeysFailure: the keys are not those of this vault.
    """
    found = desk.integrity()
    before = _last_counter(session)
    data_keys = desk.data_keys()
    opened = 0 if found.altered else open_some(session, desk)
    with context.record.write() as writing:
        context.trace.about = f"{MARK}{found.counter}"
        context.trace.n_results = len(found.altered)
        context.audit_line(writing)
    return KeysChecked(
        files=tuple(report_files(keys_folder)),
        drafts=tuple(half_written(keys_folder)),
        opened=opened,
        data_keys=data_keys,
        rotating=len(data_keys) > 1,
        generation=desk.rekeying.generation,
        rekeying=desk.rekeying.under_way,
        parted=(keys_folder / RECOGNITION).exists(),
        counter=found.counter,
        counter_before=before,
        altered=found.altered,
    )


def _last_counter(session: Session) -> int | None:
    marked = (
        select(AuditLine.about)
        .where(
            AuditLine.operation == "keys.check",
            col(AuditLine.about).startswith(MARK),
        )
        .order_by(col(AuditLine.seq).desc())
    )
    told = session.exec(marked).first()
    return None if told is None else int(told.removeprefix(MARK))


@operation("keys.seal", kind="vault")
def seal(
    context: Context,
    session: Session,
    *,
    keys_folder: Path,
    new: str,
    old: Passphrase = nobody,
    strength: Strength = STRENGTH,
) -> list[str]:
    """Put the key files under a passphrase, or under another one.

    Args:
        context: who acts.
        session: given by the guard.
        keys_folder: where the key files lie.
        new: the passphrase from now on.
        old: asked where they are sealed already.
        strength: cost of a guess.

    Returns:
        Names of the files.

    Raises:
        KeysFailure: too short, or the present passphrase is wrong.
    """
    return seal_keys(keys_folder, new, old=old, strength=strength)


@operation("keys.split", kind="vault", about="of")
def split(
    context: Context,
    session: Session,
    *,
    keys_folder: Path,
    of: str,
    shares: tuple[ShareFile, ShareFile],
    passphrase: Passphrase = nobody,
    strength: Strength = STRENGTH,
) -> str:
    """Split a key file between two custodians.

    Args:
        context: who acts.
        session: given by the guard.
        keys_folder: where the key files lie.
        of: name of the key file.
        shares: where the shares go, each with its custodian's passphrase.
        passphrase: asked where the key files are sealed.
        strength: cost of a guess.

    Returns:
        Name of the split.

    Raises:
        KeysFailure: a file is in the way, a passphrase too short or wrong.
    """
    return split_keys(keys_folder, of, shares, passphrase=passphrase, strength=strength)


@operation("keys.rotate", kind="vault")
def rotate(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    keys_folder: Path,
    passphrase: Passphrase = nobody,
) -> Rotated:
    """Wrap every data key under a new key, while the house works on.

    What is typed and not saved, and the secrets of second factors, are sealed anew
    while both keys are there; what another process seals at that very moment may be
    lost with the former key, and says so.

    Args:
        context: who acts.
        session: given by the guard.
        desk: the door to the vault.
        keys_folder: where the key files lie.
        passphrase: asked where the key files are sealed.

    Returns:
        What was done.

    Raises:
        RotationUnproven, VaultBusy: the old key stays; starting again goes on.
    """

    def step(name: str) -> None:
        if name == "proven":
            with context.record.write() as writing:
                seal_anew(writing, desk.words)
                seal_factors_anew(writing, desk.words)

    done = desk.rotate_keys(keys_folder, passphrase=passphrase, step=step)
    with context.record.write() as writing:
        context.trace.about = done.key_id
        context.trace.n_results = done.proven
        context.audit_line(writing)
    return done


@operation("linkage.reindex", kind="vault")
def reindex(context: Context, session: Session, *, desk: Desk) -> Reindexed:
    """Make the blind index by the rules of today, while the house works on.

    Args:
        context: who acts.
        session: given by the guard.
        desk: the door to the vault.

    Returns:
        What was done.

    Raises:
        IndexUnproven, VaultBusy: the index is not in use; starting again goes on.
    """
    done = desk.reindex()
    with context.record.write() as writing:
        context.trace.about = done.name
        context.trace.n_results = done.indexed
        context.audit_line(writing)
    return done
