"""The one-time key of a project in which two partners compare without showing names.

Each partner has a copy of the file and encodes once: what the copy held is overwritten.
"""

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import KeysFailure
from pseudonymisation.keys.derive import purpose_key


KEY_BYTES = 32
PROJECT_BYTES = 16
_OTHERS = 0o077
_FORM = 1
_SPENT = "spent"


class ProjectKeyRefused(KeysFailure):
    """A project's key file is there already, absent, altered, spent or open to others.

    Args:
        file: its name.
        what: which of these, translated.
    """

    code = "KEYS-030"

    def __init__(self, file: str, what: str) -> None:
        super().__init__(
            what,
            not_done=_("Rien n’a été écrit."),
            remedy=_(
                "Demandez la clé du projet à qui l’a créée, en lecture pour vous seul "
                "(chmod 600) ; pour un autre projet, créez une autre clé."
            ),
            where=Where(file),
        )


@dataclass(frozen=True, slots=True, repr=False)
class ProjectKey:
    """A project's key.

    Attributes:
        project: the project's random number, which its files carry.
        key: for its tokens alone, 32 bytes.
    """

    project: str
    key: bytes

    def __repr__(self) -> str:
        return "ProjectKey(…)"


def create_project_key(path: Path) -> str:
    """Make a project's key file, 0600.

    Args:
        path: where nothing stands yet.

    Returns:
        The project's number.

    Raises:
        ProjectKeyRefused: something stands there.
    """
    project = secrets.token_hex(PROJECT_BYTES)
    root = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
            json.dump({"form": _FORM, "project": project, "root": root}, file)
    except FileExistsError:
        what = _("Un fichier de ce nom existe déjà.")
        raise ProjectKeyRefused(path.name, what) from None
    return project


def read_project_key(path: Path) -> ProjectKey:
    """Read a project's key file.

    Args:
        path: from `create_project_key`.

    Returns:
        The key.

    Raises:
        ProjectKeyRefused: absent, altered, spent, or open to others.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                what = _("D’autres que vous peuvent lire la clé du projet.")
                raise ProjectKeyRefused(path.name, what)
            content = json.load(file)
        if content["form"] == _SPENT:
            what = _("La clé du projet a déjà servi : elle ne code qu’un fichier.")
            raise ProjectKeyRefused(path.name, what)
        project, root = str(content["project"]), str(content["root"])
        secret = base64.b64decode(root, validate=True)
        bytes.fromhex(project)
    except (OSError, ValueError, KeyError, TypeError, binascii.Error):
        what = _("La clé du projet manque ou est illisible.")
        raise ProjectKeyRefused(path.name, what) from None
    if len(secret) != KEY_BYTES or len(project) != 2 * PROJECT_BYTES:
        what = _("La clé du projet manque ou est illisible.")
        raise ProjectKeyRefused(path.name, what)
    return ProjectKey(project, purpose_key(secret, f"project.{project}"))


def spend_project_key(path: Path, *, project: str) -> None:
    """Overwrite a key file in its place: it then tells its project, and that it served.

    Args:
        path: from `create_project_key`.
        project: the project's number.
    """
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(os.fstat(file.fileno()).st_size))
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        file.truncate()
        file.write(json.dumps({"form": _SPENT, "project": project}).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
