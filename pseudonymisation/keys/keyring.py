"""The key files: made once, kept apart from both stores, readable by one account.

Four files, since one key has one use (ANSSI PA-079):
`encryption.json` (keys that wrap the data keys of persons; rotates freely),
`pseudonym.json` (root of every pseudonym; changes only by a declared re-keying),
`recognition.json` (keys of the blind index, the row digests, the tombstones; stays),
`audit.json` (authenticates the audit chain and the vault's rows).

Each may be sealed by a passphrase: see `seal`.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pseudonymisation.failures import KeysAlreadyThere, KeysMalformed
from pseudonymisation.keys.files import (
    AUDIT,
    ENCRYPTION,
    FILES,
    PSEUDONYM,
    RECOGNITION,
    VERSION,
    new_file,
    read_keys,
)
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.roots import (
    PseudonymRoots,
    first_root,
    read_recognition,
    read_roots,
    recognition_keys,
)
from pseudonymisation.keys.secret_text import new_secret, read_secret


__all__ = [
    "AUDIT",
    "ENCRYPTION",
    "FILES",
    "PSEUDONYM",
    "RECOGNITION",
    "KeyFiles",
    "Keyring",
]
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The secrets of a territory, in memory.

    Attributes:
        wrapping: key id → 32 bytes that wrap data keys.
        active: id of the wrapping key for new rows.
        roots: roots of pseudonyms.
        recognition: use → 32 bytes, for the blind index, row digests and tombstones.
        audit_root: 32 bytes, root of what authenticates: the audit, the vault's rows.
    """

    wrapping: dict[str, bytes]
    active: str
    roots: PseudonymRoots
    recognition: Mapping[str, bytes]
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
            roots=read_roots(folder, passphrase),
            recognition=read_recognition(folder, passphrase),
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
        new_file(folder / PSEUDONYM, first_root())
        new_file(folder / RECOGNITION, recognition_keys())
        new_file(folder / AUDIT, {"version": VERSION, "root": new_secret()})
        return cls.open(folder)


class KeyFiles:
    """A folder of key files that may change while the vault is open.

    A rotation in another process adds a wrapping key and later retires the old one; a
    re-keying does so with the root of pseudonyms. Whoever wraps or opens a data key,
    or names somebody, asks here whether that happened.

    Args:
        folder: where the files lie.
        passphrase: asked only where a file is sealed.
    """

    def __init__(self, folder: Path, passphrase: Passphrase = nobody) -> None:
        self._folder = folder
        self._passphrase = passphrase
        self._stamps: dict[str, Stamp | None] = {}

    def __repr__(self) -> str:
        return "KeyFiles(…)"

    def open(self) -> Keyring:
        """Read all the files; see `Keyring.open`."""
        for name in (ENCRYPTION, PSEUDONYM):
            self._stamps[name] = self._present_stamp(name)
        return Keyring.open(self._folder, self._passphrase)

    def newer_wrapping(self) -> tuple[dict[str, bytes], str] | None:
        """Read the wrapping keys again where their file has changed.

        Returns:
            Keys by id and the active id; None where nothing changed.

        Raises:
            KeysFailure: the changed file does not open.
        """
        stamp = self._present_stamp(ENCRYPTION)
        if stamp == self._stamps.get(ENCRYPTION):
            return None
        found = read_wrapping(self._folder, self._passphrase)
        self._stamps[ENCRYPTION] = stamp
        return found

    def newer_roots(self) -> PseudonymRoots | None:
        """Read the roots of pseudonyms again where their file has changed.

        Returns:
            The roots; None where nothing changed.

        Raises:
            KeysFailure: the changed file does not open.
        """
        stamp = self._present_stamp(PSEUDONYM)
        if stamp == self._stamps.get(PSEUDONYM):
            return None
        found = read_roots(self._folder, self._passphrase)
        self._stamps[PSEUDONYM] = stamp
        return found

    def change_roots(self, change: Callable[[Path, Passphrase], None]) -> None:
        """Take one step of a re-keying in the file; see `keys.roots`.

        Args:
            change: `stage_root`, `adopt_next` or `retire_former`.

        Raises:
            KeysFailure: the file does not open.
        """
        change(self._folder, self._passphrase)

    def _present_stamp(self, name: str) -> Stamp | None:
        """Tell one state of a file from another; a replaced file has a new number."""
        try:
            found = (self._folder / name).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


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


def new_key_id() -> str:
    """Draw the id of a wrapping key, `k` and eight hexadecimal digits."""
    return f"k{secrets.token_hex(4)}"


def _read_root(folder: Path, name: str, passphrase: Passphrase) -> bytes:
    content: dict[str, Any] = read_keys(folder / name, passphrase)
    return read_secret(content.get("root"), name)
