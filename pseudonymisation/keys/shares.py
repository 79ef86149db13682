"""A key file → two shares, one for each custodian; two shares → the file again.

The first share is random, the second is the content XOR the first: either alone is
noise, whatever one computes. Each lies in a file of its own, under its custodian's own
passphrase, with a checksum that tells damage from a wrong passphrase.

The file itself stays: daily work needs it. What the shares add is that the operations
that could undo pseudonymity for many at once ask for both (`parcours.keeping`), and
that the file can be made again after a loss. Whoever holds the unsealed files *and*
the vault needs no share: this guards against one insider, not against such a thief.

Source: one-time pad (Shannon 1949); two of two is XOR, Shamir's scheme adds nothing.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pseudonymisation.failures import KeysAlreadyThere, KeysMalformed
from pseudonymisation.keys.failures import (
    ShareDamaged,
    ShareOfAnother,
    SharesDoNotFit,
)
from pseudonymisation.keys.files import (
    FILES,
    SEALED,
    VERSION,
    new_file,
    read_file,
    read_keys,
)
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.seal import STRENGTH, Strength, box_up, open_box


KIND = "share"
NUMBERS = (1, 2)
_FIELDS = ("version", "kind", "of", "split", "number", SEALED)


@dataclass(frozen=True, slots=True, repr=False)
class ShareFile:
    """A custodian's file and what opens it.

    Attributes:
        path: where it lies, or shall lie.
        passphrase: asks the custodian.
    """

    path: Path
    passphrase: Passphrase

    def __repr__(self) -> str:
        return "ShareFile(…)"


def split_keys(
    folder: Path,
    of: str,
    shares: tuple[ShareFile, ShareFile],
    *,
    passphrase: Passphrase = nobody,
    strength: Strength = STRENGTH,
) -> str:
    """Split a key file between two custodians.

    Args:
        folder: of the key files.
        of: name of the file, one of `FILES`.
        shares: where the shares go; no file is there yet.
        passphrase: asked where the key file is sealed.
        strength: cost of a guess at a share's passphrase.

    Returns:
        The name of this split: shares of two splits do not fit.

    Raises:
        KeysAlreadyThere: a share would overwrite a file.
        PassphraseTooShort: of a custodian; no share is left.
        KeysFailure: the key file does not open.
    """
    for share in shares:
        if share.path.exists():
            raise KeysAlreadyThere(share.path.name)
    content = json.dumps(read_keys(_path(folder, of), passphrase)).encode()
    split = secrets.token_hex(8)
    first = secrets.token_bytes(len(content))
    halves = (first, _xor(content, first))
    made = [
        _share(half, of=of, split=split, number=number, to=share, strength=strength)
        for number, half, share in zip(NUMBERS, halves, shares, strict=True)
    ]
    for share, file in zip(shares, made, strict=True):
        new_file(share.path, file)
    return split


def combine(shares: tuple[ShareFile, ShareFile], *, of: str) -> dict[str, Any]:
    """Put a key file together from its two shares, in memory.

    Args:
        shares: the custodians' files, in either order.
        of: name of the file they must be shares of.

    Returns:
        The file's JSON object.

    Raises:
        KeysMissing: a share is absent.
        ShareDamaged: its checksum does not hold.
        ShareOfAnother: it is of another file, or not a share.
        SharesDoNotFit: twice the same one, or of two splits.
        KeysSealed, PassphraseWrong: a custodian's passphrase.
    """
    files = [_read_share(share.path, of) for share in shares]
    if {file["number"] for file in files} != set(NUMBERS):
        raise SharesDoNotFit
    if files[0]["split"] != files[1]["split"]:
        raise SharesDoNotFit
    halves = [
        open_box(file[SEALED], share.passphrase, name=_box_name(file))
        for file, share in zip(files, shares, strict=True)
    ]
    if len(halves[0]) != len(halves[1]):
        raise SharesDoNotFit
    try:
        content = json.loads(_xor(*halves))
    except ValueError:
        raise SharesDoNotFit from None
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise SharesDoNotFit
    return content


def both_present(
    folder: Path,
    shares: tuple[ShareFile, ShareFile],
    *,
    of: str,
    passphrase: Passphrase = nobody,
) -> None:
    """Prove that both custodians are there: their shares make the file in use.

    Args:
        folder: of the key files.
        shares: the custodians' files.
        of: name of the key file.
        passphrase: asked where the key file is sealed.

    Raises:
        SharesDoNotFit: they make another file than the one in use: it was changed
            since they were split.
        KeysFailure: see `combine`.
    """
    made = json.dumps(combine(shares, of=of), sort_keys=True).encode()
    used = read_keys(_path(folder, of), passphrase)
    if not hmac.compare_digest(made, json.dumps(used, sort_keys=True).encode()):
        raise SharesDoNotFit


def restore(folder: Path, shares: tuple[ShareFile, ShareFile], *, of: str) -> None:
    """Write a lost key file again from its two shares, unsealed.

    Args:
        folder: of the key files.
        shares: the custodians' files.
        of: name of the key file.

    Raises:
        KeysAlreadyThere: the file is there; nothing was written.
        KeysFailure: see `combine`.
    """
    path = _path(folder, of)
    if path.exists():
        raise KeysAlreadyThere(of)
    content = combine(shares, of=of)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new_file(path, content)


def _share(
    half: bytes,
    *,
    of: str,
    split: str,
    number: int,
    to: ShareFile,
    strength: Strength,
) -> dict[str, Any]:
    file: dict[str, Any] = {
        "version": VERSION,
        "kind": KIND,
        "of": of,
        "split": split,
        "number": number,
    }
    told = to.passphrase() or ""
    file[SEALED] = box_up(half, told, name=_box_name(file), strength=strength)
    return {**file, "checksum": _checksum(file)}


def _read_share(path: Path, of: str) -> dict[str, Any]:
    try:
        file = read_file(path)
    except KeysMalformed:
        raise ShareDamaged(path.name) from None
    if file.get("kind") != KIND or file.get("of") != of:
        raise ShareOfAnother(path.name, of)
    if set(file) != {*_FIELDS, "checksum"} or file["checksum"] != _checksum(file):
        raise ShareDamaged(path.name)
    return file


def _checksum(file: dict[str, Any]) -> str:
    told = json.dumps({name: file[name] for name in _FIELDS}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _box_name(file: dict[str, Any]) -> str:
    return f"{file['of']}|{file['split']}|{file['number']}"


def _xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


def _path(folder: Path, of: str) -> Path:
    if of not in FILES:
        raise KeysMalformed(of)
    return folder / of
