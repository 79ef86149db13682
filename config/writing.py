"""Files that people ask for: there whole or not at all, and never over their own input.

What a command wrote before may be written again; what something else wrote is kept.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

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


class WouldOverwriteInput(Failure):
    """The file to write is one that the command reads."""

    code = "PARCOURS-004"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Le fichier à écrire est aussi un fichier à lire."),
            not_done=_("Rien n’a été lu ni écrit."),
            remedy=_("Donnez un autre nom au fichier à écrire."),
            where=Where(file),
        )


class AnotherFileThere(Failure):
    """Something that the command did not write stands where it would write."""

    code = "PARCOURS-005"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Un autre fichier porte déjà ce nom."),
            not_done=_("Rien n’a été lu ni écrit : ce fichier est resté tel quel."),
            remedy=_("Donnez un autre nom, ou déplacez d’abord ce fichier."),
            where=Where(file),
        )


def keep_inputs(*outputs: Path, inputs: tuple[Path, ...]) -> None:
    """Refuse to write over what is read, by whatever path or link it is named.

    Args:
        outputs: files to be written.
        inputs: files to be read.

    Raises:
        WouldOverwriteInput: an output is an input.
    """
    for output in outputs:
        if any(_same(output, one) for one in inputs):
            raise WouldOverwriteInput(output.name)


def keep_others(output: Path, *, starts: bytes | None) -> None:
    """Refuse to write over a file that this command did not write before.

    Args:
        output: file to be written.
        starts: how a file of this command begins, which may be written again; None
            where nothing may be.

    Raises:
        AnotherFileThere: another file stands there.
        NotWritable: what stands there cannot be read.
    """
    if not output.exists():
        return
    try:
        with output.open("rb") as file:
            found = file.read(len(starts or b"") or 1)
    except OSError:
        raise NotWritable(output.name) from None
    if starts is None or (found and found != starts):
        raise AnotherFileThere(output.name)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file beside its place, and put it there once it is whole.

    Args:
        path: where it goes; what stands there is replaced at the end.

    Yields:
        The draft, open for bytes; it disappears where writing it fails.

    Raises:
        NotWritable: the folder is absent, full, or not ours to write in, or what
            stands there is no plain file.
    """
    if path.exists() and not path.is_file():
        raise NotWritable(path.name)
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        raise NotWritable(path.name) from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there at once.

    Args:
        path: where it goes; what stands there is replaced.
        content: its bytes.

    Raises:
        NotWritable: as `whole_file`.
    """
    with whole_file(path) as file:
        file.write(content)


def _same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, links and ways around included."""
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()
