"""The key files: made once, kept apart from both stores, readable by one account.

Three files with three secrets, since one key has one use (ANSSI PA-079):
`encryption.json` (keys that wrap the data keys of persons; rotates freely),
`pseudonym.json` (root of every pseudonym; changes only by a declared re-keying),
`audit.json` (authenticates the audit chain).
"""

import base64
import binascii
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pseudonymisation.failures import (
    KeysAlreadyThere,
    KeysMalformed,
    KeysMissing,
    KeysReadableByOthers,
)


ENCRYPTION = "encryption.json"
PSEUDONYM = "pseudonym.json"
AUDIT = "audit.json"
FILES = (ENCRYPTION, PSEUDONYM, AUDIT)
KEY_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The secrets of a territory, in memory.

    Attributes:
        wrapping: key id → 32 bytes that wrap data keys.
        active: id of the wrapping key for new rows.
        pseudonym_root: 32 bytes, root of pseudonyms and blind-index tokens.
        audit_root: 32 bytes, root of the audit chain.
    """

    wrapping: dict[str, bytes]
    active: str
    pseudonym_root: bytes
    audit_root: bytes

    def __repr__(self) -> str:
        return "Keyring(…)"

    @classmethod
    def open(cls, folder: Path) -> "Keyring":
        """Read the key files of a territory.

        Args:
            folder: where `create` wrote them.

        Returns:
            The keyring.

        Raises:
            KeysMissing: a file is absent.
            KeysReadableByOthers: a file is open to group or others.
            KeysMalformed: a file is not what `create` writes.
        """
        wrapping, active = _read_wrapping(folder)
        return cls(
            wrapping=wrapping,
            active=active,
            pseudonym_root=read_pseudonym_root(folder),
            audit_root=_read_root(folder, AUDIT),
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
        key_id = f"k{secrets.token_hex(4)}"
        _write(
            folder / ENCRYPTION,
            {"version": 1, "active": key_id, "keys": {key_id: _new_secret()}},
        )
        for name in (PSEUDONYM, AUDIT):
            _write(folder / name, {"version": 1, "root": _new_secret()})
        return cls.open(folder)


def read_pseudonym_root(folder: Path) -> bytes:
    """Read the root of pseudonyms alone, for those who may open no identity.

    Args:
        folder: where `Keyring.create` wrote the key files.

    Returns:
        32 bytes.

    Raises:
        KeysMissing: the file is absent.
        KeysReadableByOthers: the file is open to group or others.
        KeysMalformed: the file is not what `Keyring.create` writes.
    """
    return _read_root(folder, PSEUDONYM)


def _new_secret() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _write(path: Path, content: dict[str, Any]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def _read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                raise KeysReadableByOthers(name)
            content = json.loads(file.read())
    except FileNotFoundError:
        raise KeysMissing(name) from None
    except (OSError, ValueError):
        raise KeysMalformed(name) from None
    if not isinstance(content, dict) or content.get("version") != 1:
        raise KeysMalformed(name)
    return content


def _read_wrapping(folder: Path) -> tuple[dict[str, bytes], str]:
    content = _read(folder, ENCRYPTION)
    keys = content.get("keys")
    active = content.get("active")
    if not isinstance(keys, dict) or not isinstance(active, str) or active not in keys:
        raise KeysMalformed(ENCRYPTION)
    return {str(k): _secret(v, ENCRYPTION) for k, v in keys.items()}, active


def _read_root(folder: Path, name: str) -> bytes:
    return _secret(_read(folder, name).get("root"), name)


def _secret(text: object, name: str) -> bytes:
    try:
        secret = base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise KeysMalformed(name) from None
    if len(secret) != KEY_BYTES:
        raise KeysMalformed(name)
    return secret
