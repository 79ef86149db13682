"""The key files as files: read, sealed or not; written whole or not at all."""

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pseudonymisation.failures import (
    KeysMalformed,
    KeysMissing,
    KeysReadableByOthers,
)
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.seal import STRENGTH, Strength, box_up, open_box, strength_of


ENCRYPTION = "encryption.json"
PSEUDONYM = "pseudonym.json"
RECOGNITION = "recognition.json"
AUDIT = "audit.json"
FILES = (ENCRYPTION, PSEUDONYM, RECOGNITION, AUDIT)
VERSION = 1
SEALED = "sealed"
DRAFT = ".new"
"""Ends the name of what a death left half written; it may hold keys."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_file(path: Path) -> dict[str, Any]:
    """Read a key file as it lies, without opening what is sealed in it.

    Args:
        path: of the file.

    Returns:
        Its JSON object, of the version known here.

    Raises:
        KeysMissing: it is absent.
        KeysReadableByOthers: it is open to group or others.
        KeysMalformed: it is not a key file.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & OTHERS:
                raise KeysReadableByOthers(name)
            content = json.loads(file.read())
    except FileNotFoundError:
        raise KeysMissing(name) from None
    except (OSError, ValueError):
        raise KeysMalformed(name) from None
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise KeysMalformed(name)
    return content


def read_keys(path: Path, passphrase: Passphrase = nobody) -> dict[str, Any]:
    """Read a key file, opening it where it is sealed.

    Args:
        path: of the file.
        passphrase: asked only where the file is sealed.

    Returns:
        Its JSON object.

    Raises:
        KeysSealed, PassphraseWrong: it is sealed and does not open.
        KeysFailure: see `read_file`.
    """
    content = read_file(path)
    if SEALED not in content:
        return content
    opened = open_box(content[SEALED], passphrase, name=path.name)
    try:
        inside = json.loads(opened)
    except ValueError:
        raise KeysMalformed(path.name) from None
    if not isinstance(inside, dict) or inside.get("version") != VERSION:
        raise KeysMalformed(path.name)
    return inside


def sealed_strength(path: Path) -> Strength | None:
    """Tell how strongly a key file is sealed.

    Args:
        path: of the file.

    Returns:
        The strength, None where it is not sealed.

    Raises:
        KeysFailure: see `read_file`.
    """
    content = read_file(path)
    if SEALED not in content:
        return None
    return strength_of(content[SEALED], name=path.name)


def seal_file(
    path: Path, content: Mapping[str, Any], passphrase: str, *, strength: Strength
) -> None:
    """Put a key file under a passphrase, in place of what was there.

    Args:
        path: of the file.
        content: what goes inside.
        passphrase: twelve signs or more.
        strength: cost of a guess.

    Raises:
        PassphraseTooShort: fewer than twelve signs; the file is as before.
    """
    inside = json.dumps(content).encode()
    box = box_up(inside, passphrase, name=path.name, strength=strength)
    replace_file(path, {"version": VERSION, SEALED: box})


def rewrite_keys(
    path: Path, content: Mapping[str, Any], passphrase: Passphrase
) -> None:
    """Write a key file anew, sealed as it was: same passphrase, new salt.

    Args:
        path: of a file that `read_keys` opened with the same passphrase.
        content: what it shall hold.
        passphrase: asked only where the file is sealed.
    """
    strength = sealed_strength(path)
    if strength is None:
        replace_file(path, content)
    else:
        seal_file(path, content, passphrase() or "", strength=strength)


def new_file(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file that is not there yet, for its owner alone.

    Args:
        path: of the file.
        content: a JSON object.

    Raises:
        FileExistsError: something is there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: Mapping[str, Any]) -> None:
    """Put a file in the place of another: at every instant one of them is there.

    Args:
        path: of the file.
        content: a JSON object.
    """
    draft = path.with_name(path.name + DRAFT)
    draft.unlink(missing_ok=True)
    new_file(draft, content)
    draft.replace(path)
    sync_folder(path.parent)


def drop_drafts(folder: Path) -> None:
    """Remove what a death left half written.

    Args:
        folder: of the key files.
    """
    for name in FILES:
        (folder / f"{name}{DRAFT}").unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable.

    Args:
        folder: any.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def strength_or_default(path: Path) -> Strength:
    """Give the strength a file has, or the product's own.

    Args:
        path: of a key file.

    Returns:
        The strength.
    """
    return sealed_strength(path) or STRENGTH
