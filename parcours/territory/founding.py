"""An empty folder → the folders, configuration, keys and tables of a territory.

What a failed attempt made is taken back, so that the next one finds the place free.
"""

import shutil
from pathlib import Path

import config
from config.failure import Failure
from config.translation import _
from parcours.record.store import RecordStore
from parcours.territory.places import Places
from pseudonymisation.keys.keyring import FILES, Keyring


FILE_MODE = 0o600


class TerritoryFailure(Failure):
    """Base of what can be wrong with the folder itself."""

    code = "TERRITORY-000"


class TerritoryMissing(TerritoryFailure):
    """The folder is not a territory."""

    code = "TERRITORY-001"

    def __init__(self) -> None:
        super().__init__(
            _("Ce dossier n’est pas un territoire de parcours."),
            not_done=_("Rien n’a été lu ni écrit."),
            remedy=_("Indiquez-le par --dir, ou créez-le : « parcours init DOSSIER »."),
        )


class TerritoryAlreadyThere(TerritoryFailure):
    """The folder holds a territory, which is not to be overwritten."""

    code = "TERRITORY-002"

    def __init__(self) -> None:
        super().__init__(
            _("Ce dossier contient déjà un territoire."),
            not_done=_("Il n’a pas été touché."),
            remedy=_("Choisissez un dossier neuf."),
        )


class NamesOfOtherKeys(TerritoryFailure):
    """The record's pseudonyms were made under a root that is not there."""

    code = "TERRITORY-003"

    def __init__(self) -> None:
        super().__init__(
            _("La base des parcours et les clés des pseudonymes ne vont pas ensemble."),
            not_done=_("Le territoire n’a pas été ouvert, pour ne perdre personne."),
            remedy=_(
                "Après un changement des pseudonymes, une sauvegarde d’avant ne "
                "s’ouvre plus : restaurez-en une plus récente."
            ),
        )


def refuse_a_used_folder(found: Places) -> None:
    """Refuse a folder that holds anything but keys made beforehand.

    Args:
        found: where the new territory's parts shall lie.

    Raises:
        TerritoryAlreadyThere: it holds something else.
    """
    if found.folder.exists() and any(_not_keys(found)):
        raise TerritoryAlreadyThere


def _not_keys(found: Places) -> list[Path]:
    """List what lies in the folder besides its keys."""
    return [path for path in found.folder.iterdir() if path != found.keys]


def make_folders(found: Places) -> None:
    """Make the folders and copy the shipped configuration, to be edited there.

    Args:
        found: where the new territory's parts shall lie.
    """
    found.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in (found.extracts, found.published, found.logs):
        folder.mkdir(mode=0o700)
    shipped = Path(config.__file__).parent
    for source in sorted([*shipped.rglob("*.yaml"), *shipped.rglob("*.md")]):
        target = found.config / source.relative_to(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def make_stores(found: Places) -> None:
    """Make the keys, unless they were made beforehand, and the record's tables.

    Args:
        found: where the new territory's parts shall lie.

    Raises:
        KeysAlreadyThere: some of the key files exist and others do not.
        RecordFailure: the record does not open.
    """
    if not all((found.keys / name).exists() for name in FILES):
        Keyring.create(found.keys)
    record = RecordStore.open(found.record_url)
    try:
        record.migrate()
    finally:
        record.close()


def close_to_others(found: Places) -> None:
    """Leave the stores' files to their own account, whatever the machine's habits.

    Args:
        found: where the parts lie.
    """
    for path in store_files(found):
        path.chmod(FILE_MODE)


def store_files(found: Places) -> list[Path]:
    """List the files of the stores that exist: bases, their logs, the lock.

    Args:
        found: where the parts lie.

    Returns:
        Paths.
    """
    names = ("vault.db", "record.db", "evaluation.db")
    return sorted(path for name in names for path in found.folder.glob(f"{name}*"))


def take_back(found: Places) -> None:
    """Leave no half-made territory; keys stay, since a store may already need them.

    Args:
        found: where its parts lie.
    """
    for path in _not_keys(found):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
