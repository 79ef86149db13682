"""A file that is there whole or not at all."""

import os
import tempfile
from pathlib import Path

from config.failure import Failure, Where
from config.translation import _


class NotWritable(Failure):
    """The place asked for takes no file."""

    code = "PARCOURS-003"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Ce fichier ne peut être écrit à cet endroit."),
            not_done=_("Rien n’a été écrit."),
            remedy=_("Donnez un dossier qui existe, où vous pouvez écrire."),
            where=Where(file),
        )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there at once.

    Args:
        path: where it goes; what stands there is replaced.
        content: its bytes.

    Raises:
        NotWritable: the folder is absent, full, or not ours to write in.
    """
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        raise NotWritable(path.name) from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
