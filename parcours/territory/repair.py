"""What can be mended without judgement: permissions, migrations, pending intents."""

from collections.abc import Callable

from parcours.record.failures import RecordFailure, SchemaTooOld
from parcours.record.store import RecordStore
from parcours.territory.examination import OPEN_TO_OTHERS, key_paths
from parcours.territory.founding import FILE_MODE, close_to_others, store_files
from parcours.territory.opening import Clock, forget_old_drafts, open_desk, recorded_in
from parcours.territory.places import Places
from pseudonymisation.keys.keyring import PSEUDONYM
from pseudonymisation.keys.roots import part_recognition


FOLDER_MODE = 0o700


def repair(found: Places, *, now: Clock) -> list[str]:
    """Mend what can be mended; a second run finds nothing to do.

    Args:
        found: where the territory's parts lie.
        now: clock, for the vault.

    Returns:
        Names of what was mended.

    Raises:
        Failure: a store does not open.
    """
    works: dict[str, Callable[[], bool]] = {
        "folder": lambda: _close_folder(found),
        "keys.permissions": lambda: _close_keys(found),
        "keys.parted": lambda: _part_keys(found),
        "stores.permissions": lambda: _close_stores(found),
        "record.schema": lambda: _migrate(found, now),
        "record.drafts": lambda: _forget_old_drafts(found, now),
        "intents": lambda: _settle(found, now),
    }
    return [name for name, work in works.items() if work()]


def _close_folder(found: Places) -> bool:
    if not found.folder.is_dir() or not found.folder.stat().st_mode & OPEN_TO_OTHERS:
        return False
    found.folder.chmod(FOLDER_MODE)
    return True


def _close_keys(found: Places) -> bool:
    open_ones = [p for p in key_paths(found) if p.stat().st_mode & OPEN_TO_OTHERS]
    for path in open_ones:
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
    return bool(open_ones)


def _part_keys(found: Places) -> bool:
    """Give recognition its own key file, in a territory made before it had one."""
    if not (found.keys / PSEUDONYM).exists():
        return False  # the examination tells that it is lost
    return part_recognition(found.keys, found.passphrase)


def _close_stores(found: Places) -> bool:
    if not any(p.stat().st_mode & OPEN_TO_OTHERS for p in store_files(found)):
        return False
    close_to_others(found)
    return True


def _migrate(found: Places, now: Clock) -> bool:
    """Bring the record up; what it held unsealed is sealed, and leaves the file."""
    record = RecordStore.open(found.record_url)
    try:
        record.check_schema()
    except SchemaTooOld:
        with open_desk(found, now) as desk:
            record.migrate(seal=desk.words.sealed)
        record.scrub()
        return True
    except RecordFailure:
        return False  # the examination tells what is wrong with it
    finally:
        record.close()
    return False


def _forget_old_drafts(found: Places, now: Clock) -> bool:
    """Forget what was typed and not saved, once it is older than it may be."""
    record = RecordStore.open(found.record_url)
    try:
        return forget_old_drafts(record, found.config, now=now())
    except RecordFailure:
        return False
    finally:
        record.close()


def _settle(found: Places, now: Clock) -> bool:
    record = RecordStore.open(found.record_url)
    try:
        with open_desk(found, now) as desk:
            settled = desk.recover(recorded_in(record))
            desk.empty_log()  # what a reader kept an erasure from doing
            return bool(settled)
    finally:
        record.close()
