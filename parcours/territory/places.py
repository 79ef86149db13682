"""A territory's folder and the environment → where each of its parts lies.

The keys may live elsewhere (`PARCOURS_KEYS`), and the two stores on a server
(`PARCOURS_VAULT_URL`, `PARCOURS_RECORD_URL`): whoever takes one of the three places
holds nothing that can be joined.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.translation import _
from pseudonymisation.keys.passphrase import Passphrase, nobody, passphrase_from


KEYS_VARIABLE = "PARCOURS_KEYS"
VAULT_VARIABLE = "PARCOURS_VAULT_URL"
RECORD_VARIABLE = "PARCOURS_RECORD_URL"
FOLDER_VARIABLE = "PARCOURS_DIR"
DEFAULT_FOLDER = "territory"


@dataclass(frozen=True)
class Places:
    """Where the parts of one territory lie.

    Attributes:
        folder: the territory's folder.
        keys: folder of the key files.
        vault_url: address of the vault; may hold a password, never shown.
        record_url: address of the record; may hold a password, never shown.
        passphrase: asks for the key files' passphrase, where they are sealed.
    """

    folder: Path
    keys: Path
    vault_url: str
    record_url: str
    passphrase: Passphrase = nobody

    def __repr__(self) -> str:
        return "Places(…)"

    @property
    def config(self) -> Path:
        """Give the folder of the territory's own YAML files."""
        return self.folder / "config"

    @property
    def extracts(self) -> Path:
        """Give the folder of study extracts."""
        return self.folder / "extracts"

    @property
    def published(self) -> Path:
        """Give the folder of what was released."""
        return self.folder / "published"

    @property
    def logs(self) -> Path:
        """Give the folder of technical logs, without values."""
        return self.folder / "logs"


def places(folder: Path, environ: Mapping[str, str]) -> Places:
    """Find a territory's parts.

    Args:
        folder: its folder.
        environ: environment variables.

    Returns:
        The places; nothing is opened or made.
    """
    root = folder.absolute()
    return Places(
        folder=root,
        keys=Path(environ.get(KEYS_VARIABLE) or root / "keys"),
        vault_url=environ.get(VAULT_VARIABLE) or f"sqlite:///{root / 'vault.db'}",
        record_url=environ.get(RECORD_VARIABLE) or f"sqlite:///{root / 'record.db'}",
        passphrase=passphrase_from(environ, prompt=_("Phrase de passe des clés :")),
    )


def chosen_folder(option: Path | None, environ: Mapping[str, str]) -> Path:
    """Choose the territory's folder: the option, else the variable, else ./territory.

    Args:
        option: what was asked for on the command line.
        environ: environment variables.

    Returns:
        The folder, which may not exist.
    """
    return option or Path(environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)
