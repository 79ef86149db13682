"""The root of pseudonyms and its generations; the keys of recognition apart from it.

`pseudonym.json` holds one root, and two while a re-keying is under way:

    root ──stage_root──► root, next ──adopt_next──► root, former ──retire_former──► root

Each arrow replaces the file whole, so that a death leaves one state or the other, and
each does nothing where it was already gone.

`recognition.json` holds what recognises people and rows (blind index and handles, row
digests, tombstones), one key for each use. Those digests outlive a re-keying, because
what they were made from is kept nowhere: so they may not hang on the root that goes.
In territories made before, the three keys were derived from the first root; parting
writes them down as they were, and nothing that was digested changes.

Source: one key, one use (ANSSI PA-079); RFC 5869 for the former derivation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pseudonymisation.failures import KeysMalformed, KeysMissing
from pseudonymisation.keys.derive import purpose_key
from pseudonymisation.keys.files import (
    PSEUDONYM,
    RECOGNITION,
    VERSION,
    drop_drafts,
    new_file,
    read_keys,
    rewrite_keys,
    seal_file,
    sealed_strength,
)
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.secret_text import new_secret, read_secret, write_secret
from pseudonymisation.pseudonym import FIRST


TOKENS, ROWS, TOMBSTONES = "tokens", "rows", "tombstones"
USES = (TOKENS, ROWS, TOMBSTONES)
_GENERATION, _NEXT, _FORMER = "generation", "next", "former"


@dataclass(frozen=True, slots=True, repr=False)
class PseudonymRoots:
    """The roots of pseudonyms that the file holds.

    Attributes:
        active: generation of the root in service.
        by_generation: generation → 32 bytes; two while a re-keying is under way.
    """

    active: int
    by_generation: Mapping[int, bytes]

    def __repr__(self) -> str:
        return f"PseudonymRoots(active={self.active})"

    @property
    def root(self) -> bytes:
        """Give the root in service."""
        return self.by_generation[self.active]

    @property
    def staged(self) -> bool:
        """Tell whether the next root waits beside the one in service."""
        return self.active + 1 in self.by_generation

    @property
    def to_retire(self) -> bool:
        """Tell whether the former root is still there."""
        return self.active - 1 in self.by_generation


def first_root() -> dict[str, Any]:
    """Draw the content of a new `pseudonym.json`."""
    return {"version": VERSION, _GENERATION: FIRST, "root": new_secret()}


def recognition_keys() -> dict[str, Any]:
    """Draw the content of a new `recognition.json`."""
    return {"version": VERSION, "keys": {use: new_secret() for use in USES}}


def read_roots(folder: Path, passphrase: Passphrase = nobody) -> PseudonymRoots:
    """Read the roots of pseudonyms.

    Args:
        folder: of the key files.
        passphrase: asked only where the file is sealed.

    Returns:
        The roots.

    Raises:
        KeysFailure: the file is absent, malformed, or does not open.
    """
    content = read_keys(folder / PSEUDONYM, passphrase)
    active = content.get(_GENERATION, FIRST)
    if type(active) is not int or active < FIRST:
        raise KeysMalformed(PSEUDONYM)
    found = {active: read_secret(content.get("root"), PSEUDONYM)}
    for name, step in ((_NEXT, 1), (_FORMER, -1)):
        if name in content:
            found[active + step] = read_secret(content[name], PSEUDONYM)
    return PseudonymRoots(active, found)


def stage_root(folder: Path, passphrase: Passphrase = nobody) -> None:
    """Draw the next root beside the one in service, unless one waits already.

    Args:
        folder: of the key files.
        passphrase: asked where the file is sealed.
    """
    _rewrite(folder, passphrase, _with_next)


def adopt_next(folder: Path, passphrase: Passphrase = nobody) -> None:
    """Put the next root into service; the one that served becomes the former.

    Args:
        folder: of the key files.
        passphrase: asked where the file is sealed.
    """
    _rewrite(folder, passphrase, _with_next_in_service)


def retire_former(folder: Path, passphrase: Passphrase = nobody) -> None:
    """Destroy the former root: nothing is translated under it any more.

    Args:
        folder: of the key files.
        passphrase: asked where the file is sealed.
    """
    _rewrite(folder, passphrase, lambda c: {k: c[k] for k in c if k != _FORMER})


def read_recognition(folder: Path, passphrase: Passphrase = nobody) -> dict[str, bytes]:
    """Read the keys that recognise people and rows.

    Args:
        folder: of the key files.
        passphrase: asked only where a file is sealed.

    Returns:
        32 bytes by use.

    Raises:
        KeysMissing: the file is absent, and was not always so.
        KeysFailure: it is malformed, or does not open.
    """
    path = folder / RECOGNITION
    if not path.exists() and not is_parted(folder, passphrase):
        return _derived(folder, passphrase)
    keys = read_keys(path, passphrase).get("keys")
    if not isinstance(keys, dict):
        raise KeysMalformed(RECOGNITION)
    return {use: read_secret(keys.get(use), RECOGNITION) for use in USES}


def is_parted(folder: Path, passphrase: Passphrase = nobody) -> bool:
    """Tell whether recognition has its own keys, in a file that must be there.

    Args:
        folder: of the key files.
        passphrase: asked only where the file of the root is sealed.

    Returns:
        False in a territory of before, whose file of the root tells no generation.
    """
    if (folder / RECOGNITION).exists():
        return True
    return _GENERATION in read_keys(folder / PSEUDONYM, passphrase)


def part_recognition(folder: Path, passphrase: Passphrase = nobody) -> bool:
    """Give recognition its own file, with the keys that it has had so far.

    Args:
        folder: of the key files.
        passphrase: asked where the file of the root is sealed; seals the new one too.

    Returns:
        Whether there was something to do.

    Raises:
        KeysFailure: the file of the root does not open.
    """
    drop_drafts(folder)
    if is_parted(folder, passphrase):
        return False
    derived = _derived(folder, passphrase)
    keys = {use: write_secret(key) for use, key in derived.items()}
    content = {"version": VERSION, "keys": keys}
    strength = sealed_strength(folder / PSEUDONYM)
    path = folder / RECOGNITION
    if strength is None:
        new_file(path, content)
    else:
        seal_file(path, content, passphrase() or "", strength=strength)
    return True


def _derived(folder: Path, passphrase: Passphrase) -> dict[str, bytes]:
    """Derive the keys of recognition as territories of before had them."""
    roots = read_roots(folder, passphrase)
    if roots.active != FIRST:
        raise KeysMissing(RECOGNITION)
    return {use: purpose_key(roots.root, use) for use in USES}


def _rewrite(folder: Path, passphrase: Passphrase, change: Any) -> None:
    drop_drafts(folder)
    content = read_keys(folder / PSEUDONYM, passphrase)
    changed = change(content)
    if changed != content:
        rewrite_keys(folder / PSEUDONYM, changed, passphrase)


def _with_next(content: dict[str, Any]) -> dict[str, Any]:
    if _NEXT in content or _FORMER in content:
        return content
    return {_GENERATION: FIRST, **content, _NEXT: new_secret()}


def _with_next_in_service(content: dict[str, Any]) -> dict[str, Any]:
    if _NEXT not in content:
        return content
    return {
        "version": VERSION,
        _GENERATION: content.get(_GENERATION, FIRST) + 1,
        "root": content[_NEXT],
        _FORMER: content["root"],
    }
