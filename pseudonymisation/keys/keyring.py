"""The key files: made once, kept apart from both stores, readable by one account.

Three files with three secrets, since one key has one use (ANSSI PA-079):
`encryption.json` (keys that wrap the data keys of persons; rotates freely),
`pseudonym.json` (root of every pseudonym; changes only by a declared re-keying),
`audit.json` (authenticates the audit chain and the vault's rows).

Each may be sealed by a passphrase: see `seal`.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pseudonymisation.failures import KeysAlreadyThere, KeysMalformed
from pseudonymisation.keys.files import (
    AUDIT,
    ENCRYPTION,
    FILES,
    PSEUDONYM,
    VERSION,
    new_file,
    read_keys,
)
from pseudonymisation.keys.passphrase import Passphrase, nobody


__all__ = ["AUDIT", "ENCRYPTION", "FILES", "PSEUDONYM", "KeyFiles", "Keyring"]
KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The secrets of a territory, in memory.

    Attributes:
        wrapping: key id → 32 bytes that wrap data keys.
        active: id of the wrapping key for new rows.
        pseudonym_root: 32 bytes, root of pseudonyms and blind-index tokens.
        audit_root: 32 bytes, root of what authenticates: the audit, the vault's rows.
    """

    wrapping: dict[str, bytes]
    active: str
    pseudonym_root: bytes
    audit_root: bytes

    def __repr__(self) -> str:
        return "Keyring(…)"

    @classmethod
    def open(cls, folder: Path, passphrase: Passphrase = nobody) -> "Keyring":
        """Read the key files of a territory.

        Args:
            folder: where `create` wrote them.
            passphrase: asked only where a file is sealed.

        Returns:
            The keyring.

        Raises:
            KeysMissing: a file is absent.
            KeysReadableByOthers: a file is open to group or others.
            KeysMalformed: a file is not what `create` writes.
            KeysSealed, PassphraseWrong: a sealed file does not open.
        """
        wrapping, active = read_wrapping(folder, passphrase)
        return cls(
            wrapping=wrapping,
            active=active,
            pseudonym_root=read_pseudonym_root(folder, passphrase),
            audit_root=_read_root(folder, AUDIT, passphrase),
        )

    @classmethod
    def create(cls, folder: Path) -> "Keyring":
        """Make new keys and write them, each file 0600 in a folder 0700.

        Args:
            folder: is made where absent; holds no key file yet.

        Returns:
            The keyring, read back from the files.

        Raises:
            KeysAlreadyThere: a key file exists; nothing was written.
        """
        for name in FILES:
            if (folder / name).exists():
                raise KeysAlreadyThere(name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key_id = new_key_id()
        new_file(
            folder / ENCRYPTION,
            {"version": VERSION, "active": key_id, "keys": {key_id: new_secret()}},
        )
        for name in (PSEUDONYM, AUDIT):
            new_file(folder / name, {"version": VERSION, "root": new_secret()})
        return cls.open(folder)


class KeyFiles:
    """A folder of key files that may change while the vault is open.

    A rotation in another process adds a wrapping key and later retires the old one;
    whoever wraps or opens a data key asks here whether that happened.

    Args:
        folder: where the files lie.
        passphrase: asked only where a file is sealed.
    """

    def __init__(self, folder: Path, passphrase: Passphrase = nobody) -> None:
        self._folder = folder
        self._passphrase = passphrase
        self._stamp: tuple[int, int, int] | None = None

    def __repr__(self) -> str:
        return "KeyFiles(…)"

    def open(self) -> Keyring:
        """Read all the files; see `Keyring.open`."""
        self._stamp = self._present_stamp()
        return Keyring.open(self._folder, self._passphrase)

    def newer_wrapping(self) -> tuple[dict[str, bytes], str] | None:
        """Read the wrapping keys again where their file has changed.

        Returns:
            Keys by id and the active id; None where nothing changed.

        Raises:
            KeysFailure: the changed file does not open.
        """
        stamp = self._present_stamp()
        if stamp == self._stamp:
            return None
        found = read_wrapping(self._folder, self._passphrase)
        self._stamp = stamp
        return found

    def _present_stamp(self) -> tuple[int, int, int] | None:
        """Tell one state of the file from another; a replaced file has a new number."""
        try:
            found = (self._folder / ENCRYPTION).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def read_pseudonym_root(folder: Path, passphrase: Passphrase = nobody) -> bytes:
    """Read the root of pseudonyms alone, for those who may open no identity.

    Args:
        folder: where `Keyring.create` wrote the key files.
        passphrase: asked only where the file is sealed.

    Returns:
        32 bytes.

    Raises:
        KeysFailure: see `Keyring.open`.
    """
    return _read_root(folder, PSEUDONYM, passphrase)


def read_wrapping(
    folder: Path, passphrase: Passphrase = nobody
) -> tuple[dict[str, bytes], str]:
    """Read the keys that wrap data keys.

    Args:
        folder: where the key files lie.
        passphrase: asked only where the file is sealed.

    Returns:
        Keys by id, and the id of the active one.

    Raises:
        KeysFailure: see `Keyring.open`.
    """
    content = read_keys(folder / ENCRYPTION, passphrase)
    keys = content.get("keys")
    active = content.get("active")
    if not isinstance(keys, dict) or not isinstance(active, str) or active not in keys:
        raise KeysMalformed(ENCRYPTION)
    return {str(k): read_secret(v, ENCRYPTION) for k, v in keys.items()}, active


def new_secret() -> str:
    """Draw 32 random bytes, written as base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def new_key_id() -> str:
    """Draw the id of a wrapping key, `k` and eight hexadecimal digits."""
    return f"k{secrets.token_hex(4)}"


def read_secret(text: object, name: str) -> bytes:
    """Read 32 bytes written as base64.

    Args:
        text: what the file holds.
        name: of the file, for the error.

    Returns:
        The secret.

    Raises:
        KeysMalformed: anything else.
    """
    try:
        secret = base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise KeysMalformed(name) from None
    if len(secret) != KEY_BYTES:
        raise KeysMalformed(name)
    return secret


def _read_root(folder: Path, name: str, passphrase: Passphrase) -> bytes:
    content: dict[str, Any] = read_keys(folder / name, passphrase)
    return read_secret(content.get("root"), name)
