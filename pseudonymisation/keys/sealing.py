"""The key files → the same under a passphrase, one after the other.

A death between two leaves some sealed and some not; both open, and sealing again
finishes.
"""

from pathlib import Path

from pseudonymisation.keys.failures import KeysSealed, PassphraseWrong
from pseudonymisation.keys.files import (
    FILES,
    drop_drafts,
    read_keys,
    seal_file,
    sealed_strength,
)
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.roots import part_recognition
from pseudonymisation.keys.seal import STRENGTH, Strength


def seal_keys(
    folder: Path,
    new: str,
    *,
    old: Passphrase = nobody,
    strength: Strength = STRENGTH,
) -> list[str]:
    """Seal every key file; those already sealed take the new passphrase.

    Args:
        folder: of the key files.
        new: the passphrase from now on.
        old: asked where a file is sealed already.
        strength: cost of a guess.

    Returns:
        Names of the files.

    Raises:
        PassphraseTooShort: nothing was written.
        PassphraseWrong, KeysSealed: a sealed file does not open; nothing was written.
    """
    drop_drafts(folder)
    part_recognition(folder, old)
    opened = {name: _open(folder / name, new, old) for name in FILES}
    for name, content in opened.items():
        seal_file(folder / name, content, new, strength=strength)
    return list(opened)


def _open(path: Path, new: str, old: Passphrase) -> dict[str, object]:
    """Open a file, under the new passphrase where an earlier attempt reached it."""
    if sealed_strength(path) is None:
        return read_keys(path)
    try:
        return read_keys(path, old)
    except (KeysSealed, PassphraseWrong):
        return read_keys(path, lambda: new)
