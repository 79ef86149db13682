"""The file's half of a rotation: a new wrapping key beside the old, then alone.

Between the two the file holds both, which is how anyone knows that a rotation is under
way: `pseudonymisation.rotation` wraps every data key anew and proves it, then the old
key is retired. The file is replaced whole, so that a death leaves one state or the
other.
"""

from pathlib import Path

from pseudonymisation.keys.files import (
    ENCRYPTION,
    drop_drafts,
    read_keys,
    rewrite_keys,
)
from pseudonymisation.keys.keyring import new_key_id
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.secret_text import new_secret


def add_wrapping_key(folder: Path, passphrase: Passphrase = nobody) -> str:
    """Make a new active wrapping key, unless a rotation is already under way.

    Args:
        folder: of the key files.
        passphrase: asked where the file is sealed.

    Returns:
        The id of the active key.
    """
    drop_drafts(folder)
    content = read_keys(folder / ENCRYPTION, passphrase)
    if len(content["keys"]) > 1:
        return str(content["active"])
    key_id = new_key_id()
    keys = {**content["keys"], key_id: new_secret()}
    made = {**content, "active": key_id, "keys": keys}
    rewrite_keys(folder / ENCRYPTION, made, passphrase)
    return key_id


def retire_other_keys(folder: Path, passphrase: Passphrase = nobody) -> list[str]:
    """Keep the active wrapping key alone.

    Args:
        folder: of the key files.
        passphrase: asked where the file is sealed.

    Returns:
        Ids of the keys that went.
    """
    drop_drafts(folder)
    content = read_keys(folder / ENCRYPTION, passphrase)
    active = content["active"]
    gone = [key_id for key_id in content["keys"] if key_id != active]
    if gone:
        kept = {**content, "keys": {active: content["keys"][active]}}
        rewrite_keys(folder / ENCRYPTION, kept, passphrase)
    return gone
