"""What may be said of the key files without opening them."""

from dataclasses import dataclass
from pathlib import Path

from config.failure import Failure
from config.translation import _
from pseudonymisation.keys.files import (
    AUDIT,
    DRAFT,
    ENCRYPTION,
    FILES,
    OTHERS,
    PSEUDONYM,
    RECOGNITION,
    VERSION,
    sealed_strength,
)
from pseudonymisation.keys.seal import Strength


@dataclass(frozen=True, slots=True)
class KeyFileReport:
    """One key file.

    Attributes:
        name: of the file.
        present: whether it is there.
        version: of its form, 0 where it cannot be read.
        sealed: how strongly, None where it is not.
        mode: permissions in octal, such as "600".
        closed: whether its owner alone may read it.
        trouble: code of what is wrong with it, "" where nothing is.
        if_lost: what would be lost with it.
    """

    name: str
    present: bool
    version: int
    sealed: Strength | None
    mode: str
    closed: bool
    trouble: str
    if_lost: str


def report_files(folder: Path) -> list[KeyFileReport]:
    """Examine the key files; none is opened.

    Args:
        folder: of the key files.

    Returns:
        One report per file, in a fixed order.
    """
    return [_report(folder / name) for name in FILES]


def half_written(folder: Path) -> list[str]:
    """List what a death left half written; it may hold keys.

    Args:
        folder: of the key files.

    Returns:
        Names of files.
    """
    return [n for n in (f"{name}{DRAFT}" for name in FILES) if (folder / n).exists()]


def if_lost(name: str) -> str:
    """Say what would be lost with a key file.

    Args:
        name: one of `FILES`.

    Returns:
        One sentence.
    """
    texts = {
        ENCRYPTION: _(
            "Plus aucune identité ni saisie inachevée ne s’ouvre ; les parcours sous "
            "pseudonyme restent."
        ),
        PSEUDONYM: _(
            "Plus aucun parcours ne se rattache à une identité, et les extraits ne se "
            "raccordent plus."
        ),
        RECOGNITION: _(
            "Plus aucun jeune n’est reconnu, ni par son nom ni par son code ; qui a "
            "été effacé peut revenir sans que cela se voie."
        ),
        AUDIT: _(
            "Le journal d’audit et l’intégrité du coffre ne se vérifient plus ; rien "
            "d’autre n’est perdu."
        ),
    }
    return texts[name]


def _report(path: Path) -> KeyFileReport:
    if not path.exists():
        return KeyFileReport(
            path.name, False, 0, None, "", False, "KEYS-001", if_lost(path.name)
        )
    mode = path.stat().st_mode & 0o777
    strength, trouble = None, ""
    try:
        strength = sealed_strength(path)
    except Failure as failure:
        trouble = failure.code
    return KeyFileReport(
        name=path.name,
        present=True,
        version=0 if trouble else VERSION,
        sealed=strength,
        mode=f"{mode:o}",
        closed=not mode & OTHERS,
        trouble=trouble,
        if_lost=if_lost(path.name),
    )
